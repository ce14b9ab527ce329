import { request } from "node:http";
import { expect } from "chai";
import { useCloud } from "./use-cloud.ts";

describe("The lab's own API", () => {
  const lab = useCloud();
  const ask = (path: string, host: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      const { hostname, port } = new URL(lab.endpoint);
      request({ hostname, port, path, headers: { host } }, (response) => resolve(response.resume().statusCode))
        .on("error", reject)
        .end();
    });

  for (const [host, status] of [
    ["127.0.0.1:4566", 200],
    ["localhost", 200],
    ["photos.localhost:4566", 200],
    ["[::1]:4566", 200],
    ["evil.example", 403],
    ["127.0.0.1.evil.example", 403],
    ["localhost.evil.example", 403],
  ] as const) {
    it(`${status === 200 ? "tells" : "does not tell"} what happened to who calls it ${host}`, async () => {
      for (const path of ["/_lab/denials", "/_lab/activity"]) expect(await ask(path, host)).to.equal(status);
    });
  }

  it("tells everybody that it is there, and has nothing else", async () => {
    expect(await ask("/_lab/health", "lab:4566")).to.equal(200);
    expect(await ask("/_lab/nothing", "localhost")).to.equal(404);
  });
});

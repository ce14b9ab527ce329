import { request } from "node:http";
import { expect } from "chai";
import type { Coverage } from "../../../lab/cloud/service/coverage.ts";
import { useCloud } from "../use-cloud.ts";

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

  it("shows the console to who calls it by a name of its own alone, and lets no other page frame it", async () => {
    expect(await ask("/_lab/", "evil.example")).to.equal(403);
    const page = await fetch(`${lab.endpoint}/_lab/s3/photos`, { headers: { accept: "text/html" } });
    expect([page.status, page.headers.get("content-type")]).to.deep.equal([200, "text/html; charset=utf-8"]);
    expect(page.headers.get("content-security-policy"))
      .to.contain("frame-ancestors 'none'")
      .and.contain("default-src 'self'");
    expect(page.headers.get("access-control-allow-origin")).to.equal(null);
  });

  it("serves no file but the console's own", async () => {
    for (const path of [
      "/_lab/../package.json",
      "/_lab/%2e%2e/%2e%2e/package.json",
      "/_lab/assets/..%2f..%2fpackage.json",
    ])
      expect(await ask(path, "localhost"), path).to.equal(404);
  });

  it("leads a browser at the endpoint to the console, and takes an SDK's request for what it is", async () => {
    const browser = await fetch(`${lab.endpoint}/?region=eu-west-1`, { redirect: "manual" });
    expect(browser.status).to.equal(403);
    const accept = "text/html,application/xhtml+xml,*/*;q=0.8";
    const led = await fetch(`${lab.endpoint}/`, { headers: { accept }, redirect: "manual" });
    expect([led.status, led.headers.get("location")]).to.deep.equal([302, "/_lab/"]);
    const kept = await fetch(`${lab.endpoint}/_lab?region=eu-west-1`, { redirect: "manual" });
    expect(kept.headers.get("location")).to.equal("/_lab/?region=eu-west-1");
  });

  it("is changed by who has its token, and by no page of another origin", async () => {
    const { token } = (await (await fetch(`${lab.endpoint}/_lab/token`)).json()) as { token: string };
    const put = async (headers: Record<string, string>) => {
      const url = `${lab.endpoint}/_lab/accounts/111122223333`;
      return (await fetch(url, { method: "PUT", headers, body: JSON.stringify({ iam: "audit" }) })).status;
    };
    expect(await put({})).to.equal(403);
    expect(await put({ "x-lab-token": `${token}x` })).to.equal(403);
    expect(await put({ "x-lab-token": token, origin: "http://evil.example" })).to.equal(403);
    expect(await put({ "x-lab-token": token, origin: "null" })).to.equal(403);
    expect(await put({ "x-lab-token": token, origin: lab.endpoint })).to.equal(200);
    expect(await put({ "x-lab-token": token })).to.equal(200);
  });

  it("tells how much there is of each service, and what of it is stored without an effect", async () => {
    const { coverage } = (await (await fetch(`${lab.endpoint}/_lab/health?coverage`)).json()) as {
      coverage: Record<string, Coverage>;
    };
    expect(coverage.s3?.operations).to.be.greaterThan(70);
    expect(coverage.s3?.stored).to.include("PutBucketReplication").and.not.include("PutBucketPolicy");
    expect(coverage.lambda?.storedSettings).to.include("VpcConfig");
    expect(coverage.sts).to.deep.include({ stored: [], storedSettings: [] });
  });

  it("tells that it is there, and has nothing else", async () => {
    expect(await ask("/_lab/health", "localhost")).to.equal(200);
    expect(await ask("/_lab/nothing", "localhost")).to.equal(404);
  });
});

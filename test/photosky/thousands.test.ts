import { expect } from "chai";
import { needs } from "../deployed.ts";
import { Application, applicationUrl } from "./application.ts";

describe("PhotoSky with many pictures", function () {
  this.timeout(300_000);

  it("lists more than a thousand", async function () {
    await needs(this, "disposable");
    const app = new Application(await applicationUrl());
    const names = Array.from({ length: 1005 }, (_, i) => `many/${String(i).padStart(4, "0")}.png`);
    const waiting = [...names];
    const upload = async () => {
      for (let name = waiting.pop(); name !== undefined; name = waiting.pop())
        await app.upload(name, "image/png", Buffer.from("x"));
    };
    await Promise.all(Array.from({ length: 8 }, upload));
    expect((await app.names()).filter((name) => name.startsWith("many/"))).to.deep.equal(names);
  });
});

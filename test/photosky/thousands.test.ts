import { DeleteObjectsCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { clientSettings } from "../../lab/targets/client-settings.ts";
import { lab, needs } from "../deployed.ts";
import { Application, applicationUrl } from "./application.ts";

describe("PhotoSky with many pictures", function () {
  this.timeout(300_000);

  const names = Array.from({ length: 1005 }, (_, i) => `many/${String(i).padStart(4, "0")}.png`);
  let app: Application;
  let s3: S3Client;
  let Bucket: string | undefined;
  before(async function () {
    await needs(this, "disposable");
    app = new Application(await applicationUrl());
    s3 = new S3Client(clientSettings({ endpoint: (await lab()).endpoint ?? "", region: "us-east-1" }));
    Bucket = (await app.form("many.png", "image/png")).fields.bucket;
    const waiting = [...names];
    const put = async () => {
      for (let Key = waiting.pop(); Key !== undefined; Key = waiting.pop())
        await s3.send(new PutObjectCommand({ Bucket, Key, Body: "x", ContentType: "image/png" }));
    };
    await Promise.all(Array.from({ length: 8 }, put));
  });
  after(async () => {
    // The suites that come after find few, and list them quickly.
    for (const some of [names.slice(0, 1000), names.slice(1000)]) {
      const Objects = some.map((Key) => ({ Key }));
      await s3?.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
    }
    s3?.destroy();
  });

  it("lists more than a thousand", async () => {
    expect((await app.names()).filter((name) => name.startsWith("many/"))).to.deep.equal(names);
  });
});

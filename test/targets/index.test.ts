import { join } from "node:path";
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { startLab, targetNamed, targetNames } from "../../lab/targets/index.ts";

describe("startLab", () => {
  it("starts the embedded cloud unless it is told another target", async () => {
    await using lab = await startLab({ target: "embedded", port: 0 });
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    const s3 = new S3Client({ endpoint: lab.endpoint as string, region: "us-east-1", credentials });
    expect((await s3.send(new ListBucketsCommand())).Buckets ?? []).to.deep.equal([]);
    s3.destroy();
    expect(await lab.deployed()).to.equal(undefined);
  });

  it("takes a cloud that runs already, and leaves it running", async () => {
    await using cloud = await startLab({ target: "embedded", port: 0 });
    const lab = await startLab({ target: "endpoint", endpoint: `${cloud.endpoint}/` });
    expect(lab.endpoint).to.equal(cloud.endpoint);
    await lab.close();
    expect((await fetch(`${cloud.endpoint}/_lab/health`)).status).to.equal(200);
  });

  it("names the targets when it is asked for another one", async () => {
    const { message } = await startLab({ target: "azure" }).catch((error) => error);
    expect(message).to.equal(
      'There is no target "azure". The targets are embedded, container, localstack, endpoint, aws.',
    );
    expect((await targetNamed("constructor").catch((error) => error)).name).to.equal("UnknownTarget");
  });

  it("has targets that each say what they are, and what they need of this machine", async () => {
    for (const name of targetNames) {
      const { title, check } = await targetNamed(name);
      expect(title).to.match(/\w/);
      const findings = await check();
      expect(findings.find(({ what }) => what === "Node.js")?.fine).to.equal("yes");
      for (const { fine, advice } of findings) expect(fine === "yes" || advice).to.be.ok;
    }
  });

  it("runs the CDK for another app than PhotoSky, too", async function () {
    this.timeout(300_000);
    await using lab = await startLab({ target: "embedded", port: 0 });
    const listed = await lab.cdk(["list"], { app: join(import.meta.dirname, "../deploy/greeter") });
    expect(listed).to.equal("Greeter");
  });
});

import { CreateBucketCommand, ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { version } from "../../lab/package.ts";
import { baseImage, image, target } from "../../lab/targets/container.ts";
import { freePort } from "../../lab/targets/docker/container.ts";
import { docker, hasImage } from "../../lab/targets/docker/engine.ts";
import { startLab } from "../../lab/targets/index.ts";

describe("The lab as a container", function () {
  this.timeout(600_000);
  before(async function () {
    // Nothing is fetched here: where there is no engine, or nothing to build the image on, there is nothing to test.
    if (!(await hasImage(baseImage))) return this.skip();
    // The first start builds the image.
    await (await startLab({ target: "container", port: 0 })).close();
  });

  const names = async (endpoint: string | undefined) => {
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    const s3 = new S3Client({ endpoint: endpoint as string, region: "us-east-1", credentials });
    await s3.send(new CreateBucketCommand({ Bucket: `made-${Date.now()}` }));
    const { Buckets = [] } = await s3.send(new ListBucketsCommand());
    s3.destroy();
    return Buckets.length;
  };

  it("answers at a port of this machine, which is its port inside, too", async () => {
    await using lab = await startLab({ target: "container", port: 0 });
    const health = (await (await fetch(`${lab.endpoint}/_lab/health`)).json()) as object;
    expect(health).to.include({ status: "ready", version, endpoint: lab.endpoint });
    expect(await names(lab.endpoint)).to.equal(1);
  });

  it("is one process that is not root, and is found to be healthy", async () => {
    const port = await freePort();
    await using _lab = await startLab({ target: "container", port });
    const id = await docker("ps", "--quiet", "--filter", `publish=${port}`);
    expect(await docker("exec", id, "id", "-un")).to.equal("node");
    let status = "starting";
    while (status === "starting") status = await docker("inspect", "--format", "{{.State.Health.Status}}", id);
    expect(status).to.equal("healthy");
  });

  it("keeps its state in a volume, and stops at SIGTERM within seconds", async () => {
    const port = String(await freePort());
    const volume = `skylab-test-${port}`;
    const run = () =>
      docker(
        ...["run", "--detach", "--init", "--publish", `127.0.0.1:${port}:${port}`, "--volume", `${volume}:/data`],
        ...[image, "cloud", "--host", "0.0.0.0", "--port", port, "--state", "/data"],
      );
    const endpoint = `http://127.0.0.1:${port}`;
    const ready = async () => {
      while (!(await fetch(`${endpoint}/_lab/health`).catch(() => undefined))?.ok) await new Promise(setImmediate);
    };
    try {
      const first = await run();
      await ready();
      expect(await names(endpoint)).to.equal(1);
      await docker("stop", "--time", "10", first);
      expect(await docker("inspect", "--format", "{{.State.ExitCode}}", first)).to.equal("0");
      await docker("rm", first);
      const second = await run();
      await ready();
      expect(await names(endpoint)).to.equal(2);
      await docker("rm", "--force", second);
    } finally {
      await docker("volume", "rm", "--force", volume);
    }
  });

  it("is found and ended by another command than the one that started it", async () => {
    const lab = await startLab({ target: "container", port: 0 });
    expect(await target.stop({})).to.match(/\w/);
    expect(await fetch(`${lab.endpoint}/_lab/health`).catch(() => "gone")).to.equal("gone");
    expect(await target.stop({})).to.equal(undefined);
  });
});

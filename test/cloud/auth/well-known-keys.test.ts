import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { type CloudOptions, type RunningCloud, startCloud } from "../../../lab/cloud/index.ts";
import { failure } from "../use-cloud.ts";

describe("The well-known keys", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "skylab-keys-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const start = (options: CloudOptions = {}) => startCloud({ port: 0, state: folder, ...options });
  const whoIs = async ({ endpoint }: RunningCloud, accessKeyId: string, secretAccessKey = "test") => {
    const sts = new STSClient({ endpoint, region: "us-east-1", credentials: { accessKeyId, secretAccessKey } });
    return (await sts.send(new GetCallerIdentityCommand({})).finally(() => sts.destroy())).Arn;
  };

  it("open every account unless told otherwise", async () => {
    await using cloud = await start();
    expect(await whoIs(cloud, "test")).to.equal("arn:aws:iam::000000000000:root");
    expect(await whoIs(cloud, "200000000001")).to.equal("arn:aws:iam::200000000001:root");
    expect(cloud.credentials).to.deep.equal({ accessKeyId: "test", secretAccessKey: "test" });
    expect(await stat(join(folder, "root.env")).catch(({ code }) => code)).to.equal("ENOENT");
  });

  it("open none when they are off: the root has a key pair, told once and kept where only its owner reads", async () => {
    const log: string[] = [];
    const options = { wellKnownKeys: "off", log: (line: string) => log.push(line) } as const;
    await using cloud = await start(options);
    for (const key of ["test", "000000000000", "200000000001"])
      expect((await failure(whoIs(cloud, key))).name, key).to.equal("InvalidClientTokenId");
    const { accessKeyId, secretAccessKey } = cloud.credentials;
    expect(await whoIs(cloud, accessKeyId, secretAccessKey)).to.equal("arn:aws:iam::000000000000:root");
    const file = join(folder, "root.env");
    expect((await stat(file)).mode & 0o777).to.equal(0o600);
    expect(await readFile(file, "utf8"))
      .to.contain(`AWS_ACCESS_KEY_ID=${accessKeyId} AWS_SECRET_ACCESS_KEY=${secretAccessKey}`)
      .and.to.contain(`AWS_ENDPOINT_URL=${cloud.endpoint}`);
    expect(log.filter((line) => line.includes(secretAccessKey))).to.have.length(1);
    await cloud.close();

    await using again = await start(options);
    expect(again.credentials).to.deep.equal({ accessKeyId, secretAccessKey });
    expect(log.filter((line) => line.includes(secretAccessKey))).to.have.length(1);
  });

  it("leave nothing open behind them: neither sessions of roots, nor the lab's token", async () => {
    await using cloud = await start();
    const sts = new STSClient({
      endpoint: cloud.endpoint,
      region: "us-east-1",
      credentials: { accessKeyId: "200000000001", secretAccessKey: "test" },
    });
    const { Credentials } = await sts.send(new GetSessionTokenCommand({})).finally(() => sts.destroy());
    const { token } = (await (await fetch(`${cloud.endpoint}/_lab/token`)).json()) as { token: string };
    const place = async () =>
      (await fetch(`${cloud.endpoint}/_lab/place`, { headers: { "x-lab-token": token } })).status;
    expect(await place()).to.equal(200);
    cloud.cloud.credentials.wellKnownKeys = "off";
    expect(await place()).to.equal(401);
    const { AccessKeyId = "", SessionToken } = Credentials ?? {};
    expect(cloud.cloud.credentials.find(AccessKeyId, SessionToken)).to.equal("unknown");
  });

  it("stay off when the lab starts again and is told nothing, and come back when it is told so", async () => {
    await (await start({ wellKnownKeys: "off" })).close();
    const closed = await start();
    expect((await failure(whoIs(closed, "test"))).name).to.equal("InvalidClientTokenId");
    await closed.close();
    await using opened = await start({ wellKnownKeys: "on" });
    expect(await whoIs(opened, "test")).to.equal("arn:aws:iam::000000000000:root");
    expect(await stat(join(folder, "root.env")).catch(({ code }) => code)).to.equal("ENOENT");
  });
});

import { AttachUserPolicyCommand, CreateAccessKeyCommand, CreateUserCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { type ConsoleServer, serveConsole } from "../../../lab/cli/console/server.ts";
import { type RunningCloud, startCloud } from "../../../lab/cloud/index.ts";
import { useBrowser } from "../../browser.ts";

const ROOT = { accessKeyId: "test", secretAccessKey: "test" };

describe("lab console, for a cloud that has none", function () {
  this.timeout(60_000);

  let cloud: RunningCloud;
  let server: ConsoleServer;
  let origin: string;
  let accessKey: string;
  before(async () => {
    cloud = await startCloud({ port: 0 });
    const iam = new IAMClient({ endpoint: cloud.endpoint, region: "us-east-1", credentials: ROOT });
    await iam.send(new CreateUserCommand({ UserName: "ada" }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "ada" }));
    const { AccessKeyId: accessKeyId = "", SecretAccessKey: secretAccessKey = "" } = AccessKey ?? {};
    iam.destroy();
    const credentials = async () => ({ accessKeyId, secretAccessKey });
    server = await serveConsole({ endpoint: cloud.endpoint, region: "eu-west-1", port: 0, credentials });
    origin = new URL(server.url).origin;
    accessKey = ((await (await fetch(`${origin}/_lab/place`)).json()) as { accessKey: string }).accessKey;
  });
  after(async () => {
    await server?.close();
    await cloud?.close();
  });

  const settings = (accessKeyId: string) => ({
    endpoint: origin,
    region: "eu-west-1",
    credentials: { accessKeyId, secretAccessKey: "test" },
  });

  it("passes the page's calls on, as who owns the credentials", async () => {
    const sts = new STSClient(settings(accessKey));
    const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
    sts.destroy();
    expect(Arn).to.equal("arn:aws:iam::000000000000:user/ada");
  });

  it("passes bodies through in both directions", async () => {
    const direct = new S3Client({
      ...settings("test"),
      endpoint: cloud.endpoint,
      credentials: ROOT,
      forcePathStyle: true,
    });
    await direct.send(new CreateBucketCommand({ Bucket: "open" }));
    direct.destroy();
    const iam = new IAMClient({ endpoint: cloud.endpoint, region: "us-east-1", credentials: ROOT });
    const PolicyArn = "arn:aws:iam::aws:policy/AmazonS3FullAccess";
    await iam.send(new AttachUserPolicyCommand({ UserName: "ada", PolicyArn }));
    iam.destroy();
    const s3 = new S3Client({ ...settings(accessKey), forcePathStyle: true });
    const Key = "a folder/ünï %20+.txt";
    await s3.send(new PutObjectCommand({ Bucket: "open", Key, Body: "hello".repeat(100_000) }));
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: "open", Key }));
    expect((await Body?.transformToString())?.length).to.equal(500_000);
    s3.destroy();
  });

  it("takes no call but the page's, and nothing from other pages or by other names", async () => {
    const sts = new STSClient(settings("test"));
    const refused = await sts.send(new GetCallerIdentityCommand({})).catch((error) => error.$metadata.httpStatusCode);
    sts.destroy();
    expect(refused).to.equal(403);
    expect((await fetch(`${origin}/`, { method: "POST", body: "Action=GetCallerIdentity" })).status).to.equal(403);
    expect((await fetch(`${origin}/_lab/place`, { headers: { origin: "http://evil.example" } })).status).to.equal(403);
  });

  describe("in a browser", () => {
    const browser = useBrowser();

    it("shows the cloud, and not what only a lab knows", async () => {
      const page = await browser.open(server.url);
      await page.getByRole("button", { name: "Region eu-west-1" }).waitFor();
      await page.getByRole("link", { name: "1", exact: true }).first().waitFor();
      expect(await page.getByRole("link", { name: "Trace" }).count()).to.equal(0);
    });
  });
});

import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
} from "@aws-sdk/client-iam";
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { barriers, screenshot } from "../../browser.ts";
import { useConsole } from "../opened.ts";

describe("The console's trace", function () {
  this.timeout(60_000);

  const lab = useConsole();
  let s3: S3Client;
  let iam: IAMClient;
  before(() => {
    iam = new IAMClient(lab.settings);
    s3 = new S3Client({ ...lab.settings, forcePathStyle: true });
  });
  after(() => {
    s3?.destroy();
    iam?.destroy();
  });

  it("shows what happens while one looks, and what happened before", async () => {
    await s3.send(new CreateBucketCommand({ Bucket: "before" }));
    const page = await lab.open("/trace");
    await page.getByRole("link", { name: "S3 CreateBucket" }).waitFor();
    await s3.send(new PutObjectCommand({ Bucket: "before", Key: "now", Body: "hello" }));
    await page.getByRole("link", { name: "S3 PutObject" }).waitFor();
    await screenshot(page, "console-trace");
    expect(await barriers(page)).to.deep.equal([]);
  });

  it("tells of a request in one line: when to the millisecond, and its caller in short", async () => {
    const page = await lab.open("/trace");
    const row = page.getByRole("row", { name: /S3 CreateBucket/ }).first();
    await row.getByText(/^\d\d:\d\d:\d\d\.\d{3}$/).waitFor();
    const link = await page.getByRole("link", { name: "S3 CreateBucket" }).first().boundingBox();
    expect((await row.boundingBox())?.height).to.be.below(2.5 * (link?.height ?? 0));
  });

  it("shows nothing new while it is paused, and all of it afterwards", async () => {
    const page = await lab.open("/trace");
    await page.getByRole("link", { name: "S3 CreateBucket" }).waitFor();
    await page.getByRole("button", { name: "Pause" }).click();
    await s3.send(new CreateBucketCommand({ Bucket: "while-paused" }));
    await page.waitForTimeout(600);
    expect(await page.getByRole("link", { name: "S3 CreateBucket" }).count()).to.equal(1);
    await page.getByRole("button", { name: "Resume" }).click();
    await page.getByRole("link", { name: "S3 CreateBucket" }).nth(1).waitFor();
  });

  it("finds what failed, in an address that can be shared", async () => {
    await s3.send(new GetObjectCommand({ Bucket: "before", Key: "nothing" })).catch(() => undefined);
    const page = await lab.open("/trace");
    await page.getByText("Failed only").click();
    await page.getByLabel("Find requests").fill("getobject");
    await page.getByText(/\(1 of \d+\)/).waitFor();
    await page.reload();
    await page.getByText(/\(1 of \d+\)/).waitFor();
    await page.getByText("404 NoSuchKey").waitFor();
  });

  it("tells of a request what was asked, what was answered and what IAM decided, without secrets", async () => {
    await iam.send(new CreateUserCommand({ UserName: "ada" }));
    const PolicyArn = "arn:aws:iam::aws:policy/AmazonS3FullAccess";
    await iam.send(new AttachUserPolicyCommand({ UserName: "ada", PolicyArn }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "ada" }));
    const { AccessKeyId: accessKeyId = "", SecretAccessKey: secretAccessKey = "" } = AccessKey ?? {};
    const credentials = { accessKeyId, secretAccessKey };
    const hers = new S3Client({ ...lab.settings, credentials, forcePathStyle: true });
    await hers.send(new PutObjectCommand({ Bucket: "before", Key: "hers", Body: "hello" }));
    hers.destroy();

    const page = await lab.open("/trace?q=ada");
    await page.getByRole("link", { name: "S3 PutObject" }).click();
    await page.getByRole("heading", { name: "What happened" }).waitFor();
    await page.getByText('"Key": "hers"').waitFor();
    expect(await page.getByText("AWS4-HMAC").count()).to.equal(0);
    await page.getByRole("tab", { name: "Response" }).click();
    await page.getByText("ETag").waitFor();
    await page.getByRole("tab", { name: "IAM (1)" }).click();
    await page.getByText("allowed s3:PutObject").waitFor();
    await page.getByText(`by the identity-based policy: ${PolicyArn}`).waitFor();
    await page.getByText("on arn:aws:s3:::before/hers").waitFor();
    await screenshot(page, "console-trace-request");
    expect(await barriers(page)).to.deep.equal([]);
  });

  it("leads from a denial to its explanation", async () => {
    const { Role } = await iam.send(
      new CreateRoleCommand({
        RoleName: "idle",
        AssumeRolePolicyDocument: JSON.stringify({
          Version: "2012-10-17",
          Statement: { Effect: "Allow", Principal: { AWS: "000000000000" }, Action: "sts:AssumeRole" },
        }),
      }),
    );
    const sts = new STSClient(lab.settings);
    const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: "one" }));
    sts.destroy();
    const { AccessKeyId: accessKeyId = "", SecretAccessKey: secretAccessKey = "", SessionToken } = Credentials ?? {};
    const credentials = { accessKeyId, secretAccessKey, sessionToken: SessionToken ?? "" };
    const idle = new S3Client({ ...lab.settings, credentials, forcePathStyle: true });
    await idle.send(new GetObjectCommand({ Bucket: "before", Key: "now" })).catch(() => undefined);
    idle.destroy();
    const page = await lab.open("/trace?q=idle&failed=1");
    await page.getByRole("link", { name: "S3 GetObject" }).click();
    await page.getByRole("tab", { name: "IAM (1)" }).click();
    await page.getByText("denied s3:GetObject").waitFor();
    await page.getByRole("link", { name: "Why, and what would allow it" }).click();
    await page.getByText("Denied s3:GetObject").waitFor();
    await page.getByText('"Resource": "arn:aws:s3:::before/now"').waitFor();
  });

  it("does not count what the console itself looks at", async () => {
    const page = await lab.open("/");
    await page.getByText("Ready").waitFor();
    const names = lab.cloud.cloud.trace.spans.map(({ operation }) => operation);
    expect(names).to.not.include("ListBuckets");
  });
});

import { CreateAccessKeyCommand, CreateUserCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { barriers, screenshot } from "../browser.ts";
import { useConsole } from "./opened.ts";

describe("The console's home page", function () {
  this.timeout(60_000);

  const lab = useConsole();

  it("shows where the cloud is, what is in it, and how tools are pointed at it", async () => {
    const s3 = new S3Client({ ...lab.settings, forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: "first" }));
    await s3.send(new CreateBucketCommand({ Bucket: "second" }));
    const page = await lab.open("/");
    await page.getByText("Ready").waitFor();
    await page.getByRole("link", { name: "2" }).waitFor();
    await page.getByText("No stacks yet").waitFor();
    expect(await page.getByText(`export AWS_ENDPOINT_URL=${lab.cloud.endpoint}`).count()).to.equal(1);
    await screenshot(page, "console-home");
    expect(await barriers(page)).to.deep.equal([]);
  });

  it("shows what was asked, what failed and what was denied of late, as it happens", async () => {
    const page = await lab.open("/");
    await page.getByText("IAM has denied nothing.").waitFor();
    const iam = new IAMClient(lab.settings);
    await iam.send(new CreateUserCommand({ UserName: "ada" }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "ada" }));
    const { AccessKeyId: accessKeyId = "", SecretAccessKey: secretAccessKey = "" } = AccessKey ?? {};
    const hers = new S3Client({ ...lab.settings, credentials: { accessKeyId, secretAccessKey }, forcePathStyle: true });
    await hers.send(new CreateBucketCommand({ Bucket: "hers" })).catch(() => undefined);
    const list = (name: string) => page.getByRole("list", { name });
    await list("Recent requests").getByRole("link", { name: "IAM CreateAccessKey" }).waitFor();
    await list("Recent errors").getByText("403 AccessDenied").waitFor();
    await list("Recent denials").getByRole("link", { name: "s3:CreateBucket" }).click();
    await page.getByText("Denied s3:CreateBucket").waitFor();
    for (const client of [iam, hers]) client.destroy();
  });

  it("is what a browser finds at the endpoint", async () => {
    const page = await lab.open("/..");
    await page.getByRole("heading", { name: "Home" }).waitFor();
    expect(new URL(page.url()).pathname).to.equal("/_lab/");
  });

  it("looks at another account and region, in an address that can be shared", async () => {
    const page = await lab.open("/");
    await page.getByRole("button", { name: "Account 000000000000" }).click();
    await page.getByRole("menuitem", { name: "Another account…" }).click();
    await page.getByLabel("Account", { exact: true }).fill("111122223333");
    await page.getByRole("button", { name: "Switch account" }).click();
    await page.getByRole("button", { name: "Region us-east-1" }).click();
    await page.getByRole("menuitem", { name: "eu-west-1" }).click();
    await page.getByRole("button", { name: "Region eu-west-1" }).waitFor();
    expect(new URL(page.url()).search).to.equal("?account=111122223333&region=eu-west-1");
    await page.reload();
    await page.getByText("export AWS_ACCESS_KEY_ID=111122223333").waitFor();
  });

  it("is dark when its reader wants that, and remembers it", async () => {
    const page = await lab.open("/", { colorScheme: "light" });
    const isDark = () => page.evaluate("document.body.classList.contains('awsui-dark-mode')");
    await page.getByRole("button", { name: "Settings" }).click();
    await page.getByRole("menuitem", { name: "Dark" }).click();
    expect(await isDark()).to.equal(true);
    await page.reload();
    await page.getByText("Ready").waitFor();
    expect(await isDark()).to.equal(true);
    await screenshot(page, "console-home-dark");
    expect(await barriers(page)).to.deep.equal([]);
  });
});

import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { expect } from "chai";
import type { Page } from "playwright-core";
import type { KeyPair } from "../../lab/cloud/auth/key-pair.ts";
import { barriers, screenshot } from "../browser.ts";
import { useConsole } from "./opened.ts";

const PHONE = { width: 390, height: 844 };

describe("The console of a shared lab", function () {
  this.timeout(60_000);

  const lab = useConsole({ wellKnownKeys: "off" });
  const keysOf = (account: string) => lab.cloud.cloud.credentials.rootKey(account);
  const createBucket = async (credentials: KeyPair, Bucket: string) => {
    const s3 = new S3Client({ ...lab.settings, credentials, forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket })).finally(() => s3.destroy());
  };
  const signIn = async (page: Page, { accessKeyId, secretAccessKey }: KeyPair) => {
    await page.getByLabel("Access key ID").fill(accessKeyId);
    await page.getByLabel("Secret access key").fill(secretAccessKey);
    await page.getByRole("button", { name: "Sign in" }).click();
  };
  before(async () => {
    await createBucket(keysOf("200000000001"), "students-photos");
    await createBucket(keysOf("200000000002"), "neighbours-photos");
  });

  it("asks for an access key, and says when it is none", async () => {
    for (const [name, viewport, colorScheme] of [
      ["desktop", { width: 1280, height: 800 }, "light"],
      ["phone", PHONE, "dark"],
    ] as const) {
      const page = await lab.open("/s3", { viewport, colorScheme });
      await page.getByRole("heading", { name: "Sign in" }).waitFor();
      await screenshot(page, `console-sign-in-${name}-${colorScheme}`);
      expect(await barriers(page)).to.deep.equal([]);
      await signIn(page, { accessKeyId: "test", secretAccessKey: "test" });
      await page.getByText("The lab doesn't accept this key").waitFor();
      await screenshot(page, `console-sign-in-refused-${name}`);
      expect(await barriers(page)).to.deep.equal([]);
      expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).to.equal(true);
      expect(await page.evaluate("sessionStorage.length")).to.equal(0);
    }
  });

  it("shows a student's own account, and forgets who it was when they sign out", async () => {
    const page = await lab.open("/s3?account=200000000002");
    const keys = keysOf("200000000001");
    await signIn(page, keys);
    await page.getByRole("link", { name: "students-photos" }).waitFor();
    expect(await page.getByText("neighbours-photos").count()).to.equal(0);
    await page.getByRole("link", { name: "Home" }).click();
    await page.getByText(`export AWS_ACCESS_KEY_ID=${keys.accessKeyId}`).waitFor();
    expect(await page.content()).not.to.contain(keys.secretAccessKey);
    await screenshot(page, "console-signed-in");
    await page.getByRole("button", { name: "Account 200000000001" }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    expect(await page.evaluate("sessionStorage.length")).to.equal(0);
  });

  it("tells a student live what they do, and nothing of others; the teacher all, and whose it is", async () => {
    const [student, teacher] = [await lab.open("/trace"), await lab.open("/trace")];
    await signIn(student, keysOf("200000000001"));
    await signIn(teacher, lab.cloud.credentials);
    await student.getByRole("heading", { name: "Requests" }).waitFor();
    await teacher.getByRole("heading", { name: "Requests" }).waitFor();
    await createBucket(keysOf("200000000002"), "neighbours-other");
    await createBucket(keysOf("200000000001"), "students-other");
    await student.getByText("S3 CreateBucket").nth(1).waitFor();
    await teacher.getByText("root of 200000000002").first().waitFor();
    expect(await student.getByText("200000000002").count()).to.equal(0);
    await screenshot(teacher, "console-trace-of-a-class");
  });

  it("shows each account its own requests and denials where the well-known keys are on; the first all, and whose", async () => {
    lab.cloud.cloud.credentials.wellKnownKeys = "on";
    for (const account of ["200000000001", "200000000002"]) {
      const arn = `arn:aws:iam::${account}:user/user-of-${account}`;
      const { ssm } = lab.cloud.cloud.clients({ kind: "user", account, arn, userId: "AIDA" }, "us-east-1");
      await ssm.GetParameter({ Name: "x" }).catch(() => undefined);
    }
    const page = await lab.open("/trace?account=200000000001");
    await page.getByText("S3 CreateBucket").first().waitFor();
    expect(await page.getByText("200000000002").count()).to.equal(0);
    await page.goto(`${lab.cloud.endpoint}/_lab/iam/denials?account=200000000001`);
    await page.getByText("user-of-200000000001").first().waitFor();
    expect(await page.getByText("200000000002").count()).to.equal(0);
    await page.goto(`${lab.cloud.endpoint}/_lab/?account=200000000001`);
    await page.getByText("user-of-200000000001").first().waitFor();
    expect(await page.getByText("user-of-200000000002").count()).to.equal(0);
    await page.goto(`${lab.cloud.endpoint}/_lab/iam/denials`);
    for (const account of ["200000000001", "200000000002"])
      await page.getByText(`user-of-${account} of ${account}`).first().waitFor();
    await page.goto(`${lab.cloud.endpoint}/_lab/trace`);
    for (const account of ["200000000001", "200000000002"])
      await page.getByText(`root of ${account}`).first().waitFor();
    lab.cloud.cloud.credentials.wellKnownKeys = "off";
  });

  it("asks nobody anything where the well-known keys are on, whoever was signed in before", async () => {
    const page = await lab.open("/");
    await signIn(page, keysOf("200000000001"));
    await page.getByRole("button", { name: "Account 200000000001" }).waitFor();
    lab.cloud.cloud.credentials.wellKnownKeys = "on";
    await page.evaluate(`sessionStorage.setItem("skylab-session", '{"accessKeyId":"AKIAGONE","secretAccessKey":"x"}')`);
    await page.goto(`${lab.cloud.endpoint}/_lab/`);
    await page.getByRole("button", { name: "Account 000000000000" }).waitFor();
    lab.cloud.cloud.credentials.wellKnownKeys = "off";
  });
});

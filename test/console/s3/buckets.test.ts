import {
  BucketVersioningStatus,
  GetBucketVersioningCommand,
  ListBucketsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
} from "@aws-sdk/client-s3";
import { expect } from "chai";
import { barriers, screenshot } from "../../browser.ts";
import { useConsole } from "../opened.ts";
import { useS3 } from "./prepared.ts";

describe("The console's buckets", function () {
  this.timeout(60_000);

  const lab = useConsole();
  const s3 = useS3(lab);

  const names = async () => (await s3.client.send(new ListBucketsCommand({}))).Buckets?.map(({ Name }) => Name) ?? [];
  const versioning = async (Bucket: string) =>
    (await s3.client.send(new GetBucketVersioningCommand({ Bucket }))).Status;

  it("are created, and an error of AWS's is told where it can be mended", async () => {
    const page = await lab.open("/s3");
    await page.getByText("No buckets yet").waitFor();
    await page.getByRole("button", { name: "Create bucket" }).click();
    const dialog = page.getByRole("dialog", { name: "Create bucket" });
    await dialog.getByLabel("Name").fill("My_Bucket");
    await dialog.getByRole("button", { name: "Create bucket" }).click();
    await dialog.getByText("The specified bucket is not valid.", { exact: true }).waitFor();
    expect(await barriers(page)).to.deep.equal([]);
    await screenshot(page, "console-s3-create-bucket");
    await dialog.getByLabel("Name").fill("created");
    await dialog.getByLabel("Keep versions").check();
    await dialog.getByRole("button", { name: "Create bucket" }).click();
    await page.getByRole("row", { name: /created us-east-1/ }).waitFor();
    expect(await names()).to.deep.equal(["created"]);
    expect(await versioning("created")).to.equal(BucketVersioningStatus.Enabled);
    expect(await barriers(page)).to.deep.equal([]);
  });

  it("are created in the region that is looked at", async () => {
    const page = await lab.open("/s3?region=eu-west-1");
    await page.getByRole("button", { name: "Create bucket" }).click();
    await page.getByRole("dialog").getByLabel("Name").fill("abroad");
    await page.getByRole("dialog").getByRole("button", { name: "Create bucket" }).click();
    await page.getByRole("row", { name: /abroad eu-west-1/ }).waitFor();
  });

  it("are emptied, and deleted with all versions of everything in them", async () => {
    await s3.bucket("full");
    const Status = BucketVersioningStatus.Enabled;
    await s3.client.send(new PutBucketVersioningCommand({ Bucket: "full", VersioningConfiguration: { Status } }));
    for (const body of ["1", "2"]) await s3.put("full", "a/b", body);
    const page = await lab.open("/s3");
    await page.getByRole("radio", { name: "Select full" }).check();
    await page.getByRole("button", { name: "Empty", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Empty" });
    await dialog.getByText("All objects in full will be gone").waitFor();
    expect(await s3.keys("full")).to.deep.equal(["a/b"]);
    await dialog.getByRole("button", { name: "Empty", exact: true }).click();
    await page.getByText("Emptied the bucket full").waitFor();
    expect(await s3.keys("full")).to.deep.equal([]);

    await s3.put("full", "c", "3");
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByRole("dialog", { name: "Delete" }).getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByText("Deleted the bucket full").waitFor();
    expect(await names()).not.to.include("full");
  });

  it("show how they are configured, and begin to keep versions", async () => {
    await s3.bucket("configured");
    const Statement = {
      Effect: "Allow",
      Principal: { AWS: "000000000000" },
      Action: "s3:GetObject",
      Resource: "arn:aws:s3:::configured/*",
    };
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
    await s3.client.send(new PutBucketPolicyCommand({ Bucket: "configured", Policy }));
    const page = await lab.open("/s3/configured");
    await page.getByRole("tab", { name: "Properties" }).click();
    await page.getByText('"Action": "s3:GetObject"').waitFor();
    await page.getByText("AES256").waitFor();
    await page.getByText("Off. The bucket is not served as a website.").waitFor();
    await page.getByLabel("Keep versions").click();
    await page.getByText("configured keeps versions from now on").waitFor();
    expect(await versioning("configured")).to.equal(BucketVersioningStatus.Enabled);
    await screenshot(page, "console-s3-properties");
    expect(await barriers(page)).to.deep.equal([]);
    await page.getByLabel("Keep versions").click();
    await page.getByText("Keep versions (suspended)").waitFor();
    expect(await versioning("configured")).to.equal(BucketVersioningStatus.Suspended);
  });

  it("tell as AWS does that there is no such bucket", async () => {
    const page = await lab.open("/s3/nowhere");
    await page.getByText("The specified bucket does not exist").waitFor();
  });
});

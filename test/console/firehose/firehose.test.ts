import { Firehose } from "@aws-sdk/client-firehose";
import { IAM } from "@aws-sdk/client-iam";
import { S3 } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { barriers, screenshot } from "../../browser.ts";
import { makeRole } from "../../cloud/services/firehose/use-firehose.ts";
import { useConsole } from "../opened.ts";

describe("The console's pages of Firehose", function () {
  this.timeout(90_000);

  const lab = useConsole();

  it("create a stream, change its destination, and put records that are delivered", async () => {
    const s3 = new S3({ ...lab.settings, forcePathStyle: true });
    const firehose = new Firehose(lab.settings);
    const role = await makeRole(new IAM(lab.settings), "hose", { Effect: "Allow", Action: "*", Resource: "*" });
    await s3.createBucket({ Bucket: "archive" });
    const page = await lab.open("/firehose");
    await page.getByText("No delivery streams yet").waitFor();
    await page.getByRole("button", { name: "Create a stream" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill("clicks");
    await dialog.getByRole("textbox", { name: "Bucket" }).fill("archive");
    await dialog.getByLabel("Role").fill(role);
    await screenshot(page, "console-firehose-create");
    await dialog.getByRole("button", { name: "Create the stream" }).click();
    await page.getByRole("heading", { name: "clicks" }).waitFor();
    await page.getByRole("button", { name: "Edit the destination" }).click();
    await dialog.getByLabel("Prefix – optional").fill("in/");
    await dialog.getByRole("button", { name: "Save" }).click();
    await page.getByText("Changed the destination").waitFor();
    await page.getByText("in/", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Put records" }).click();
    await dialog.getByLabel("Records").fill("one\ntwo");
    await dialog.getByRole("button", { name: "Put", exact: true }).click();
    await page.getByText("Put 2 records").waitFor();
    await screenshot(page, "console-firehose-stream");
    expect(await barriers(page)).to.deep.equal([]);
    await lab.cloud.cloud.clock.advance(301_000);
    const { Contents = [] } = await s3.listObjectsV2({ Bucket: "archive", Prefix: "in/" });
    const { Body } = await s3.getObject({ Bucket: "archive", Key: Contents[0]?.Key });
    expect(await Body?.transformToString()).to.equal("one\ntwo\n");
    expect((await firehose.listDeliveryStreams({})).DeliveryStreamNames).to.deep.equal(["clicks"]);
    s3.destroy();
    firehose.destroy();
  });
});

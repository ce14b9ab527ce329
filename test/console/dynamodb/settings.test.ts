import { gzipSync } from "node:zlib";
import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { expect } from "chai";
import type { Page } from "playwright-core";
import { barriers, screenshot } from "../../browser.ts";
import { Functions } from "../../cloud/services/lambda/functions.ts";
import { useConsole } from "../opened.ts";
import { useS3 } from "../s3/prepared.ts";

const TableName = "songs";

describe("The settings of a table in the console", function () {
  this.timeout(120_000);

  const lab = useConsole();
  const s3 = useS3(lab);
  let db: DynamoDB;
  let page: Page;
  before(async () => {
    db = new DynamoDB(lab.settings);
    await s3.bucket("exports");
    await db.createTable({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "artist", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "artist", KeyType: "HASH" }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
    });
    for (const artist of ["Björk", "Múm"])
      await db.putItem({ TableName, Item: { artist: { S: artist } }, ReturnConsumedCapacity: "TOTAL" });
    await db.scan({ TableName, ReturnConsumedCapacity: "TOTAL" });
    page = await lab.open("/dynamodb");
    page.setDefaultTimeout(20_000);
  });
  after(() => db?.destroy());

  const open = (tab: string) => page.goto(`${lab.cloud.endpoint}/_lab/dynamodb/${TableName}?tab=${tab}`);
  const button = (name: string) => page.getByRole("button", { name, exact: true });
  const dialog = () => page.getByRole("dialog").filter({ visible: true });
  const confirm = (name: string) => dialog().getByRole("button", { name, exact: true }).click();
  const told = (text: string) => page.getByText(text).first().waitFor();
  const choose = async (label: string, option: string) => {
    await dialog().getByRole("button", { name: label }).click();
    await page.getByRole("option", { name: option }).click();
  };
  const described = async () => (await db.describeTable({ TableName })).Table;

  it("are changed on its overview", async () => {
    await open("overview");
    await button("Edit the capacity").click();
    await dialog().getByText("Provisioned capacity").click();
    await dialog().getByLabel("Read capacity units").fill("0");
    await confirm("Save");
    await told("1 validation error detected");
    await dialog().getByLabel("Read capacity units").fill("7");
    await confirm("Save");
    await told("7 read, 5 write");
    await page.getByRole("checkbox", { name: "Deletion protection" }).click();
    await told("Changed the deletion protection");
    await button("Delete the table").click();
    await confirm("Delete the table");
    await told("deletion protection");
    await page.getByRole("checkbox", { name: "Deletion protection" }).click();

    await button("Turn on time to live").click();
    await dialog().getByLabel("Attribute").fill("until");
    await confirm("Turn on time to live");
    await told("Items expire by the attribute");
    await button("Turn off time to live").click();
    await confirm("Turn off");
    await told("Off: items stay until they are deleted.");

    await button("Edit the tags").click();
    await dialog().getByRole("button", { name: "Add tag" }).click();
    await dialog().getByLabel("Key of tag 1").fill("class");
    await dialog().getByLabel("Value of class").fill("7b");
    await confirm("Save");
    await told("Changed the tags");
    await button("Edit the policy").click();
    await dialog().getByText("Leave it empty to delete the policy.").waitFor();
    await confirm("Save");
    await told("Changed the policy");

    await button("Add a replica").click();
    await choose("Region", "eu-west-1");
    await confirm("Add a replica");
    await page.getByRole("link", { name: "eu-west-1" }).waitFor();
    await screenshot(page, "console-dynamodb-overview");
    expect(await barriers(page)).to.deep.equal([]);
    await button("Delete the replica in eu-west-1").click();
    await confirm("Delete");
    await told("No replicas.");

    const arn = (await described())?.TableArn ?? "";
    expect((await db.listTagsOfResource({ ResourceArn: arn })).Tags).to.deep.equal([{ Key: "class", Value: "7b" }]);
    expect((await db.getResourcePolicy({ ResourceArn: arn })).Policy).to.contain("dynamodb:GetItem");
  });

  it("are indexes, the stream and what it invokes", async () => {
    await open("indexes");
    await button("Add an index").click();
    await dialog().getByLabel("Index name").fill("by-genre");
    await dialog().getByRole("textbox", { name: "Partition key" }).fill("genre");
    await confirm("Add the index");
    await page.getByRole("row", { name: /by-genre global active genre \(S\)/ }).waitFor();
    await page.getByRole("radio", { name: "Select by-genre" }).click();
    await button("Remove the index").click();
    await confirm("Remove the index");
    await told("No indexes");

    await new Functions(lab.cloud.endpoint).makeRole();
    await new Functions(lab.cloud.endpoint).create("listener", "export const handler = () => 1;");
    await open("triggers");
    await told("No triggers");
    await button("Create a trigger").click();
    await choose("Function", "listener");
    await confirm("Create the trigger");
    await page.getByRole("row", { name: /listener enabled 100 LATEST/ }).waitFor();
    await page.getByRole("radio").click();
    await button("Delete the trigger").click();
    await confirm("Delete the trigger");
    await told("No triggers");

    await open("stream");
    await button("Turn off the stream").click();
    await confirm("Turn off");
    await told("The stream is off");
    expect((await described())?.StreamSpecification).to.equal(undefined);
  });

  it("are backups, recovery and exports, and another table is made of an import", async () => {
    await open("backups");
    await button("Create a backup").click();
    await dialog().getByLabel("Name").fill("monday");
    await confirm("Create the backup");
    await page.getByRole("row", { name: /monday available/ }).waitFor();
    await page
      .getByRole("row", { name: /monday available/ })
      .getByRole("radio")
      .click();
    await button("Restore the backup").click();
    await dialog().getByLabel("Name of the new table").fill(TableName);
    await confirm("Restore");
    await told("already exists");
    await dialog().getByLabel("Name of the new table").fill("songs-again");
    await confirm("Restore");
    await page.getByRole("heading", { name: "songs-again" }).waitFor();
    await page.getByRole("link", { name: "Björk" }).waitFor();

    await open("backups");
    await page.getByRole("checkbox", { name: "Off" }).click();
    await told("Earliest time");
    await button("Export to S3").click();
    await dialog().getByLabel("Bucket").fill("exports");
    await confirm("Export to S3");
    await page.getByRole("row", { name: /exports completed DYNAMODB_JSON 2/ }).waitFor();
    await button("Restore to a point in time").click();
    await dialog().getByLabel("Time").fill("yesterday");
    await dialog().getByText("Not a time in ISO 8601.").waitFor();
    await confirm("Cancel");
    await page
      .getByRole("row", { name: /monday/ })
      .getByRole("radio")
      .click();
    await button("Delete the backup").click();
    await confirm("Delete the backup");
    await told("No backups");

    const Body = gzipSync("artist,plays\nBjörk,7\nMúm,8\n");
    await s3.client.send(new PutObjectCommand({ Bucket: "exports", Key: "csv/songs.csv.gz", Body }));
    await page.getByRole("link", { name: "DynamoDB" }).first().click();
    await button("Import from S3").click();
    await dialog().getByLabel("Bucket").fill("exports");
    await dialog().getByLabel("Prefix").fill("csv/");
    await choose("Format", "CSV");
    await choose("Compression", "gzip");
    await dialog().getByLabel("Name of the new table").fill("imported");
    await dialog().getByRole("textbox", { name: "Partition key" }).fill("artist");
    await screenshot(page, "console-dynamodb-import");
    expect(await barriers(page)).to.deep.equal([]);
    await confirm("Import from S3");
    await page.getByRole("row", { name: /imported completed 2 0 exports\/csv\// }).waitFor();
    expect((await db.scan({ TableName: "imported" })).Count).to.equal(2);
  });

  it("are beside what the table holds, and what calls consumed", async () => {
    await open("metrics");
    await page.getByRole("row", { name: /PutItem 2 2 0 0/ }).waitFor();
    await page.getByRole("row", { name: /Scan 1 0.5 0 0/ }).waitFor();
    await screenshot(page, "console-dynamodb-metrics");
    expect(await barriers(page)).to.deep.equal([]);
  });
});

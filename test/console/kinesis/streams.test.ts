import { Kinesis } from "@aws-sdk/client-kinesis";
import { expect } from "chai";
import { barriers, screenshot } from "../../browser.ts";
import { Functions } from "../../cloud/services/lambda/functions.ts";
import { useConsole } from "../opened.ts";

describe("The console's pages of Kinesis", function () {
  this.timeout(90_000);

  const lab = useConsole();
  let kinesis: Kinesis;
  let functions: Functions;
  before(() => {
    kinesis = new Kinesis(lab.settings);
    functions = new Functions(lab.cloud.endpoint);
  });
  after(() => {
    kinesis?.destroy();
    functions?.destroy();
  });

  it("create a stream, put a record, and show it and those that others put", async () => {
    const page = await lab.open("/kinesis");
    await page.getByText("No streams yet").waitFor();
    await page.getByRole("button", { name: "Create a stream" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill("clicks");
    await dialog.getByText("Provisioned shards").click();
    await dialog.getByRole("textbox", { name: "Shards" }).fill("2");
    await dialog.getByRole("button", { name: "Create the stream" }).click();
    await page.getByRole("heading", { name: "clicks" }).waitFor();
    await page.getByText("No records", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Put a record" }).click();
    await dialog.getByLabel("Partition key").fill("ada");
    await dialog.getByLabel("Data", { exact: true }).fill('{"page":"/home"}');
    await dialog.getByRole("button", { name: "Put", exact: true }).click();
    await page.getByRole("row", { name: /ada.*\/home/ }).waitFor();
    await kinesis.putRecord({ StreamName: "clicks", PartitionKey: "bytes", Data: Uint8Array.of(255, 0) });
    await page.getByRole("row", { name: /bytes.*\/wA=/ }).click();
    await page.getByText("2 bytes, shown in Base64").waitFor();
    await screenshot(page, "console-kinesis-records");
    expect(await barriers(page)).to.deep.equal([]);
  });

  it("split a shard, follow on with its records, and merge what was split", async () => {
    const page = await lab.open("/kinesis/clicks?tab=shards");
    await page.getByRole("checkbox", { name: "Select shardId-000000000000" }).check();
    await page.getByRole("button", { name: "Split" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Split" }).click();
    await page.getByRole("row", { name: /shardId-000000000000 closed/ }).waitFor();
    expect(await barriers(page)).to.deep.equal([]);
    await page.getByRole("checkbox", { name: "Select shardId-000000000002" }).check();
    await page.getByRole("checkbox", { name: "Select shardId-000000000003" }).check();
    await page.getByRole("button", { name: "Merge" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Merge" }).click();
    await page.getByRole("row", { name: /shardId-000000000004 open .* shardId-000000000002/ }).waitFor();
    const { Shards = [] } = await kinesis.listShards({ StreamName: "clicks", ShardFilter: { Type: "AT_LATEST" } });
    expect(Shards.map(({ ShardId }) => ShardId)).to.deep.equal(["shardId-000000000001", "shardId-000000000004"]);
  });

  it("make the stream invoke a function", async () => {
    await functions.makeRole();
    await functions.create("listener", "export const handler = () => 1;");
    const page = await lab.open("/kinesis/clicks?tab=triggers");
    await page.getByText("No triggers").waitFor();
    await page.getByRole("button", { name: "Create a trigger" }).click();
    await page.getByRole("button", { name: /^Function/ }).click();
    await page.getByRole("option", { name: "listener" }).click();
    await page.getByRole("button", { name: "Create the trigger" }).click();
    await page.getByRole("row", { name: /listener (creating|enabled) 100 LATEST/ }).waitFor();
    expect(await barriers(page)).to.deep.equal([]);
  });

  it("change the settings, tags, policy and consumers, and delete the stream", async () => {
    const page = await lab.open("/kinesis/clicks?tab=overview");
    const dialog = page.getByRole("dialog");
    await page.getByRole("button", { name: "Edit the settings" }).click();
    await dialog.getByLabel("Hours that records are kept").fill("72");
    await dialog.getByLabel("Encryption key").fill("alias/aws/kinesis");
    await dialog.getByRole("button", { name: "Save" }).click();
    await page.getByText("3 days").waitFor();
    await page.getByRole("button", { name: "Edit the tags" }).click();
    await dialog.getByRole("button", { name: "Add tag" }).click();
    await dialog.getByRole("textbox", { name: "Key of tag 1" }).fill("team");
    await dialog.getByRole("textbox", { name: "Value of team" }).fill("blue");
    await dialog.getByRole("button", { name: "Save" }).click();
    await page.getByText("Changed the tags").waitFor();
    await page.getByRole("button", { name: "Edit the policy" }).click();
    await dialog.getByRole("button", { name: "Save" }).click();
    await page.getByText("Changed the policy").waitFor();
    expect(await barriers(page)).to.deep.equal([]);

    await page.getByRole("tab", { name: "Consumers" }).click();
    await page.getByRole("button", { name: "Register a consumer" }).click();
    await dialog.getByLabel("Name").fill("reader");
    await dialog.getByRole("button", { name: "Register the consumer" }).click();
    await page.getByRole("row", { name: /reader/ }).waitFor();

    const { StreamDescriptionSummary: stream } = await kinesis.describeStreamSummary({ StreamName: "clicks" });
    const { RetentionPeriodHours, KeyId, ConsumerCount, StreamARN: ResourceARN } = stream ?? {};
    expect([RetentionPeriodHours, KeyId, ConsumerCount]).to.deep.equal([72, "alias/aws/kinesis", 1]);
    expect((await kinesis.listTagsForResource({ ResourceARN })).Tags).to.deep.equal([{ Key: "team", Value: "blue" }]);
    expect((await kinesis.getResourcePolicy({ ResourceARN })).Policy).to.include("kinesis:GetRecords");

    await page.getByRole("button", { name: "Delete the stream" }).click();
    await dialog.getByRole("button", { name: "Delete the stream" }).click();
    await page.getByText("No streams yet").waitFor();
  });
});

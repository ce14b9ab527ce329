import { DynamoDBStreams } from "@aws-sdk/client-dynamodb-streams";
import { expect } from "chai";
import { until } from "../../../until.ts";
import { failure } from "../../../use-cloud.ts";
import { useDynamoDb } from "../use-dynamodb.ts";

const HOUR = 3_600_000;

describe("Time to live", () => {
  const lab = useDynamoDb();
  const inSeconds = (ms: number) => Math.floor((lab.clock.now() + ms) / 1000);
  const enable = (TableName: string, AttributeName = "until", Enabled = true) =>
    lab.db.updateTimeToLive({ TableName, TimeToLiveSpecification: { AttributeName, Enabled } });
  const put = (TableName: string, pk: string, value?: { N: string } | { S: string }) =>
    lab.db.putItem({ TableName, Item: { pk: { S: pk }, ...(value && { until: value }) } });
  const left = async (TableName: string) =>
    ((await lab.db.scan({ TableName })).Items ?? []).map(({ pk }) => pk?.S).sort();
  const enabled = (TableName: string) =>
    until(
      async () =>
        (await lab.db.describeTimeToLive({ TableName })).TimeToLiveDescription?.TimeToLiveStatus === "ENABLED",
    );

  it("removes what falls due as the clock moves, and nothing else", async () => {
    const TableName = await lab.table();
    await put(TableName, "before", { N: String(inSeconds(HOUR / 2)) });
    await enable(TableName);
    await enabled(TableName);
    await put(TableName, "soon", { N: String(inSeconds(HOUR / 2)) });
    await put(TableName, "later", { N: String(inSeconds(2 * HOUR)) });
    await put(TableName, "a text", { S: String(inSeconds(HOUR / 2)) });
    await put(TableName, "milliseconds", { N: String(lab.clock.now() + HOUR / 2) });
    await put(TableName, "far too old", { N: String(inSeconds(-6 * 365 * 24 * HOUR)) });
    await put(TableName, "moved", { N: String(inSeconds(HOUR / 2)) });
    await put(TableName, "moved", { N: String(inSeconds(3 * HOUR)) });
    await put(TableName, "never");
    await lab.clock.advance(HOUR);
    const staying = ["a text", "far too old", "milliseconds", "moved", "never"];
    expect(await left(TableName)).to.deep.equal([...staying, "later"].sort());
    await lab.clock.advance(HOUR);
    expect(await left(TableName)).to.deep.equal(staying);
  });

  it("tells streams that the service did it", async () => {
    const TableName = await lab.table({
      StreamSpecification: { StreamEnabled: true, StreamViewType: "OLD_IMAGE" },
    });
    await enable(TableName);
    await enabled(TableName);
    await put(TableName, "a", { N: String(inSeconds(HOUR / 2)) });
    await lab.clock.advance(HOUR);
    const streams = lab.client(DynamoDBStreams);
    const { Table } = await lab.db.describeTable({ TableName });
    const StreamArn = Table?.LatestStreamArn;
    const { StreamDescription } = await streams.describeStream({ StreamArn });
    const { ShardIterator } = await streams.getShardIterator({
      StreamArn,
      ShardId: StreamDescription?.Shards?.[0]?.ShardId,
      ShardIteratorType: "TRIM_HORIZON",
    });
    const { Records = [] } = await streams.getRecords({ ShardIterator });
    expect(Records.map(({ eventName }) => eventName)).to.deep.equal(["INSERT", "REMOVE"]);
    expect(Records[0]).to.not.have.property("userIdentity");
    expect(Records[1]?.userIdentity).to.deep.equal({ Type: "Service", PrincipalId: "dynamodb.amazonaws.com" });
    expect(Records[1]?.dynamodb?.OldImage?.pk).to.deep.equal({ S: "a" });
  });

  it("ends when it is switched off", async () => {
    const TableName = await lab.table();
    await enable(TableName);
    await enabled(TableName);
    await put(TableName, "a", { N: String(inSeconds(HOUR / 2)) });
    await enable(TableName, "until", false);
    await until(
      async () =>
        (await lab.db.describeTimeToLive({ TableName })).TimeToLiveDescription?.TimeToLiveStatus === "DISABLED",
    );
    await lab.clock.advance(HOUR);
    expect(await left(TableName)).to.deep.equal(["a"]);
  });

  it("is refused where it changes nothing", async () => {
    const TableName = await lab.table();
    expect((await failure(enable(TableName, "until", false))).message).to.equal("TimeToLive is already disabled");
    await enable(TableName);
    expect((await failure(enable(TableName))).message).to.equal("TimeToLive is already enabled");
    expect((await failure(enable(TableName, "other"))).message).to.equal(
      "TimeToLive is active on a different AttributeName: current AttributeName is until",
    );
  });
});

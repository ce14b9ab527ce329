import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { IAM } from "@aws-sdk/client-iam";
import { Kinesis } from "@aws-sdk/client-kinesis";
import { expect } from "chai";
import { until } from "../../../until.ts";
import { useKillableLab } from "../../../use-killable-lab.ts";
import { keys, useDynamoDb } from "../use-dynamodb.ts";

const arnOf = (name: string) => `arn:aws:kinesis:us-east-1:000000000000:stream/${name}`;

/** A shard is read five times a second: clients try again. */
const maxAttempts = 10;

/** What a stream of one shard holds. */
async function recordsIn(kinesis: Kinesis, StreamName: string) {
  const { Shards = [] } = await kinesis.listShards({ StreamName });
  const from = { StreamName, ShardId: Shards[0]?.ShardId, ShardIteratorType: "TRIM_HORIZON" as const };
  let { ShardIterator } = await kinesis.getShardIterator(from);
  const found = [];
  for (;;) {
    const page = await kinesis.getRecords({ ShardIterator });
    found.push(...(page.Records ?? []));
    if (!page.MillisBehindLatest) break;
    ShardIterator = page.NextShardIterator;
  }
  return found.map(({ PartitionKey, Data }) => ({ PartitionKey, ...JSON.parse(Buffer.from(Data ?? "").toString()) }));
}

describe("Changes on their way to Kinesis", () => {
  const lab = useDynamoDb();
  let kinesis: Kinesis;
  let made = 0;
  before(() => {
    kinesis = lab.client(Kinesis, { maxAttempts });
  });

  const stream = async () => {
    const StreamName = `changes-${++made}`;
    await kinesis.createStream({ StreamName, ShardCount: 1 });
    await kinesis.describeStreamSummary({ StreamName });
    return StreamName;
  };
  /** A table whose changes go to a new stream. */
  const streaming = async (settings: object = {}, precision?: "MILLISECOND" | "MICROSECOND") => {
    const [TableName, name] = [await lab.table(settings), await stream()];
    await lab.db.enableKinesisStreamingDestination({
      TableName,
      StreamArn: arnOf(name),
      ...(precision && { EnableKinesisStreamingConfiguration: { ApproximateCreationDateTimePrecision: precision } }),
    });
    return { TableName, name };
  };
  const delivered = async (name: string, count: number) => {
    let records: Awaited<ReturnType<typeof recordsIn>> = [];
    await until(async () => {
      records = await recordsIn(kinesis, name);
      return records.length >= count;
    });
    expect(records).to.have.length(count);
    return records;
  };

  it("have the shape that AWS documents", async () => {
    const { TableName, name } = await streaming(keys("pk", "sk:N"));
    const Key = { pk: { S: "a" }, sk: { N: "1" } };
    const bytes = new Uint8Array([1, 2, 3]);
    const before = lab.clock.now();
    await lab.db.putItem({ TableName, Item: { ...Key, b: { B: bytes }, l: { L: [{ BS: [bytes] }] } } });
    await lab.db.putItem({ TableName, Item: { ...Key, n: { N: "2" } } });
    // Changes nothing.
    await lab.db.putItem({ TableName, Item: { ...Key, n: { N: "2.0" } } });
    await lab.db.deleteItem({ TableName, Key });
    const records = await delivered(name, 3);
    const [{ PartitionKey, eventID, dynamodb: { ApproximateCreationDateTime, ...change } = {}, ...first } = {}] =
      records;
    expect(first).to.deep.equal({
      awsRegion: "us-east-1",
      eventName: "INSERT",
      userIdentity: null,
      recordFormat: "application/json",
      tableName: TableName,
      eventSource: "aws:dynamodb",
    });
    expect(eventID).to.match(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(PartitionKey).to.match(/^[0-9A-F]{32}$/);
    expect(ApproximateCreationDateTime).to.be.within(before, lab.clock.now());
    const { SizeBytes, ...images } = change;
    expect(SizeBytes).to.be.a("number");
    expect(images).to.deep.equal({
      Keys: Key,
      NewImage: { ...Key, b: { B: "AQID" }, l: { L: [{ BS: ["AQID"] }] } },
    });
    const [, second, third] = records;
    expect(second.eventName).to.equal("MODIFY");
    expect(second.dynamodb.OldImage.b).to.deep.equal({ B: "AQID" });
    expect(second.dynamodb.NewImage).to.deep.equal({ ...Key, n: { N: "2" } });
    // Three times the key, of 3 and 4 bytes; n and 2 of the new image; b and its bytes and the list of the old one.
    expect(third.dynamodb.SizeBytes).to.equal(17);
    expect(third.eventName).to.equal("REMOVE");
    expect(third.dynamodb).not.to.have.property("NewImage");
    expect(new Set(records.map((record) => record.PartitionKey)).size).to.equal(1);
  });

  it("tell their time in microseconds where that was chosen, and say so", async () => {
    const { TableName, name } = await streaming({}, "MICROSECOND");
    await lab.db.putItem({ TableName, Item: { pk: { S: "a" } } });
    await lab.db.updateKinesisStreamingDestination({
      TableName,
      StreamArn: arnOf(name),
      UpdateKinesisStreamingConfiguration: { ApproximateCreationDateTimePrecision: "MILLISECOND" },
    });
    await lab.db.putItem({ TableName, Item: { pk: { S: "b" } } });
    const [micro, milli] = (await delivered(name, 2)).map(({ dynamodb }) => dynamodb);
    expect(micro.ApproximateCreationDateTimePrecision).to.equal("MICROSECOND");
    expect(milli.ApproximateCreationDateTimePrecision).to.equal("MILLISECOND");
    expect(Math.abs(micro.ApproximateCreationDateTime / 1000 - milli.ApproximateCreationDateTime)).to.be.below(60_000);
  });

  it("are those of transactions, batches and statements, each once and in order, while the stream is enabled", async () => {
    const { TableName, name } = await streaming();
    const item = (pk: string) => ({ pk: { S: pk } });
    const put = (pk: string) => ({ Put: { TableName, Item: item(pk) } });
    await lab.db.transactWriteItems({ TransactItems: [put("1"), put("2")] });
    const failing = { ConditionCheck: { TableName, Key: item("1"), ConditionExpression: "attribute_not_exists(pk)" } };
    await lab.db.transactWriteItems({ TransactItems: [put("never"), failing] }).catch(() => undefined);
    await lab.db.batchWriteItem({ RequestItems: { [TableName]: [{ PutRequest: { Item: item("3") } }] } });
    await lab.db.executeStatement({ Statement: `INSERT INTO "${TableName}" VALUE {'pk': '4'}` });
    for (let n = 0; n < 20; n++)
      await lab.db.updateItem({
        TableName,
        Key: item("4"),
        UpdateExpression: "SET n = :n",
        ExpressionAttributeValues: { ":n": { N: String(n) } },
      });
    await lab.db.disableKinesisStreamingDestination({ TableName, StreamArn: arnOf(name) });
    await lab.db.putItem({ TableName, Item: item("late") });
    const records = await delivered(name, 24);
    expect(records.slice(0, 4).map(({ dynamodb }) => dynamodb.Keys.pk.S)).to.deep.equal(["1", "2", "3", "4"]);
    const numbers = records.slice(4).map(({ dynamodb }) => dynamodb.NewImage.n.N);
    expect(numbers).to.deep.equal([...Array(20).keys()].map(String));
  });

  it("say that DynamoDB did it when an item expired", async () => {
    const { TableName, name } = await streaming();
    const TimeToLiveSpecification = { AttributeName: "until", Enabled: true };
    await lab.db.updateTimeToLive({ TableName, TimeToLiveSpecification });
    const moment = Math.floor(lab.clock.now() / 1000) + 60;
    await lab.db.putItem({ TableName, Item: { pk: { S: "short" }, until: { N: String(moment) } } });
    await delivered(name, 1);
    await lab.clock.advance(120_000);
    const [, removed] = await delivered(name, 2);
    expect(removed.eventName).to.equal("REMOVE");
    expect(removed.userIdentity).to.deep.equal({ principalId: "dynamodb.amazonaws.com", type: "Service" });
  });

  it("are not held up by one that is too large for the stream", async () => {
    const { TableName, name } = await streaming();
    // Twice the most that an item may have, as Base64.
    const b = { B: new Uint8Array(409_000) };
    await lab.db.putItem({ TableName, Item: { pk: { S: "a" }, b } });
    await lab.db.putItem({ TableName, Item: { pk: { S: "a" }, b, n: { N: "1" } } });
    await lab.db.deleteItem({ TableName, Key: { pk: { S: "a" } } });
    const records = await delivered(name, 2);
    expect(records.map(({ eventName }) => eventName)).to.deep.equal(["INSERT", "REMOVE"]);
  });

  it("are written as DynamoDB's service-linked role, and wait while that is gone", async () => {
    const { TableName, name } = await streaming();
    const iam = lab.client(IAM);
    await iam.deleteServiceLinkedRole({ RoleName: "AWSServiceRoleForDynamoDBKinesisDataStreamsReplication" });
    await lab.db.putItem({ TableName, Item: { pk: { S: "a" } } });
    await lab.clock.advance(10_000);
    expect(await recordsIn(kinesis, name)).to.deep.equal([]);
    await iam.createServiceLinkedRole({ AWSServiceName: "kinesisreplication.dynamodb.amazonaws.com" });
    await lab.clock.advance(60_000);
    await delivered(name, 1);
  });

  it("go from each replica to its own streams", async () => {
    const { TableName, name } = await streaming();
    const region = "eu-west-1";
    await lab.db.updateTable({ TableName, ReplicaUpdates: [{ Create: { RegionName: region } }] });
    const [there, streams] = [lab.client(DynamoDB, { region }), lab.client(Kinesis, { region, maxAttempts })];
    await until(async () => (await there.describeTable({ TableName })).Table?.TableStatus === "ACTIVE");
    const { KinesisDataStreamDestinations } = await there.describeKinesisStreamingDestination({ TableName });
    expect(KinesisDataStreamDestinations).to.deep.equal([]);
    await streams.createStream({ StreamName: name, ShardCount: 1 });
    await streams.describeStreamSummary({ StreamName: name });
    await there.enableKinesisStreamingDestination({ TableName, StreamArn: arnOf(name).replace("us-east-1", region) });
    await lab.db.putItem({ TableName, Item: { pk: { S: "a" } } });
    const [here] = await delivered(name, 1);
    await until(async () => (await recordsIn(streams, name)).length === 1);
    const [other] = await recordsIn(streams, name);
    expect([here.awsRegion, other.awsRegion]).to.deep.equal(["us-east-1", region]);
    expect(other.dynamodb.NewImage).to.deep.equal(here.dynamodb.NewImage);
  });

  it("wait for a stream that is gone, and go to the one that takes its place", async () => {
    const { TableName, name } = await streaming();
    await kinesis.deleteStream({ StreamName: name });
    await lab.db.putItem({ TableName, Item: { pk: { S: "a" } } });
    await until(async () => (await kinesis.listStreams({})).StreamNames?.includes(name) === false);
    await kinesis.createStream({ StreamName: name, ShardCount: 1 });
    await kinesis.describeStreamSummary({ StreamName: name });
    await lab.clock.advance(60_000);
    const [record] = await delivered(name, 1);
    expect(record.dynamodb.Keys).to.deep.equal({ pk: { S: "a" } });
  });
});

describe("Changes on their way to Kinesis when the lab is killed", function () {
  this.timeout(60_000);
  const lab = useKillableLab();

  it("arrive all the same, at least once", async () => {
    const db = lab.client(DynamoDB);
    const kinesis = lab.client(Kinesis, { maxAttempts });
    const TableName = "killed";
    const name = "killed-changes";
    await db.createTable({ TableName, BillingMode: "PAY_PER_REQUEST", ...keys("pk") });
    await kinesis.createStream({ StreamName: name, ShardCount: 1 });
    await kinesis.describeStreamSummary({ StreamName: name });
    await db.enableKinesisStreamingDestination({ TableName, StreamArn: arnOf(name) });
    const acknowledged: string[] = [];
    const puts = Array.from({ length: 200 }, async (_, n) => {
      await db.putItem({ TableName, Item: { pk: { S: String(n) } } });
      acknowledged.push(String(n));
    }).map((put) => put.catch(() => undefined));
    await until(() => acknowledged.length >= 50);
    await lab.kill();
    await Promise.all(puts);
    await lab.start();
    const after = lab.client(Kinesis, { maxAttempts });
    // Nobody asks for DynamoDB: it goes on by itself.
    await until(async () => {
      const there = new Set((await recordsIn(after, name)).map(({ dynamodb }) => dynamodb.Keys.pk.S));
      return acknowledged.every((pk) => there.has(pk));
    });
  });
});

import type { StreamViewType } from "@aws-sdk/client-dynamodb";
import { DynamoDBStreams, type GetRecordsOutput } from "@aws-sdk/client-dynamodb-streams";
import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { keys, useDynamoDb } from "../use-dynamodb.ts";

const HOUR = 3_600_000;

describe("DynamoDB streams", () => {
  const lab = useDynamoDb();
  let streams: DynamoDBStreams;
  before(() => {
    streams = lab.client(DynamoDBStreams);
  });

  /** Makes a table with a stream. */
  const open = async (view: StreamViewType = "NEW_AND_OLD_IMAGES", settings: object = {}) => {
    const StreamSpecification = { StreamEnabled: true, StreamViewType: view };
    const TableName = await lab.table({ StreamSpecification, ...settings });
    const { Table } = await lab.db.describeTable({ TableName });
    const StreamArn = String(Table?.LatestStreamArn);
    const { StreamDescription } = await streams.describeStream({ StreamArn });
    return { TableName, StreamArn, ShardId: String(StreamDescription?.Shards?.[0]?.ShardId), table: Table };
  };

  type Opened = Awaited<ReturnType<typeof open>>;

  const iterator = async ({ StreamArn, ShardId }: Opened, type: string, SequenceNumber?: string) => {
    const input = { StreamArn, ShardId, ShardIteratorType: type as "LATEST" };
    const { ShardIterator } = await streams.getShardIterator({ ...input, ...(SequenceNumber && { SequenceNumber }) });
    return String(ShardIterator);
  };

  const all = async (stream: Opened): Promise<NonNullable<GetRecordsOutput["Records"]>> => {
    const ShardIterator = await iterator(stream, "TRIM_HORIZON");
    return (await streams.getRecords({ ShardIterator })).Records ?? [];
  };

  const put = (TableName: string, pk: string, more: object = {}) =>
    lab.db.putItem({ TableName, Item: { pk: { S: pk }, ...more } });

  it("are described with their table, and listed", async () => {
    const { TableName, StreamArn, table } = await open("KEYS_ONLY", keys("pk", "sk:N"));
    expect(StreamArn).to.match(
      new RegExp(
        `^arn:aws:dynamodb:us-east-1:000000000000:table/${TableName}/stream/\\d{4}-\\d\\d-\\d\\dT[\\d:]{8}\\.\\d{3}$`,
      ),
    );
    const { StreamDescription: { CreationRequestDateTime, Shards = [], ...described } = {} } =
      await streams.describeStream({ StreamArn });
    expect(described).to.deep.equal({
      StreamArn,
      StreamLabel: table?.LatestStreamLabel,
      StreamStatus: "ENABLED",
      StreamViewType: "KEYS_ONLY",
      TableName,
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
    });
    expect(CreationRequestDateTime?.toISOString()).to.equal(`${table?.LatestStreamLabel}Z`);
    expect(Shards).to.have.length(1);
    expect(Shards[0]?.ShardId).to.match(/^shardId-\d{20}-[0-9a-f]{8}$/);
    expect(Shards[0]?.SequenceNumberRange?.StartingSequenceNumber).to.match(/^\d{21}$/);
    const { Streams } = await streams.listStreams({ TableName });
    expect(Streams).to.deep.equal([{ StreamArn, TableName, StreamLabel: table?.LatestStreamLabel }]);
  });

  it("are listed page by page", async () => {
    await open();
    await open();
    const found: (string | undefined)[] = [];
    let ExclusiveStartStreamArn: string | undefined;
    do {
      const page = await streams.listStreams({ Limit: 1, ...(ExclusiveStartStreamArn && { ExclusiveStartStreamArn }) });
      found.push(...(page.Streams ?? []).map(({ StreamArn }) => StreamArn));
      ExclusiveStartStreamArn = page.LastEvaluatedStreamArn;
    } while (ExclusiveStartStreamArn);
    const { Streams = [] } = await streams.listStreams({});
    expect(found).to.deep.equal(Streams.map(({ StreamArn }) => StreamArn));
  });

  it("have no shards that go on for another one", async () => {
    const { StreamArn, ShardId } = await open();
    const ShardFilter = { Type: "CHILD_SHARDS" as const, ShardId };
    const { StreamDescription } = await streams.describeStream({ StreamArn, ShardFilter });
    expect(StreamDescription?.Shards).to.deep.equal([]);
  });

  it("have a record of each change, as AWS shows it", async () => {
    const stream = await open();
    const { TableName } = stream;
    const bytes = new Uint8Array([1, 2, 3]);
    await put(TableName, "a", { n: { N: "1.0" }, b: { B: bytes } });
    await put(TableName, "a", { n: { N: "2" }, b: { B: bytes } });
    await lab.db.deleteItem({ TableName, Key: { pk: { S: "a" } } });
    const records = await all(stream);
    expect(records.map(({ eventName }) => eventName)).to.deep.equal(["INSERT", "MODIFY", "REMOVE"]);
    const [first, second, third] = records;
    const { eventID, dynamodb: { SequenceNumber, ApproximateCreationDateTime, ...change } = {}, ...rest } = first ?? {};
    expect(eventID).to.match(/^[0-9a-f]{32}$/);
    expect(rest).to.deep.equal({
      eventName: "INSERT",
      eventVersion: "1.1",
      eventSource: "aws:dynamodb",
      awsRegion: "us-east-1",
    });
    expect(ApproximateCreationDateTime?.getMilliseconds()).to.equal(0);
    expect(change).to.deep.equal({
      Keys: { pk: { S: "a" } },
      NewImage: { pk: { S: "a" }, n: { N: "1" }, b: { B: bytes } },
      // pk a, twice; n 1; b and three bytes.
      SizeBytes: 13,
      StreamViewType: "NEW_AND_OLD_IMAGES",
    });
    expect(second?.dynamodb?.OldImage?.n).to.deep.equal({ N: "1" });
    expect(second?.dynamodb?.NewImage?.n).to.deep.equal({ N: "2" });
    expect(third?.dynamodb?.OldImage?.b).to.deep.equal({ B: bytes });
    expect(third?.dynamodb).not.to.have.property("NewImage");
    const numbers = records.map(({ dynamodb }) => String(dynamodb?.SequenceNumber));
    expect(numbers).to.deep.equal([...numbers].sort());
    expect(SequenceNumber).to.equal(numbers[0]);
  });

  const views: [StreamViewType, images: string[]][] = [
    ["KEYS_ONLY", []],
    ["NEW_IMAGE", ["NewImage"]],
    ["OLD_IMAGE", ["OldImage"]],
    ["NEW_AND_OLD_IMAGES", ["NewImage", "OldImage"]],
  ];
  for (const [view, images] of views) {
    it(`show ${images.join(" and ") || "keys alone"} in the view ${view}`, async () => {
      const stream = await open(view);
      await put(stream.TableName, "a");
      await put(stream.TableName, "a", { v: { S: "x" } });
      const [, changed] = await all(stream);
      expect(changed?.eventName).to.equal("MODIFY");
      expect(Object.keys(changed?.dynamodb ?? {}).filter((name) => name.endsWith("Image"))).to.have.members(images);
      expect(changed?.dynamodb?.StreamViewType).to.equal(view);
    });
  }

  it("have no record of what changes nothing", async () => {
    const stream = await open();
    const { TableName } = stream;
    await put(TableName, "a", { set: { SS: ["x", "y"] } });
    await put(TableName, "a", { set: { SS: ["y", "x"] } });
    await lab.db.deleteItem({ TableName, Key: { pk: { S: "never" } } });
    expect(await all(stream)).to.have.length(1);
  });

  it("have the records of batches and transactions, and none of what fails", async () => {
    const stream = await open();
    const { TableName } = stream;
    const item = (pk: string) => ({ Item: { pk: { S: pk } } });
    await lab.db.batchWriteItem({
      RequestItems: { [TableName]: [{ PutRequest: item("a") }, { PutRequest: item("b") }] },
    });
    await lab.db.transactWriteItems({ TransactItems: [{ Put: { TableName, ...item("c") } }] });
    const ConditionExpression = "attribute_exists(pk)";
    await failure(
      lab.db.transactWriteItems({
        TransactItems: [
          { Put: { TableName, ...item("d") } },
          { Put: { TableName, ...item("e"), ConditionExpression } },
        ],
      }),
    );
    const records = await all(stream);
    expect(records.map(({ dynamodb }) => dynamodb?.Keys?.pk?.S)).to.have.members(["a", "b", "c"]);
  });

  it("are read from the oldest record, the latest, at one or after one", async () => {
    const stream = await open();
    for (const pk of ["a", "b", "c"]) await put(stream.TableName, pk);
    const [, second] = await all(stream);
    const number = second?.dynamodb?.SequenceNumber;
    const read = async (ShardIterator: string) => {
      const { Records = [] } = await streams.getRecords({ ShardIterator });
      return Records.map(({ dynamodb }) => dynamodb?.Keys?.pk?.S);
    };
    const latest = await iterator(stream, "LATEST");
    expect(await read(latest)).to.deep.equal([]);
    await put(stream.TableName, "d");
    expect(await read(latest)).to.deep.equal(["d"]);
    expect(await read(await iterator(stream, "AT_SEQUENCE_NUMBER", number))).to.deep.equal(["b", "c", "d"]);
    expect(await read(await iterator(stream, "AFTER_SEQUENCE_NUMBER", number))).to.deep.equal(["c", "d"]);
  });

  it("are read page by page", async () => {
    const stream = await open();
    for (const pk of ["a", "b", "c"]) await put(stream.TableName, pk);
    const ShardIterator = await iterator(stream, "TRIM_HORIZON");
    const page = await streams.getRecords({ ShardIterator, Limit: 2 });
    expect(page.Records).to.have.length(2);
    const next = await streams.getRecords({ ShardIterator: page.NextShardIterator });
    expect(next.Records?.map(({ dynamodb }) => dynamodb?.Keys?.pk?.S)).to.deep.equal(["c"]);
  });

  it("end with their table, and can be read for a day", async () => {
    const stream = await open();
    const { StreamArn, TableName } = stream;
    await put(TableName, "a");
    await lab.db.deleteTable({ TableName });
    const { StreamDescription } = await streams.describeStream({ StreamArn });
    expect(StreamDescription?.StreamStatus).to.equal("DISABLED");
    expect(StreamDescription?.Shards?.[0]?.SequenceNumberRange).to.have.property("EndingSequenceNumber");
    const ShardIterator = await iterator(stream, "TRIM_HORIZON");
    const { Records, NextShardIterator } = await streams.getRecords({ ShardIterator });
    expect(Records).to.have.length(1);
    expect(NextShardIterator).to.equal(undefined);
    await advance(24 * HOUR);
    const error = await failure(streams.describeStream({ StreamArn }));
    expect(error.name).to.equal("ResourceNotFoundException");
    expect(error.message).to.equal(`Requested resource not found: Stream: ${StreamArn} not found`);
  });

  it("lose what is older than a day", async () => {
    const stream = await open();
    await put(stream.TableName, "old");
    const [old] = await all(stream);
    await advance(23 * HOUR);
    await put(stream.TableName, "new");
    await advance(HOUR);
    expect((await all(stream)).map(({ dynamodb }) => dynamodb?.Keys?.pk?.S)).to.deep.equal(["new"]);
    const error = await failure(iterator(stream, "AT_SEQUENCE_NUMBER", old?.dynamodb?.SequenceNumber));
    expect(error.name).to.equal("TrimmedDataAccessException");
  });

  it("take an iterator for a quarter of an hour", async () => {
    const stream = await open();
    const ShardIterator = await iterator(stream, "TRIM_HORIZON");
    await advance(15 * 60_000 - 10_000);
    await streams.getRecords({ ShardIterator });
    await advance(20_000);
    const error = await failure(streams.getRecords({ ShardIterator }));
    expect(error.name).to.equal("ExpiredIteratorException");
  });

  const advance = async (ms: number) => {
    await lab.clock.advance(ms);
    for (const { config } of [streams, lab.db]) config.systemClockOffset += ms;
  };

  const MISSING = "arn:aws:dynamodb:us-east-1:000000000000:table/none/stream/2026-11-30T06:00:00.000";
  const ShardId = "shardId-00000001573689847184-864758bb";
  const refused: Record<string, [call: () => Promise<unknown>, name: string, message: RegExp]> = {
    "a stream that is not there": [
      () => streams.getShardIterator({ StreamArn: MISSING, ShardId, ShardIteratorType: "LATEST" }),
      "ResourceNotFoundException",
      /^Requested resource not found: Stream: arn:.* not found$/,
    ],
    "an ARN of something else": [
      () => streams.describeStream({ StreamArn: "arn:aws:dynamodb:us-east-1:000000000000:table/none" }),
      "ValidationException",
      /^Invalid StreamArn$/,
    ],
    "a shard that is not there": [
      async () => iterator({ ...(await open()), ShardId }, "LATEST"),
      "ResourceNotFoundException",
      /^Requested resource not found: Shard does not exist$/,
    ],
    "an iterator that is none": [
      () => streams.getRecords({ ShardIterator: `${MISSING}|1|e30` }),
      "ValidationException",
      /^Invalid ShardIterator$/,
    ],
    "more records than there can be": [
      () => streams.getRecords({ ShardIterator: `${MISSING}|1|e30`, Limit: 1001 }),
      "ValidationException",
      /Value '1001' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 1000/,
    ],
    "a type of iterator that there is not": [
      async () => iterator(await open(), "AT_TIMESTAMP"),
      "ValidationException",
      /at 'shardIteratorType' failed to satisfy constraint: Member must satisfy enum value set/,
    ],
    "no number where one is needed": [
      async () => iterator(await open(), "AT_SEQUENCE_NUMBER"),
      "ValidationException",
      /SequenceNumber/,
    ],
  };
  for (const [what, [call, name, message]] of Object.entries(refused)) {
    it(`refuse ${what}`, async () => {
      const error = await failure(call());
      expect(error.name).to.equal(name);
      expect(error.message).to.match(message);
    });
  }
});

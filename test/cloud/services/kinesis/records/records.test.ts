import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { bytes, useKinesis } from "../use-kinesis.ts";

const SHARD = "shardId-000000000000";

const bytesOf = (text: string) => Buffer.from(text).toString("base64");

describe("The records of a stream", () => {
  const lab = useKinesis();
  const put = (StreamName: string, text: string) =>
    lab.kinesis.putRecord({ StreamName, PartitionKey: text, Data: bytes(text) });
  const read = async (StreamName: string, more: object) => {
    const input = { StreamName, ShardId: SHARD, ShardIteratorType: "TRIM_HORIZON" as const, ...more };
    const { ShardIterator } = await lab.kinesis.getShardIterator(input);
    const { Records = [] } = await lab.kinesis.getRecords({ ShardIterator });
    return Records.map(({ PartitionKey }) => PartitionKey).join("");
  };

  it("are read from any position, in their order", async () => {
    const StreamName = await lab.stream();
    const [{ SequenceNumber: first }, { SequenceNumber: second }] = [
      await put(StreamName, "a"),
      await put(StreamName, "b"),
    ];
    expect(first).to.match(/^\d{56}$/);
    expect(second && first && second > first).to.equal(true);
    await lab.clock.advance(60_000);
    const Timestamp = new Date(lab.clock.now());
    await put(StreamName, "c");
    expect(await read(StreamName, {})).to.equal("abc");
    expect(await read(StreamName, { ShardIteratorType: "LATEST" })).to.equal("");
    expect(await read(StreamName, { ShardIteratorType: "AT_TIMESTAMP", Timestamp })).to.equal("c");
    await lab.clock.advance(1000);
    const at = { ShardIteratorType: "AT_SEQUENCE_NUMBER", StartingSequenceNumber: second };
    expect(await read(StreamName, at)).to.equal("bc");
    expect(await read(StreamName, { ...at, ShardIteratorType: "AFTER_SEQUENCE_NUMBER" })).to.equal("c");
  });

  it("are gone after a day, or as long as they are to be kept", async () => {
    const [short, long] = [await lab.stream(), await lab.stream()];
    await lab.kinesis.increaseStreamRetentionPeriod({ StreamName: long, RetentionPeriodHours: 48 });
    await Promise.all([put(short, "a"), put(long, "a")]);
    await lab.clock.advance(25 * 3_600_000);
    expect([await read(short, {}), await read(long, {})]).to.deep.equal(["", "a"]);
    const back = lab.kinesis.increaseStreamRetentionPeriod({ StreamName: long, RetentionPeriodHours: 24 });
    expect((await failure(back)).message).to.contain("can not be shorter than existing retention period (48 hours)");
  });

  it("are handed on as they are when they are aggregates, and read as workers of KCL read: parents before children", async () => {
    const StreamName = await lab.stream();
    // The producer library's magic number, a message, and the MD5 of it: nobody but its reader looks into that.
    const aggregate = Buffer.concat([
      Buffer.from("f3899ac2", "hex"),
      Buffer.from([10, 1, 97, 255]),
      Buffer.alloc(16, 7),
    ]);
    await lab.kinesis.putRecord({ StreamName, PartitionKey: "a", ExplicitHashKey: "1", Data: aggregate });
    await lab.kinesis.splitShard({ StreamName, ShardToSplit: SHARD, NewStartingHashKey: `${2n ** 127n}` });
    await put(StreamName, "a");
    await put(StreamName, "b");
    const done: string[] = [];
    const records: (readonly [shard: string, data: string])[] = [];
    async function drain(ShardId: string): Promise<void> {
      const from = { StreamName, ShardId, ShardIteratorType: "TRIM_HORIZON" as const };
      let { ShardIterator: iterator } = await lab.kinesis.getShardIterator(from);
      const { Shards = [] } = await lab.kinesis.listShards({ StreamName, ShardFilter: { Type: "AT_LATEST" } });
      const isOpen = Shards.some((shard) => shard.ShardId === ShardId);
      let children: string[] = [];
      do {
        const page = await lab.kinesis.getRecords({ ShardIterator: iterator, Limit: 1 });
        for (const { Data = new Uint8Array() } of page.Records ?? [])
          records.push([ShardId, Buffer.from(Data).toString("base64")]);
        children = (page.ChildShards ?? []).map((child) => child.ShardId ?? "");
        iterator = page.NextShardIterator;
        if (isOpen && page.MillisBehindLatest === 0) break;
      } while (iterator);
      done.push(ShardId);
      for (const child of children) await drain(child);
    }
    await drain(SHARD);
    expect(done).to.deep.equal([SHARD, "shardId-000000000001", "shardId-000000000002"]);
    expect(records).to.deep.equal([
      [SHARD, aggregate.toString("base64")],
      ["shardId-000000000001", bytesOf("a")],
      ["shardId-000000000002", bytesOf("b")],
    ]);
  });

  it("are told how far behind the reader is, page by page", async () => {
    const StreamName = await lab.stream();
    await put(StreamName, "a");
    await lab.clock.advance(10_000);
    await put(StreamName, "b");
    const from = { StreamName, ShardId: SHARD, ShardIteratorType: "TRIM_HORIZON" as const };
    const { ShardIterator } = await lab.kinesis.getShardIterator(from);
    const first = await lab.kinesis.getRecords({ ShardIterator, Limit: 1 });
    expect(first.MillisBehindLatest).to.be.greaterThanOrEqual(10_000);
    const second = await lab.kinesis.getRecords({ ShardIterator: first.NextShardIterator });
    expect([second.Records?.length, second.MillisBehindLatest]).to.deep.equal([1, 0]);
    await lab.clock.advance(301_000);
    const expired = await failure(lab.kinesis.getRecords({ ShardIterator: second.NextShardIterator }));
    expect(expired.name).to.equal("ExpiredIteratorException");
  });

  for (const [what, input, name] of [
    ["of a stream that is not there", { StreamName: "nothing" }, "ResourceNotFoundException"],
    ["that is larger than a MiB", { Data: new Uint8Array(2 ** 20) }, "ValidationException"],
    ["without a partition key", { PartitionKey: "" }, "ValidationException"],
    ["with a hash that is no number", { ExplicitHashKey: "x" }, "ValidationException"],
    ["with a hash of more than 128 bits", { ExplicitHashKey: `${2n ** 128n}` }, "InvalidArgumentException"],
    [
      "of an ARN that is none",
      { StreamName: undefined, StreamARN: "arn:aws:kinesis:us-east-1:000000000000:stream/x" },
      "ResourceNotFoundException",
    ],
  ] as const) {
    it(`are refused ${what}`, async () => {
      const StreamName = await lab.stream();
      const call = lab.kinesis.putRecord({ StreamName, PartitionKey: "p", Data: bytes("x"), ...input });
      expect((await failure(call)).name).to.equal(name);
      expect(await read(StreamName, {})).to.equal("");
    });
  }

  for (const ShardIterator of [
    "nonsense",
    Buffer.from("[1]").toString("base64"),
    Buffer.from("{").toString("base64"),
  ]) {
    it(`are not read with ${ShardIterator}`, async () => {
      expect((await failure(lab.kinesis.getRecords({ ShardIterator }))).name).to.equal("InvalidArgumentException");
    });
  }
});

import { expect } from "chai";
import { until } from "../../../until.ts";
import { failure } from "../../../use-cloud.ts";
import { bytes, useKinesis } from "../use-kinesis.ts";

const [FIRST, SECOND, THIRD, FOURTH] = [0, 1, 2, 3].map((number) => `shardId-${String(number).padStart(12, "0")}`) as [
  string,
  string,
  string,
  string,
];
const LAST_HASH = "340282366920938463463374607431768211455";

describe("The shards of a stream", () => {
  const lab = useKinesis();

  it("share all hashes evenly, and take the records of their own", async () => {
    const StreamName = await lab.stream(2);
    const { Shards = [] } = await lab.kinesis.listShards({ StreamName });
    expect(Shards.map(({ ShardId, HashKeyRange }) => [ShardId, HashKeyRange])).to.deep.equal([
      [FIRST, { StartingHashKey: "0", EndingHashKey: "170141183460469231731687303715884105727" }],
      [SECOND, { StartingHashKey: "170141183460469231731687303715884105728", EndingHashKey: LAST_HASH }],
    ]);
    // The MD5 of `a` begins with 0c, that of `b` with 92.
    const put = async (PartitionKey: string, more = {}) =>
      (await lab.kinesis.putRecord({ StreamName, PartitionKey, Data: bytes(PartitionKey), ...more })).ShardId;
    expect([await put("a"), await put("b"), await put("c", { ExplicitHashKey: "0" })]).to.deep.equal([
      FIRST,
      SECOND,
      FIRST,
    ]);
    expect(await lab.texts(StreamName, FIRST)).to.deep.equal(["a", "c"]);
    expect(await lab.texts(StreamName, SECOND)).to.deep.equal(["b"]);
  });

  it("are split, and merged again: the old ones are read to their end, which names the new ones", async () => {
    const StreamName = await lab.stream();
    const put = (text: string, ExplicitHashKey: string) =>
      lab.kinesis.putRecord({ StreamName, PartitionKey: "p", Data: bytes(text), ExplicitHashKey });
    await put("before", "5");
    await lab.kinesis.splitShard({ StreamName, ShardToSplit: FIRST, NewStartingHashKey: "1000" });
    await put("low", "999");
    await put("high", "1000");
    const from = { StreamName, ShardId: FIRST, ShardIteratorType: "TRIM_HORIZON" as const };
    const { ShardIterator } = await lab.kinesis.getShardIterator(from);
    const end = await lab.kinesis.getRecords({ ShardIterator });
    expect(end.Records).to.have.length(1);
    expect(end).to.not.have.property("NextShardIterator");
    expect(end.ChildShards?.map(({ ShardId, ParentShards }) => [ShardId, ParentShards])).to.deep.equal([
      [SECOND, [FIRST]],
      [THIRD, [FIRST]],
    ]);
    expect([await lab.texts(StreamName, SECOND), await lab.texts(StreamName, THIRD)]).to.deep.equal([
      ["low"],
      ["high"],
    ]);
    await lab.kinesis.mergeShards({ StreamName, ShardToMerge: THIRD, AdjacentShardToMerge: SECOND });
    const { Shards = [] } = await lab.kinesis.listShards({ StreamName, ShardFilter: { Type: "AT_LATEST" } });
    expect(Shards).to.have.length(1);
    expect(Shards[0]).to.deep.include({
      ShardId: FOURTH,
      ParentShardId: THIRD,
      AdjacentParentShardId: SECOND,
      HashKeyRange: { StartingHashKey: "0", EndingHashKey: LAST_HASH },
    });
    const again = lab.kinesis.mergeShards({ StreamName, ShardToMerge: THIRD, AdjacentShardToMerge: SECOND });
    expect((await failure(again)).message).to.contain("has already been merged or split");
  });

  it("are brought to a number, at most twice as many or half", async () => {
    const StreamName = await lab.stream(2);
    const scale = (TargetShardCount: number) =>
      lab.kinesis.updateShardCount({ StreamName, TargetShardCount, ScalingType: "UNIFORM_SCALING" });
    expect(await scale(4)).to.include({ CurrentShardCount: 2, TargetShardCount: 4 });
    const { StreamDescriptionSummary } = await lab.kinesis.describeStreamSummary({ StreamName });
    expect(StreamDescriptionSummary?.OpenShardCount).to.equal(4);
    expect((await failure(scale(9))).message).to.contain("up over double");
    expect((await failure(scale(1))).message).to.contain("down below half");
  });

  it("are brought to a number ten times in 24 hours", async () => {
    const StreamName = await lab.stream(2);
    const scale = (TargetShardCount: number) =>
      lab.kinesis.updateShardCount({ StreamName, TargetShardCount, ScalingType: "UNIFORM_SCALING" });
    for (const count of [3, 2, 3, 2, 3, 2, 3, 2, 3, 2]) await scale(count);
    const refused = await failure(scale(3));
    expect(refused.name).to.equal("LimitExceededException");
    await lab.clock.advance(24 * 3_600_000);
    await scale(3);
  });

  it("are listed page by page, and are gone once their records are", async () => {
    const StreamName = await lab.stream(3);
    const first = await lab.kinesis.listShards({ StreamName, MaxResults: 2 });
    const second = await lab.kinesis.listShards({ NextToken: first.NextToken, MaxResults: 2 });
    expect([first.Shards?.length, second.Shards?.length, second.NextToken]).to.deep.equal([2, 1, undefined]);
    const StreamARN = `arn:aws:kinesis:us-east-1:000000000000:stream/${StreamName}`;
    for (const named of [{ StreamName }, { StreamARN }]) {
      const { message } = await failure(lab.kinesis.listShards({ NextToken: first.NextToken, ...named }));
      expect(message).to.equal(`NextToken and ${Object.keys(named)[0]} cannot be provided together.`);
    }
    await lab.kinesis.mergeShards({ StreamName, ShardToMerge: FIRST, AdjacentShardToMerge: SECOND });
    await lab.clock.advance(25 * 3_600_000);
    const { Shards = [] } = await lab.kinesis.listShards({ StreamName });
    expect(Shards.map(({ ShardId }) => ShardId)).to.deep.equal([THIRD, FOURTH]);
    expect((await failure(lab.kinesis.listShards({ NextToken: first.NextToken }))).name).to.equal(
      "ExpiredNextTokenException",
    );
    for (const text of ["nothing", "null", "[]", '{"stream":"x","after":"","since":9e99}']) {
      const NextToken = Buffer.from(text).toString("base64url");
      expect((await failure(lab.kinesis.listShards({ NextToken }))).name).to.match(
        /^InvalidArgument|^ResourceNotFound/,
      );
    }
  });

  it("refuse what is more than they take and give in a second", async () => {
    const StreamName = await lab.stream();
    const Records = Array.from({ length: 500 }, () => ({ Data: bytes("x"), PartitionKey: "p" }));
    const put = async () => {
      const answers = await Promise.all([1, 2, 3, 4].map(() => lab.kinesis.putRecords({ StreamName, Records })));
      return answers.flatMap((answer) => answer.Records ?? []).find(({ ErrorCode }) => ErrorCode);
    };
    const message = `Rate exceeded for shard ${FIRST} in stream ${StreamName} under account 000000000000.`;
    let refused: Awaited<ReturnType<typeof put>>;
    await until(async () => {
      refused = await put();
      return refused !== undefined;
    });
    expect(refused).to.include({ ErrorCode: "ProvisionedThroughputExceededException", ErrorMessage: message });
    const from = { StreamName, ShardId: FIRST, ShardIteratorType: "LATEST" as const };
    const { ShardIterator } = await lab.kinesis.getShardIterator(from);
    const read = () =>
      lab.kinesis.getRecords({ ShardIterator }).then(
        () => undefined,
        (error: Error) => error.message,
      );
    await until(async () => (await Promise.all([1, 2, 3, 4, 5, 6].map(read))).includes(message));
    await lab.clock.advance(1000);
    expect(await read()).to.equal(undefined);
  }).timeout(20_000);
});

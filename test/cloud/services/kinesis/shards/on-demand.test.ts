import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { useKinesis } from "../use-kinesis.ts";

const DAY = 24 * 3_600_000;
const ON_DEMAND = { StreamMode: "ON_DEMAND" as const };
const PROVISIONED = { StreamMode: "PROVISIONED" as const };
const arn = (name: string) => `arn:aws:kinesis:us-east-1:000000000000:stream/${name}`;

describe("A stream on demand", () => {
  const lab = useKinesis();

  const create = async (StreamName: string, more = {}) => {
    await lab.kinesis.createStream({ StreamName, StreamModeDetails: ON_DEMAND, ...more });
    return StreamName;
  };
  const open = async (StreamName: string) =>
    (await lab.kinesis.describeStreamSummary({ StreamName })).StreamDescriptionSummary?.OpenShardCount;

  /** What comes now comes in a second in which nothing has come yet. */
  const nextSecond = () => lab.clock.advance(1000 - (lab.clock.now() % 1000));

  /** Puts so many records of 900 KiB at once, into as many shards. */
  async function put(StreamName: string, count: number): Promise<void> {
    const step = 2n ** 128n / BigInt(count);
    const Records = Array.from({ length: count }, (_, index) => ({
      Data: new Uint8Array(900 * 1024),
      PartitionKey: "p",
      ExplicitHashKey: String(step * BigInt(index)),
    }));
    await nextSecond();
    expect((await lab.kinesis.putRecords({ StreamName, Records })).FailedRecordCount).to.equal(0);
  }

  it("has shards for twice the most that it took in a second of the last 30 days", async () => {
    const name = await create("scaling");
    expect(await open(name)).to.equal(4);
    await put(name, 2);
    expect(await open(name)).to.equal(4);
    await put(name, 4);
    expect(await open(name)).to.equal(8);
    const { Shards = [] } = await lab.kinesis.listShards({ StreamName: name });
    expect(Shards.at(-1)).to.include({ ShardId: "shardId-000000000011", ParentShardId: "shardId-000000000003" });
    await lab.clock.advance(20 * DAY);
    await put(name, 1);
    expect(await open(name)).to.equal(8);
    await lab.clock.advance(11 * DAY);
    await put(name, 1);
    expect(await open(name)).to.equal(4);
  }).timeout(20_000);

  it("refuses what is more than a shard takes in a second", async () => {
    const name = await create("hot");
    const record = { Data: new Uint8Array(900 * 1024), PartitionKey: "same" };
    await nextSecond();
    const { Records = [] } = await lab.kinesis.putRecords({ StreamName: name, Records: [record, record] });
    expect(Records.map(({ ErrorCode }) => ErrorCode)).to.deep.equal([
      undefined,
      "ProvisionedThroughputExceededException",
    ]);
  });

  it("is warm when it is told to be", async () => {
    const name = await create("warm", { WarmThroughputMiBps: 10 });
    expect(await open(name)).to.equal(10);
    await lab.kinesis.updateStreamWarmThroughput({ StreamARN: arn(name), WarmThroughputMiBps: 12 });
    expect(await open(name)).to.equal(12);
  });

  it("is switched from and to provisioned shards twice in 24 hours, and keeps its shards", async () => {
    const StreamARN = arn(await lab.stream(3));
    const toMode = (StreamModeDetails: typeof ON_DEMAND | typeof PROVISIONED) =>
      lab.kinesis.updateStreamMode({ StreamARN, StreamModeDetails });
    await toMode(ON_DEMAND);
    // It is so already: that is no switch.
    await toMode(ON_DEMAND);
    await toMode(PROVISIONED);
    const refused = await failure(toMode(ON_DEMAND));
    expect(refused.name).to.equal("LimitExceededException");
    const { StreamDescriptionSummary } = await lab.kinesis.describeStreamSummary({ StreamARN });
    expect(StreamDescriptionSummary).to.deep.include({ OpenShardCount: 3, StreamModeDetails: PROVISIONED });
    await lab.clock.advance(DAY);
    await toMode(ON_DEMAND);
  });

  it("is one of fifty in a region", async () => {
    const { OnDemandStreamCount = 0, OnDemandStreamCountLimit } = await lab.kinesis.describeLimits({});
    expect(OnDemandStreamCountLimit).to.equal(50);
    for (let count = OnDemandStreamCount; count < 50; count++) await create(`many-${count}`);
    expect((await failure(create("one-more"))).name).to.equal("LimitExceededException");
  });
});

import type { SubscribeToShardEventStream } from "@aws-sdk/client-kinesis";
import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { bytes, useKinesis } from "../use-kinesis.ts";

const ShardId = "shardId-000000000000";

describe("A consumer with a throughput of its own", () => {
  const lab = useKinesis();

  async function consumerOf(StreamName: string, ConsumerName: string) {
    const { StreamDescriptionSummary } = await lab.kinesis.describeStreamSummary({ StreamName });
    const StreamARN = StreamDescriptionSummary?.StreamARN ?? "";
    const { Consumer } = await lab.kinesis.registerStreamConsumer({ StreamARN, ConsumerName });
    return { StreamARN, ConsumerARN: Consumer?.ConsumerARN ?? "", ConsumerName };
  }

  it("is registered, described, listed and removed", async () => {
    const StreamName = await lab.stream();
    const { StreamARN, ConsumerARN } = await consumerOf(StreamName, "reader");
    expect(ConsumerARN).to.match(/stream\/stream-\d+\/consumer\/reader:\d+$/);
    const { ConsumerDescription } = await lab.kinesis.describeStreamConsumer({ ConsumerARN });
    expect(ConsumerDescription).to.include({ ConsumerName: "reader", ConsumerStatus: "ACTIVE", StreamARN });
    expect((await failure(consumerOf(StreamName, "reader"))).name).to.equal("ResourceInUseException");
    expect((await failure(lab.kinesis.deleteStream({ StreamName }))).name).to.equal("ResourceInUseException");
    const { Consumers = [] } = await lab.kinesis.listStreamConsumers({ StreamARN });
    expect(Consumers.map(({ ConsumerName }) => ConsumerName)).to.deep.equal(["reader"]);
    await lab.kinesis.deregisterStreamConsumer({ StreamARN, ConsumerName: "reader" });
    expect((await failure(lab.kinesis.describeStreamConsumer({ ConsumerARN }))).name).to.equal(
      "ResourceNotFoundException",
    );
  });

  it("is one of twenty, which are listed page by page", async () => {
    const StreamName = await lab.stream();
    const names = Array.from({ length: 20 }, (_, index) => `reader-${String(index).padStart(2, "0")}`);
    for (const name of names) await consumerOf(StreamName, name);
    const refused = await failure(consumerOf(StreamName, "one-more"));
    expect(refused.name).to.equal("LimitExceededException");
    const StreamARN = `arn:aws:kinesis:us-east-1:000000000000:stream/${StreamName}`;
    const first = await lab.kinesis.listStreamConsumers({ StreamARN, MaxResults: 15 });
    const second = await lab.kinesis.listStreamConsumers({ StreamARN, NextToken: first.NextToken });
    const listed = [...(first.Consumers ?? []), ...(second.Consumers ?? [])].map(({ ConsumerName }) => ConsumerName);
    expect(listed).to.deep.equal(names);
    expect(second.NextToken).to.equal(undefined);
    const lost = await failure(lab.kinesis.listStreamConsumers({ StreamARN, NextToken: "nonsense" }));
    expect(lost.name).to.equal("InvalidArgumentException");
  });

  it("is handed records as they come, over HTTP/2, for five minutes", async () => {
    const StreamName = await lab.stream();
    const put = (text: string) => lab.kinesis.putRecord({ StreamName, PartitionKey: "p", Data: bytes(text) });
    await put("old");
    const { ConsumerARN } = await consumerOf(StreamName, "subscriber");
    const input = { ConsumerARN, ShardId, StartingPosition: { Type: "TRIM_HORIZON" as const } };
    const { EventStream } = await lab.kinesis.subscribeToShard(input);
    const events = (EventStream as AsyncIterable<SubscribeToShardEventStream>)[Symbol.asyncIterator]();
    const next = async () => {
      const { value, done } = await events.next();
      if (done) return undefined;
      return value.SubscribeToShardEvent?.Records?.map(({ Data = "" }: { Data?: Uint8Array | string }) =>
        Buffer.from(Data).toString(),
      );
    };
    expect(await next()).to.deep.equal(["old"]);
    expect((await failure(lab.kinesis.subscribeToShard(input))).name).to.equal("ResourceInUseException");
    await put("new");
    const came: string[] = [];
    while (came.length === 0) came.push(...((await next()) ?? ["(ended)"]));
    expect(came).to.deep.equal(["new"]);
    await lab.clock.advance(301_000);
    while (await next());
  }).timeout(20_000);
});

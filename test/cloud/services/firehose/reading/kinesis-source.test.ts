import { IAM } from "@aws-sdk/client-iam";
import { Kinesis } from "@aws-sdk/client-kinesis";
import { expect } from "chai";
import { until } from "../../../until.ts";
import { failure } from "../../../use-cloud.ts";
import { makeRole, useFirehose } from "../use-firehose.ts";

describe("Data streams as sources", () => {
  const lab = useFirehose();
  let kinesis: Kinesis;
  const arn = (name: string) => `arn:aws:kinesis:us-east-1:000000000000:stream/${name}`;
  before(() => {
    kinesis = lab.client(Kinesis);
  });

  it("are read from now on, through a split, and direct puts are refused", async () => {
    await kinesis.createStream({ StreamName: "source", ShardCount: 1 });
    const put = (text: string, PartitionKey = text) =>
      kinesis.putRecord({ StreamName: "source", PartitionKey, Data: Buffer.from(text) });
    await put("before");
    const stream = await lab.stream(
      {},
      {
        DeliveryStreamType: "KinesisStreamAsSource",
        KinesisStreamSourceConfiguration: { KinesisStreamARN: arn("source"), RoleARN: lab.role },
      },
    );
    await put("a");
    const { Shards = [] } = await kinesis.listShards({ StreamName: "source" });
    const NewStartingHashKey = (2n ** 127n).toString();
    await kinesis.splitShard({ StreamName: "source", ShardToSplit: Shards[0]?.ShardId, NewStartingHashKey });
    await put("b");
    await put("c");
    const refused = await failure(
      lab.firehose.putRecord({ DeliveryStreamName: stream, Record: { Data: Buffer.from("x") } }),
    );
    expect(refused).to.include({
      name: "InvalidArgumentException",
      message: "This operation is not permitted on KinesisStreamAsSource delivery stream type.",
    });
    const texts = async () => (await lab.delivered(stream)).map(({ text }) => text).join("");
    await until(async () => {
      await lab.pass(301);
      return (await texts()).length === 3;
    });
    expect([...(await texts())].sort().join("")).to.equal("abc");
    const { DeliveryStreamDescription } = await lab.firehose.describeDeliveryStream({ DeliveryStreamName: stream });
    const source = DeliveryStreamDescription?.Source?.KinesisStreamSourceDescription;
    expect(source).to.include({ KinesisStreamARN: arn("source"), RoleARN: lab.role });
    expect(source?.DeliveryStartTimestamp).to.be.instanceOf(Date);
  });

  it("need a role that may read them", async () => {
    await kinesis.createStream({ StreamName: "closed", ShardCount: 1 });
    const RoleARN = await makeRole(lab.client(IAM), "blind", undefined);
    const create = lab.stream(
      {},
      {
        DeliveryStreamType: "KinesisStreamAsSource",
        KinesisStreamSourceConfiguration: { KinesisStreamARN: arn("closed"), RoleARN },
      },
    );
    const refused = await failure(create);
    expect(refused.message).to.equal(
      `Role ${RoleARN} is not authorized to perform: kinesis:DescribeStream on resource ${arn("closed")}.`,
    );
  });
});

import { IAM } from "@aws-sdk/client-iam";
import { SNS } from "@aws-sdk/client-sns";
import { expect } from "chai";
import { until } from "../../../until.ts";
import { failure } from "../../../use-cloud.ts";
import { useFirehose } from "../use-firehose.ts";

describe("Puts", () => {
  const lab = useFirehose();

  it("answer an id for each record", async () => {
    const DeliveryStreamName = await lab.stream();
    const { RecordId, Encrypted } = await lab.firehose.putRecord({
      DeliveryStreamName,
      Record: { Data: Buffer.from("x") },
    });
    expect(RecordId).to.have.length(224);
    expect(Encrypted).to.equal(false);
    const Records = Array.from({ length: 500 }, () => ({ Data: Buffer.from("y") }));
    const batch = await lab.firehose.putRecordBatch({ DeliveryStreamName, Records });
    expect(batch.FailedPutCount).to.equal(0);
    expect(new Set(batch.RequestResponses?.map((response) => response.RecordId)).size).to.equal(500);
  });

  it("are refused beyond AWS's limits", async () => {
    const DeliveryStreamName = await lab.stream();
    const batch = (count: number, size: number) =>
      lab.firehose.putRecordBatch({
        DeliveryStreamName,
        Records: Array.from({ length: count }, () => ({ Data: Buffer.alloc(size, "x") })),
      });
    expect((await failure(batch(501, 1))).message).to.contain("length less than or equal to 500");
    expect((await failure(batch(1, 1_024_001))).message).to.contain("length less than or equal to 1024000");
    expect(await failure(batch(5, 1_000_000))).to.include({
      name: "InvalidArgumentException",
      message: "Records size exceeds 4 MB limit",
    });
    const Record = { Data: Buffer.from("x") };
    const nowhere = await failure(lab.firehose.putRecord({ DeliveryStreamName: "nowhere", Record }));
    expect(nowhere.message).to.equal("Firehose nowhere under account 000000000000 not found.");
  });

  it("fail one by one where a stream takes no more in this second", async () => {
    const DeliveryStreamName = await lab.stream();
    const Records = Array.from({ length: 4 }, () => ({ Data: Buffer.alloc(1_000_000, "x") }));
    const answers = [];
    for (let call = 0; call < 3; call++)
      answers.push(await lab.firehose.putRecordBatch({ DeliveryStreamName, Records }));
    const failed = answers.find(({ FailedPutCount = 0 }) => FailedPutCount > 0);
    const entry = failed?.RequestResponses?.find(({ ErrorCode }) => ErrorCode !== undefined);
    expect(entry).to.deep.equal({ ErrorCode: "ServiceUnavailableException", ErrorMessage: "Slow down." });
  });

  it("come from a topic, in an envelope or raw", async () => {
    const sns = lab.client(SNS);
    const stream = await lab.stream();
    const trust = { Effect: "Allow", Principal: { Service: "sns.amazonaws.com" }, Action: "sts:AssumeRole" };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
    const iam = lab.client(IAM);
    const { Role } = await iam.createRole({ RoleName: "topic", AssumeRolePolicyDocument });
    const Statement = { Effect: "Allow", Action: "firehose:PutRecord*", Resource: "*" };
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    await iam.putRolePolicy({ RoleName: "topic", PolicyName: "put", PolicyDocument });
    const Endpoint = `arn:aws:firehose:us-east-1:000000000000:deliverystream/${stream}`;
    for (const raw of ["true", "false"]) {
      const { TopicArn } = await sns.createTopic({ Name: `raw-${raw}` });
      const Attributes = { SubscriptionRoleArn: Role?.Arn ?? "", RawMessageDelivery: raw };
      await sns.subscribe({ TopicArn, Protocol: "firehose", Endpoint, Attributes });
      await sns.publish({ TopicArn, Message: `message ${raw}` });
    }
    const lines = async () => (await lab.delivered(stream)).flatMap(({ text }) => text.trim().split("\n"));
    await until(async () => {
      await lab.pass(301);
      return (await lines()).length === 2;
    });
    const [raw, envelope] = (await lines()).sort((a, b) => a.length - b.length);
    expect(raw).to.equal("message true");
    expect(JSON.parse(envelope ?? "")).to.include({ Type: "Notification", Message: "message false" });
  });
});

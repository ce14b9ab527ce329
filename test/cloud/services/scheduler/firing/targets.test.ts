import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { EventBridge } from "@aws-sdk/client-eventbridge";
import { Firehose } from "@aws-sdk/client-firehose";
import { IAM } from "@aws-sdk/client-iam";
import { Kinesis } from "@aws-sdk/client-kinesis";
import { S3 } from "@aws-sdk/client-s3";
import { SNS } from "@aws-sdk/client-sns";
import { SSM } from "@aws-sdk/client-ssm";
import { expect } from "chai";
import { until } from "../../../until.ts";
import { failure } from "../../../use-cloud.ts";
import { makeRole } from "../../firehose/use-firehose.ts";
import { ACCOUNT, useScheduler } from "../use-scheduler.ts";

const universal = (call: string) => `arn:aws:scheduler:::aws-sdk:${call}`;

describe("Targets of schedules", () => {
  const lab = useScheduler();

  it("are topics, streams and queues with message groups", async () => {
    const { url, arn } = await lab.queue("subscribed");
    const sns = lab.client(SNS);
    const kinesis = lab.client(Kinesis);
    const { TopicArn } = await sns.createTopic({ Name: "topic" });
    const open = { Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: arn };
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: open });
    await lab.sqs.setQueueAttributes({ QueueUrl: url, Attributes: { Policy } });
    await sns.subscribe({ TopicArn, Protocol: "sqs", Endpoint: arn, Attributes: { RawMessageDelivery: "true" } });
    await kinesis.createStream({ StreamName: "stream", ShardCount: 1 });
    const fifo = await lab.sqs.createQueue({
      QueueName: "q.fifo",
      Attributes: { FifoQueue: "true", ContentBasedDeduplication: "true" },
    });
    await lab.schedule("topic", { Arn: TopicArn as string, Input: "to the topic" });
    const stream = `arn:aws:kinesis:us-east-1:${ACCOUNT}:stream/stream`;
    await lab.schedule("stream", { Arn: stream, Input: "to the stream", KinesisParameters: { PartitionKey: "k" } });
    const group = { Arn: `arn:aws:sqs:us-east-1:${ACCOUNT}:q.fifo`, SqsParameters: { MessageGroupId: "g" } };
    await lab.schedule("fifo", { ...group, Input: "to the group" });
    expect(await lab.arrived(url)).to.deep.equal(["to the topic"]);
    expect(await lab.arrived(fifo.QueueUrl ?? "")).to.deep.equal(["to the group"]);
    const from = { ShardId: "shardId-000000000000", ShardIteratorType: "TRIM_HORIZON" as const };
    const { ShardIterator } = await kinesis.getShardIterator({ StreamName: "stream", ...from });
    const { Records = [] } = await kinesis.getRecords({ ShardIterator });
    expect(Records[0]?.PartitionKey).to.equal("k");
    expect(Buffer.from(Records[0]?.Data ?? "").toString()).to.equal("to the stream");
  });

  it("are event buses, which get the input as the detail of an event", async () => {
    const { url, arn } = await lab.queue("of-events");
    const events = lab.client(EventBridge);
    const open = { Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: arn };
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: open });
    await lab.sqs.setQueueAttributes({ QueueUrl: url, Attributes: { Policy } });
    await events.putRule({ Name: "scheduled", EventPattern: '{"source":["my.schedule"]}' });
    await events.putTargets({ Rule: "scheduled", Targets: [{ Id: "1", Arn: arn }] });
    await lab.schedule("bus", {
      Arn: `arn:aws:events:us-east-1:${ACCOUNT}:event-bus/default`,
      Input: '{"n":1}',
      EventBridgeParameters: { Source: "my.schedule", DetailType: "Tick" },
    });
    const [body = ""] = await lab.arrived(url);
    expect(JSON.parse(body)).to.deep.include({ source: "my.schedule", "detail-type": "Tick", detail: { n: 1 } });
  });

  it("are Firehose streams, which get the input as a record", async () => {
    const s3 = lab.client(S3);
    await s3.createBucket({ Bucket: "lake" });
    const RoleARN = await makeRole(lab.client(IAM), "firehose", { Effect: "Allow", Action: "s3:*", Resource: "*" });
    await lab.client(Firehose).createDeliveryStream({
      DeliveryStreamName: "lake",
      ExtendedS3DestinationConfiguration: { RoleARN, BucketARN: "arn:aws:s3:::lake" },
    });
    await lab.schedule("lake", { Arn: `arn:aws:firehose:us-east-1:${ACCOUNT}:deliverystream/lake`, Input: "text" });
    await until(() => lab.running.cloud.trace.spans.some(({ operation }) => operation === "PutRecord"));
    await lab.scheduler.deleteSchedule({ Name: "lake" });
    await lab.clock.advance(301_000);
    let Key: string | undefined;
    await until(async () => {
      Key = (await s3.listObjectsV2({ Bucket: "lake" })).Contents?.[0]?.Key;
      return Key !== undefined;
    });
    const { Body } = await s3.getObject({ Bucket: "lake", Key });
    expect(await Body?.transformToString()).to.contain("text");
  });

  it("are operations of any service, with the SDK's member names", async () => {
    const ssm = lab.client(SSM);
    const s3 = lab.client(S3);
    const dynamodb = lab.client(DynamoDB);
    await dynamodb.createTable({
      TableName: "table",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    });
    const input = (value: object) => JSON.stringify(value);
    const Item = { id: { S: TIME }, n: { N: "1" }, data: { B: "bytes" } };
    await lab.schedule("item", { Arn: universal("dynamodb:putItem"), Input: input({ TableName: "table", Item }) });
    const parameter = { Name: "/x", Value: "<aws.scheduler.schedule-arn>", Type: "String" };
    await lab.schedule("parameter", { Arn: universal("ssm:putParameter"), Input: input(parameter) });
    // The model writes this service's members small, users write them as the SDK for Java does.
    const logs = { LogGroupName: "/made/by/a/schedule" };
    await lab.schedule("logs", { Arn: universal("cloudwatchlogs:createLogGroup"), Input: input(logs) });
    const object = { Bucket: "made-by-a-schedule" };
    await lab.schedule("bucket", { Arn: universal("s3:createBucket"), Input: input(object) });
    const ran = () =>
      s3.headBucket(object).then(
        () => true,
        () => false,
      );
    await until(ran);
    const { Items = [] } = await dynamodb.scan({ TableName: "table" });
    expect(Items[0]?.id?.S).to.match(/Z$/);
    expect(Buffer.from(Items[0]?.data?.B ?? "").toString()).to.equal("bytes");
    expect((await ssm.getParameter({ Name: "/x" })).Parameter?.Value).to.match(/:schedule\/default\/parameter$/);
    const { logGroups = [] } = await lab.client(CloudWatchLogs).describeLogGroups({});
    expect(logGroups.map(({ logGroupName }) => logGroupName)).to.include("/made/by/a/schedule");
  });

  const TIME = "<aws.scheduler.scheduled-time>";
  const REFUSED: readonly [string, string, string, RegExp][] = [
    ["nothing like an ARN", "queue", "ValidationException", /^Provided Arn is not in correct format\.$/],
    [
      "a service that is no target",
      `arn:aws:s3:us-east-1:${ACCOUNT}:x`,
      "ValidationException",
      /^s3 is not a supported service for a target\.$/,
    ],
    [
      "a target of a service that the lab lacks",
      `arn:aws:sagemaker:us-east-1:${ACCOUNT}:pipeline/x`,
      "NotImplemented",
      /sagemaker/,
    ],
    ["a read-only action", universal("dynamodb:getItem"), "ValidationException", /getItem is not a supported api/],
    [
      "an action that does not exist",
      universal("sqs:makeTea"),
      "ValidationException",
      /makeTea is not a supported api/,
    ],
    ["an action with a large letter", universal("sqs:SendMessage"), "ValidationException", /not a supported api/],
    ["a service that the lab lacks", universal("polly:deleteLexicon"), "NotImplemented", /polly/],
    ["a property of every object", universal("sqs:constructor"), "ValidationException", /not a supported api/],
    [
      "a stream without a key",
      `arn:aws:kinesis:us-east-1:${ACCOUNT}:stream/x`,
      "ValidationException",
      /KinesisParameters/,
    ],
  ];
  for (const [what, Arn, name, message] of REFUSED)
    it(`are not ${what}`, async () => {
      const error = await failure(lab.schedule("refused", { Arn }));
      expect(error.name).to.equal(name);
      expect(error.message).to.match(message);
    });

  it("need input that the action knows", async () => {
    const call = (Input: string) => failure(lab.schedule("bad-input", { Arn: universal("sqs:sendMessage"), Input }));
    const unknown = await call(JSON.stringify({ QueueUrl: "u", Body: "b" }));
    expect(unknown.message).to.equal(
      "Invalid RequestJson provided. Reason The field 'Body' is not supported for api 'sendMessage' for the service 'sqs'.",
    );
    for (const text of ["no", "[]", '"x"', "null"]) expect((await call(text)).name).to.equal("ValidationException");
    expect((await call(`{"MessageAttributes":${'{"a":'.repeat(300)}1${"}".repeat(300)}}`)).name).to.equal(
      "ValidationException",
    );
  });
});

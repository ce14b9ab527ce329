import { expect } from "chai";
import { until } from "../../../until.ts";
import { useCloud } from "../../../use-cloud.ts";
import { Functions } from "../../lambda/functions.ts";
import { PipeLab } from "../pipe-lab.ts";

const FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:";
const logs = 'export const handler = async (event) => { console.log("got " + JSON.stringify(event)); };';

describe("Pipes from queues", () => {
  const cloud = useCloud();
  let lab: PipeLab;
  let functions: Functions;
  before(async () => {
    lab = new PipeLab(cloud);
    functions = new Functions(cloud.endpoint);
    await functions.makeRole();
    await lab.makeRole();
  });
  after(() => functions.destroy());

  /** What came of the executions of a pipe, as the trace tells it. */
  const executionsOf = (name: string) =>
    cloud.running.cloud.trace.spans
      .filter(({ operation, input }) => operation === "Execution" && (input as { pipe?: string }).pipe === name)
      .map(({ output, error }) => ({ ...(output as { sent: number; failed: number }), error }));

  const gotBy = async (name: string, times = 1) => {
    const lines = await functions.logged(name, "got ", times);
    return lines.flatMap((line) => /got (.*)/.exec(line)?.[1] ?? []).map((text) => JSON.parse(text));
  };

  it("hand messages to a function as a list, as AWS does, and delete them", async () => {
    await functions.create("plain", logs);
    const queue = await lab.queue();
    await lab.pipe(queue.arn, `${FUNCTION}plain`);
    const { MessageId } = await queue.send({ a: 1 });
    const [[event]] = await gotBy("plain");
    expect(event).to.include({
      messageId: MessageId,
      body: '{"a":1}',
      eventSource: "aws:sqs",
      eventSourceARN: queue.arn,
      awsRegion: "us-east-1",
    });
    expect(event).to.include.keys("receiptHandle", "attributes", "messageAttributes", "md5OfBody");
    await until(async () => (await queue.waiting()) === 0);
  });

  it("write what a template says, and delete what the filter holds back", async () => {
    const [from, to] = [await lab.queue(), await lab.queue()];
    await lab.pipe(from.arn, to.arn, {
      SourceParameters: {
        FilterCriteria: { Filters: [{ Pattern: '{"body":{"kind":["order"],"total":[{"numeric":[">",10]}]}}' }] },
      },
      TargetParameters: { InputTemplate: '{"id": <$.body.id>, "pipe": <aws.pipes.pipe-name>}' },
    });
    await from.send({ id: 1, kind: "order", total: 5 });
    await from.send("no JSON");
    await from.send({ id: 2, kind: "order", total: 50 });
    const [text = ""] = await to.bodies(1);
    expect(JSON.parse(text).id).to.equal(2);
    await until(async () => (await from.waiting()) === 0);
    expect(await to.waiting()).to.equal(0);
  });

  it("send messages of groups in their order, with group and deduplication id from the event", async () => {
    const fifo = { FifoQueue: "true" };
    const [from, to] = [await lab.queue(fifo, ".fifo"), await lab.queue(fifo, ".fifo")];
    await lab.pipe(from.arn, to.arn, {
      TargetParameters: {
        InputTemplate: "<$.body.number>",
        SqsQueueParameters: { MessageGroupId: "$.attributes.MessageGroupId", MessageDeduplicationId: "$.body.key" },
      },
    });
    for (let number = 1; number <= 12; number++) {
      const more = { MessageGroupId: "g", MessageDeduplicationId: `d${number}` };
      await from.send({ number, key: `k${number}` }, more);
    }
    const messages = await to.messages(12);
    expect(messages.map(({ Body }) => Number(Body))).to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(messages[0]?.Attributes).to.include({ MessageGroupId: "g", MessageDeduplicationId: "k1" });
  });

  it("have a function enrich events, and end with an enrichment that answers an empty list", async () => {
    await functions.create(
      "enrich",
      `export const handler = async (events) => {
         const kept = events.filter(({ keep }) => keep);
         return kept.flatMap((event) => [{ ...event, copy: 1 }, { ...event, copy: 2 }]);
       };`,
    );
    const [from, to] = [await lab.queue(), await lab.queue()];
    await lab.pipe(from.arn, to.arn, {
      SourceParameters: { SqsQueueParameters: { BatchSize: 1 } },
      Enrichment: `${FUNCTION}enrich`,
      EnrichmentParameters: { InputTemplate: '{"id": <$.body.id>, "keep": <$.body.keep>}' },
      TargetParameters: { InputTemplate: '{"id": <$.id>, "copy": <$.copy>}' },
    });
    await from.send({ id: 1, keep: false });
    await from.send({ id: 2, keep: true });
    // The target takes as many as the enrichment answers.
    const bodies = await to.bodies(2);
    expect(bodies.map((text) => JSON.parse(text))).to.deep.equal([
      { id: 2, copy: 1 },
      { id: 2, copy: 2 },
    ]);
    await until(async () => (await from.waiting()) === 0);
  });

  it("leave in the queue what the function says that it failed, which goes to the queue's dead-letter queue", async () => {
    await functions.create(
      "partly",
      `export const handler = async (events) => ({
         batchItemFailures: events.filter(({ body }) => body === "bad").map(({ messageId }) => ({ itemIdentifier: messageId })),
       });`,
    );
    const dead = await lab.queue();
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 2 });
    const from = await lab.queue({ RedrivePolicy, VisibilityTimeout: "60" });
    const name = await lab.pipe(from.arn, `${FUNCTION}partly`, {
      SourceParameters: { SqsQueueParameters: { BatchSize: 10, MaximumBatchingWindowInSeconds: 1 } },
    });
    await from.send("good");
    await from.send("bad");
    for (let failures = 1; failures <= 2; failures++) {
      await until(() => executionsOf(name).filter(({ failed }) => failed === 1).length === failures);
      await cloud.clock.advance(61_000);
    }
    await until(async () => (await dead.waiting()) === 1);
    expect(await dead.bodies(1)).to.deep.equal(["bad"]);
    expect(await from.waiting()).to.equal(0);
  }).timeout(30_000);

  it("leave in the queue what a target may not be sent, until the role may", async () => {
    const [from, to] = [await lab.queue(), await lab.queue()];
    const reading = {
      Effect: "Allow",
      Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
      Resource: from.arn,
    };
    const RoleArn = await lab.makeRole("no-sending", [reading]);
    const name = await lab.pipe(from.arn, to.arn, { RoleArn, TargetParameters: { InputTemplate: "<$.body>" } });
    await from.send("late");
    await until(() => executionsOf(name).some(({ error }) => error !== undefined));
    expect(await from.waiting()).to.equal(1);
    const Statement = [reading, { Effect: "Allow", Action: "sqs:*", Resource: to.arn }];
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    await lab.iam.putRolePolicy({ RoleName: "no-sending", PolicyName: "p", PolicyDocument });
    await cloud.clock.advance(2000);
    expect(await to.bodies(1)).to.deep.equal(["late"]);
  }).timeout(30_000);

  it("read nothing while they are stopped, and go on when they are started", async () => {
    const [from, to] = [await lab.queue(), await lab.queue()];
    const Name = await lab.pipe(from.arn, to.arn, {
      DesiredState: "STOPPED",
      TargetParameters: { InputTemplate: "<$.body>" },
    });
    await from.send("one");
    expect(await from.waiting()).to.equal(1);
    await lab.pipes.startPipe({ Name });
    expect(await to.bodies(1)).to.deep.equal(["one"]);
    await lab.pipes.stopPipe({ Name });
    await from.send("two");
    await lab.pipes.startPipe({ Name });
    expect(await to.bodies(2)).to.deep.equal(["one", "two"]);
  });

  it("log their steps as AWS does, with what went through them where that is asked for", async () => {
    const [from, to] = [await lab.queue(), await lab.queue()];
    const LogGroupArn = "arn:aws:logs:us-east-1:000000000000:log-group:/aws/vendedlogs/pipes/p";
    const Name = await lab.pipe(from.arn, to.arn, {
      LogConfiguration: {
        Level: "TRACE",
        IncludeExecutionData: ["ALL"],
        CloudwatchLogsLogDestination: { LogGroupArn },
      },
      TargetParameters: { InputTemplate: "<$.body>" },
    });
    await from.send("one");
    await to.bodies(1);
    const { CloudWatchLogs } = await import("@aws-sdk/client-cloudwatch-logs");
    const client = cloud.client(CloudWatchLogs);
    const logGroupName = "/aws/vendedlogs/pipes/p";
    let records: Record<string, string>[] = [];
    await until(async () => {
      const found = await client.filterLogEvents({ logGroupName }).catch(() => undefined);
      records = (found?.events ?? []).map(({ message = "" }) => JSON.parse(message));
      return records.some(({ messageType }) => messageType === "ExecutionSucceeded");
    });
    expect(records.map(({ messageType, logLevel }) => `${logLevel} ${messageType}`)).to.deep.equal([
      "INFO ExecutionStarted",
      "INFO TargetStageEntered",
      "TRACE TargetTransformationStarted",
      "TRACE TargetTransformationSucceeded",
      "TRACE TargetInvocationStarted",
      "TRACE TargetInvocationSucceeded",
      "INFO TargetStageSucceeded",
      "INFO ExecutionSucceeded",
    ]);
    const [first] = records;
    expect(first?.resourceArn).to.equal(`arn:aws:pipes:us-east-1:000000000000:pipe/${Name}`);
    expect(JSON.parse(first?.payload ?? "")[0].body).to.equal("one");
    expect(new Set(records.map(({ executionId }) => executionId)).size).to.equal(1);
  });

  it("log into buckets that let them", async () => {
    const { S3 } = await import("@aws-sdk/client-s3");
    const s3 = cloud.client(S3);
    const Bucket = "pipes-logs";
    await s3.createBucket({ Bucket });
    const statement = {
      Effect: "Allow",
      Principal: { Service: "delivery.logs.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: `arn:aws:s3:::${Bucket}/*`,
    };
    await s3.putBucketPolicy({ Bucket, Policy: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }) });
    const from = await lab.queue();
    const S3LogDestination = { BucketName: Bucket, BucketOwner: "000000000000", Prefix: "logs" };
    await lab.pipe(from.arn, (await lab.queue()).arn, { LogConfiguration: { Level: "INFO", S3LogDestination } });
    await from.send("one");
    let key: string | undefined;
    await until(async () => {
      key = (await s3.listObjectsV2({ Bucket })).Contents?.[0]?.Key;
      return key !== undefined;
    });
    expect(key).to.match(/^logs\/AWSLogs\/000000000000\/pipes\/us-east-1\//);
    const { Body } = await s3.getObject({ Bucket, Key: key });
    const [first = ""] = ((await Body?.transformToString()) ?? "").split("\n");
    expect(JSON.parse(first)).to.include({ messageType: "ExecutionStarted", logLevel: "INFO" });
  });
});

import {
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingCommandInput,
  DeleteEventSourceMappingCommand,
  UpdateEventSourceMappingCommand,
} from "@aws-sdk/client-lambda";
import { expect } from "chai";
import { until } from "../../until.ts";
import { failure } from "../../use-cloud.ts";
import { Functions } from "../lambda/functions.ts";
import { arnOf, useSqs } from "./use-sqs.ts";

const WORKER = `
export const handler = async ({ Records }) => {
  console.log("batch " + Records.map(({ body }) => body).join(",") + ";");
  console.log("event " + JSON.stringify(Records[0]));
  if (Records.some(({ body }) => body.includes("crash"))) throw new Error("crash");
  return { batchItemFailures: Records.filter(({ body }) => body.includes("bad")).map(({ messageId }) => ({ itemIdentifier: messageId })) };
};`;

describe("Queues as event sources of functions", () => {
  const lab = useSqs();
  let functions: Functions;
  let made = 0;
  before(async () => {
    functions = new Functions(lab.endpoint);
    await functions.makeRole();
  });
  after(() => functions.destroy());

  const map = async (url: string, more: Partial<CreateEventSourceMappingCommandInput> = {}) => {
    const FunctionName = `sqs-worker-${++made}`;
    await functions.create(FunctionName, WORKER);
    const input = { FunctionName, EventSourceArn: arnOf(url), ...more };
    await functions.lambda.send(new CreateEventSourceMappingCommand(input));
    return FunctionName;
  };

  it("give messages as AWS does, and delete what is done", async () => {
    const QueueUrl = await lab.queue();
    const name = await map(QueueUrl);
    const { MessageId } = await lab.sqs.sendMessage({
      QueueUrl,
      MessageBody: '{"a":1}',
      MessageAttributes: { kind: { DataType: "String", StringValue: "order" } },
    });
    const line = (await functions.logged(name, "event ")).find((one) => one.includes("event ")) ?? "";
    const { receiptHandle, attributes, ...event } = JSON.parse(line.slice(line.indexOf("{")));
    expect(receiptHandle).to.be.a("string");
    expect(attributes).to.have.all.keys(
      "ApproximateFirstReceiveTimestamp",
      "ApproximateReceiveCount",
      "SenderId",
      "SentTimestamp",
    );
    expect(event).to.deep.equal({
      messageId: MessageId,
      body: '{"a":1}',
      messageAttributes: {
        kind: { stringValue: "order", stringListValues: [], binaryListValues: [], dataType: "String" },
      },
      md5OfBody: "bb6cb5c68df4652941caf652a366f2d8",
      md5OfMessageAttributes: event.md5OfMessageAttributes,
      eventSource: "aws:sqs",
      eventSourceARN: arnOf(QueueUrl),
      awsRegion: "us-east-1",
    });
    await until(async () => (await lab.counts(QueueUrl)) === "0/0/0");
    const { trace } = lab.running.cloud;
    const worked = trace.spans.find(({ operation }) => operation === name);
    expect(trace.spans.find(({ id }) => id === worked?.parent)?.operation).to.equal("SendMessage");
    expect(trace.spans.filter(({ operation, isQuiet }) => operation === "ReceiveMessage" && !isQuiet)).to.deep.equal(
      [],
    );
  });

  it("send what a function fails again and again to the dead-letter queue, and nothing else", async () => {
    const letters = await lab.queue();
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arnOf(letters), maxReceiveCount: 2 });
    const QueueUrl = await lab.queue({ RedrivePolicy, VisibilityTimeout: "3" });
    const name = await map(QueueUrl, { FunctionResponseTypes: ["ReportBatchItemFailures"] });
    await lab.sqs.sendMessageBatch({
      QueueUrl,
      Entries: ["good", "bad"].map((MessageBody) => ({ Id: MessageBody, MessageBody })),
    });
    await until(async () => (await lab.counts(QueueUrl)) === "0/1/0");
    await lab.clock.advance(3_001);
    await functions.logged(name, "batch bad;");
    await until(async () => (await lab.counts(QueueUrl)) === "0/1/0");
    await lab.clock.advance(3_001);
    await until(async () => (await lab.counts(QueueUrl)) === "0/0/0");
    expect(await lab.bodies(letters)).to.deep.equal(["bad"]);
  });

  it("delete what the filters don't let through", async () => {
    const QueueUrl = await lab.queue();
    const Filters = [{ Pattern: '{"body": {"kind": ["order"]}}' }];
    const name = await map(QueueUrl, { FilterCriteria: { Filters } });
    for (const kind of ["other", "order"])
      await lab.sqs.sendMessage({ QueueUrl, MessageBody: JSON.stringify({ kind }) });
    await functions.logged(name, 'batch {"kind":"order"};');
    await until(async () => (await lab.counts(QueueUrl)) === "0/0/0");
    expect((await functions.lines(name)).join("")).not.to.include("other");
  });

  it("keep the order of each group", async () => {
    const QueueUrl = await lab.fifo({ ContentBasedDeduplication: "true" });
    for (let number = 0; number < 6; number++)
      await lab.sqs.sendMessage({ QueueUrl, MessageBody: `m${number}`, MessageGroupId: "g" });
    const name = await map(QueueUrl, { BatchSize: 2 });
    await until(async () => (await lab.counts(QueueUrl)) === "0/0/0");
    await functions.logged(name, "batch ", 3);
    const batches = (await functions.lines(name)).flatMap((line) => /batch (.*);/.exec(line)?.[1] ?? []);
    expect(batches).to.deep.equal(["m0,m1", "m2,m3", "m4,m5"]);
  });

  it("hand over no later message of a group before an earlier one that failed", async () => {
    const QueueUrl = await lab.fifo({ ContentBasedDeduplication: "true", VisibilityTimeout: "3" });
    for (const MessageBody of ["one", "bad", "three"])
      await lab.sqs.sendMessage({ QueueUrl, MessageBody, MessageGroupId: "g" });
    const name = await map(QueueUrl, { BatchSize: 2, FunctionResponseTypes: ["ReportBatchItemFailures"] });
    await functions.logged(name, "batch one,bad;");
    await until(async () => (await lab.counts(QueueUrl)) === "1/1/0");
    await lab.clock.advance(3_001);
    await functions.logged(name, "batch bad,three;");
    const batches = (await functions.lines(name)).flatMap((line) => /batch (.*);/.exec(line)?.[1] ?? []);
    expect(batches).to.deep.equal(["one,bad", "bad,three"]);
  });

  it("fill a batch until its window is over, by the lab's clock", async () => {
    const QueueUrl = await lab.queue({ VisibilityTimeout: "300" });
    const name = await map(QueueUrl, { BatchSize: 10, MaximumBatchingWindowInSeconds: 60 });
    for (const MessageBody of ["one", "two"]) await lab.sqs.sendMessage({ QueueUrl, MessageBody });
    await until(async () => (await lab.counts(QueueUrl)) === "0/2/0");
    await lab.clock.advance(20_000);
    expect((await functions.lines(name)).filter((line) => line.includes("batch"))).to.deep.equal([]);
    await lab.clock.advance(41_000);
    const lines = (await functions.logged(name, "batch ")).filter((line) => line.includes("batch "));
    expect(lines.join()).to.match(/batch (one,two|two,one);/);
    await until(async () => (await lab.counts(QueueUrl)) === "0/0/0");
  });

  // Not yet sure: in one run of three the count of messages in flight is another one.
  it.skip("have a function work on as many batches at a time as their scaling says", async () => {
    const QueueUrl = await lab.queue({ VisibilityTimeout: "900" });
    const FunctionName = `sqs-worker-${++made}`;
    await functions.create(FunctionName, "export const handler = () => new Promise(() => {});", { Timeout: 900 });
    const input = { FunctionName, EventSourceArn: arnOf(QueueUrl), BatchSize: 1 };
    const { UUID } = await functions.lambda.send(
      new CreateEventSourceMappingCommand({ ...input, ScalingConfig: { MaximumConcurrency: 2 } }),
    );
    const Entries = Array.from({ length: 10 }, (_, i) => ({ Id: `${i}`, MessageBody: `${i}` }));
    await lab.sqs.sendMessageBatch({ QueueUrl, Entries });
    await until(async () => (await lab.counts(QueueUrl)) === "8/2/0");
    const change = { UUID, ScalingConfig: { MaximumConcurrency: 3 } };
    const changed = await functions.lambda.send(new UpdateEventSourceMappingCommand(change));
    expect(changed.ScalingConfig).to.deep.equal({ MaximumConcurrency: 3 });
    const single = functions.lambda.send(
      new UpdateEventSourceMappingCommand({ UUID, ScalingConfig: { MaximumConcurrency: 1 } }),
    );
    expect((await failure(single)).name).to.equal("ValidationException");
    await functions.lambda.send(new DeleteEventSourceMappingCommand({ UUID }));
  });

  it("are refused when they are not there, hide messages too briefly, or may not be read", async () => {
    const refused = async (url: string, more: Partial<CreateEventSourceMappingCommandInput> = {}) =>
      (await failure(map(url, more))).message;
    expect(await refused("x/none")).to.include("SQS Error Code: AWS.SimpleQueueService.NonExistentQueue");
    const brief = await lab.queue({ VisibilityTimeout: "2" });
    expect(await refused(brief)).to.equal(
      "Queue visibility timeout: 2 seconds is less than Function timeout: 3 seconds",
    );
    const Policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: { Effect: "Deny", Principal: "*", Action: "sqs:DeleteMessage", Resource: "*" },
    });
    expect(await refused(await lab.queue({ Policy }))).to.equal(
      "The provided execution role does not have permissions to call DeleteMessage on SQS",
    );
    const fifo = await lab.fifo();
    expect(await refused(fifo, { MaximumBatchingWindowInSeconds: 5 })).to.equal(
      "Batching window is not supported for FIFO queues",
    );
  });
});

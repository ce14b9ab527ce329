import { CreateEventSourceMappingCommand, type CreateEventSourceMappingCommandInput } from "@aws-sdk/client-lambda";
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

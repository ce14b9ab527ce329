import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SQS } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { Clock, type RunningCloud, startCloud } from "../../../../../lab/cloud/index.ts";
import { until } from "../../../until.ts";

describe("Queues when the lab stops", () => {
  const state = mkdtempSync(join(tmpdir(), "skylab-queues-"));
  let running: RunningCloud;
  let clock: Clock;
  let sqs: SQS;
  const start = async () => {
    clock = new Clock();
    running = await startCloud({ port: 0, state, clock });
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    sqs = new SQS({ endpoint: running.endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
  };
  before(start);
  after(async () => {
    sqs.destroy();
    await running.close();
    rmSync(state, { recursive: true });
  });
  const restart = async () => {
    sqs.destroy();
    await running.close();
    await start();
  };
  const receive = async (QueueUrl: string) => {
    const { Messages = [] } = await sqs.receiveMessage({ QueueUrl, MaxNumberOfMessages: 10 });
    return Messages;
  };

  it("keep their messages, what is hidden, and what they promised once", async () => {
    const { QueueUrl = "" } = await sqs.createQueue({
      QueueName: "kept.fifo",
      Attributes: { FifoQueue: "true", ContentBasedDeduplication: "true" },
    });
    const send = (MessageGroupId: string, MessageBody: string) =>
      sqs.sendMessage({ QueueUrl, MessageGroupId, MessageBody });
    const first = await send("a", "a1");
    await send("a", "a2");
    const [held] = await receive(QueueUrl);
    await send("b", "b1");
    await restart();
    expect(await send("a", "a1")).to.deep.include({
      MessageId: first.MessageId,
      SequenceNumber: first.SequenceNumber,
    });
    // Both of the first group are in flight.
    expect((await receive(QueueUrl)).map(({ Body }) => Body)).to.deep.equal(["b1"]);
    await sqs.deleteMessage({ QueueUrl, ReceiptHandle: held?.ReceiptHandle });
    await clock.advance(30_001);
    expect((await receive(QueueUrl)).map(({ Body }) => Body)).to.deep.equal(["a2", "b1"]);
  });

  it("go on with the task that moves their dead letters", async () => {
    const arn = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;
    const { QueueUrl: letters = "" } = await sqs.createQueue({ QueueName: "letters" });
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arn("letters"), maxReceiveCount: 1 });
    await sqs.createQueue({ QueueName: "work", Attributes: { RedrivePolicy } });
    for (const MessageBody of ["1", "2", "3"]) await sqs.sendMessage({ QueueUrl: letters, MessageBody });
    const input = { SourceArn: arn("letters"), DestinationArn: arn("work"), MaxNumberOfMessagesPerSecond: 1 };
    await sqs.startMessageMoveTask(input);
    await until(async () => (await moved()) === 1);
    await restart();
    await clock.advance(5_000);
    await until(async () => (await moved()) === 3);
  });

  const moved = async () => {
    const { Results } = await sqs.listMessageMoveTasks({ SourceArn: "arn:aws:sqs:us-east-1:000000000000:letters" });
    return Results?.[0]?.ApproximateNumberOfMessagesMoved;
  };
});

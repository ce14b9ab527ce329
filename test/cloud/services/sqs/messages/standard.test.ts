import { expect } from "chai";
import type { Queue } from "../../../../../lab/cloud/services/sqs/records.ts";
import type { SqsState } from "../../../../../lab/cloud/services/sqs/state.ts";
import { until } from "../../../until.ts";
import { failure } from "../../../use-cloud.ts";
import { ACCOUNT, useSqs } from "../use-sqs.ts";

describe("Messages of standard queues", () => {
  const lab = useSqs();

  it("are sent, received and deleted", async () => {
    const QueueUrl = await lab.queue();
    expect(QueueUrl).to.match(/^http:\/\/127\.0\.0\.1:\d+\/000000000000\/queue-\d+$/);
    const sent = await lab.sqs.sendMessage({ QueueUrl, MessageBody: "hello" });
    expect(sent.MD5OfMessageBody).to.equal("5d41402abc4b2a76b9719d911017c592");
    expect(await lab.counts(QueueUrl)).to.equal("1/0/0");
    const [message] = await lab.receive(QueueUrl, { MessageSystemAttributeNames: ["All"] });
    expect(message).to.deep.include({ Body: "hello", MessageId: sent.MessageId });
    expect(message?.Attributes).to.have.all.keys(
      "ApproximateFirstReceiveTimestamp",
      "ApproximateReceiveCount",
      "SenderId",
      "SentTimestamp",
    );
    expect(await lab.counts(QueueUrl)).to.equal("0/1/0");
    await lab.sqs.deleteMessage({ QueueUrl, ReceiptHandle: message?.ReceiptHandle });
    expect(await lab.counts(QueueUrl)).to.equal("0/0/0");
    const { Messages } = await lab.sqs.receiveMessage({ QueueUrl });
    expect(Messages).to.equal(undefined);
  });

  it("come again when they are not deleted in time, and the old handle deletes nothing then", async () => {
    const QueueUrl = await lab.queue({ VisibilityTimeout: "10" });
    await lab.sqs.sendMessage({ QueueUrl, MessageBody: "one" });
    const [first] = await lab.receive(QueueUrl);
    await lab.clock.advance(9_000);
    expect(await lab.bodies(QueueUrl)).to.deep.equal([]);
    await lab.clock.advance(1_001);
    expect(await lab.counts(QueueUrl)).to.equal("1/0/0");
    const [again] = await lab.receive(QueueUrl, { MessageSystemAttributeNames: ["ApproximateReceiveCount"] });
    expect(again?.Attributes).to.deep.equal({ ApproximateReceiveCount: "2" });
    await lab.sqs.deleteMessage({ QueueUrl, ReceiptHandle: first?.ReceiptHandle });
    expect(await lab.counts(QueueUrl)).to.equal("0/1/0");
    await lab.sqs.deleteMessage({ QueueUrl, ReceiptHandle: again?.ReceiptHandle });
    expect(await lab.counts(QueueUrl)).to.equal("0/0/0");
  });

  it("are deleted after their time by a handle that is the last one", async () => {
    const QueueUrl = await lab.queue({ VisibilityTimeout: "1" });
    await lab.sqs.sendMessage({ QueueUrl, MessageBody: "one" });
    const [message] = await lab.receive(QueueUrl);
    await lab.clock.advance(2_000);
    await lab.sqs.deleteMessage({ QueueUrl, ReceiptHandle: message?.ReceiptHandle });
    expect(await lab.counts(QueueUrl)).to.equal("0/0/0");
  });

  it("wait for their delay: that of the queue, or their own", async () => {
    const QueueUrl = await lab.queue({ DelaySeconds: "60" });
    await lab.sqs.sendMessage({ QueueUrl, MessageBody: "queue's" });
    await lab.sqs.sendMessage({ QueueUrl, MessageBody: "own", DelaySeconds: 5 });
    await lab.sqs.sendMessage({ QueueUrl, MessageBody: "at once", DelaySeconds: 0 });
    expect(await lab.counts(QueueUrl)).to.equal("1/0/2");
    expect(await lab.bodies(QueueUrl)).to.deep.equal(["at once"]);
    await lab.clock.advance(5_001);
    expect(await lab.bodies(QueueUrl)).to.deep.equal(["own"]);
    await lab.clock.advance(55_000);
    // The visibility of those before is over by now, too.
    expect(await lab.bodies(QueueUrl)).to.include("queue's");
  });

  it("are gone after the retention period", async () => {
    const QueueUrl = await lab.queue({ MessageRetentionPeriod: "60" });
    await lab.sqs.sendMessage({ QueueUrl, MessageBody: "visible" });
    await lab.sqs.sendMessage({ QueueUrl, MessageBody: "in flight" });
    await lab.receive(QueueUrl, { MaxNumberOfMessages: 1, VisibilityTimeout: 600 });
    await lab.clock.advance(30_000);
    await lab.sqs.sendMessage({ QueueUrl, MessageBody: "later" });
    expect(await lab.counts(QueueUrl)).to.equal("2/1/0");
    await lab.clock.advance(30_001);
    expect(await lab.counts(QueueUrl)).to.equal("1/0/0");
    expect(await lab.bodies(QueueUrl)).to.deep.equal(["later"]);
  });

  it("are answered as soon as they come to who waits, one waiter each", async () => {
    const QueueUrl = await lab.queue();
    const waiting = [1, 2].map(() => lab.bodies(QueueUrl, { WaitTimeSeconds: 20, MaxNumberOfMessages: 1 }));
    await lab.sqs.sendMessageBatch({
      QueueUrl,
      Entries: ["a", "b"].map((MessageBody) => ({ Id: MessageBody, MessageBody })),
    });
    expect((await Promise.all(waiting)).flat().sort()).to.deep.equal(["a", "b"]);
  });

  it("are answered to who waits when their delay or somebody's visibility timeout is over", async () => {
    const QueueUrl = await lab.queue();
    await lab.sqs.sendMessage({ QueueUrl, MessageBody: "hidden" });
    await lab.receive(QueueUrl, { VisibilityTimeout: 3 });
    await lab.sqs.sendMessage({ QueueUrl, MessageBody: "delayed", DelaySeconds: 4 });
    const first = lab.bodies(QueueUrl, { WaitTimeSeconds: 20 });
    const second = lab.bodies(QueueUrl, { WaitTimeSeconds: 20 });
    await polls(lab, 2);
    await lab.clock.advance(5_000);
    expect([...(await first), ...(await second)].sort()).to.deep.equal(["delayed", "hidden"]);
  });

  it("are not handed to who went away, and nothing is answered when the wait is over", async () => {
    const QueueUrl = await lab.queue({ ReceiveMessageWaitTimeSeconds: "10" });
    const abort = new AbortController();
    const gone = lab.sqs.receiveMessage({ QueueUrl }, { abortSignal: abort.signal });
    await polls(lab, 1);
    abort.abort();
    await failure(gone);
    await polls(lab, 0);
    const waited = lab.receive(QueueUrl);
    await polls(lab, 1);
    await lab.clock.advance(10_001);
    expect(await waited).to.deep.equal([]);
    await lab.sqs.sendMessage({ QueueUrl, MessageBody: "still there" });
    expect(await lab.bodies(QueueUrl)).to.deep.equal(["still there"]);
  });

  it("are no more than 120,000 in flight: who does not wait hears of it", async () => {
    const QueueUrl = await lab.queue();
    await lab.sqs.sendMessage({ QueueUrl, MessageBody: "one" });
    const { cloud } = lab.running;
    const { queues, messages } = (await cloud.service("sqs")).state as SqsState;
    const queue = queues.get(ACCOUNT, "us-east-1", QueueUrl.split("/").at(-1) ?? "") as Queue;
    cloud.store.write(() => messages.counts.change(queue, { inFlight: 120_000 }));
    const error = await failure(lab.receive(QueueUrl));
    expect([error.name, error.$metadata?.httpStatusCode]).to.deep.equal(["OverLimit", 403]);
    const waiting = lab.receive(QueueUrl, { WaitTimeSeconds: 1 });
    await polls(lab, 1);
    await lab.clock.advance(1_001);
    expect(await waiting).to.deep.equal([]);
  });

  it("are hidden longer or shorter, up to twelve hours from their receipt", async () => {
    const QueueUrl = await lab.queue();
    await lab.sqs.sendMessage({ QueueUrl, MessageBody: "one" });
    const [message] = await lab.receive(QueueUrl);
    const ReceiptHandle = message?.ReceiptHandle;
    const change = (VisibilityTimeout: number) =>
      lab.sqs.changeMessageVisibility({ QueueUrl, ReceiptHandle, VisibilityTimeout });
    await change(43_200);
    await lab.clock.advance(1_000);
    expect((await failure(change(43_200))).message).to.include("beyond the limit [43200 seconds]");
    expect((await failure(change(43_201))).message).to.equal(
      "Value 43201 for parameter VisibilityTimeout is invalid. Reason: Must be between 0 and 43200, if provided.",
    );
    await change(0);
    expect(await lab.counts(QueueUrl)).to.equal("1/0/0");
    const late = await failure(change(10));
    expect(late.name).to.equal("MessageNotInflight");
    expect(late.$metadata?.httpStatusCode).to.equal(400);
  });
});

/** Waits until so many requests wait for messages. */
async function polls(lab: ReturnType<typeof useSqs>, count: number): Promise<void> {
  const { state } = await lab.running.cloud.service("sqs");
  await until(() => (state as SqsState).polls.count === count);
}

import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { useSqs } from "../use-sqs.ts";

describe("Messages of first-in-first-out queues", () => {
  const lab = useSqs();
  let made = 0;

  const send = (
    QueueUrl: string,
    MessageGroupId: string,
    MessageBody: string,
    MessageDeduplicationId = `id-${++made}`,
  ) => lab.sqs.sendMessage({ QueueUrl, MessageGroupId, MessageBody, MessageDeduplicationId });

  it("keep their order in each group, and a group with a message in flight gives no others", async () => {
    const url = await lab.fifo();
    for (const body of ["a1", "a2", "b1", "a3", "b2"]) await send(url, body.charAt(0), body);
    const first = await lab.receive(url, { MaxNumberOfMessages: 2 });
    expect(first.map(({ Body }) => Body)).to.deep.equal(["a1", "a2"]);
    expect(await lab.counts(url)).to.equal("3/2/0");
    expect(await lab.bodies(url)).to.deep.equal(["b1", "b2"]);
    expect(await lab.bodies(url)).to.deep.equal([]);
    await lab.sqs.deleteMessage({ QueueUrl: url, ReceiptHandle: first[0]?.ReceiptHandle });
    expect(await lab.bodies(url)).to.deep.equal([]);
    await lab.sqs.deleteMessage({ QueueUrl: url, ReceiptHandle: first[1]?.ReceiptHandle });
    expect(await lab.bodies(url)).to.deep.equal(["a3"]);
  });

  it("come again in their order when their time is over", async () => {
    const url = await lab.fifo({ VisibilityTimeout: "5" });
    for (const body of ["1", "2", "3"]) await send(url, "g", body);
    expect(await lab.bodies(url, { MaxNumberOfMessages: 2 })).to.deep.equal(["1", "2"]);
    await lab.clock.advance(5_001);
    expect(await lab.bodies(url)).to.deep.equal(["1", "2", "3"]);
  });

  it("keep their order among many receivers at a time", async () => {
    const url = await lab.fifo();
    const groups = ["a", "b", "c"];
    for (let number = 0; number < 12; number++)
      for (const group of groups) await send(url, group, `${group}${String(number).padStart(2, "0")}`);
    const seen: Record<string, string[]> = { a: [], b: [], c: [] };
    const work = async () => {
      for (;;) {
        const messages = await lab.receive(url, { MaxNumberOfMessages: 3 });
        if (messages.length === 0 && Object.values(seen).flat().length >= 36) return;
        for (const { Body = "", ReceiptHandle } of messages) {
          seen[Body.charAt(0)]?.push(Body);
          await lab.sqs.deleteMessage({ QueueUrl: url, ReceiptHandle });
        }
      }
    };
    await Promise.all([work(), work(), work(), work()]);
    for (const group of groups) expect(seen[group]).to.deep.equal([...(seen[group] ?? [])].sort());
    expect(Object.values(seen).map(({ length }) => length)).to.deep.equal([12, 12, 12]);
  });

  it("are taken once in five minutes, deleted or not, and a duplicate answers the original", async () => {
    const url = await lab.fifo();
    const original = await send(url, "g", "one", "same");
    const [message] = await lab.receive(url);
    await lab.sqs.deleteMessage({ QueueUrl: url, ReceiptHandle: message?.ReceiptHandle });
    await lab.clock.advance(299_000);
    const duplicate = await send(url, "other", "one", "same");
    expect(duplicate.MessageId).to.equal(original.MessageId);
    expect(duplicate.SequenceNumber).to.equal(original.SequenceNumber);
    expect(await lab.counts(url)).to.equal("0/0/0");
    await lab.clock.advance(1_001);
    const another = await send(url, "g", "one", "same");
    expect(another.MessageId).not.to.equal(original.MessageId);
    expect(BigInt(another.SequenceNumber ?? 0) > BigInt(original.SequenceNumber ?? 0)).to.equal(true);
    expect(await lab.counts(url)).to.equal("1/0/0");
  });

  it("are told apart by their content, and in each group, where the queue says so", async () => {
    const url = await lab.fifo({ ContentBasedDeduplication: "true", DeduplicationScope: "messageGroup" });
    for (const group of ["a", "a", "b"])
      await lab.sqs.sendMessage({ QueueUrl: url, MessageGroupId: group, MessageBody: "same" });
    const messages = await lab.receive(url, { MessageSystemAttributeNames: ["All"] });
    expect(messages.map(({ Attributes }) => Attributes?.MessageGroupId)).to.deep.equal(["a", "b"]);
    expect(messages[0]?.Attributes?.MessageDeduplicationId).to.match(/^[0-9a-f]{64}$/);
    expect(messages[0]?.Attributes?.SequenceNumber).to.match(/^\d{20}$/);
  });

  it("need a group, and an id unless content tells", async () => {
    const QueueUrl = await lab.fifo();
    const noGroup = await failure(lab.sqs.sendMessage({ QueueUrl, MessageBody: "x", MessageDeduplicationId: "1" }));
    expect(noGroup.message).to.equal("The request must contain the parameter MessageGroupId.");
    expect(noGroup.name).to.equal("MissingParameter");
    const noId = await failure(lab.sqs.sendMessage({ QueueUrl, MessageBody: "x", MessageGroupId: "g" }));
    expect(noId.message).to.equal(
      "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
    );
    const delayed = await failure(
      lab.sqs.sendMessage({
        QueueUrl,
        MessageBody: "x",
        MessageGroupId: "g",
        MessageDeduplicationId: "1",
        DelaySeconds: 2,
      }),
    );
    expect(delayed.message).to.equal(
      "Value 2 for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.",
    );
  });

  it("are not deleted by a handle that has expired", async () => {
    const url = await lab.fifo({ VisibilityTimeout: "1" });
    await send(url, "g", "one");
    const [message] = await lab.receive(url);
    await lab.clock.advance(1_001);
    const error = await failure(lab.sqs.deleteMessage({ QueueUrl: url, ReceiptHandle: message?.ReceiptHandle }));
    expect(error.message).to.equal(
      `Value ${message?.ReceiptHandle} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.`,
    );
  });

  it("are answered once more to a request that is tried again", async () => {
    const url = await lab.fifo({ VisibilityTimeout: "10" });
    for (const body of ["1", "2"]) await send(url, "g", body);
    const ask = () => lab.receive(url, { ReceiveRequestAttemptId: "try", MaxNumberOfMessages: 1 });
    const [first] = await ask();
    await lab.clock.advance(9_000);
    const [again] = await ask();
    expect(again?.ReceiptHandle).to.equal(first?.ReceiptHandle);
    await lab.clock.advance(9_000);
    expect(await lab.bodies(url)).to.deep.equal([]);
    await lab.sqs.deleteMessage({ QueueUrl: url, ReceiptHandle: first?.ReceiptHandle });
    expect((await ask()).map(({ Body }) => Body)).to.deep.equal(["2"]);
  });

  it("wait for the delay of their queue, whichever is due before", async () => {
    const url = await lab.fifo({ DelaySeconds: "10" });
    await send(url, "g", "1");
    await lab.sqs.setQueueAttributes({ QueueUrl: url, Attributes: { DelaySeconds: "0" } });
    await send(url, "g", "2");
    expect(await lab.bodies(url)).to.deep.equal([]);
    await lab.clock.advance(10_001);
    expect(await lab.bodies(url)).to.deep.equal(["1", "2"]);
  });
});

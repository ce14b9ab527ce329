import { expect } from "chai";
import { until } from "../../../until.ts";
import { failure } from "../../../use-cloud.ts";
import { arnOf, useSqs } from "../use-sqs.ts";

describe("Dead letters", () => {
  const lab = useSqs();

  const withLetters = async (count: number, kind: "queue" | "fifo" = "queue") => {
    const letters = await lab[kind]();
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arnOf(letters), maxReceiveCount: String(count) });
    return { letters, queue: await lab[kind]({ RedrivePolicy, VisibilityTimeout: "1" }) };
  };

  it("go to their queue when they were received too often", async () => {
    const { letters, queue } = await withLetters(2);
    const { MessageId } = await lab.sqs.sendMessage({ QueueUrl: queue, MessageBody: "poison" });
    await lab.sqs.sendMessage({ QueueUrl: queue, MessageBody: "late", DelaySeconds: 5 });
    for (let time = 0; time < 2; time++) {
      expect(await lab.bodies(queue)).to.deep.equal(["poison"]);
      await lab.clock.advance(1_001);
    }
    const waiting = lab.receive(letters, { WaitTimeSeconds: 20, MessageSystemAttributeNames: ["All"] });
    expect(await lab.bodies(queue)).to.deep.equal([]);
    const [letter] = await waiting;
    expect(letter).to.deep.include({ Body: "poison", MessageId });
    expect(letter?.Attributes).to.include({ DeadLetterQueueSourceArn: arnOf(queue), ApproximateReceiveCount: "3" });
    expect(await lab.counts(queue)).to.equal("0/0/1");
  });

  it("let the next of their group through", async () => {
    const { letters, queue } = await withLetters(1, "fifo");
    for (const body of ["1", "2"])
      await lab.sqs.sendMessage({
        QueueUrl: queue,
        MessageBody: body,
        MessageGroupId: "g",
        MessageDeduplicationId: body,
      });
    expect(await lab.bodies(queue, { MaxNumberOfMessages: 1 })).to.deep.equal(["1"]);
    await lab.clock.advance(1_001);
    expect(await lab.bodies(queue)).to.deep.equal(["2"]);
    expect(await lab.bodies(letters)).to.deep.equal(["1"]);
  });

  it("have a redrive policy with the count as a number, and their queue knows its sources", async () => {
    const { letters, queue } = await withLetters(3);
    const { Attributes } = await lab.sqs.getQueueAttributes({ QueueUrl: queue, AttributeNames: ["RedrivePolicy"] });
    expect(Attributes?.RedrivePolicy).to.equal(`{"deadLetterTargetArn":"${arnOf(letters)}","maxReceiveCount":3}`);
    expect((await lab.sqs.listDeadLetterSourceQueues({ QueueUrl: letters })).queueUrls).to.deep.equal([queue]);
    await lab.sqs.setQueueAttributes({ QueueUrl: queue, Attributes: { RedrivePolicy: "" } });
    expect((await lab.sqs.listDeadLetterSourceQueues({ QueueUrl: letters })).queueUrls).to.deep.equal([]);
  });

  it("are taken from the queues alone that the redrive allow policy names", async () => {
    const [letters, allowed, other] = [await lab.queue(), await lab.queue(), await lab.queue()];
    const policy = (value: object) =>
      lab.sqs.setQueueAttributes({ QueueUrl: letters, Attributes: { RedriveAllowPolicy: JSON.stringify(value) } });
    await policy({ redrivePermission: "byQueue", sourceQueueArns: [arnOf(allowed)] });
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arnOf(letters), maxReceiveCount: 1 });
    const set = (QueueUrl: string) => lab.sqs.setQueueAttributes({ QueueUrl, Attributes: { RedrivePolicy } });
    await set(allowed);
    expect((await failure(set(other))).name).to.equal("InvalidParameterValue");
    const wrong = policy({ redrivePermission: "denyAll", sourceQueueArns: [arnOf(allowed)] });
    expect((await failure(wrong)).message).to.include("sourceQueueArns can only be specified");
  });

  it("are moved back to where they came from, as new messages", async () => {
    const { letters, queue } = await withLetters(1);
    for (const MessageBody of ["1", "2"]) await lab.sqs.sendMessage({ QueueUrl: queue, MessageBody });
    const before = await lab.receive(queue);
    await lab.clock.advance(1_001);
    await lab.receive(queue);
    expect(await lab.counts(letters)).to.equal("2/0/0");
    const { TaskHandle } = await lab.sqs.startMessageMoveTask({ SourceArn: arnOf(letters) });
    expect(TaskHandle).to.match(/^[A-Za-z0-9+/=]+$/);
    await until(async () => (await tasks(letters))[0]?.Status === "COMPLETED");
    expect(await lab.counts(letters)).to.equal("0/0/0");
    const [{ StartedTimestamp, ...task } = {}] = await tasks(letters);
    expect(StartedTimestamp).to.be.a("number");
    expect(task).to.deep.equal({
      Status: "COMPLETED",
      SourceArn: arnOf(letters),
      ApproximateNumberOfMessagesMoved: 2,
      ApproximateNumberOfMessagesToMove: 2,
    });
    const after = await lab.receive(queue);
    expect(after.map(({ Body }) => Body)).to.deep.equal(["1", "2"]);
    expect(after[0]?.MessageId).not.to.equal(before[0]?.MessageId);
  });

  it("are moved as fast as their task may, until it is cancelled", async () => {
    const { letters } = await withLetters(1);
    const destination = await lab.queue();
    for (let number = 0; number < 4; number++)
      await lab.sqs.sendMessage({ QueueUrl: letters, MessageBody: `${number}` });
    const input = { SourceArn: arnOf(letters), DestinationArn: arnOf(destination), MaxNumberOfMessagesPerSecond: 1 };
    const { TaskHandle } = await lab.sqs.startMessageMoveTask(input);
    await until(async () => (await lab.counts(destination)) === "1/0/0");
    const twice = await failure(lab.sqs.startMessageMoveTask(input));
    expect(twice.message).to.include("Only one active task is allowed for a source queue arn at a given time.");
    await lab.clock.advance(1_000);
    expect(await lab.counts(destination)).to.equal("2/0/0");
    const cancelled = await lab.sqs.cancelMessageMoveTask({ TaskHandle });
    expect(cancelled.ApproximateNumberOfMessagesMoved).to.equal(2);
    await lab.clock.advance(5_000);
    expect(await lab.counts(destination)).to.equal("2/0/0");
    expect((await tasks(letters))[0]).to.deep.include({ Status: "CANCELLED", MaxNumberOfMessagesPerSecond: 1 });
  });

  it("are moved from dead-letter queues alone, to queues that are there", async () => {
    const { letters, queue } = await withLetters(1);
    const start = (SourceArn: string, DestinationArn?: string) =>
      failure(lab.sqs.startMessageMoveTask({ SourceArn, DestinationArn }));
    expect((await start(arnOf(queue))).message).to.equal("Source queue must be configured as a Dead Letter Queue.");
    const gone = await start(arnOf(letters), arnOf("x/none"));
    expect([gone.name, gone.$metadata?.httpStatusCode, gone.message]).to.deep.equal([
      "ResourceNotFoundException",
      404,
      "The resource that you specified for the DestinationArn parameter doesn't exist.",
    ]);
    const handle = (value: string) =>
      failure(lab.sqs.cancelMessageMoveTask({ TaskHandle: Buffer.from(value).toString("base64") }));
    expect((await handle("x")).message).to.equal("Value for parameter TaskHandle is invalid.");
    expect((await handle(JSON.stringify({ taskId: "x", sourceArn: arnOf(letters) }))).message).to.equal(
      "Task does not exist.",
    );
  });

  const tasks = async (url: string) => (await lab.sqs.listMessageMoveTasks({ SourceArn: arnOf(url) })).Results ?? [];
});

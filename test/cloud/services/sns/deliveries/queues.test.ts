import {
  CreateTopicCommand,
  PublishCommand,
  type PublishCommandInput,
  SetSubscriptionAttributesCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  type Message,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { services } from "../../../../../lab/cloud/services/index.ts";
import { until } from "../../../until.ts";
import { useCloud } from "../../../use-cloud.ts";

describe("SNS subscriptions of queues", () => {
  const lab = useCloud();
  let sns: SNSClient;
  let sqs: SQSClient;
  before(function () {
    if (!Object.hasOwn(services, "sqs")) this.skip();
    sns = lab.client(SNSClient);
    sqs = lab.client(SQSClient);
  });

  const arnOf = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;
  const create = async (Name: string, Attributes = {}) =>
    (await sns.send(new CreateTopicCommand({ Name, Attributes }))).TopicArn as string;
  const subscribe = async (TopicArn: string, queue: string, Attributes = {}) =>
    (await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: arnOf(queue), Attributes })))
      .SubscriptionArn as string;
  const publish = (TopicArn: string, Message: string, more: Partial<PublishCommandInput> = {}) =>
    sns.send(new PublishCommand({ TopicArn, Message, ...more }));

  /** Makes a queue that topics may send to. @returns its address */
  async function queue(QueueName: string, Attributes = {}): Promise<string> {
    const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
    const statement = {
      Effect: "Allow",
      Principal: { Service: "sns.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: arnOf(QueueName),
    };
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: statement });
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
    return QueueUrl;
  }

  /** Takes messages from a queue until there are so many. */
  async function received(QueueUrl: string, count: number): Promise<Message[]> {
    const all: Message[] = [];
    const receive = new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: 10,
      MessageAttributeNames: ["All"],
      MessageSystemAttributeNames: ["All"],
    });
    await until(async () => {
      all.push(...((await sqs.send(receive)).Messages ?? []));
      return all.length >= count;
    });
    return all;
  }

  it("get an envelope, with attributes", async () => {
    const [TopicArn, url] = [await create("envelope"), await queue("envelope")];
    await subscribe(TopicArn, "envelope");
    const MessageAttributes = { attr1: { DataType: "Number", StringValue: "99.12" } };
    const { MessageId } = await publish(TopicArn, "m", { Subject: "s", MessageAttributes, MessageGroupId: "fair" });
    const [message] = await received(url, 1);
    const body = JSON.parse(message?.Body ?? "");
    expect(body).to.deep.include({
      Type: "Notification",
      MessageId,
      TopicArn,
      Subject: "s",
      Message: "m",
      SignatureVersion: "1",
      MessageAttributes: { attr1: { Type: "Number", Value: "99.12" } },
    });
    expect(message?.MessageAttributes).to.equal(undefined);
  });

  it("get raw messages, whose attributes are the queue's message's own", async () => {
    const [TopicArn, url] = [await create("raw"), await queue("raw")];
    await subscribe(TopicArn, "raw", { RawMessageDelivery: "true" });
    const MessageAttributes = {
      text: { DataType: "String", StringValue: "t" },
      bytes: { DataType: "Binary", BinaryValue: Buffer.from([2, 3, 4]) },
    };
    await publish(TopicArn, "m", { MessageAttributes });
    const [message] = await received(url, 1);
    expect(message?.Body).to.equal("m");
    expect(message?.MessageAttributes?.text).to.include({ DataType: "String", StringValue: "t" });
    expect([...(message?.MessageAttributes?.bytes?.BinaryValue ?? [])]).to.deep.equal([2, 3, 4]);
  });

  it("get the messages of a FIFO topic in their order, unsigned, with their numbers", async () => {
    const attributes = { FifoTopic: "true", ContentBasedDeduplication: "true" };
    const TopicArn = await create("ordered.fifo", attributes);
    const url = await queue("ordered.fifo", { FifoQueue: "true" });
    await subscribe(TopicArn, "ordered.fifo");
    const numbers: (string | undefined)[] = [];
    for (const Message of ["a", "b", "c", "a"])
      numbers.push((await publish(TopicArn, Message, { MessageGroupId: "g" })).SequenceNumber);
    const bodies = (await received(url, 3)).map(({ Body }) => JSON.parse(Body ?? ""));
    expect(bodies.map(({ Message }) => Message)).to.deep.equal(["a", "b", "c"]);
    expect(bodies.map(({ SequenceNumber }) => SequenceNumber)).to.deep.equal(numbers.slice(0, 3));
    expect(bodies[0]).not.to.have.any.keys("Signature", "SignatureVersion", "SigningCertURL");
  });

  it("get what an archive has of a span again", async () => {
    const attributes = {
      FifoTopic: "true",
      ContentBasedDeduplication: "true",
      ArchivePolicy: '{"MessageRetentionPeriod":"1"}',
    };
    const TopicArn = await create("replayed.fifo", attributes);
    const url = await queue("replayed.fifo", { FifoQueue: "true" });
    await publish(TopicArn, "old", { MessageGroupId: "g" });
    await lab.clock.advance(60_000);
    const StartingPoint = lab.clock.date().toISOString();
    await publish(TopicArn, "new", { MessageGroupId: "g" });
    const ReplayPolicy = JSON.stringify({ PointType: "Timestamp", StartingPoint });
    await subscribe(TopicArn, "replayed.fifo", { ReplayPolicy });
    const [message] = await received(url, 1);
    expect(JSON.parse(message?.Body ?? "")).to.include({ Message: "new", Replayed: true });
  });

  it("that don't let the topic send, or are gone, leave it to the dead-letter queue", async () => {
    const [TopicArn, dead] = [await create("dead"), await queue("dead")];
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arnOf("dead") });
    const arn = await subscribe(TopicArn, "gone", { RedrivePolicy });
    await publish(TopicArn, "one");
    const [message] = await received(dead, 1);
    expect(JSON.parse(message?.Body ?? "")).to.include({ Type: "Notification", Message: "one" });
    const raw = { SubscriptionArn: arn, AttributeName: "RawMessageDelivery", AttributeValue: "true" };
    await sns.send(new SetSubscriptionAttributesCommand(raw));
    await publish(TopicArn, "two");
    await until(async () => (await received(dead, 1)).some(({ Body }) => Body === "two"));
    await sns.send(new UnsubscribeCommand({ SubscriptionArn: arn }));
  });
});

import {
  CreateTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  PublishBatchCommand,
  PublishCommand,
  type PublishCommandInput,
  SetSubscriptionAttributesCommand,
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
} from "@aws-sdk/client-sns";
import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";

const QUEUE = "arn:aws:sqs:us-east-1:000000000000:q.fifo";

describe("FIFO topics of SNS", () => {
  const lab = useCloud();
  let sns: SNSClient;
  before(() => {
    sns = lab.client(SNSClient);
  });

  const create = async (Name: string, Attributes = {}) =>
    (await sns.send(new CreateTopicCommand({ Name, Attributes: { FifoTopic: "true", ...Attributes } })))
      .TopicArn as string;
  const publish = (TopicArn: string, Message: string, more: Partial<PublishCommandInput> = {}) =>
    sns.send(new PublishCommand({ TopicArn, Message, MessageGroupId: "g", ...more }));

  it("need a group, and a way to tell messages apart", async () => {
    const TopicArn = await create("needs.fifo");
    const group = await failure(publish(TopicArn, "m", { MessageGroupId: undefined }));
    expect(group.message).to.equal("Invalid parameter: The MessageGroupId parameter is required for FIFO topics");
    const deduplication = await failure(publish(TopicArn, "m"));
    expect(deduplication.message).to.equal(
      "Invalid parameter: The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
    );
  });

  it("number their messages, and know one again for five minutes", async () => {
    const TopicArn = await create("known.fifo", { ContentBasedDeduplication: "true" });
    const first = await publish(TopicArn, "m");
    expect(first.SequenceNumber).to.match(/^\d{20}$/);
    const again = await publish(TopicArn, "m", { MessageGroupId: "other" });
    expect([again.MessageId, again.SequenceNumber]).to.deep.equal([first.MessageId, first.SequenceNumber]);
    const other = await publish(TopicArn, "n");
    expect(BigInt(other.SequenceNumber ?? 0) > BigInt(first.SequenceNumber ?? 0)).to.equal(true);
    await lab.clock.advance(5 * 60_000 + 1000);
    expect((await publish(TopicArn, "m")).MessageId).not.to.equal(first.MessageId);
  });

  it("know messages by their groups when they are told to", async () => {
    const TopicArn = await create("groups.fifo", { FifoThroughputScope: "MessageGroup" });
    const MessageDeduplicationId = "d";
    const one = await publish(TopicArn, "m", { MessageDeduplicationId, MessageGroupId: "1" });
    const two = await publish(TopicArn, "m", { MessageDeduplicationId, MessageGroupId: "2" });
    expect(two.MessageId).not.to.equal(one.MessageId);
    expect((await publish(TopicArn, "m", { MessageDeduplicationId, MessageGroupId: "2" })).MessageId).to.equal(
      two.MessageId,
    );
  });

  it("number the messages of a batch in their order", async () => {
    const TopicArn = await create("batch.fifo", { ContentBasedDeduplication: "true" });
    const PublishBatchRequestEntries = ["a", "b", "c"].map((Id) => ({ Id, Message: Id, MessageGroupId: "g" }));
    const { Successful = [] } = await sns.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries }));
    const numbers = Successful.map(({ SequenceNumber }) => SequenceNumber ?? "");
    expect(numbers).to.deep.equal([...numbers].sort());
    expect(new Set(numbers).size).to.equal(3);
  });

  it("deliver to queues alone", async () => {
    const TopicArn = await create("queues.fifo");
    const http = new SubscribeCommand({ TopicArn, Protocol: "http", Endpoint: "http://127.0.0.1:1/" });
    expect((await failure(sns.send(http))).name).to.equal("InvalidParameterException");
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: QUEUE }));
    const standard = (await sns.send(new CreateTopicCommand({ Name: "standard" }))).TopicArn;
    const fifo = new SubscribeCommand({ TopicArn: standard, Protocol: "sqs", Endpoint: QUEUE });
    expect((await failure(sns.send(fifo))).message).to.equal(
      "Invalid parameter: Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics",
    );
  });

  describe("with an archive", () => {
    const replay = (from: number, to?: number) =>
      JSON.stringify({
        PointType: "Timestamp",
        StartingPoint: new Date(from).toISOString(),
        ...(to !== undefined && { EndingPoint: new Date(to).toISOString() }),
      });

    it("tell since when they keep messages", async () => {
      const TopicArn = await create("archive.fifo", { ArchivePolicy: '{"MessageRetentionPeriod":"30"}' });
      const attributes = async () => (await sns.send(new GetTopicAttributesCommand({ TopicArn }))).Attributes ?? {};
      expect(Date.parse((await attributes()).BeginningArchiveTime ?? "")).to.be.a("number").and.not.NaN;
      const set = (AttributeValue: string) =>
        sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName: "ArchivePolicy", AttributeValue }));
      expect((await failure(set('{"MessageRetentionPeriod":"366"}'))).message).to.match(/ArchivePolicy/);
      await set("{}");
      expect(await attributes()).not.to.have.any.keys("ArchivePolicy", "BeginningArchiveTime");
    });

    it("take a replay policy that names a span, and refuse one that does not", async () => {
      const TopicArn = await create("replayed.fifo", {
        ContentBasedDeduplication: "true",
        ArchivePolicy: '{"MessageRetentionPeriod":"1"}',
      });
      await publish(TopicArn, "too old");
      await lab.clock.advance(20 * 3_600_000);
      const from = lab.clock.now();
      await publish(TopicArn, "one");
      await publish(TopicArn, "two");
      await lab.clock.advance(60_000);
      const to = lab.clock.now();
      await lab.clock.advance(60_000);
      await publish(TopicArn, "too young");
      const Attributes = { ReplayPolicy: replay(from, to), RawMessageDelivery: "true" };
      const { SubscriptionArn } = await sns.send(
        new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: QUEUE, Attributes }),
      );
      const told = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
      expect(told.Attributes?.ReplayPolicy).to.equal(Attributes.ReplayPolicy);
      const AttributeName = "ReplayPolicy";
      const set = (AttributeValue: string) =>
        sns.send(new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName, AttributeValue }));
      expect((await failure(set("{}x"))).message).to.match(/^Invalid parameter: ReplayPolicy/);
      expect((await failure(set(replay(to, from)))).message).to.match(/EndingPoint/);
    });

    it("have none to send again without an archive policy", async () => {
      const TopicArn = await create("none.fifo");
      const Attributes = { ReplayPolicy: replay(0) };
      const error = await failure(
        sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: QUEUE, Attributes })),
      );
      expect(error.message).to.match(/^Invalid parameter: Attributes Reason: ReplayPolicy/);
    });
  });
});

import {
  CreateTopicCommand,
  PublishBatchCommand,
  PublishCommand,
  type PublishCommandInput,
  SNSClient,
  SubscribeCommand,
} from "@aws-sdk/client-sns";
import { expect } from "chai";
import { until } from "../../../until.ts";
import { failure, useCloud } from "../../../use-cloud.ts";
import { Functions } from "../../lambda/functions.ts";

const text = (value: string) => ({ DataType: "String", StringValue: value });

describe("Publishing to SNS", () => {
  const lab = useCloud();
  let sns: SNSClient;
  let TopicArn: string;
  before(async () => {
    sns = lab.client(SNSClient);
    TopicArn = (await sns.send(new CreateTopicCommand({ Name: "t" }))).TopicArn as string;
  });

  const publish = (input: Partial<PublishCommandInput>) =>
    sns.send(new PublishCommand({ TopicArn, Message: "m", ...input }));

  it("answers with the id of the message", async () => {
    const { MessageId, SequenceNumber } = await publish({});
    expect(MessageId).to.match(/^[0-9a-f-]{36}$/);
    expect(SequenceNumber).to.equal(undefined);
    expect((await publish({ TopicArn: undefined, TargetArn: TopicArn })).MessageId).to.be.a("string");
  });

  const BAD: readonly [title: string, input: Partial<PublishCommandInput>, message: string][] = [
    ["an empty message", { Message: "" }, "Invalid parameter: Empty message"],
    ["an empty subject", { Subject: "" }, "Invalid parameter: Subject"],
    ["a long subject", { Subject: "s".repeat(101) }, "Invalid parameter: Subject"],
    ["a subject of two lines", { Subject: "a\nb" }, "Invalid parameter: Subject"],
    ["a long message", { Message: "m".repeat(262_145) }, "Invalid parameter: Message too long"],
    [
      "a message that is long with its attributes",
      { Message: "m".repeat(262_140), MessageAttributes: { a: text("b") } },
      "Invalid parameter: Message too long",
    ],
    [
      "a structure that is no JSON",
      { MessageStructure: "json", Message: "{" },
      "Invalid parameter: Message Structure - JSON message body failed to parse",
    ],
    [
      "a structure without a default",
      { MessageStructure: "json", Message: '{"sqs":"a"}' },
      "Invalid parameter: Message Structure - No default entry in JSON message body",
    ],
    [
      "a default that is no text",
      { MessageStructure: "json", Message: '{"default":{"a":1}}' },
      "Invalid parameter: Message Structure - No default entry in JSON message body",
    ],
    [
      "a deduplication id",
      { MessageDeduplicationId: "d" },
      "Invalid parameter: MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type",
    ],
    [
      "no topic's ARN",
      { TopicArn: "topic" },
      "Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1",
    ],
    ["another region's topic", { TopicArn: "arn:aws:sns:eu-west-1:000000000000:t" }, "Invalid parameter: TopicArn"],
    ["no topic", { TopicArn: "arn:aws:sns:us-east-1:000000000000:none" }, "Topic does not exist"],
    [
      "no device",
      { TopicArn: undefined, TargetArn: "arn:aws:sns:us-east-1:000000000000:endpoint/GCM/a/b" },
      "Invalid parameter: TargetArn Reason: No endpoint found for the target arn specified",
    ],
    [
      "no phone",
      { TopicArn: undefined, PhoneNumber: "12345" },
      "Invalid parameter: PhoneNumber Reason: 12345 is not valid to publish to",
    ],
  ];
  for (const [title, input, message] of BAD)
    it(`is refused for ${title}`, async () => {
      expect((await failure(publish(input))).message).to.equal(message);
    });

  const NON_EMPTY = "must contain non-empty message attribute value for message attribute type";
  const ATTRIBUTES: readonly [title: string, attributes: PublishCommandInput["MessageAttributes"], message: string][] =
    [
      ["an empty text", { a: text("") }, `The message attribute 'a' ${NON_EMPTY} 'String'.`],
      [
        "no bytes",
        { a: { DataType: "Binary", BinaryValue: Buffer.alloc(0) } },
        `The message attribute 'a' ${NON_EMPTY} 'Binary'.`,
      ],
      [
        "bytes as text",
        { a: { DataType: "String", BinaryValue: Buffer.from([1]) } },
        "The message attribute 'a' with type 'String' must use field 'String'.",
      ],
      [
        "text as bytes",
        { a: { DataType: "Binary", StringValue: "b" } },
        "The message attribute 'a' with type 'Binary' must use field 'Binary'.",
      ],
      [
        "another type",
        { a: { DataType: "Stringprefixed", StringValue: "b" } },
        "The message attribute 'a' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.",
      ],
      [
        "a long name",
        { ["a".repeat(257)]: text("b") },
        "Length of message attribute name must be less than 256 bytes.",
      ],
      [
        "a strange name",
        { "a^": text("b") },
        "Invalid non-alphanumeric character '#x5E' was found in the message attribute name. Can only include alphanumeric characters, hyphens, underscores, or dots.",
      ],
      ["a dot in front", { ".a": text("b") }, "Invalid message attribute name starting with character '.' was found."],
      ["a dot at the end", { "a.": text("b") }, "Invalid message attribute name ending with character '.' was found."],
      ["two dots", { "a..b": text("b") }, "Message attribute name can not have successive '.' character."],
    ];
  for (const [title, MessageAttributes, message] of ATTRIBUTES)
    it(`is refused for an attribute with ${title}`, async () => {
      const error = await failure(publish({ MessageAttributes }));
      expect([error.Code, error.message]).to.deep.equal(["ParameterValueInvalid", message]);
    });

  describe("in batches", () => {
    const batch = (...PublishBatchRequestEntries: object[]) =>
      sns.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries: PublishBatchRequestEntries as never }));

    it("answers for each message", async () => {
      const { Successful, Failed } = await batch({ Id: "a", Message: "1" }, { Id: "b", Message: "2" });
      expect(Successful?.map(({ Id }) => Id)).to.deep.equal(["a", "b"]);
      expect(Failed).to.deep.equal([]);
    });

    const entries = (count: number) => Array.from({ length: count }, (_, i) => ({ Id: `i${i}`, Message: "m" }));
    const CASES: readonly [title: string, entries: object[], code: string][] = [
      ["none", [], "EmptyBatchRequest"],
      ["more than ten", entries(11), "TooManyEntriesInBatchRequest"],
      ["two of one id", [...entries(1), ...entries(1)], "BatchEntryIdsNotDistinct"],
      ["an id with a space", [{ Id: "a b", Message: "m" }], "InvalidBatchEntryId"],
      ["too much together", ["a", "b"].map((Id) => ({ Id, Message: "m".repeat(140_000) })), "BatchRequestTooLong"],
      ["no default", [{ Id: "a", Message: "{}", MessageStructure: "json" }], "InvalidParameter"],
    ];
    for (const [title, given, code] of CASES)
      it(`is refused for ${title}`, async () => {
        expect((await failure(batch(...given))).Code).to.equal(code);
      });
  });

  describe("to functions", () => {
    let functions: Functions;
    before(async () => {
      functions = new Functions(lab.endpoint);
      await functions.makeRole();
    });
    after(() => functions.destroy());

    it("invokes those that are subscribed, with AWS's event", async () => {
      const code = "export const handler = async (event) => console.log('GOT' + JSON.stringify(event));";
      const Endpoint = await functions.createFor("sns.amazonaws.com", "f", code);
      const { SubscriptionArn } = await sns.send(new SubscribeCommand({ TopicArn, Protocol: "lambda", Endpoint }));
      const { MessageId } = await publish({
        MessageStructure: "json",
        Message: JSON.stringify({ default: "d", lambda: "for functions" }),
        Subject: "s",
        MessageAttributes: { a: text("b"), c: { DataType: "Binary", BinaryValue: Buffer.from([2, 3, 4]) } },
      });
      await until(async () => (await functions.lines("f")).some((line) => line.includes("GOT")));
      const line = (await functions.lines("f")).find((one) => one.includes("GOT")) ?? "";
      const { Records } = JSON.parse(line.slice(line.indexOf("GOT") + 3));
      const [{ Sns, ...record }] = Records;
      expect(record).to.deep.equal({
        EventSource: "aws:sns",
        EventVersion: "1.0",
        EventSubscriptionArn: SubscriptionArn,
      });
      const { Signature, SigningCertUrl, UnsubscribeUrl, Timestamp, ...message } = Sns;
      expect(message).to.deep.equal({
        Type: "Notification",
        MessageId,
        TopicArn,
        Subject: "s",
        Message: "for functions",
        SignatureVersion: "1",
        MessageAttributes: { a: { Type: "String", Value: "b" }, c: { Type: "Binary", Value: "AgME" } },
      });
      expect(SigningCertUrl).to.match(/\/SimpleNotificationService-[0-9a-f]{32}\.pem$/);
      expect(UnsubscribeUrl).to.contain(`?Action=Unsubscribe&SubscriptionArn=${SubscriptionArn}`);
    });
  });
});

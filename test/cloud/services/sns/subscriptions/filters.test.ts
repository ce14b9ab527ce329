import {
  CreateTopicCommand,
  GetSubscriptionAttributesCommand,
  PublishCommand,
  type PublishCommandInput,
  SetSubscriptionAttributesCommand,
  SNSClient,
  SubscribeCommand,
} from "@aws-sdk/client-sns";
import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";

/** What is tried with each policy: attributes, or a body. */
const text = (StringValue: string) => ({ DataType: "String", StringValue });
const number = (StringValue: string) => ({ DataType: "Number", StringValue });
const list = (values: unknown[]) => ({ DataType: "String.Array", StringValue: JSON.stringify(values) });

type Attributes = NonNullable<PublishCommandInput["MessageAttributes"]>;

describe("Filter policies of SNS", () => {
  const lab = useCloud();
  let sns: SNSClient;
  let TopicArn: string;
  let subscriptions = 0;
  before(async () => {
    sns = lab.client(SNSClient);
    TopicArn = (await sns.send(new CreateTopicCommand({ Name: "t" }))).TopicArn as string;
  });

  const subscribe = (Attributes: Record<string, string>, to = TopicArn) =>
    sns.send(
      new SubscribeCommand({
        TopicArn: to,
        Protocol: "sms",
        Endpoint: `+1555000${1000 + subscriptions++}`,
        Attributes,
        ReturnSubscriptionArn: true,
      }),
    );

  /** Whether a message gets through a policy. */
  async function passes(policy: object, scope: string, message: Partial<PublishCommandInput>): Promise<boolean> {
    const Name = `t${subscriptions}`;
    const topic = (await sns.send(new CreateTopicCommand({ Name }))).TopicArn as string;
    await subscribe({ FilterPolicy: JSON.stringify(policy), FilterPolicyScope: scope }, topic);
    const { mailbox } = lab.running.cloud;
    mailbox.clear("000000000000");
    await sns.send(new PublishCommand({ TopicArn: topic, Message: "m", ...message }));
    return mailbox.list("000000000000").length > 0;
  }

  const BY_ATTRIBUTES: readonly [policy: object, attributes: Attributes, isWanted: boolean][] = [
    [{ a: ["x"] }, { a: text("x") }, true],
    [{ a: ["x"] }, { a: text("y") }, false],
    [{ a: ["x"] }, {}, false],
    [{ a: ["x"], b: ["y"] }, { a: text("x") }, false],
    [{ a: [{ numeric: [">", 0, "<=", 100] }] }, { a: number("99.12") }, true],
    [{ a: [{ numeric: [">", 0, "<=", 100] }] }, { a: number("111") }, false],
    [{ a: [{ prefix: "x" }] }, { a: text("xyz") }, true],
    [{ a: [{ suffix: "z" }] }, { a: text("xyz") }, true],
    [{ a: [{ "anything-but": ["x"] }] }, { a: text("y") }, true],
    [{ a: [{ "anything-but": ["x"] }] }, { a: text("x") }, false],
    [{ a: [{ "anything-but": { prefix: "x" } }] }, { a: text("xyz") }, false],
    [{ a: [{ "equals-ignore-case": "X" }] }, { a: text("x") }, true],
    [{ a: [{ cidr: "10.0.0.0/24" }] }, { a: text("10.0.0.7") }, true],
    [{ a: [{ cidr: "10.0.0.0/24" }] }, { a: text("10.0.1.7") }, false],
    [{ a: [{ exists: true }] }, { a: text("x") }, true],
    [{ a: [{ exists: false }] }, { a: text("x") }, false],
    [{ a: [{ exists: false }] }, {}, true],
    [{ $or: [{ a: ["x"] }, { b: ["y"] }] }, { b: text("y") }, true],
    [{ a: ["y"] }, { a: list(["x", "y"]) }, true],
    [{ a: [7] }, { a: list(["x", 7]) }, true],
    [{ a: ["x"] }, { a: { DataType: "Binary", BinaryValue: Buffer.from("x") } }, false],
    [{ __proto__: null, constructor: [{ exists: true }] }, {}, false],
  ];
  for (const [policy, attributes, isWanted] of BY_ATTRIBUTES)
    it(`${JSON.stringify(policy)} ${isWanted ? "lets" : "does not let"} ${JSON.stringify(attributes)} through`, async () => {
      expect(await passes(policy, "MessageAttributes", { MessageAttributes: attributes })).to.equal(isWanted);
    });

  const BY_BODY: readonly [policy: object, body: unknown, isWanted: boolean][] = [
    [{ a: { b: ["x"] } }, { a: { b: "x" } }, true],
    [{ a: { b: ["x"] } }, { a: { b: "y" } }, false],
    [{ a: { b: [{ numeric: ["=", 5] }] } }, { a: [{ b: 1 }, { b: 5 }] }, true],
    [{ a: ["x"] }, "text", false],
    [{ a: [{ exists: false }] }, "text", false],
    [{ a: [{ exists: false }] }, { b: 1 }, true],
    [{ a: { $or: [{ b: ["x"] }, { c: [{ prefix: "y" }] }] } }, { a: { c: "yes" } }, true],
  ];
  for (const [policy, body, isWanted] of BY_BODY)
    it(`${JSON.stringify(policy)} ${isWanted ? "lets" : "does not let"} the body ${JSON.stringify(body)} through`, async () => {
      const Message = typeof body === "string" ? body : JSON.stringify(body);
      expect(await passes(policy, "MessageBody", { Message })).to.equal(isWanted);
    });

  const BAD: readonly [policy: unknown, message: string][] = [
    [{ a: [["x"]] }, "FilterPolicy: Match value must be String, number, true, false, or null"],
    [{ a: [{ wrong: true }] }, "FilterPolicy: Unrecognized match type wrong"],
    [{ a: [{ suffix: "x", prefix: "y" }] }, "FilterPolicy: Only one key allowed in match expression"],
    [{ a: [{ suffix: 100 }] }, "FilterPolicy: suffix match pattern must be a string"],
    [{ a: [{ exists: "no" }] }, "FilterPolicy: exists match pattern must be either true or false."],
    [{ a: "x" }, 'FilterPolicy: "a" must be an object or an array'],
    [{ a: { b: ["x"] } }, "Filter policy scope MessageAttributes does not support nested filter policy"],
    [
      Object.fromEntries("abcdef".split("").map((name) => [name, ["x"]])),
      "FilterPolicy: Filter policy can not have more than 5 keys",
    ],
    [
      Object.fromEntries("abc".split("").map((name) => [name, Array.from({ length: 6 }, (_, i) => `v${i}`)])),
      "FilterPolicy: Filter policy is too complex",
    ],
  ];
  for (const [policy, message] of BAD)
    it(`are refused: ${JSON.stringify(policy).slice(0, 60)}`, async () => {
      const error = await failure(subscribe({ FilterPolicy: JSON.stringify(policy) }));
      expect(error.message).to.equal(`Invalid parameter: Attributes Reason: ${message}`);
    });

  it("are told with their scope, and taken away by an empty one", async () => {
    const { SubscriptionArn } = await subscribe({ FilterPolicyScope: "MessageBody" });
    const attributes = async () =>
      (await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }))).Attributes ?? {};
    const set = (AttributeName: string, AttributeValue: string) =>
      sns.send(new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName, AttributeValue }));
    expect(await attributes()).not.to.have.any.keys("FilterPolicy", "FilterPolicyScope");
    await set("FilterPolicy", '{"a":{"b":["x"]}}');
    expect(await attributes()).to.include({ FilterPolicy: '{"a":{"b":["x"]}}', FilterPolicyScope: "MessageBody" });
    const nested = await failure(set("FilterPolicyScope", "MessageAttributes"));
    expect(nested.message).to.equal(
      "Invalid parameter: Filter policy scope MessageAttributes does not support nested filter policy",
    );
    const scope = await failure(set("FilterPolicyScope", "Random"));
    expect(scope.message).to.equal(
      "Invalid parameter: FilterPolicyScope: Invalid value [Random]. Please use either MessageBody or MessageAttributes",
    );
    const unread = await failure(set("FilterPolicy", "{invalid}"));
    expect(unread.message).to.match(/^Invalid parameter: FilterPolicy: failed to parse JSON\. /);
    await set("FilterPolicy", "{}");
    expect(await attributes()).not.to.have.any.keys("FilterPolicy", "FilterPolicyScope");
  });
});

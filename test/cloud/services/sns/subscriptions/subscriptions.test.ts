import {
  CreateTopicCommand,
  DeleteTopicCommand,
  GetSubscriptionAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListSubscriptionsCommand,
  SetSubscriptionAttributesCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from "@aws-sdk/client-sns";
import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";

const QUEUE = "arn:aws:sqs:us-east-1:000000000000:q";

describe("SNS subscriptions", () => {
  const lab = useCloud();
  let sns: SNSClient;
  let TopicArn: string;
  before(async () => {
    sns = lab.client(SNSClient);
    TopicArn = (await sns.send(new CreateTopicCommand({ Name: "t" }))).TopicArn as string;
  });

  const subscribe = (Protocol: string, Endpoint: string, more: object = {}) =>
    sns.send(new SubscribeCommand({ TopicArn, Protocol, Endpoint, ...more }));
  const attributesOf = async (SubscriptionArn?: string) =>
    (await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }))).Attributes ?? {};

  it("of an account's own queue are confirmed at once, and are the same when they are asked for again", async () => {
    const { SubscriptionArn } = await subscribe("sqs", QUEUE);
    expect(await attributesOf(SubscriptionArn)).to.deep.equal({
      SubscriptionPrincipal: "arn:aws:iam::000000000000:root",
      Owner: "000000000000",
      RawMessageDelivery: "false",
      TopicArn,
      Endpoint: QUEUE,
      Protocol: "sqs",
      PendingConfirmation: "false",
      ConfirmationWasAuthenticated: "true",
      SubscriptionArn,
    });
    expect((await subscribe("sqs", QUEUE)).SubscriptionArn).to.equal(SubscriptionArn);
    const other = await failure(subscribe("sqs", QUEUE, { Attributes: { RawMessageDelivery: "true" } }));
    expect(other.message).to.equal(
      "Invalid parameter: Attributes Reason: Subscription already exists with different attributes",
    );
  });

  const BAD: readonly [protocol: string, endpoint: string, message: string][] = [
    ["fax", "1", "Invalid parameter: Amazon SNS does not support this protocol string: fax"],
    ["sqs", "http://127.0.0.1/000000000000/q", "Invalid parameter: SQS endpoint ARN"],
    ["lambda", "f", "Invalid parameter: Lambda endpoint ARN"],
    ["firehose", "f", "Invalid parameter: Firehose endpoint ARN"],
    ["http", "https://example.com", "Invalid parameter: Endpoint must match the specified protocol"],
    ["https", "http://example.com", "Invalid parameter: Endpoint must match the specified protocol"],
    ["http", "http://", "Invalid parameter: Endpoint"],
    ["email", "nobody", "Invalid parameter: Email address"],
    ["sms", "invalid-number", "Invalid SMS endpoint: invalid-number"],
    ["application", "app", "Invalid parameter: Application endpoint arn invalid"],
    ["application", "arn:aws:sns:us-east-1:000000000000:endpoint/GCM/a/b", "Endpoint does not exist"],
  ];
  for (const [protocol, endpoint, message] of BAD)
    it(`are refused for ${protocol} ${endpoint}`, async () => {
      expect((await failure(subscribe(protocol, endpoint))).message).to.equal(message);
    });

  const ATTRIBUTES: readonly [protocol: string, name: string, value: string, message: RegExp][] = [
    ["sqs", "RawMessageDelivery", "wrong", /RawMessageDelivery: Invalid value \[wrong\]\. Must be true or false\.$/],
    ["lambda", "RawMessageDelivery", "true", /Delivery protocol \[lambda\] does not support raw message delivery\.$/],
    ["sqs", "RedrivePolicy", '{"deadLetterTargetArn":"q"}', /RedrivePolicy: deadLetterTargetArn is an invalid arn$/],
    ["sqs", "RedrivePolicy", "{invalid}", /RedrivePolicy: failed to parse JSON\. /],
    ["sqs", "DeliveryPolicy", '{"guaranteed":false}', /does not support delivery policies/],
    ["sqs", "ReplayPolicy", '{"PointType":"Timestamp"}', /ReplayPolicy: can only be set for subscriptions to FIFO/],
    ["sqs", "SubscriptionRoleArn", "arn:aws:iam::000000000000:role/r", /SubscriptionRoleArn/],
    ["sqs", "constructor", "x", /Unknown attribute: constructor$/],
  ];
  for (const [protocol, name, value, message] of ATTRIBUTES)
    it(`are refused with ${name} ${value} of ${protocol}`, async () => {
      const endpoint = protocol === "sqs" ? `${QUEUE}2` : "arn:aws:lambda:us-east-1:000000000000:function:f";
      const error = await failure(subscribe(protocol, endpoint, { Attributes: { [name]: value } }));
      expect(error.name).to.equal("InvalidParameterException");
      expect(error.message)
        .to.match(/^Invalid parameter: Attributes Reason: /)
        .and.match(message);
    });

  it("have no attributes that they can't have", async () => {
    const { SubscriptionArn } = await subscribe("sqs", `${QUEUE}3`);
    const set = (AttributeName: string, AttributeValue: string) =>
      sns.send(new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName, AttributeValue }));
    expect((await failure(set("Fake", "x"))).message).to.equal("Invalid parameter: AttributeName");
    expect((await failure(set("RawMessageDelivery", ""))).message).to.equal(
      "Invalid parameter: RawMessageDelivery: Invalid value []. Must be true or false.",
    );
    await set("RawMessageDelivery", "TRUE");
    expect((await attributesOf(SubscriptionArn)).RawMessageDelivery).to.equal("true");
  });

  it("tell the delivery policy as AWS writes it", async () => {
    const healthyRetryPolicy = { minDelayTarget: 1, maxDelayTarget: 1, numRetries: 0 };
    const throttlePolicy = { maxReceivesPerSecond: 1000 };
    const { SubscriptionArn } = await subscribe("http", "http://127.0.0.1:1/", {
      Attributes: { DeliveryPolicy: JSON.stringify({ healthyRetryPolicy, throttlePolicy }) },
      ReturnSubscriptionArn: true,
    });
    const { DeliveryPolicy = "", EffectiveDeliveryPolicy = "" } = await attributesOf(SubscriptionArn);
    const whole = {
      ...healthyRetryPolicy,
      numMaxDelayRetries: 0,
      numNoDelayRetries: 0,
      numMinDelayRetries: 0,
      backoffFunction: "linear",
    };
    const told = { healthyRetryPolicy: whole, sicklyRetryPolicy: null, throttlePolicy, guaranteed: false };
    expect(JSON.parse(DeliveryPolicy)).to.deep.equal({ ...told, requestPolicy: null });
    const requestPolicy = { headerContentType: "text/plain; charset=UTF-8" };
    expect(JSON.parse(EffectiveDeliveryPolicy)).to.deep.equal({ ...told, requestPolicy });
  });

  it("that don't exist, or can't, are told apart", async () => {
    const get = async (arn: string) => (await failure(attributesOf(arn))).message;
    expect(await get("arn")).to.equal(
      "Invalid parameter: SubscriptionArn Reason: An ARN must have at least 6 elements, not 1",
    );
    expect(await get(TopicArn)).to.equal("Invalid parameter: SubscriptionId");
    expect(await get(`${TopicArn}:none`)).to.equal("Subscription does not exist");
    await sns.send(new UnsubscribeCommand({ SubscriptionArn: `${TopicArn}:none` }));
  });

  it("are listed by the hundred, and go with their topic", async () => {
    const west = lab.client(SNSClient, { region: "us-west-2" });
    const topic = (await west.send(new CreateTopicCommand({ Name: "many" }))).TopicArn as string;
    const Endpoint = (i: number) => `arn:aws:sqs:us-west-2:000000000000:q${i}`;
    for (let i = 0; i < 101; i++)
      await west.send(new SubscribeCommand({ TopicArn: topic, Protocol: "sqs", Endpoint: Endpoint(i) }));
    for (const page of [
      (NextToken?: string) => west.send(new ListSubscriptionsCommand({ NextToken })),
      (NextToken?: string) => west.send(new ListSubscriptionsByTopicCommand({ TopicArn: topic, NextToken })),
    ]) {
      const first = await page();
      expect(first.Subscriptions).to.have.length(100);
      const second = await page(first.NextToken);
      expect(second.Subscriptions).to.have.length(1);
      expect(second.NextToken).to.equal(undefined);
    }
    await west.send(new DeleteTopicCommand({ TopicArn: topic }));
    expect((await west.send(new ListSubscriptionsCommand({}))).Subscriptions).to.deep.equal([]);
  });
});

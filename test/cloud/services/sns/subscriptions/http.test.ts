import { createVerify, X509Certificate } from "node:crypto";
import {
  ConfirmSubscriptionCommand,
  CreateTopicCommand,
  GetSubscriptionAttributesCommand,
  ListSubscriptionsByTopicCommand,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from "@aws-sdk/client-sns";
import { expect } from "chai";
import { until } from "../../../until.ts";
import { failure, useCloud } from "../../../use-cloud.ts";
import { HttpEndpoint } from "../http-endpoint.ts";

/** Verifies a message as AWS's documentation says: with the certificate that it leads to, at a host that is trusted. */
async function isGenuine(message: Record<string, string>, host: RegExp): Promise<boolean> {
  const { SigningCertURL = "", Signature = "", SignatureVersion } = message;
  if (!host.test(new URL(SigningCertURL).host) || !SigningCertURL.endsWith(".pem")) return false;
  const names =
    message.Type === "Notification"
      ? ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"]
      : ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"];
  const verify = createVerify(SignatureVersion === "2" ? "RSA-SHA256" : "RSA-SHA1");
  for (const name of names) if (message[name] !== undefined) verify.write(`${name}\n${message[name]}\n`);
  const pem = await (await fetch(SigningCertURL)).text();
  return verify.verify(new X509Certificate(pem).publicKey, Signature, "base64");
}

describe("SNS subscriptions over HTTP", () => {
  const lab = useCloud();
  let sns: SNSClient;
  let endpoint: HttpEndpoint;
  before(async () => {
    sns = lab.client(SNSClient);
    endpoint = await HttpEndpoint.start();
  });
  after(() => endpoint.close());

  const create = async (Name: string, Attributes = {}) =>
    (await sns.send(new CreateTopicCommand({ Name, Attributes }))).TopicArn as string;
  const subscribe = (TopicArn: string, path: string, more: object = {}) =>
    sns.send(new SubscribeCommand({ TopicArn, Protocol: "http", Endpoint: endpoint.url + path, ...more }));
  const attributesOf = async (SubscriptionArn?: string) =>
    (await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }))).Attributes ?? {};

  /** Subscribes a path, and confirms as its server would. @returns the subscription's ARN */
  async function confirmed(TopicArn: string, path: string, more: object = {}): Promise<string> {
    const { SubscriptionArn = "" } = await subscribe(TopicArn, path, { ReturnSubscriptionArn: true, ...more });
    await until(() => endpoint.at(path).length > 0);
    await fetch(endpoint.at(path)[0]?.json.SubscribeURL ?? "");
    return SubscriptionArn;
  }

  it("are pending until whoever runs the endpoint follows the address", async () => {
    const TopicArn = await create("confirmed");
    expect((await subscribe(TopicArn, "/a")).SubscriptionArn).to.equal("pending confirmation");
    await until(() => endpoint.at("/a").length === 1);
    const [asked] = endpoint.at("/a");
    const { json, headers } = asked as NonNullable<typeof asked>;
    expect(headers).to.include({
      "content-type": "text/plain; charset=UTF-8",
      "user-agent": "Amazon Simple Notification Service Agent",
      "x-amz-sns-message-id": json.MessageId,
      "x-amz-sns-message-type": "SubscriptionConfirmation",
      "x-amz-sns-topic-arn": TopicArn,
    });
    expect(headers).not.to.have.property("x-amz-sns-subscription-arn");
    expect(Object.keys(json).sort()).to.deep.equal([
      "Message",
      "MessageId",
      "Signature",
      "SignatureVersion",
      "SigningCertURL",
      "SubscribeURL",
      "Timestamp",
      "Token",
      "TopicArn",
      "Type",
    ]);
    expect(json.Message).to.equal(
      `You have chosen to subscribe to the topic ${TopicArn}.\nTo confirm the subscription, visit the SubscribeURL included in this message.`,
    );
    expect(await isGenuine(json, /^127\.0\.0\.1:\d+$/)).to.equal(true);
    const listed = async () => (await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }))).Subscriptions;
    expect((await listed())?.[0]?.SubscriptionArn).to.equal("PendingConfirmation");
    const answer = await fetch(json.SubscribeURL ?? "");
    expect(answer.status).to.equal(200);
    const SubscriptionArn = /<SubscriptionArn>(.*)<\/SubscriptionArn>/.exec(await answer.text())?.[1];
    expect((await listed())?.[0]?.SubscriptionArn).to.equal(SubscriptionArn);
    expect(await attributesOf(SubscriptionArn)).to.include({
      PendingConfirmation: "false",
      ConfirmationWasAuthenticated: "false",
      Protocol: "http",
      Owner: "000000000000",
      RawMessageDelivery: "false",
    });
  });

  for (const SignatureVersion of ["1", "2"])
    it(`get signed messages, with version ${SignatureVersion}`, async () => {
      const TopicArn = await create(`signed${SignatureVersion}`, { SignatureVersion });
      const path = `/signed${SignatureVersion}`;
      const arn = await confirmed(TopicArn, path);
      const MessageAttributes = { n: { DataType: "Number", StringValue: "1" } };
      const { MessageId } = await sns.send(
        new PublishCommand({ TopicArn, Message: "m", Subject: "s", MessageAttributes }),
      );
      await until(() => endpoint.at(path).length === 2);
      const { json, headers } = endpoint.at(path)[1] as NonNullable<ReturnType<HttpEndpoint["at"]>[0]>;
      const { Signature, SigningCertURL, Timestamp, UnsubscribeURL, ...others } = json;
      expect(others).to.deep.equal({
        Type: "Notification",
        MessageId,
        TopicArn,
        Subject: "s",
        Message: "m",
        SignatureVersion,
        MessageAttributes: { n: { Type: "Number", Value: "1" } },
      });
      expect(headers).to.include({
        "x-amz-sns-message-type": "Notification",
        "x-amz-sns-message-id": MessageId,
        "x-amz-sns-subscription-arn": arn,
      });
      expect(await isGenuine(json, /^127\./)).to.equal(true);
      expect(await isGenuine({ ...json, Message: "n" }, /^127\./)).to.equal(false);
      expect(await isGenuine(json, /amazonaws/)).to.equal(false);
    });

  it("end when somebody follows the address in a message, and can be restored", async () => {
    const TopicArn = await create("ended");
    const arn = await confirmed(TopicArn, "/ended");
    await sns.send(new PublishCommand({ TopicArn, Message: "m" }));
    await until(() => endpoint.at("/ended").length === 2);
    const answer = await fetch(endpoint.at("/ended")[1]?.json.UnsubscribeURL ?? "");
    expect(answer.status).to.equal(200);
    expect((await failure(attributesOf(arn))).name).to.equal("NotFoundException");
    await until(() => endpoint.at("/ended").length === 3);
    const { json } = endpoint.at("/ended")[2] as NonNullable<ReturnType<HttpEndpoint["at"]>[0]>;
    expect(json.Type).to.equal("UnsubscribeConfirmation");
    expect(await isGenuine(json, /^127\./)).to.equal(true);
    await fetch(json.SubscribeURL ?? "");
    expect((await attributesOf(arn)).PendingConfirmation).to.equal("false");
  });

  it("that ask for authentication are ended by their owners alone", async () => {
    const TopicArn = await create("protected");
    const { SubscriptionArn } = await subscribe(TopicArn, "/protected", { ReturnSubscriptionArn: true });
    await until(() => endpoint.at("/protected").length === 1);
    const Token = endpoint.at("/protected")[0]?.json.Token;
    await sns.send(new ConfirmSubscriptionCommand({ TopicArn, Token, AuthenticateOnUnsubscribe: "true" }));
    const query = `?Action=Unsubscribe&SubscriptionArn=${SubscriptionArn}`;
    const answer = await fetch(`${lab.endpoint}/_aws/sns/us-east-1/${query}`);
    expect(answer.status).to.equal(403);
    expect(await answer.text()).to.contain("<Code>AuthorizationError</Code>");
    await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
    expect((await failure(attributesOf(SubscriptionArn))).name).to.equal("NotFoundException");
  });

  it("get raw messages when they want them", async () => {
    const TopicArn = await create("raw");
    await confirmed(TopicArn, "/raw", {
      Attributes: {
        RawMessageDelivery: "true",
        DeliveryPolicy: '{"requestPolicy":{"headerContentType":"text/csv"}}',
      },
    });
    await sns.send(new PublishCommand({ TopicArn, Message: "a,b" }));
    await until(() => endpoint.at("/raw").length === 2);
    const { body, headers } = endpoint.at("/raw")[1] as NonNullable<ReturnType<HttpEndpoint["at"]>[0]>;
    expect(body).to.equal("a,b");
    expect(headers).to.include({ "x-amz-sns-rawdelivery": "true", "content-type": "text/csv" });
  });

  it("are tried again as their delivery policy says, by the lab's clock", async () => {
    const TopicArn = await create("retried");
    const healthyRetryPolicy = { minDelayTarget: 60, maxDelayTarget: 120, numRetries: 3, numNoDelayRetries: 1 };
    await confirmed(TopicArn, "/retried", { Attributes: { DeliveryPolicy: JSON.stringify({ healthyRetryPolicy }) } });
    endpoint.statuses = [500, 500, 500, 200];
    await sns.send(new PublishCommand({ TopicArn, Message: "m" }));
    // The first retry comes at once, the others after one and two minutes.
    await until(() => endpoint.at("/retried").length === 3);
    await lab.clock.advance(61_000);
    await until(() => endpoint.at("/retried").length === 4);
    await lab.clock.advance(121_000);
    await until(() => endpoint.at("/retried").length === 5);
    endpoint.statuses = [200];
  });

  it("are not tried again when the endpoint refuses", async () => {
    const TopicArn = await create("refused");
    await confirmed(TopicArn, "/refused");
    endpoint.statuses = [403];
    await sns.send(new PublishCommand({ TopicArn, Message: "m" }));
    await until(() => endpoint.at("/refused").length === 2);
    await lab.clock.advance(3_600_000);
    expect(endpoint.at("/refused")).to.have.length(2);
    endpoint.statuses = [200];
  });

  it("that nobody confirms in two days are gone", async () => {
    const TopicArn = await create("forgotten");
    const { SubscriptionArn } = await subscribe(TopicArn, "/forgotten", { ReturnSubscriptionArn: true });
    await until(() => endpoint.at("/forgotten").length === 1);
    await lab.clock.advance(48 * 3_600_000 + 1000);
    expect((await failure(attributesOf(SubscriptionArn))).name).to.equal("NotFoundException");
    const Token = endpoint.at("/forgotten")[0]?.json.Token;
    const late = await failure(sns.send(new ConfirmSubscriptionCommand({ TopicArn, Token })));
    expect(late.message).to.equal("Invalid parameter: Token");
    const malformed = await failure(sns.send(new ConfirmSubscriptionCommand({ TopicArn, Token: "x" })));
    expect(malformed.message).to.equal("Invalid token");
  });
});

import type { Cloud } from "../../../cloud.ts";
import type { MessageAttribute } from "../../../delivery/message.ts";
import type { Notice, Subscription, Topic } from "../records.ts";
import { isFifo, subscriptionArn, topicArn } from "../topics/names.ts";
import { PATH, type SignatureVersion, type Signer } from "./signer.ts";

// The JSON in which messages come. https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html

/** What an envelope is made of. */
export interface Sealed {
  readonly notice: Notice;
  readonly subscription: Subscription;
  readonly topic: Topic;
  readonly signer: Signer;
  readonly cloud: Pick<Cloud, "endpoint">;
}

/** A message in its envelope, as queues, HTTP endpoints and mails in JSON get it. */
export async function envelopeOf(sealed: Sealed): Promise<string> {
  const { notice, subscription, topic } = sealed;
  const { type, id, body, subject, attributes, sequenceNumber, token, isReplayed } = notice;
  return JSON.stringify({
    Type: type,
    MessageId: id,
    ...(sequenceNumber !== undefined && { SequenceNumber: sequenceNumber }),
    ...(token !== undefined && { Token: token }),
    TopicArn: topicArn(topic),
    ...(subject !== undefined && { Subject: subject }),
    Message: body,
    ...(token !== undefined && { SubscribeURL: subscribeUrl(sealed) }),
    Timestamp: timestamp(notice),
    ...(await signatureOf(sealed, versionOf(topic))),
    ...(token === undefined && { UnsubscribeURL: unsubscribeUrl(subscription, sealed.cloud) }),
    ...(attributes && { MessageAttributes: written(attributes) }),
    ...(isReplayed && { Replayed: true }),
  });
}

/** A message as functions get it. https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html */
export async function eventOf(sealed: Sealed): Promise<string> {
  const { notice, subscription, topic } = sealed;
  // Functions get the first version, whatever the topic's is.
  const { SignatureVersion, Signature, SigningCertURL } = await signatureOf(sealed, "1");
  const record = {
    EventSource: "aws:sns",
    EventVersion: "1.0",
    EventSubscriptionArn: subscriptionArn(subscription),
    Sns: {
      Type: notice.type,
      MessageId: notice.id,
      TopicArn: topicArn(topic),
      Subject: notice.subject ?? null,
      Message: notice.body,
      Timestamp: timestamp(notice),
      SignatureVersion,
      Signature,
      SigningCertUrl: SigningCertURL,
      ...(notice.token !== undefined && { Token: notice.token, SubscribeUrl: subscribeUrl(sealed) }),
      UnsubscribeUrl: unsubscribeUrl(subscription, sealed.cloud),
      MessageAttributes: written(notice.attributes ?? {}),
    },
  };
  return JSON.stringify({ Records: [record] });
}

interface Signed {
  readonly SignatureVersion?: SignatureVersion;
  readonly Signature?: string;
  readonly SigningCertURL?: string;
}

/** Messages of FIFO topics are not signed. */
async function signatureOf(sealed: Sealed, SignatureVersion: SignatureVersion): Promise<Signed> {
  if (isFifo(sealed.topic)) return {};
  const { signature, url } = await sealed.signer.sign(signedText(sealed), SignatureVersion);
  return { SignatureVersion, Signature: signature, SigningCertURL: url };
}

/** The members that a signature covers, in their order: each name and value on a line. */
function signedText(sealed: Sealed): string {
  const { notice, topic } = sealed;
  const { token } = notice;
  const members: [name: string, value: string | undefined][] = [
    ["Message", notice.body],
    ["MessageId", notice.id],
    ["Subject", notice.subject],
    ["SubscribeURL", token === undefined ? undefined : subscribeUrl(sealed)],
    ["Timestamp", timestamp(notice)],
    ["Token", token],
    ["TopicArn", topicArn(topic)],
    ["Type", notice.type],
  ];
  return members.flatMap(([name, value]) => (value === undefined ? [] : [`${name}\n${value}\n`])).join("");
}

function versionOf({ attributes }: Topic): SignatureVersion {
  return attributes.SignatureVersion === "2" ? "2" : "1";
}

function timestamp({ time }: Notice): string {
  return new Date(time).toISOString();
}

/** Where a person, or a program, confirms a subscription, or restores it. */
export function subscribeUrl({ notice, topic, cloud }: Pick<Sealed, "notice" | "topic" | "cloud">): string {
  const query = `Action=ConfirmSubscription&TopicArn=${topicArn(topic)}&Token=${notice.token}`;
  return `${cloud.endpoint}${PATH}${topic.region}/?${query}`;
}

/** Where anybody who has the message removes the subscription. */
export function unsubscribeUrl(subscription: Subscription, { endpoint }: Pick<Cloud, "endpoint">): string {
  const { region } = subscription.topic;
  return `${endpoint}${PATH}${region}/?Action=Unsubscribe&SubscriptionArn=${subscriptionArn(subscription)}`;
}

function written(attributes: Readonly<Record<string, MessageAttribute>>) {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType: Type, StringValue, BinaryValue }]) => [
      name,
      { Type, Value: BinaryValue ? Buffer.from(BinaryValue).toString("base64") : StringValue },
    ]),
  );
}

import type { Cloud } from "../../../cloud.ts";
import type { Message } from "../../../delivery/message.ts";
import type { Principal, ServicePrincipal } from "../../../delivery/principals.ts";
import { send } from "../../../delivery/send.ts";
import { mailJson } from "../messaging/people.ts";
import type { Notice, Subscription, Topic } from "../records.ts";
import { effectiveSubscriptionPolicy } from "../topics/delivery-policies.ts";
import { subscriptionArn, topicArn } from "../topics/names.ts";
import { envelopeOf, eventOf, type Sealed } from "./envelope.ts";
import { post } from "./http.ts";

/** Delivers a notice in the way of its subscription's protocol, once. Rejects when it is not taken. */
export async function deliver(sealed: Sealed, cloud: Cloud, signal: AbortSignal): Promise<void> {
  const { subscription, topic } = sealed;
  const { endpoint } = subscription;
  switch (subscription.protocol) {
    case "sqs":
      return await send(endpoint, await letterOf(sealed, endpoint.endsWith(".fifo")), principalOf(topic), cloud);
    case "lambda":
      return await send(endpoint, { body: await eventOf(sealed) }, principalOf(topic), cloud);
    case "firehose":
      return await send(endpoint, { body: `${await bodyOf(sealed)}\n` }, firehoseRole(subscription), cloud);
    case "http":
    case "https":
      return await post({ url: endpoint, headers: headersOf(sealed), body: await bodyOf(sealed), signal });
    case "email-json":
      return mailJson(sealed, await envelopeOf(sealed), cloud);
    default:
      throw new Error(`Messages by ${subscription.protocol} are not delivered here`);
  }
}

/** What the dead-letter queue gets: what the endpoint would have got, in an envelope for functions. */
export function deadLetterOf(sealed: Sealed, isFifo: boolean): Promise<Message> {
  return letterOf(sealed, isFifo);
}

/** SNS, as it acts for a topic. */
export function principalOf(topic: Topic): ServicePrincipal {
  return { service: "sns.amazonaws.com", account: topic.account, source: topicArn(topic) };
}

/** A message for a queue. Of a raw one, the attributes are the queue's message's own. */
async function letterOf(sealed: Sealed, isFifo: boolean): Promise<Message> {
  const { notice, subscription } = sealed;
  const { groupId, deduplicationId, attributes } = notice;
  return {
    body: await bodyOf(sealed),
    ...(isRaw(subscription, notice) && attributes && { attributes }),
    ...(groupId !== undefined && { groupId }),
    ...(isFifo && deduplicationId !== undefined && { deduplicationId }),
  };
}

async function bodyOf(sealed: Sealed): Promise<string> {
  const { notice, subscription } = sealed;
  return isRaw(subscription, notice) ? notice.body : await envelopeOf(sealed);
}

function isRaw({ attributes }: Subscription, { type }: Notice): boolean {
  return type === "Notification" && attributes.RawMessageDelivery === "true";
}

/** https://docs.aws.amazon.com/sns/latest/dg/http-header.html */
function headersOf({ notice, subscription, topic }: Sealed): Record<string, string> {
  const { requestPolicy } = effectiveSubscriptionPolicy(subscription, topic);
  const isConfirmation = notice.type === "SubscriptionConfirmation";
  return {
    "x-amz-sns-message-type": notice.type,
    "x-amz-sns-message-id": notice.id,
    "x-amz-sns-topic-arn": topicArn(topic),
    ...(!isConfirmation && { "x-amz-sns-subscription-arn": subscriptionArn(subscription) }),
    ...(isRaw(subscription, notice) && { "x-amz-sns-rawdelivery": "true" }),
    "Content-Type": notice.type === "Notification" ? requestPolicy.headerContentType : "text/plain; charset=UTF-8",
    "User-Agent": "Amazon Simple Notification Service Agent",
    "Accept-Encoding": "gzip,deflate",
  };
}

function firehoseRole(subscription: Subscription): Principal {
  const { topic, attributes, id } = subscription;
  return {
    role: attributes.SubscriptionRoleArn ?? "",
    service: "sns.amazonaws.com",
    account: topic.account,
    session: `sns-${id.slice(0, 8)}`,
  };
}

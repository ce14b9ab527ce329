import { invalidParameter, notFound, subscriptionNotFound, topicNotFound } from "../errors.ts";
import type { Subscription, Topic, TopicName } from "../records.ts";
import type { SnsContext, SnsState } from "../state.ts";

export function topicArn({ account, region, name }: TopicName): string {
  return `arn:aws:sns:${region}:${account}:${name}`;
}

export function subscriptionArn({ topic, id }: Pick<Subscription, "topic" | "id">): string {
  return `${topicArn(topic)}:${id}`;
}

/** The key of a topic in collections that are about topics. */
export function keyOf({ account, region, name }: TopicName): [string, string, string] {
  return [account, region, name];
}

export function isFifo({ attributes }: Pick<Topic, "attributes">): boolean {
  return attributes.FifoTopic === "true";
}

/**
 * The topic that an ARN names. A topic is reached in its own region.
 *
 * @param member the input member that has the ARN, for errors
 */
export function topicAt(arn: string | undefined, context: SnsContext, member = "TopicArn"): Topic {
  const parts = partsOf(arn, member);
  if (parts.length !== 6 || parts[2] !== "sns" || parts[3] !== context.region) throw invalidParameter(member);
  const topic = context.state.topics.get(parts[4] as string, parts[3], parts[5] as string);
  if (!topic) throw topicNotFound();
  return topic;
}

/** The subscription that an ARN names, if it exists. */
export function findSubscription(arn: string | undefined, state: SnsState): Subscription | undefined {
  const parts = partsOf(arn, "SubscriptionArn");
  if (parts.length === 6) throw invalidParameter("SubscriptionId");
  if (parts.length !== 7 || parts[2] !== "sns") throw invalidParameter("SubscriptionArn");
  const [, , , region, account, name, id] = parts as string[];
  return state.subscriptions.get(account as string, region as string, name as string, id as string);
}

export function subscriptionAt(arn: string | undefined, { state }: SnsContext): Subscription {
  const found = findSubscription(arn, state);
  if (!found) throw subscriptionNotFound();
  return found;
}

/** The topic of a subscription: they go together. */
export function topicOf({ topic }: Pick<Subscription, "topic">, state: SnsState): Topic {
  const found = state.topics.get(...keyOf(topic));
  if (!found) throw notFound("Topic does not exist");
  return found;
}

function partsOf(arn: string | undefined, member: string): string[] {
  if (arn === undefined) throw invalidParameter(`${member} Reason: no value for required parameter`);
  const parts = arn.split(":");
  if (parts.length < 6)
    throw invalidParameter(`${member} Reason: An ARN must have at least 6 elements, not ${parts.length}`);
  return parts;
}

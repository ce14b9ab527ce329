import { randomUUID } from "node:crypto";
import { AwsError } from "../../../errors.ts";
import { pageByKey } from "../../../service/paging.ts";
import { invalidParameter, notAuthorized } from "../errors.ts";
import { startReplay } from "../publishing/archive.ts";
import type { Subscription, Topic } from "../records.ts";
import type { Sns, SnsContext, SnsState } from "../state.ts";
import { effectiveSubscriptionPolicy } from "../topics/delivery-policies.ts";
import {
  findSubscription,
  keyOf,
  subscriptionArn,
  subscriptionAt,
  topicArn,
  topicAt,
  topicOf,
} from "../topics/names.ts";
import { newAttributes, withAttribute } from "./attributes.ts";
import { askForConfirmation, tellOfRemoval } from "./confirmations.ts";
import { checkedEndpoint, isConfirmedBy } from "./endpoints.ts";
import { putSubscription, removeSubscription, subscriptionOf } from "./registry.ts";

const PAGE = 100;

/** How many subscriptions of a topic may have filter policies. https://docs.aws.amazon.com/general/latest/gr/sns.html */
const MOST_FILTERS = 200;

/** Who gets signed messages without being asked first: the question to others is signed already. */
const SIGNED = new Set(["sqs", "lambda"]);

/** Subscribes an endpoint. The one that is subscribed already is answered when no attribute that is given differs. */
export const subscribe: Sns["Subscribe"] = (input, context) => {
  const { cloud, state, caller, account } = context;
  return cloud.store.write(() => {
    const topic = topicAt(input.TopicArn, context);
    const { protocol, endpoint } = checkedEndpoint(input, topic, context);
    const attributes = newAttributes(input.Attributes ?? {}, { topic, protocol, endpoint });
    const before = subscriptionOf(topic, protocol, endpoint, state);
    if (before) return answered(again(before, attributes, context), input.ReturnSubscriptionArn);
    if (attributes.FilterPolicy !== undefined) checkFilterCount(topic, state);
    const isConfirmed = isConfirmedBy(account, protocol, endpoint);
    const subscription: Subscription = {
      topic: { account: topic.account, region: topic.region, name: topic.name },
      id: randomUUID(),
      owner: account,
      principal: caller.role ?? caller.arn,
      protocol,
      endpoint,
      attributes,
      isPending: !isConfirmed,
      wasAuthenticated: isConfirmed,
      isProtected: false,
    };
    putSubscription(subscription, state);
    if (SIGNED.has(protocol)) state.signer.prepare();
    if (!isConfirmed) askForConfirmation(subscription, context);
    else if (attributes.ReplayPolicy !== undefined) startReplay(subscription, topic, context);
    return answered(subscription, input.ReturnSubscriptionArn);
  });
};

/** Asks for what is subscribed already: a pending endpoint is asked once more. */
function again(before: Subscription, attributes: Subscription["attributes"], context: SnsContext): Subscription {
  const differs = Object.entries(attributes).some(
    ([name, value]) => (before.attributes[name] ?? unset(name)) !== value,
  );
  if (differs) throw invalidParameter("Attributes Reason: Subscription already exists with different attributes");
  if (before.isPending) askForConfirmation(before, context);
  return before;
}

function unset(name: string): string | undefined {
  return { RawMessageDelivery: "false", FilterPolicyScope: "MessageAttributes" }[name];
}

function answered(subscription: Subscription, returnArn: boolean | undefined) {
  const isTold = returnArn || !subscription.isPending;
  return { SubscriptionArn: isTold ? subscriptionArn(subscription) : "pending confirmation" };
}

function checkFilterCount(topic: Topic, state: SnsState): void {
  let count = 0;
  for (const { attributes } of state.subscriptions.values({ under: keyOf(topic) }))
    if (attributes.FilterPolicy !== undefined) count += 1;
  if (count >= MOST_FILTERS)
    throw new AwsError("FilterPolicyLimitExceededException", "The filter policy limit of the topic has been reached.");
}

/** Removes a subscription: its owner may, the topic's, and anybody unless it was confirmed with a condition. */
export const unsubscribe: Sns["Unsubscribe"] = (input, context) => {
  const { cloud, state, caller } = context;
  cloud.store.write(() => {
    const subscription = findSubscription(input.SubscriptionArn, state);
    // One that is gone already is a success.
    if (!subscription) return;
    const isAnybody = caller.kind === "anonymous" && !subscription.isProtected && !subscription.isPending;
    if (!isAnybody) checkOwner(subscription, context, "Unsubscribe");
    removeSubscription(subscription, state);
    const topic = topicOf(subscription, state);
    state.topics.put(keyOf(topic), { ...topic, removed: topic.removed + 1 });
    const isAsked = /^(https?|email|email-json)$/.test(subscription.protocol);
    if (isAsked && !subscription.isPending) tellOfRemoval(subscription, context);
  });
  return {};
};

export const listSubscriptions: Sns["ListSubscriptions"] = (input, { state, account, region }) => {
  const arns = [...state.owned.keys({ under: [account, region] })].map((key) => String(key[2]));
  const page = pageByKey(arns.sort(), (arn) => arn, pageRequest(input.NextToken));
  const Subscriptions = page.items.flatMap((arn) => {
    const subscription = findSubscription(arn, state);
    return subscription ? [listed(subscription)] : [];
  });
  return { Subscriptions, ...(page.next && { NextToken: page.next }) };
};

export const listSubscriptionsByTopic: Sns["ListSubscriptionsByTopic"] = (input, context) => {
  const topic = topicAt(input.TopicArn, context);
  const all = [...context.state.subscriptions.values({ under: keyOf(topic) })];
  const page = pageByKey(all, ({ id }) => id, pageRequest(input.NextToken));
  return { Subscriptions: page.items.map(listed), ...(page.next && { NextToken: page.next }) };
};

function pageRequest(token: string | undefined) {
  return { token, size: PAGE, invalid: () => invalidParameter("NextToken") };
}

function listed(subscription: Subscription) {
  const { topic, owner, protocol, endpoint, isPending } = subscription;
  return {
    SubscriptionArn: isPending ? "PendingConfirmation" : subscriptionArn(subscription),
    Owner: owner,
    Protocol: protocol,
    Endpoint: endpoint,
    TopicArn: topicArn(topic),
  };
}

export const getSubscriptionAttributes: Sns["GetSubscriptionAttributes"] = (input, context) => {
  const subscription = subscriptionAt(input.SubscriptionArn, context);
  checkOwner(subscription, context, "GetSubscriptionAttributes");
  const { topic, owner, principal, protocol, endpoint, attributes, isPending, wasAuthenticated } = subscription;
  const { FilterPolicyScope = "MessageAttributes", ...others } = attributes;
  return {
    Attributes: {
      SubscriptionPrincipal: principal,
      Owner: owner,
      RawMessageDelivery: "false",
      TopicArn: topicArn(topic),
      Endpoint: endpoint,
      Protocol: protocol,
      PendingConfirmation: String(isPending),
      ConfirmationWasAuthenticated: String(wasAuthenticated),
      SubscriptionArn: subscriptionArn(subscription),
      ...others,
      // The scope is told of what is filtered.
      ...(attributes.FilterPolicy !== undefined && { FilterPolicyScope }),
      ...(protocol.startsWith("http") && {
        EffectiveDeliveryPolicy: JSON.stringify(
          effectiveSubscriptionPolicy(subscription, topicOf(subscription, context.state)),
        ),
      }),
      ...(attributes.ReplayPolicy !== undefined && { ReplayStatus: "Completed" }),
    },
  };
};

export const setSubscriptionAttributes: Sns["SetSubscriptionAttributes"] = (input, context) => {
  const { cloud, state } = context;
  const { AttributeName = "", AttributeValue = "" } = input;
  cloud.store.write(() => {
    const subscription = subscriptionAt(input.SubscriptionArn, context);
    checkOwner(subscription, context, "SetSubscriptionAttributes");
    const topic = topicOf(subscription, state);
    const attributes = withAttribute(subscription.attributes, AttributeName, AttributeValue, {
      ...subscription,
      topic,
    });
    const isNewFilter = attributes.FilterPolicy !== undefined && subscription.attributes.FilterPolicy === undefined;
    if (isNewFilter) checkFilterCount(topic, state);
    const changed = { ...subscription, attributes };
    putSubscription(changed, state);
    if (AttributeName === "ReplayPolicy" && attributes.ReplayPolicy !== undefined) startReplay(changed, topic, context);
  });
  return {};
};

/** Refuses who owns neither the subscription nor its topic. */
function checkOwner(subscription: Subscription, { account, caller }: SnsContext, operation: string): void {
  const isOwner =
    caller.kind !== "anonymous" && (account === subscription.owner || account === subscription.topic.account);
  if (!isOwner) throw notAuthorized(caller.arn, operation, subscriptionArn(subscription));
}

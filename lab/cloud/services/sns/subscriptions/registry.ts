import { createHash } from "node:crypto";
import type { Subscription, TopicName } from "../records.ts";
import type { SnsState } from "../state.ts";
import { keyOf, subscriptionArn } from "../topics/names.ts";

/** Stores a subscription, and what it is found by. Only inside `store.write`. */
export function putSubscription(subscription: Subscription, state: SnsState): void {
  const { topic, id, owner, protocol, endpoint } = subscription;
  state.subscriptions.put([...keyOf(topic), id], subscription);
  state.endpoints.put(endpointKey(topic, protocol, endpoint), id);
  state.owned.put([owner, topic.region, subscriptionArn(subscription)], true);
}

/** Removes a subscription; what waits to be delivered to it is dropped. Only inside `store.write`. */
export function removeSubscription(subscription: Subscription, state: SnsState): void {
  const { topic, id, owner, protocol, endpoint } = subscription;
  state.subscriptions.delete(...keyOf(topic), id);
  state.endpoints.delete(...endpointKey(topic, protocol, endpoint));
  state.owned.delete(owner, topic.region, subscriptionArn(subscription));
}

/** The subscription of an endpoint to a topic, if it exists. */
export function subscriptionOf(
  topic: TopicName,
  protocol: string,
  endpoint: string,
  state: SnsState,
): Subscription | undefined {
  const id = state.endpoints.get(...endpointKey(topic, protocol, endpoint));
  return id === undefined ? undefined : state.subscriptions.get(...keyOf(topic), id);
}

/** Ends what an account subscribed to others' topics, and what others subscribed to its own. Only inside `store.write`. */
export function forgetAcross(account: string, state: SnsState): void {
  const own = [...state.owned.keys({ under: [account] })].map((key) => String(key[2]).split(":"));
  for (const [, , , region = "", owner = "", name = "", id = ""] of own) {
    const subscription = owner === account ? undefined : state.subscriptions.get(owner, region, name, id);
    if (subscription) removeSubscription(subscription, state);
  }
  for (const subscription of [...state.subscriptions.values({ under: [account] })])
    if (subscription.owner !== account) removeSubscription(subscription, state);
}

/** An endpoint may be longer than a key. */
function endpointKey(topic: TopicName, protocol: string, endpoint: string) {
  return [...keyOf(topic), protocol, createHash("sha256").update(endpoint).digest("base64url")] as const;
}

import { randomBytes, randomUUID } from "node:crypto";
import { invalid, invalidParameter, notAuthorized } from "../errors.ts";
import type { Confirmation, Subscription } from "../records.ts";
import type { Sns, SnsContext, SnsState } from "../state.ts";
import { keyOf, subscriptionArn, topicArn } from "../topics/names.ts";
import { putSubscription, removeSubscription } from "./registry.ts";

/** How long a token confirms, and how long a subscription may be pending, in milliseconds. */
const VALID = 2 * 24 * 60 * 60 * 1000;

/** Asks the endpoint of a pending subscription whether it wants the messages. Only inside `store.write`. */
export function askForConfirmation(subscription: Subscription, context: SnsContext): void {
  const { cloud, state } = context;
  const token = newToken(subscription, context);
  const topic = topicArn(subscription.topic);
  state.deliveries.deliver(subscription, {
    type: "SubscriptionConfirmation",
    id: randomUUID(),
    token,
    body: `You have chosen to subscribe to the topic ${topic}.\nTo confirm the subscription, visit the SubscribeURL included in this message.`,
    time: cloud.clock.now(),
  });
  cloud.timers.set("sns", subscriptionArn(subscription), cloud.clock.now() + VALID);
}

/** Tells the endpoint of a subscription that it was removed, and how to get it back. Only inside `store.write`. */
export function tellOfRemoval(subscription: Subscription, context: SnsContext): void {
  const { cloud, state } = context;
  const token = newToken(subscription, context);
  state.deliveries.deliver(subscription, {
    type: "UnsubscribeConfirmation",
    id: randomUUID(),
    token,
    body: `You have chosen to deactivate subscription ${subscriptionArn(subscription)}.\nTo cancel this operation and restore the subscription, visit the SubscribeURL included in this message.`,
    time: cloud.clock.now(),
  });
}

/** https://docs.aws.amazon.com/sns/latest/api/API_ConfirmSubscription.html */
export const confirmSubscription: Sns["ConfirmSubscription"] = (input, context) => {
  const { cloud, state, caller } = context;
  const { TopicArn = "", Token = "", AuthenticateOnUnsubscribe } = input;
  const [, , service, region = "", account = "", name = ""] = TopicArn.split(":");
  if (service !== "sns" || region !== context.region) throw invalidParameter("Topic");
  if (!/^[0-9a-f]{64,512}$/.test(Token)) throw invalid("Invalid token");
  return cloud.store.write(() => {
    const confirmation = state.confirmations.get(account, region, name, Token);
    if (!isValid(confirmation, cloud.clock.now())) throw invalidParameter("Token");
    const before = state.subscriptions.get(account, region, name, confirmation.subscription.id);
    const subscription = before ?? confirmation.subscription;
    if (!state.topics.has(account, region, name)) throw invalidParameter("Token");
    const isAuthenticated = caller.kind !== "anonymous";
    const isProtected = AuthenticateOnUnsubscribe === "true";
    if (isProtected && !isAuthenticated) throw notAuthorized(caller.arn, "ConfirmSubscription", TopicArn);
    // A subscription that is confirmed already stays as it is.
    if (!before || before.isPending)
      putSubscription({ ...subscription, isPending: false, wasAuthenticated: isAuthenticated, isProtected }, state);
    cloud.timers.cancel("sns", subscriptionArn(subscription));
    return { SubscriptionArn: subscriptionArn(subscription) };
  });
};

/** Removes a subscription that was not confirmed in time, and tokens that have expired. */
export function endPending(arn: string, moment: number, state: SnsState): void {
  const [, , , region = "", account = "", name = "", id = ""] = arn.split(":");
  const subscription = state.subscriptions.get(account, region, name, id);
  if (subscription?.isPending) removeSubscription(subscription, state);
  for (const [key, { expires }] of [...state.confirmations.entries({ under: [account, region, name] })])
    if (expires <= moment) state.confirmations.delete(...key);
}

function newToken(subscription: Subscription, { cloud, state }: SnsContext): string {
  const token = randomBytes(128).toString("hex");
  const expires = cloud.clock.now() + VALID;
  state.confirmations.put([...keyOf(subscription.topic), token], { subscription, expires });
  return token;
}

function isValid(confirmation: Confirmation | undefined, now: number): confirmation is Confirmation {
  return confirmation !== undefined && confirmation.expires > now;
}

import { invalidParameter } from "../errors.ts";
import type { Attributes, Protocol, Topic } from "../records.ts";
import { subscriptionDeliveryPolicy } from "../topics/delivery-policies.ts";
import { isFifo } from "../topics/names.ts";
import { checkFilterPolicy, isEmptyPolicy, scopeOf } from "./filter-policies.ts";
import { checkReplayPolicy } from "./replay-policies.ts";

/** What a subscription's attributes are about. */
export interface Subject {
  readonly topic: Topic;
  readonly protocol: Protocol;
  readonly endpoint: string;
}

type Check = (value: string, subject: Subject, prefix: string) => string | undefined;

/** https://docs.aws.amazon.com/sns/latest/api/API_SetSubscriptionAttributes.html */
const CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ["RawMessageDelivery", rawMessageDelivery],
  ["DeliveryPolicy", deliveryPolicy],
  ["FilterPolicy", (value) => (isEmptyPolicy(value) ? undefined : value)],
  ["FilterPolicyScope", filterPolicyScope],
  ["RedrivePolicy", redrivePolicy],
  ["SubscriptionRoleArn", subscriptionRole],
  ["ReplayPolicy", replayPolicy],
]);

/** The attributes that Subscribe is given, as SNS stores them. Throws InvalidParameter. */
export function newAttributes(given: Attributes, subject: Subject): Attributes {
  const prefix = "Attributes Reason: ";
  const attributes: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    const check = CHECKS.get(name);
    if (!check) throw invalidParameter(`${prefix}Unknown attribute: ${name}`);
    const checked = check(value, subject, prefix);
    if (checked !== undefined) attributes[name] = checked;
  }
  if (attributes.FilterPolicy !== undefined) checkFilterPolicy(attributes.FilterPolicy, scopeOf(attributes), prefix);
  if (subject.protocol === "firehose" && attributes.SubscriptionRoleArn === undefined)
    throw invalidParameter(`${prefix}SubscriptionRoleArn is required for firehose subscriptions`);
  return attributes;
}

/** Attributes with one of them set, or taken away. Throws InvalidParameter. */
export function withAttribute(before: Attributes, name: string, value: string, subject: Subject): Attributes {
  const check = CHECKS.get(name);
  if (!check) throw invalidParameter("AttributeName");
  const checked = check(value, subject, "");
  const { [name]: _before, ...others } = before;
  const after = checked === undefined ? others : { ...others, [name]: checked };
  const isFilter = name === "FilterPolicy" || name === "FilterPolicyScope";
  if (isFilter && after.FilterPolicy !== undefined) checkFilterPolicy(after.FilterPolicy, scopeOf(after), "");
  return after;
}

function rawMessageDelivery(value: string, { protocol }: Subject, prefix: string): string {
  const lower = value.toLowerCase();
  if (lower !== "true" && lower !== "false")
    throw invalidParameter(`${prefix}RawMessageDelivery: Invalid value [${value}]. Must be true or false.`);
  if (lower === "true" && !/^(sqs|https?|firehose)$/.test(protocol))
    throw invalidParameter(`${prefix}Delivery protocol [${protocol}] does not support raw message delivery.`);
  return lower;
}

function deliveryPolicy(value: string, { protocol }: Subject, prefix: string): string | undefined {
  if (value === "" || value === "{}") return undefined;
  if (!protocol.startsWith("http"))
    throw invalidParameter(`${prefix}Delivery protocol [${protocol}] does not support delivery policies.`);
  return subscriptionDeliveryPolicy(value, prefix);
}

function filterPolicyScope(value: string, _subject: Subject, prefix: string): string {
  if (value !== "MessageAttributes" && value !== "MessageBody")
    throw invalidParameter(
      `${prefix}FilterPolicyScope: Invalid value [${value}]. Please use either MessageBody or MessageAttributes`,
    );
  return value;
}

/** The queue for what can't be delivered: `{"deadLetterTargetArn": "arn:aws:sqs:…"}`. */
function redrivePolicy(value: string, { topic }: Subject, prefix: string): string | undefined {
  const refused = (reason: string) => invalidParameter(`${prefix}RedrivePolicy: ${reason}`);
  if (value === "" || value === "{}") return undefined;
  let arn: unknown;
  try {
    arn = (JSON.parse(value) as { deadLetterTargetArn?: unknown } | null)?.deadLetterTargetArn;
  } catch (error) {
    throw refused(`failed to parse JSON. ${(error as Error).message}`);
  }
  if (typeof arn !== "string" || !/^arn:aws:sqs:[a-z0-9-]+:\d{12}:[\w-]{1,80}(\.fifo)?$/.test(arn))
    throw refused("deadLetterTargetArn is an invalid arn");
  if (isFifo(topic) && !arn.endsWith(".fifo"))
    throw refused("must use a FIFO queue as DLQ for a FIFO Subscription to a FIFO Topic.");
  if (!isFifo(topic) && arn.endsWith(".fifo"))
    throw refused("must use a standard queue as DLQ for a subscription to a standard topic.");
  if (arn.split(":")[3] !== topic.region) throw refused("deadLetterTargetArn must be in the region of the topic");
  return JSON.stringify({ deadLetterTargetArn: arn });
}

function subscriptionRole(value: string, { protocol }: Subject, prefix: string): string {
  if (protocol !== "firehose")
    throw invalidParameter(`${prefix}SubscriptionRoleArn is only supported for firehose subscriptions`);
  if (!/^arn:aws:iam::\d{12}:role\/.+$/.test(value)) throw invalidParameter(`${prefix}SubscriptionRoleArn`);
  return value;
}

function replayPolicy(value: string, { topic }: Subject, prefix: string): string | undefined {
  if (value === "" || value === "{}") return undefined;
  checkReplayPolicy(value, topic, prefix);
  return value;
}

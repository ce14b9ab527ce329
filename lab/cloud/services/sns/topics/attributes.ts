import { invalidParameter } from "../errors.ts";
import type { Attributes, Topic, TopicName } from "../records.ts";
import { topicDeliveryPolicy } from "./delivery-policies.ts";
import { isFifo } from "./names.ts";
import { checkPolicy } from "./topic-policy.ts";

/** What a checked attribute becomes: its value as SNS stores it, or nothing when it is taken away. */
type Check = (value: string, topic: TopicName, prefix: string, name: string) => string | undefined;

const FEEDBACK = ["HTTP", "Firehose", "Lambda", "Application", "SQS"].flatMap((protocol): [string, Check][] => [
  [`${protocol}SuccessFeedbackRoleArn`, roleArn],
  [`${protocol}FailureFeedbackRoleArn`, roleArn],
  [`${protocol}SuccessFeedbackSampleRate`, sampleRate],
]);

/** https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html */
const CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ["DisplayName", displayName],
  ["Policy", policy],
  ["DeliveryPolicy", (value, _topic, prefix) => (value === "" ? undefined : topicDeliveryPolicy(value, prefix))],
  ["KmsMasterKeyId", (value) => value || undefined],
  ["TracingConfig", oneOf("PassThrough", "Active")],
  ["SignatureVersion", oneOf("1", "2")],
  ...FEEDBACK,
]);

/** Those that first-in-first-out topics have. */
const FIFO_CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ["ContentBasedDeduplication", boolean],
  ["FifoThroughputScope", oneOf("Topic", "MessageGroup")],
  ["ArchivePolicy", archivePolicy],
]);

/** Attributes whose settings have no effect. */
export const STORED_ATTRIBUTES = ["KmsMasterKeyId", "TracingConfig", ...FEEDBACK.map(([name]) => name)];

/**
 * The attributes that CreateTopic is given, as SNS stores them, and the policy. Throws InvalidParameter.
 *
 * @param given `FifoTopic` is among them
 */
export function newAttributes(
  given: Attributes,
  topic: TopicName,
): { readonly attributes: Attributes; readonly policy: string | undefined } {
  const isFifo = given.FifoTopic === "true";
  const attributes: Record<string, string> = isFifo ? { FifoTopic: "true", ContentBasedDeduplication: "false" } : {};
  const { FifoTopic, Policy, ...others } = given;
  for (const [name, value] of Object.entries(others)) {
    const checked = checkOf(name, isFifo, "Attributes Reason: ")(value, topic, "Attributes Reason: ", name);
    if (checked !== undefined) attributes[name] = checked;
  }
  return { attributes, policy: Policy && policy(Policy, topic, "Attributes Reason: ") };
}

/** A topic with one attribute set, or taken away. Throws InvalidParameter. */
export function withAttribute(topic: Topic, name: string, value: string, now: number): Topic {
  const checked = checkOf(name, isFifo(topic), "")(value, topic, "", name);
  if (name === "Policy") return { ...topic, policy: checked as string };
  const { [name]: _before, ...others } = topic.attributes;
  const attributes = checked === undefined ? others : { ...others, [name]: checked };
  if (name !== "ArchivePolicy") return { ...topic, attributes };
  const { archivedSince, ...rest } = topic;
  return checked === undefined ? { ...rest, attributes } : { ...rest, attributes, archivedSince: archivedSince ?? now };
}

function checkOf(name: string, isFifo: boolean, prefix: string): Check {
  const check = CHECKS.get(name) ?? (isFifo ? FIFO_CHECKS.get(name) : undefined);
  if (check) return check;
  if (prefix === "") throw invalidParameter("AttributeName");
  if (FIFO_CHECKS.has(name)) throw invalidParameter(`${prefix}${name} can only be set for FIFO topics`);
  throw invalidParameter(`${prefix}Unknown attribute ${name}`);
}

function displayName(value: string, _topic: TopicName, prefix: string): string | undefined {
  if (value.length > 100) throw invalidParameter(`${prefix}DisplayName: must not exceed 100 characters`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that AWS refuses
  if (/[\u0000-\u001f\u007f]/.test(value)) throw invalidParameter(`${prefix}DisplayName`);
  return value || undefined;
}

function policy(value: string, topic: TopicName, prefix: string): string {
  if (value === "") throw invalidParameter(`${prefix}Policy`);
  checkPolicy(value, topic, prefix);
  return value;
}

function oneOf(...values: readonly string[]): Check {
  return (value, _topic, prefix, name) => {
    if (!values.includes(value))
      throw invalidParameter(`${prefix}${name}: Invalid value [${value}]. Must be ${values.join(" or ")}.`);
    return value;
  };
}

function boolean(value: string, _topic: TopicName, prefix: string, name: string): string {
  const lower = value.toLowerCase();
  if (lower !== "true" && lower !== "false")
    throw invalidParameter(`${prefix}${name}: Invalid value [${value}]. Must be true or false.`);
  return lower;
}

function roleArn(value: string, _topic: TopicName, prefix: string, name: string): string | undefined {
  if (value !== "" && !/^arn:aws:iam::\d{12}:role\/.+$/.test(value))
    throw invalidParameter(`${prefix}${name}: Invalid role ARN`);
  return value || undefined;
}

function sampleRate(value: string, _topic: TopicName, prefix: string, name: string): string | undefined {
  if (value !== "" && !(/^\d{1,3}$/.test(value) && Number(value) <= 100))
    throw invalidParameter(`${prefix}${name}: Must be an integer between 0 and 100`);
  return value || undefined;
}

/** How long messages are kept, in days: `{"MessageRetentionPeriod":"30"}`. An empty object ends it. */
function archivePolicy(value: string, _topic: TopicName, prefix: string): string | undefined {
  const days = retentionIn(value);
  if (days === undefined)
    throw invalidParameter(`${prefix}ArchivePolicy: MessageRetentionPeriod must be between 1 and 365 days`);
  return days === 0 ? undefined : JSON.stringify({ MessageRetentionPeriod: String(days) });
}

function retentionIn(value: string): number | undefined {
  if (value === "" || value === "{}") return 0;
  try {
    const { MessageRetentionPeriod: days, ...others } = JSON.parse(value) as Record<string, unknown>;
    const isWhole = /^\d{1,3}$/.test(String(days)) && Number(days) >= 1 && Number(days) <= 365;
    return isWhole && Object.keys(others).length === 0 ? Number(days) : undefined;
  } catch {
    return undefined;
  }
}

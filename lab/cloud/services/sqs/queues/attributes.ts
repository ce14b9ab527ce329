import { parsePolicy } from "../../../auth/policy/grammar.ts";
import { AwsError } from "../../../errors.ts";
import { own } from "../../../own.ts";
import { invalidAttribute, unknownAttribute } from "../errors.ts";
import { normalRedriveAllowPolicy, normalRedrivePolicy } from "../redrive/policies.ts";
import { isFifo } from "./names.ts";

export type Attributes = Readonly<Record<string, string>>;

/** An attribute that can be set. */
interface Attribute {
  /** The value as the API answers it. Throws AWS's error for one that it can't have. */
  readonly normal: (value: string, name: string) => string;
  /** What it is as long as nobody sets it. */
  readonly usual?: string;
  /** Of first-in-first-out queues alone. */
  readonly isFifo?: true;
}

/** The longest message, body and attributes together, in bytes. */
export const LARGEST_MESSAGE = 1_048_576;

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
const ATTRIBUTES: Readonly<Record<string, Attribute>> = {
  DelaySeconds: { normal: between(0, 900), usual: "0" },
  MaximumMessageSize: { normal: between(1024, LARGEST_MESSAGE), usual: String(LARGEST_MESSAGE) },
  MessageRetentionPeriod: { normal: between(60, 1_209_600), usual: "345600" },
  ReceiveMessageWaitTimeSeconds: { normal: between(0, 20), usual: "0" },
  VisibilityTimeout: { normal: between(0, 43_200), usual: "30" },
  Policy: { normal: normalPolicy },
  RedrivePolicy: { normal: normalRedrivePolicy },
  RedriveAllowPolicy: { normal: normalRedriveAllowPolicy },
  KmsMasterKeyId: { normal: (value) => value },
  KmsDataKeyReusePeriodSeconds: { normal: between(60, 86_400) },
  SqsManagedSseEnabled: { normal: boolean, usual: "true" },
  FifoQueue: { normal: boolean, isFifo: true },
  ContentBasedDeduplication: { normal: boolean, usual: "false", isFifo: true },
  DeduplicationScope: { normal: oneOf("queue", "messageGroup"), usual: "queue", isFifo: true },
  FifoThroughputLimit: { normal: oneOf("perQueue", "perMessageGroupId"), usual: "perQueue", isFifo: true },
};

/** Attributes that SQS keeps itself. */
export const KEPT: readonly string[] = [
  "ApproximateNumberOfMessages",
  "ApproximateNumberOfMessagesDelayed",
  "ApproximateNumberOfMessagesNotVisible",
  "CreatedTimestamp",
  "LastModifiedTimestamp",
  "QueueArn",
];

/** What can be asked for, besides `All`. */
export function isKnown(name: string): boolean {
  return Object.hasOwn(ATTRIBUTES, name) || KEPT.includes(name);
}

/** What an attribute is as long as nobody sets it; an empty text takes away what has no such value. */
export function usualOf(name: string): string {
  return own(ATTRIBUTES, name)?.usual ?? "";
}

/** Any queue: its name tells its kind. */
interface Named {
  readonly name: string;
  readonly attributes: Attributes;
}

/** All that is set of a queue, or is so by default. */
export function allOf(queue: Named): Attributes {
  const fifo = isFifo(queue);
  const all: Record<string, string> = {};
  for (const [name, { usual, isFifo: ofFifo }] of Object.entries(ATTRIBUTES)) {
    const value = queue.attributes[name] ?? usual;
    if (value !== undefined && (fifo || !ofFifo)) all[name] = value;
  }
  if (all.KmsMasterKeyId !== undefined) all.KmsDataKeyReusePeriodSeconds ??= "300";
  else delete all.KmsDataKeyReusePeriodSeconds;
  return all;
}

/** One of the attributes that are numbers. */
export function numberOf({ attributes }: Pick<Named, "attributes">, name: string): number {
  return Number(attributes[name] ?? own(ATTRIBUTES, name)?.usual);
}

/** How long messages are kept, in milliseconds. */
export function retentionOf(queue: Pick<Named, "attributes">): number {
  return numberOf(queue, "MessageRetentionPeriod") * 1000;
}

/** The attributes of a queue with those that a request gives. Throws AWS's errors for what it can't have. */
export function changed(queue: Named, given: Attributes): Attributes {
  const attributes: Record<string, string> = { ...queue.attributes };
  for (const [name, value] of Object.entries(given)) {
    const known = own(ATTRIBUTES, name);
    if (!known || (known.isFifo && !isFifo(queue))) throw unknownAttribute(name);
    if (value === "" && !known.usual) delete attributes[name];
    else attributes[name] = known.normal(value, name);
  }
  encrypt(attributes, given);
  checkThroughput(queue, attributes);
  return attributes;
}

/** Messages are encrypted in one way at a time. */
function encrypt(attributes: Record<string, string>, given: Attributes): void {
  const wantsOwn = given.SqsManagedSseEnabled === "true";
  if (wantsOwn && given.KmsMasterKeyId) {
    throw new AwsError(
      "InvalidAttributeName",
      "You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.",
    );
  }
  if (given.KmsMasterKeyId) attributes.SqsManagedSseEnabled = "false";
  if (wantsOwn) {
    delete attributes.KmsMasterKeyId;
    delete attributes.KmsDataKeyReusePeriodSeconds;
  }
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/high-throughput-fifo.html */
function checkThroughput(queue: Named, attributes: Attributes): void {
  const { FifoThroughputLimit, DeduplicationScope } = allOf({ name: queue.name, attributes });
  if (FifoThroughputLimit === "perMessageGroupId" && DeduplicationScope !== "messageGroup") {
    throw invalidAttribute(
      "FifoThroughputLimit",
      "FifoThroughputLimit can be set to perMessageGroupId only when DeduplicationScope is set to messageGroup.",
    );
  }
}

function between(least: number, most: number) {
  return (value: string, name: string): string => {
    const number = /^\d{1,10}$/.test(value) ? Number(value) : Number.NaN;
    if (!(number >= least && number <= most)) throw invalidAttribute(name);
    return String(number);
  };
}

function oneOf(...values: string[]) {
  return (value: string, name: string): string => {
    if (!values.includes(value)) throw invalidAttribute(name);
    return value;
  };
}

function boolean(value: string, name: string): string {
  const lower = value.toLowerCase();
  if (lower !== "true" && lower !== "false") throw invalidAttribute(name);
  return lower;
}

function normalPolicy(value: string): string {
  try {
    parsePolicy(value);
  } catch {
    throw invalidAttribute("Policy");
  }
  return value;
}

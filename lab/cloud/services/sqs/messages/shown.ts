import type { Message as AnsweredMessage, ReceiveMessageRequest } from "@aws-sdk/client-sqs";
import type { Taken } from "../contents/messages.ts";
import { unknownAttribute } from "../errors.ts";
import { isFifo } from "../queues/names.ts";
import type { Queue, StoredAttributes } from "../records.ts";
import { digestOf } from "./attributes.ts";
import { handleOf } from "./receipts.ts";

type Wanted = Pick<ReceiveMessageRequest, "AttributeNames" | "MessageSystemAttributeNames" | "MessageAttributeNames">;

const SYSTEM_ATTRIBUTES = new Set<string>([
  "All",
  "AWSTraceHeader",
  "ApproximateFirstReceiveTimestamp",
  "ApproximateReceiveCount",
  "DeadLetterQueueSourceArn",
  "MessageDeduplicationId",
  "MessageGroupId",
  "SenderId",
  "SentTimestamp",
  "SequenceNumber",
]);

/** The system attributes that a request wants to see. Throws AWS's error for unknown ones. */
export function systemAttributesOf({ AttributeNames = [], MessageSystemAttributeNames = [] }: Wanted): Set<string> {
  const names: string[] = [...AttributeNames, ...MessageSystemAttributeNames];
  for (const name of names) if (!SYSTEM_ATTRIBUTES.has(name)) throw unknownAttribute(name);
  return new Set(names);
}

/** A message as ReceiveMessage answers it. */
export function shown(taken: Taken, queue: Queue, wanted: Wanted): AnsweredMessage {
  const { number, message, standing } = taken;
  const system = systemAttributes(taken, queue, systemAttributesOf(wanted));
  const attributes = wantedOf(message.attributes, wanted.MessageAttributeNames ?? []);
  return {
    MessageId: message.id,
    ReceiptHandle: handleOf(queue, number, standing.receipt ?? ""),
    MD5OfBody: message.md5,
    Body: message.body,
    ...(system && { Attributes: system }),
    ...(attributes && { MD5OfMessageAttributes: digestOf(attributes), MessageAttributes: attributes }),
  };
}

function systemAttributes(
  { message, standing }: Taken,
  queue: Queue,
  wanted: ReadonlySet<string>,
): Record<string, string> | undefined {
  if (wanted.size === 0) return undefined;
  const all: Readonly<Record<string, string | undefined>> = {
    SenderId: message.sender,
    SentTimestamp: String(message.sent),
    // "Across all queues": https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
    ApproximateReceiveCount: String(standing.received + (message.receivedBefore ?? 0)),
    ApproximateFirstReceiveTimestamp: String(standing.first),
    AWSTraceHeader: message.trace,
    DeadLetterQueueSourceArn: message.deadLetterOf,
    MessageGroupId: message.group,
    ...(isFifo(queue) && { MessageDeduplicationId: message.deduplicationId, SequenceNumber: message.sequence }),
  };
  const shownOnes = Object.entries(all).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && (wanted.has("All") || wanted.has(entry[0])),
  );
  return shownOnes.length > 0 ? Object.fromEntries(shownOnes) : undefined;
}

/** Names may be `All`, `.*`, or end with `.*` for all that begin so. */
function wantedOf(attributes: StoredAttributes | undefined, names: readonly string[]): StoredAttributes | undefined {
  if (!attributes || names.length === 0) return undefined;
  const isWanted = (name: string) =>
    names.some(
      (wanted) =>
        wanted === "All" ||
        wanted === ".*" ||
        wanted === "*" ||
        wanted === name ||
        (wanted.endsWith(".*") && name.startsWith(wanted.slice(0, -2))),
    );
  const wanted = Object.entries(attributes).filter(([name]) => isWanted(name));
  return wanted.length > 0 ? Object.fromEntries(wanted) : undefined;
}

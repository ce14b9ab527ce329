import { createHash, randomUUID } from "node:crypto";
import type { SendMessageRequest } from "@aws-sdk/client-sqs";
import { AwsError } from "../../../errors.ts";
import { invalidParameter, invalidValue, missingParameter } from "../errors.ts";
import { numberOf } from "../queues/attributes.ts";
import { isFifo } from "../queues/names.ts";
import type { Message, Queue } from "../records.ts";
import type { SqsContext } from "../state.ts";
import { digestOf, invalidCharacter, readAttributes, readTrace, sizeOf } from "./attributes.ts";

/** What is sent: a request, or an entry of a batch. */
export type Sent = Omit<SendMessageRequest, "QueueUrl">;

/** A message as it arrives, before the queue gives it a number. */
export interface Outgoing {
  readonly message: Message;
  /** How long it can't be received, in milliseconds. */
  readonly delay: number;
  readonly size: number;
  readonly answer: {
    readonly MD5OfMessageBody: string;
    readonly MD5OfMessageAttributes?: string;
    readonly MD5OfMessageSystemAttributes?: string;
  };
}

const LONGEST_DELAY = 900;

/** Reads a message for a queue. Throws AWS's errors for what the queue does not take. */
export function readMessage(sent: Sent, queue: Queue, context: SqsContext): Outgoing {
  const { MessageBody: body = "", MessageAttributes, MessageSystemAttributes } = sent;
  if (body === "") throw missingParameter("MessageBody");
  const attributes = readAttributes(MessageAttributes);
  const trace = readTrace(MessageSystemAttributes);
  const size = Buffer.byteLength(body) + sizeOf(attributes);
  checkSize(size, queue);
  checkBody(body);
  const fifo = readFifo(sent, queue, body);
  const md5 = createHash("md5").update(body).digest("hex");
  const { cloud, caller } = context;
  const span = cloud.trace.current?.id;
  return {
    message: {
      id: randomUUID(),
      body,
      md5,
      ...(attributes && { attributes }),
      ...(trace !== undefined && { trace }),
      sender: caller.userId,
      sent: cloud.clock.now(),
      ...fifo,
      ...(span !== undefined && { span }),
    },
    delay: readDelay(sent, queue) * 1000,
    size,
    answer: {
      MD5OfMessageBody: md5,
      ...(attributes && { MD5OfMessageAttributes: digestOf(attributes) }),
      ...(trace !== undefined && {
        MD5OfMessageSystemAttributes: digestOf({ AWSTraceHeader: { DataType: "String", StringValue: trace } }),
      }),
    },
  };
}

function checkSize(size: number, queue: Queue): void {
  const largest = numberOf(queue, "MaximumMessageSize");
  if (size > largest)
    throw invalidParameter(
      `One or more parameters are invalid. Reason: Message must be shorter than ${largest} bytes.`,
    );
}

function checkBody(body: string): void {
  const wrong = invalidCharacter(body);
  if (wrong === undefined) return;
  throw new AwsError(
    "InvalidMessageContents",
    `Invalid binary character '#x${wrong}' was found in the message body, the set of allowed characters is #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF`,
  );
}

/** Queues of the kind have one delay for all messages. */
function readDelay({ DelaySeconds }: Sent, queue: Queue): number {
  if (DelaySeconds === undefined) return numberOf(queue, "DelaySeconds");
  if (isFifo(queue) && DelaySeconds !== 0) throw notOfThisType(DelaySeconds, "DelaySeconds");
  if (!Number.isInteger(DelaySeconds) || DelaySeconds < 0 || DelaySeconds > LONGEST_DELAY)
    throw invalidValue(DelaySeconds, "DelaySeconds", `DelaySeconds must be >= 0 and <= ${LONGEST_DELAY}.`);
  return isFifo(queue) ? numberOf(queue, "DelaySeconds") : DelaySeconds;
}

function readFifo(sent: Sent, queue: Queue, body: string): Pick<Message, "group" | "deduplicationId"> {
  const { MessageGroupId: group, MessageDeduplicationId } = sent;
  if (group !== undefined) checkId(group, "MessageGroupId");
  if (!isFifo(queue)) {
    if (MessageDeduplicationId !== undefined) throw notOfThisType(MessageDeduplicationId, "MessageDeduplicationId");
    // Fair queues: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues.html
    return group === undefined ? {} : { group };
  }
  if (group === undefined) throw missingParameter("MessageGroupId");
  if (MessageDeduplicationId !== undefined) {
    checkId(MessageDeduplicationId, "MessageDeduplicationId");
    return { group, deduplicationId: MessageDeduplicationId };
  }
  if (queue.attributes.ContentBasedDeduplication !== "true") {
    throw invalidParameter(
      "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
    );
  }
  return { group, deduplicationId: createHash("sha256").update(body).digest("hex") };
}

function checkId(value: string, name: string): void {
  if (/^[\x21-\x7e]{1,128}$/.test(value)) return;
  throw invalidValue(
    value,
    name,
    `${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
  );
}

function notOfThisType(value: unknown, name: string): AwsError {
  return invalidValue(value, name, "The request include parameter that is not valid for this queue type.");
}

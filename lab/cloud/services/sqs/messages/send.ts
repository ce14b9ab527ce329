import type { BatchResultErrorEntry, SendMessageBatchResultEntry } from "@aws-sdk/client-sqs";
import { AwsError } from "../../../errors.ts";
import { invalidParameter, missingParameter } from "../errors.ts";
import { LARGEST_MESSAGE } from "../queues/attributes.ts";
import { openQueue } from "../queues/lookup.ts";
import { isFifo } from "../queues/names.ts";
import type { Sqs } from "../state.ts";
import { accept } from "./accept.ts";
import { readAttributes, sizeOf } from "./attributes.ts";
import { checkBatch, failed } from "./batches.ts";
import { type Outgoing, readMessage, type Sent } from "./outgoing.ts";

export const sendMessage: Sqs["SendMessage"] = async (input, context) => {
  const queue = openQueue(input.QueueUrl, context);
  const outgoing = readMessage(input, queue, context);
  const accepted = await context.cloud.store.writeSoon(() =>
    accept(outgoing, openQueue(input.QueueUrl, context), context),
  );
  return { ...outgoing.answer, ...accepted };
};

export const sendMessageBatch: Sqs["SendMessageBatch"] = async ({ QueueUrl, Entries }, context) => {
  const queue = openQueue(QueueUrl, context);
  checkBatch(Entries, "SendMessageBatchRequestEntry");
  checkLength(Entries);
  if (isFifo(queue) && Entries.some(({ MessageGroupId }) => MessageGroupId === undefined))
    throw invalidParameter(missingParameter("MessageGroupId").message);
  const Failed: BatchResultErrorEntry[] = [];
  const read: [string, Outgoing][] = [];
  for (const { Id = "", ...entry } of Entries) {
    try {
      read.push([Id, readMessage(entry as Sent, queue, context)]);
    } catch (error) {
      // What no entry says of itself is told of the whole batch.
      if (isFifo(queue) && /ContentBasedDeduplication/.test((error as Error).message)) throw error;
      Failed.push(failed(Id, error));
    }
  }
  const Successful = await context.cloud.store.writeSoon(() => {
    const now = openQueue(QueueUrl, context);
    return read.map(
      ([Id, outgoing]): SendMessageBatchResultEntry => ({ Id, ...outgoing.answer, ...accept(outgoing, now, context) }),
    );
  });
  return { Successful, Failed };
};

/** All messages of a batch together may be as large as one. */
function checkLength(entries: readonly Partial<Sent>[]): void {
  let size = 0;
  for (const { MessageBody = "", MessageAttributes } of entries)
    size += Buffer.byteLength(MessageBody) + sizeOf(attributesOf(MessageAttributes));
  if (size <= LARGEST_MESSAGE) return;
  throw new AwsError(
    "BatchRequestTooLong",
    `Batch requests cannot be longer than ${LARGEST_MESSAGE} bytes. You have sent ${size} bytes.`,
  );
}

/** What can't be an attribute is told of its entry. */
function attributesOf(given: Sent["MessageAttributes"]) {
  try {
    return readAttributes(given);
  } catch {
    return undefined;
  }
}

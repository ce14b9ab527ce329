import type { BatchResultErrorEntry, DeleteMessageBatchResultEntry } from "@aws-sdk/client-sqs";
import { invalidValue } from "../errors.ts";
import { openQueue } from "../queues/lookup.ts";
import { isFifo } from "../queues/names.ts";
import type { Queue } from "../records.ts";
import type { Sqs, SqsContext } from "../state.ts";
import { checkBatch, failed } from "./batches.ts";
import { readHandle } from "./receipts.ts";

export const deleteMessage: Sqs["DeleteMessage"] = async ({ QueueUrl, ReceiptHandle }, context) => {
  openQueue(QueueUrl, context);
  await context.cloud.store.writeSoon(() => remove(ReceiptHandle, openQueue(QueueUrl, context), context));
  return {};
};

export const deleteMessageBatch: Sqs["DeleteMessageBatch"] = async ({ QueueUrl, Entries }, context) => {
  openQueue(QueueUrl, context);
  checkBatch(Entries, "DeleteMessageBatchRequestEntry");
  return await context.cloud.store.writeSoon(() => {
    const queue = openQueue(QueueUrl, context);
    const Successful: DeleteMessageBatchResultEntry[] = [];
    const Failed: BatchResultErrorEntry[] = [];
    for (const { Id = "", ReceiptHandle = "" } of Entries) {
      try {
        remove(ReceiptHandle, queue, context);
        Successful.push({ Id });
      } catch (error) {
        Failed.push(failed(Id, error));
      }
    }
    return { Successful, Failed };
  });
};

/**
 * Deletes a message by the handle of its last receipt; by an older one nothing happens, and nothing is said. A message that is gone
 * already is a success. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessage.html
 */
function remove(handle: string, queue: Queue, { cloud, state }: SqsContext): void {
  const { generation, number, receipt } = readHandle(handle, queue);
  const standing = generation === queue.generation ? state.messages.find(queue, number) : undefined;
  if (!standing) return;
  const isLast = standing.receipt === receipt;
  const isLapsed = standing.state !== "in flight" || standing.at <= cloud.clock.now();
  if (isFifo(queue) && (!isLast || isLapsed))
    throw invalidValue(handle, "ReceiptHandle", "The receipt handle has expired.");
  if (!isLast) return;
  state.messages.remove(queue, number);
  // Of a message group, the next ones can be received now.
  state.polls.wake(queue.id);
}

import type { BatchResultErrorEntry, ChangeMessageVisibilityBatchResultEntry } from "@aws-sdk/client-sqs";
import { AwsError } from "../../../errors.ts";
import { invalidValue } from "../errors.ts";
import { openQueue } from "../queues/lookup.ts";
import { isFifo } from "../queues/names.ts";
import type { Queue } from "../records.ts";
import type { Sqs, SqsContext } from "../state.ts";
import { checkBatch, failed } from "./batches.ts";
import { readHandle } from "./receipts.ts";

/** How long a message can be hidden from its receipt on, in seconds. */
export const LONGEST_VISIBILITY = 43_200;

export const changeMessageVisibility: Sqs["ChangeMessageVisibility"] = (input, context) => {
  const { QueueUrl, ReceiptHandle, VisibilityTimeout } = input;
  context.cloud.store.write(() => change(ReceiptHandle, VisibilityTimeout, openQueue(QueueUrl, context), context));
  return {};
};

export const changeMessageVisibilityBatch: Sqs["ChangeMessageVisibilityBatch"] = ({ QueueUrl, Entries }, context) => {
  openQueue(QueueUrl, context);
  checkBatch(Entries, "ChangeMessageVisibilityBatchRequestEntry");
  return context.cloud.store.write(() => {
    const queue = openQueue(QueueUrl, context);
    const Successful: ChangeMessageVisibilityBatchResultEntry[] = [];
    const Failed: BatchResultErrorEntry[] = [];
    for (const { Id = "", ReceiptHandle = "", VisibilityTimeout = 0 } of Entries) {
      try {
        change(ReceiptHandle, VisibilityTimeout, queue, context);
        Successful.push({ Id });
      } catch (error) {
        Failed.push(failed(Id, error));
      }
    }
    return { Successful, Failed };
  });
};

export function checkVisibility(value: number): void {
  if (Number.isInteger(value) && value >= 0 && value <= LONGEST_VISIBILITY) return;
  throw invalidValue(value, "VisibilityTimeout", `Must be between 0 and ${LONGEST_VISIBILITY}, if provided.`);
}

/**
 * Changes how long a message is hidden, counted from now. One that came back because its time was over is left as it is, and nobody
 * is told; for one that its receiver gave back, or that others received since, it is too late.
 */
function change(handle: string, seconds: number, queue: Queue, { cloud, state }: SqsContext): void {
  checkVisibility(seconds);
  const { generation, number, receipt } = readHandle(handle, queue);
  const standing = generation === queue.generation ? state.messages.find(queue, number) : undefined;
  const now = cloud.clock.now();
  const isLapsed = standing?.state !== "in flight" || standing.at <= now;
  if (standing?.receipt !== receipt || (isFifo(queue) && isLapsed && !standing.isReleased)) {
    throw invalidValue(
      handle,
      "ReceiptHandle",
      "Message does not exist or is not available for visibility timeout change.",
    );
  }
  if (standing.isReleased) throw new AwsError("MessageNotInflight", "The specified message isn't in flight.");
  if (isLapsed) return;
  const at = now + seconds * 1000;
  const held = Math.floor((now - (standing.handed ?? now)) / 1000);
  if (held + seconds > LONGEST_VISIBILITY) {
    throw invalidValue(
      seconds,
      "VisibilityTimeout",
      `Total VisibilityTimeout for the message is beyond the limit [${LONGEST_VISIBILITY} seconds]`,
    );
  }
  state.messages.changeVisibility(queue, number, at, now);
  state.polls.wake(queue.id);
}

import type { Taken } from "../contents/messages.ts";
import type { Queue } from "../records.ts";
import type { SqsState } from "../state.ts";

/**
 * The messages that an attempt with the same id was handed, once more, and hidden anew; nothing when there was none, or when
 * something has become of one of them since.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/using-receiverequestattemptid-request-parameter.html
 */
export function repeated(
  queue: Queue,
  attemptId: string,
  { visibility, now }: { readonly visibility: number; readonly now: number },
  { messages }: SqsState,
): Taken[] | undefined {
  const handed = messages.attempts.get(queue, [attemptId], now);
  if (!handed) return undefined;
  const taken: Taken[] = [];
  for (const { number, receipt } of handed) {
    const standing = messages.find(queue, number);
    const message = messages.read(queue, number);
    if (!message || standing?.state !== "in flight" || standing.receipt !== receipt) return undefined;
    taken.push({ number, message, standing });
  }
  for (const { number } of taken) messages.changeVisibility(queue, number, now + visibility, now);
  return taken;
}

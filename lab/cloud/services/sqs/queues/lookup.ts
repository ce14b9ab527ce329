import { AwsError } from "../../../errors.ts";
import { noSuchQueue } from "../errors.ts";
import type { Queue } from "../records.ts";
import type { SqsContext, SqsState } from "../state.ts";
import { type QueueName, readUrl } from "./names.ts";

/** The queue that a URL names. Throws AWS's errors when there is none. */
export function openQueue(url: string, context: SqsContext): Queue {
  const named = readUrl(url, context);
  if (!named) throw new AwsError("InvalidAddress", `The address ${url} is not valid for this endpoint.`);
  const queue = findQueue(named, context.state);
  if (!queue) throw noSuchQueue(context);
  return queue;
}

export function findQueue(
  { account, region, name }: QueueName,
  { queues }: Pick<SqsState, "queues">,
): Queue | undefined {
  return queues.get(account, region, name);
}

/** The queue as it is now, if it is still that one. */
export function sameQueue(queue: Queue, state: Pick<SqsState, "queues">): Queue | undefined {
  const now = findQueue(queue, state);
  return now?.id === queue.id ? now : undefined;
}

/** Puts a queue with other attributes in its place. Only inside `store.write`. */
export function putQueue(queue: Queue, { queues }: Pick<SqsState, "queues">): Queue {
  queues.put([queue.account, queue.region, queue.name], queue);
  return queue;
}

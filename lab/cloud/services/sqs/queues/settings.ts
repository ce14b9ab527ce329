import { own } from "../../../own.ts";
import { Turns } from "../../../time/turns.ts";
import { invalidAttribute, unknownAttribute } from "../errors.ts";
import type { Queue } from "../records.ts";
import { checkDeadLetterQueue } from "../redrive/policies.ts";
import { noteDeadLetterQueue } from "../redrive/sources.ts";
import type { Sqs, SqsContext } from "../state.ts";
import { type Attributes, allOf, changed, isKnown, retentionOf } from "./attributes.ts";
import { openQueue, putQueue, sameQueue } from "./lookup.ts";
import { arnOf, isFifo } from "./names.ts";

/** How many messages are brought up to the time in one go. */
const BATCH = 500;

export const getQueueAttributes: Sqs["GetQueueAttributes"] = async ({ QueueUrl, AttributeNames = [] }, context) => {
  for (const name of AttributeNames) if (name !== "All" && !isKnown(name)) throw unknownAttribute(name);
  const opened = openQueue(QueueUrl, context);
  if (AttributeNames.some((name) => name === "All" || name.startsWith("Approximate"))) await settleAll(opened, context);
  const queue = sameQueue(opened, context.state) ?? opened;
  const all = described(queue, context);
  if (AttributeNames.includes("All")) return { Attributes: all };
  const wanted = AttributeNames.flatMap((name) => {
    const value = own(all, name);
    return value === undefined ? [] : [[name, value]];
  });
  return { Attributes: Object.fromEntries(wanted) };
};

/** Counts are exact: what is due is done before. */
async function settleAll(queue: Queue, { cloud, state }: SqsContext): Promise<void> {
  const turns = new Turns();
  const step = () => {
    const now = sameQueue(queue, state);
    return now !== undefined && state.messages.settle(now, cloud.clock.now(), retentionOf(now), BATCH);
  };
  while (cloud.store.write(step)) await turns.next();
}

function described(queue: Queue, { state }: SqsContext): Attributes {
  const { visible, inFlight, delayed } = state.messages.counts.of(queue);
  return {
    ...allOf(queue),
    QueueArn: arnOf(queue),
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: seconds(queue.created),
    LastModifiedTimestamp: seconds(queue.modified),
  };
}

function seconds(moment: number): string {
  return String(Math.floor(moment / 1000));
}

export const setQueueAttributes: Sqs["SetQueueAttributes"] = ({ QueueUrl, Attributes }, context) => {
  context.cloud.store.write(() => {
    const queue = openQueue(QueueUrl, context);
    const { FifoQueue, ...others } = Attributes as Record<string, string>;
    if (FifoQueue !== undefined) checkKind(queue, FifoQueue);
    changeAttributes(queue, changed(queue, others), context);
  });
  return {};
};

function checkKind(queue: Queue, FifoQueue: string): void {
  if (!isFifo(queue)) throw unknownAttribute("FifoQueue");
  if (FifoQueue !== "true") throw invalidAttribute("FifoQueue", "Modifying queue type is not supported.");
}

/** Gives a queue other attributes. Only inside `store.write`. */
export function changeAttributes(queue: Queue, attributes: Attributes, { cloud, state }: SqsContext): void {
  const after = { ...queue, attributes, modified: cloud.clock.now() };
  if (attributes.RedrivePolicy !== queue.attributes.RedrivePolicy) checkDeadLetterQueue(after, state);
  putQueue(after, state);
  noteDeadLetterQueue(queue, after, state);
}

import { isFifo } from "../queues/names.ts";
import type { Message, Original, Queue } from "../records.ts";
import type { SqsContext, SqsState } from "../state.ts";
import type { Outgoing } from "./outgoing.ts";

/** What the sender of a message hears of it. */
export interface Accepted {
  readonly MessageId: string;
  readonly SequenceNumber?: string;
}

/**
 * Takes a message into a queue. A duplicate is not taken in: its sender hears of the original. Only inside `store.write`.
 */
export function accept({ message, delay }: Outgoing, queue: Queue, { cloud, state }: SqsContext): Accepted {
  const now = cloud.clock.now();
  if (!isFifo(queue)) {
    put(queue, message, delay, now, state);
    return { MessageId: message.id };
  }
  const scope = queue.attributes.DeduplicationScope === "messageGroup" ? (message.group ?? "") : "";
  const key = [scope, message.deduplicationId ?? ""];
  const known = state.messages.originals.get(queue, key, now);
  if (known) return { MessageId: known.id, SequenceNumber: known.sequence };
  const original: Original = { id: message.id, sequence: sequenceOf(queue, state) };
  put(queue, { ...message, sequence: original.sequence }, delay, now, state);
  state.messages.originals.put(queue, key, original, now);
  return { MessageId: original.id, SequenceNumber: original.sequence };
}

/**
 * Puts a message that another queue had into this one, to its other messages. Only inside `store.write`.
 */
export function moveIn(message: Message, queue: Queue, now: number, state: SqsState): void {
  const { sequence: _, ...rest } = message;
  put(queue, isFifo(queue) ? { ...rest, sequence: sequenceOf(queue, state) } : rest, 0, now, state);
}

function put(queue: Queue, message: Message, delay: number, now: number, state: SqsState): void {
  state.messages.add(queue, message, now + delay, now);
  state.polls.wake(queue.id);
}

/** As AWS's: 20 digits that grow, with gaps. */
function sequenceOf(queue: Queue, state: SqsState): string {
  return String(18_870_000_000_000_000_000n + BigInt(state.messages.nextNumber(queue)) * 256n);
}

import type { Collection } from "../../../store/collection.ts";
import type { Store } from "../../../store/store.ts";
import type { Counts, Queue } from "../records.ts";

const NONE: Counts = { next: 1, visible: 0, inFlight: 0, delayed: 0, due: Infinity, oldest: Infinity };

/** By how much each count changes, and moments that the queue has to know of. */
type Change = Partial<Counts>;

/** What is known of each queue without looking at its messages. What changes something is called only inside `store.write`. */
export class QueueCounts {
  /** [account, region, queue's id] */
  readonly #counts: Collection<Counts>;

  constructor(store: Store) {
    this.#counts = store.collection<Counts>("sqs-counts").remember();
  }

  of({ account, region, id }: Queue): Counts {
    return this.#counts.get(account, region, id) ?? NONE;
  }

  change(queue: Queue, { next = 0, visible = 0, inFlight = 0, delayed = 0, due, oldest }: Change): void {
    const before = this.of(queue);
    this.#put(queue, {
      next: before.next + next,
      visible: before.visible + visible,
      inFlight: before.inFlight + inFlight,
      delayed: before.delayed + delayed,
      due: earlier(before.due, due),
      oldest: earlier(before.oldest, oldest),
    });
  }

  /** Whether nothing can have become visible by itself, or too old, since the queue was settled. */
  isSettled(queue: Queue, now: number, retention: number): boolean {
    const { due, oldest } = this.of(queue);
    return due > now && oldest > now - retention;
  }

  /** Notes what the queue waits for. */
  settled(queue: Queue, due: number, oldest: number): void {
    const before = this.of(queue);
    if (before.due !== due || before.oldest !== oldest) this.#put(queue, { ...before, due, oldest });
  }

  /** Begins anew with a queue that is purged. Numbers grow across purges, too. */
  restart(queue: Queue): void {
    this.#put(queue, { ...NONE, next: this.of(queue).next });
  }

  forget(account: string, region: string, id: string): void {
    this.#counts.delete(account, region, id);
  }

  #put({ account, region, id }: Queue, counts: Counts): void {
    this.#counts.put([account, region, id], counts);
  }
}

function earlier(known: number, given: number = Infinity): number {
  return given < known ? given : known;
}

import type { KeyPart } from "../store/collection.ts";
import type { Clock } from "../time/clock.ts";

/** An item of a line, and when it is due, in milliseconds since the epoch. */
export interface Entry {
  readonly key: readonly KeyPart[];
  readonly due: number;
}

export interface ReadyLineParts {
  readonly clock: Clock;
  /** Whether nothing passes an item that waits for its moment. */
  readonly isInOrder: boolean;
  readonly concurrency: number;
  /** Works on an item. Resolves to when it is due again, or to nothing when it is done. Never rejects. */
  readonly work: (entry: Entry) => Promise<number | undefined>;
  /** Called when nothing is left in the line. */
  readonly onEmpty: () => void;
}

/** Works on the items of one line as they become due, several at a time. */
export class ReadyLine {
  readonly #parts: ReadyLineParts;
  /** In the order in which they are worked on. */
  #ready: Entry[] = [];
  /** What cancels the timers of items that are not due. */
  readonly #timers = new Set<() => void>();
  readonly #workers = new Set<Promise<void>>();
  /** Of them, those that look for more to do. */
  #running = 0;
  /** In order: whether the first item waits for its moment. */
  #isHeld = false;
  #closed = false;

  constructor(parts: ReadyLineParts) {
    this.#parts = parts;
  }

  add(entry: Entry): void {
    const push = () => void this.#ready.push(entry);
    if (this.#parts.isInOrder || !this.#isEarly(entry)) {
      push();
      void this.#begin();
    } else {
      this.#wait(entry, push);
    }
  }

  /** Resolves when all that was ready has been worked on, once. */
  async settled(): Promise<void> {
    await Promise.all(this.#workers);
  }

  /** Begins with nothing more. Resolves when what is under way has ended. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#ready = [];
    for (const cancel of this.#timers) cancel();
    await Promise.all(this.#workers);
  }

  /** Begins a worker, if there may be one more. Resolves when it found nothing more to do. */
  async #begin(): Promise<void> {
    if (this.#closed || this.#ready.length === 0 || this.#running >= this.#parts.concurrency) return;
    this.#running += 1;
    const worker = this.#work();
    this.#workers.add(worker);
    await worker;
    this.#workers.delete(worker);
    if (this.#running + this.#ready.length + this.#timers.size === 0) this.#parts.onEmpty();
  }

  async #work(): Promise<void> {
    // The transaction in which an item was added is over by then.
    await new Promise((resolve) => setImmediate(resolve));
    for (let entry = this.#take(); entry; entry = this.#take()) {
      const due = await this.#parts.work(entry);
      if (due !== undefined && !this.#closed) this.#repeat({ ...entry, due });
    }
    // At once: what is added from now on needs another worker.
    this.#running -= 1;
  }

  #take(): Entry | undefined {
    const [first] = this.#ready;
    if (this.#closed || this.#isHeld || !first) return undefined;
    if (!this.#isEarly(first)) return this.#ready.shift();
    this.#isHeld = true;
    this.#wait(first, () => {
      this.#isHeld = false;
    });
    return undefined;
  }

  #repeat(entry: Entry): void {
    if (this.#parts.isInOrder) this.#ready.unshift(entry);
    else this.add(entry);
  }

  #isEarly({ due }: Entry): boolean {
    return due > this.#parts.clock.now();
  }

  /** Goes on at an entry's moment. A move of the clock waits for the work that falls due on its way. */
  #wait({ due }: Entry, then: () => void): void {
    const { clock } = this.#parts;
    const cancel = clock.after(due - clock.now(), () => {
      this.#timers.delete(cancel);
      then();
      return this.#begin();
    });
    this.#timers.add(cancel);
  }
}

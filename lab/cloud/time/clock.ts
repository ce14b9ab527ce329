import { type HeapTimer, TimerHeap } from "./timer-heap.ts";

/** How long a move waits for what a timer has begun, in milliseconds of real time. */
const LONGEST_WAIT = 10_000;
/** How many timers a move fires at most. A timer that sets itself anew for the same moment would never end. */
const MOST_FIRED = 100_000;

/** How a move of the clock ended. */
export interface Moved {
  /** How many timers fired on the way. */
  readonly fired: number;
  /** Whether all that fell due was fired; otherwise the move was ended by its bound. */
  readonly complete: boolean;
}

/**
 * The lab's only source of time. It follows the machine's clock plus an offset that `advance` grows, so a test (or a teacher)
 * can make a URL expire or a schedule fire without waiting. Timers fire when the lab's time reaches them, whether that time
 * passed or was skipped.
 */
export class Clock {
  /** Hears of what a timer threw. A timer has nobody else to answer to, and must not end the process. */
  onError: (error: unknown) => void = (error) => console.error(error);
  /** Hears that a move begins: what waits for a moment of real time belongs to the time before it. */
  onMoving: () => void = () => {};
  /** Hears the new offset when a move has ended. */
  onMoved: (offset: number) => void = () => {};
  #offset = 0;
  readonly #timers = new TimerHeap<Timer>();
  /** What timers have begun and not ended, be it in a move or because their moment came by itself. */
  readonly #begun = new Set<Promise<unknown>>();

  /** By how many milliseconds the lab's time is ahead of the machine's. */
  get offset(): number {
    return this.#offset;
  }

  /** Goes on with an offset that an earlier run had, unless the time is later already. */
  beginAt(offset: number): void {
    this.#offset = Math.max(this.#offset, offset);
  }

  /** The lab's time, in milliseconds since the epoch. */
  now(): number {
    return Date.now() + this.#offset;
  }

  /** The lab's time as a Date. */
  date(): Date {
    return new Date(this.now());
  }

  /**
   * Calls `run` once, `ms` milliseconds of lab time from now. Returns a function that cancels it.
   *
   * @param run when it returns a promise, a move of the clock waits for that before time goes on
   */
  after(ms: number, run: () => unknown): () => void {
    const timer: Timer = { due: this.now() + Math.max(ms, 0), run, handle: undefined, place: -1 };
    this.#timers.add(timer);
    this.#arm(timer);
    return () => this.#cancel(timer);
  }

  /**
   * Moves the lab's time forward by `ms` milliseconds. Every timer that falls due on the way fires at its own moment, in order,
   * and so do those that are set on the way. What a timer begins may take its time: the next moment comes after it.
   */
  advance(ms: number): Promise<Moved> {
    if (!(ms >= 0)) throw new RangeError("The lab's time only moves forward");
    this.onMoving();
    return this.#step(this.now() + ms);
  }

  /** Cancels every timer. */
  stop(): void {
    for (const timer of this.#timers) this.#cancel(timer);
  }

  async #step(end: number): Promise<Moved> {
    let fired = 0;
    if (this.#begun.size > 0) await this.#settle();
    for (let next = this.#timers.first; next && next.due <= end; next = this.#timers.first) {
      if (fired >= MOST_FIRED) break;
      this.#reach(next.due);
      fired += 1;
      this.#fire(next);
      if (this.#begun.size > 0) await this.#settle();
    }
    const complete = fired < MOST_FIRED;
    if (complete) this.#reach(end);
    for (const timer of this.#timers) this.#arm(timer);
    this.onMoved(this.#offset);
    return { fired, complete };
  }

  /** Waits for what timers have begun, and for what they begin meanwhile. What takes too long is not waited for again. */
  async #settle(): Promise<void> {
    while (this.#begun.size > 0) {
      const begun = [...this.#begun];
      await settled(Promise.all(begun));
      for (const one of begun) this.#begun.delete(one);
    }
  }

  /** Sets the time to a moment, unless it is later already. */
  #reach(moment: number): void {
    this.#offset = Math.max(this.#offset, moment - Date.now());
  }

  #arm(timer: Timer): void {
    clearTimeout(timer.handle);
    // setTimeout holds 31 bits of milliseconds; a later time is armed again when that much has passed.
    const wait = Math.min(Math.max(timer.due - this.now(), 0), 2 ** 31 - 1);
    timer.handle = setTimeout(() => (timer.due <= this.now() ? this.#fire(timer) : this.#arm(timer)), wait);
    timer.handle.unref();
  }

  #fire(timer: Timer): void {
    if (!this.#timers.has(timer)) return;
    this.#cancel(timer);
    try {
      const begun = timer.run();
      if (!(begun instanceof Promise)) return;
      const ended = begun.catch((error) => this.onError(error));
      this.#begun.add(ended);
      void ended.then(() => this.#begun.delete(ended));
    } catch (error) {
      this.onError(error);
    }
  }

  #cancel(timer: Timer): void {
    clearTimeout(timer.handle);
    this.#timers.delete(timer);
  }
}

interface Timer extends HeapTimer {
  readonly run: () => unknown;
  handle: NodeJS.Timeout | undefined;
}

/** Waits for what a timer began, but not for ever; that it failed is told where it was begun. */
async function settled(begun: Promise<unknown>): Promise<void> {
  let handle: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => {
    handle = setTimeout(resolve, LONGEST_WAIT);
  });
  await Promise.race([begun, late]);
  clearTimeout(handle);
}

/**
 * The lab's only source of time. It follows the machine's clock plus an offset that `advance` grows, so a test (or a
 * teacher) can make a URL expire or a schedule fire without waiting. Timers set here fire when the lab's time reaches
 * them, whether that time passed or was skipped.
 */
export class Clock {
  /** Hears of what a timer threw. A timer has nobody else to answer to, and must not end the process. */
  onError: (error: unknown) => void = (error) => console.error(error);
  #offset = 0;
  #timers = new Set<Timer>();

  /** The lab's time, in milliseconds since the epoch. */
  now(): number {
    return Date.now() + this.#offset;
  }

  /** The lab's time as a Date. */
  date(): Date {
    return new Date(this.now());
  }

  /** Calls `run` once, `ms` milliseconds of lab time from now. Returns a function that cancels it. */
  after(ms: number, run: () => void): () => void {
    const timer: Timer = { due: this.now() + ms, run, handle: undefined };
    this.#timers.add(timer);
    this.#arm(timer);
    return () => this.#cancel(timer);
  }

  /** Moves the lab's time forward by `ms` milliseconds and fires the timers that became due, in the order of their time. */
  advance(ms: number): void {
    if (!(ms >= 0)) throw new RangeError("The lab's time only moves forward");
    this.#offset += ms;
    for (const timer of [...this.#timers].sort((a, b) => a.due - b.due)) {
      if (timer.due <= this.now()) this.#fire(timer);
      else this.#arm(timer);
    }
  }

  /** Cancels every timer. */
  stop(): void {
    for (const timer of this.#timers) this.#cancel(timer);
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
      timer.run();
    } catch (error) {
      this.onError(error);
    }
  }

  #cancel(timer: Timer): void {
    clearTimeout(timer.handle);
    this.#timers.delete(timer);
  }
}

interface Timer {
  due: number;
  run: () => void;
  handle: NodeJS.Timeout | undefined;
}

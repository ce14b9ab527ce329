import type { Clock } from "../../../time/clock.ts";

/** A request that waits for messages. */
interface Poll {
  /** Tries to answer it; answers whether it did, or failed with what its caller is to hear. */
  readonly attempt: () => boolean;
}

/** What a long poll waits for. */
export interface Waiting<T> {
  /** Looks for messages; nothing when there are none. */
  readonly attempt: () => T | undefined;
  /** How long it waits, in milliseconds. */
  readonly longest: number;
  /** When something of the queue that is hidden can be received next, in milliseconds since the epoch. */
  readonly nextMoment: () => number | undefined;
  /** Calls back when whoever waits went away; answers how to take that back. */
  readonly whenGone?: ((listener: () => void) => () => void) | undefined;
}

interface Line {
  readonly polls: Set<Poll>;
  readonly nextMoment: () => number | undefined;
  cancel: () => void;
}

/**
 * The requests that wait for messages, in the order in which they came. Nothing is done while nothing happens: they are woken by
 * what comes, and at the moment when something hidden can be received.
 */
export class Polls {
  readonly #clock: Clock;
  readonly #lines = new Map<string, Line>();
  readonly #woken = new Set<string>();
  readonly #ends = new Set<() => void>();
  #isClosed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves to what an attempt finds, or to nothing when the time is over, the client is gone, or the lab ends. Rejects as it throws. */
  wait<T>(queue: string, { attempt, longest, nextMoment, whenGone }: Waiting<T>): Promise<T | undefined> {
    if (this.#isClosed) return Promise.resolve(undefined);
    return new Promise((resolve, reject) => {
      const line = this.#lines.get(queue) ?? { polls: new Set(), nextMoment, cancel: () => {} };
      this.#lines.set(queue, line);
      const leave = () => {
        line.polls.delete(poll);
        this.#ends.delete(end);
        cancel();
        forget?.();
        if (line.polls.size > 0) return;
        line.cancel();
        if (this.#lines.get(queue) === line) this.#lines.delete(queue);
      };
      const end = () => {
        leave();
        resolve(undefined);
      };
      const poll: Poll = {
        attempt: () => {
          try {
            const found = attempt();
            if (found === undefined) return false;
            leave();
            resolve(found);
          } catch (error) {
            leave();
            reject(error);
          }
          return true;
        },
      };
      const cancel = this.#clock.after(longest, end);
      const forget = whenGone?.(end);
      this.#ends.add(end);
      line.polls.add(poll);
      // Something may have come while it was on its way here.
      this.wake(queue);
    });
  }

  /** Has those who wait for a queue look, once what happens now is committed. */
  wake(queue: string): void {
    if (!this.#lines.has(queue)) return;
    if (this.#woken.size === 0) setImmediate(() => this.#lookAll());
    this.#woken.add(queue);
  }

  #lookAll(): void {
    const woken = [...this.#woken];
    this.#woken.clear();
    for (const queue of woken) this.#look(queue);
  }

  #look(queue: string): void {
    const line = this.#lines.get(queue);
    if (!line) return;
    line.cancel();
    // What the first one does not find is not there for the others.
    for (const poll of [...line.polls]) if (!poll.attempt()) break;
    const next = line.polls.size > 0 ? line.nextMoment() : undefined;
    if (next === undefined) return;
    line.cancel = this.#clock.after(next - this.#clock.now(), () => this.#look(queue));
  }

  /** How many requests wait. */
  get count(): number {
    return this.#ends.size;
  }

  /** Ends all of them. */
  close(): void {
    this.#isClosed = true;
    for (const end of [...this.#ends]) end();
  }
}

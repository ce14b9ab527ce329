import type { Clock } from "../../../time/clock.ts";
import type { Environment } from "./environment.ts";
import type { RunnableFunction } from "./function.ts";

/** An environment without an event. */
interface Idle {
  readonly environment: Environment;
  readonly since: number;
  readonly cancelEviction: () => void;
}

/** The idle environments of one function. */
export class Fleet {
  readonly #clock: Clock;
  /** The longest idle first. */
  #idle: Idle[] = [];
  /** How many idle environments are kept however long they are idle. */
  #kept = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Since when its longest idle environment is idle; Infinity when it has none. */
  get idleSince(): number {
    return this.#idle[0]?.since ?? Number.POSITIVE_INFINITY;
  }

  /** How many environments wait for an event. */
  get size(): number {
    return this.#idle.length;
  }

  /** Keeps this many idle environments from now on; when that is fewer than before, all idle ones end. */
  keep(count: number): void {
    if (count < this.#kept) this.endAll();
    this.#kept = count;
  }

  /** The most recently used environment that fits, so that the others may become old. Ends those that fit no more. */
  take(fn: RunnableFunction): Environment | undefined {
    for (let last = this.#pop(); last; last = this.#pop()) {
      if (last.fits(fn)) return last;
      void last.end();
    }
    return undefined;
  }

  /** Takes an environment that waits for the next event, for at most `time` milliseconds of the lab's clock. */
  put(environment: Environment, time: number): void {
    const idle: Idle = {
      environment,
      since: this.#clock.now(),
      cancelEviction: this.#idle.length < this.#kept ? () => {} : this.#clock.after(time, () => this.#evict(idle)),
    };
    this.#idle.push(idle);
    environment.rest();
  }

  /** Ends its longest idle environment and waits until it is gone. */
  async endOldest(): Promise<void> {
    const oldest = this.#idle.shift();
    oldest?.cancelEviction();
    await oldest?.environment.end();
  }

  /** Ends all its idle environments. */
  endAll(): void {
    for (let last = this.#pop(); last; last = this.#pop()) void last.end();
  }

  #evict(idle: Idle): void {
    this.#idle = this.#idle.filter((other) => other !== idle);
    void idle.environment.end();
  }

  #pop(): Environment | undefined {
    const last = this.#idle.pop();
    last?.cancelEviction();
    return last?.environment;
  }
}

import type { Clock } from "../../../time/clock.ts";
import type { Admission } from "./admission.ts";
import type { Environment } from "./environment.ts";
import type { RunnableFunction } from "./function.ts";

/** An environment without an event. */
interface Idle {
  readonly environment: Environment;
  readonly since: number;
}

/** The idle environments of one function. */
export class Fleet {
  readonly admission: Admission;
  readonly #clock: Clock;
  readonly #limit: number;
  /** The longest idle first. */
  #idle: Idle[] = [];
  /** How many idle environments are kept however long they are idle. */
  #kept = 0;
  /** Set while there are idle environments: no timer of its own for each, since events come often. */
  #cancelEviction: (() => void) | undefined;

  /** @param limit How long an environment is kept without an event, in milliseconds of the lab's clock */
  constructor(clock: Clock, limit: number, admission: Admission) {
    this.#clock = clock;
    this.#limit = limit;
    this.admission = admission;
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
    for (let last = this.#idle.pop(); last; last = this.#idle.pop()) {
      if (last.environment.fits(fn)) return last.environment;
      void last.environment.end();
    }
    return undefined;
  }

  /** Takes an environment that waits for the next event. */
  put(environment: Environment): void {
    this.#idle.push({ environment, since: this.#clock.now() });
    this.#cancelEviction ??= this.#clock.after(this.#limit, this.#evict);
    environment.rest();
  }

  /** Ends its longest idle environment and waits until it is gone. */
  async endOldest(): Promise<void> {
    await this.#idle.shift()?.environment.end();
  }

  /** Ends all its idle environments. */
  endAll(): void {
    this.#cancelEviction?.();
    this.#cancelEviction = undefined;
    for (const { environment } of this.#idle.splice(0)) void environment.end();
  }

  /** Ends what was idle for too long, and looks again when the next one may be. */
  #evict = (): void => {
    const now = this.#clock.now();
    while (this.#idle.length > this.#kept && now >= this.idleSince + this.#limit) void this.endOldest();
    const oldest = this.#idle.length > this.#kept ? this.idleSince : undefined;
    this.#cancelEviction =
      oldest === undefined ? undefined : this.#clock.after(oldest + this.#limit - now, this.#evict);
  };
}

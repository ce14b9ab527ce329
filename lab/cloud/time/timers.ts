import type { Collection } from "../store/collection.ts";
import type { Store } from "../store/store.ts";
import type { Clock } from "./clock.ts";

/** Calls a service whose timer has come. */
export type Due = (service: string, key: string, moment: number) => Promise<void>;

/** What timers need of a cloud. */
export interface TimersParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: (line: string) => void;
  readonly due: Due;
}

/**
 * Moments at which services want to be called, kept across restarts: a timer that fell due while the lab was off comes as soon
 * as it starts again, and its service is loaded for it. A timer is gone when its service has done what was due, so it comes at
 * least once.
 */
export class Timers {
  readonly #parts: TimersParts;
  /** [service, key] */
  readonly #moments: Collection<number>;
  /** [moment, service, key] */
  readonly #order: Collection<true>;
  readonly #running = new Set<string>();
  #cancel: () => void = () => {};
  #started = false;

  constructor(parts: TimersParts) {
    this.#parts = parts;
    this.#moments = parts.store.collection("timers", "by name");
    this.#order = parts.store.collection("timers-in-order", "by name");
  }

  /** Lets timers come from now on. */
  start(): void {
    this.#started = true;
    this.#arm();
  }

  /** Lets no more come; they are kept for the next start. */
  stop(): void {
    this.#started = false;
    this.#cancel();
  }

  /**
   * Sets a timer of a service, or moves it.
   *
   * @param key tells the service's timers apart
   * @param moment in milliseconds since the epoch, by the lab's clock
   */
  set(service: string, key: string, moment: number): void {
    this.#parts.store.write(() => {
      this.#remove(service, key);
      this.#moments.put([service, key], moment);
      this.#order.put([moment, service, key], true);
    });
    this.#arm();
  }

  /** When a timer comes; nothing when it is not set. */
  get(service: string, key: string): number | undefined {
    return this.#moments.get(service, key);
  }

  /** Forgets a timer, if there is one. */
  cancel(service: string, key: string): void {
    this.#parts.store.write(() => this.#remove(service, key));
    this.#arm();
  }

  #remove(service: string, key: string): void {
    const moment = this.#moments.get(service, key);
    if (moment === undefined) return;
    this.#moments.delete(service, key);
    this.#order.delete(moment, service, key);
  }

  /** Waits for the first timer that is not running. */
  #arm(): void {
    this.#cancel();
    const next = this.#started ? this.#next() : undefined;
    if (!next) return;
    const [moment] = next;
    this.#cancel = this.#parts.clock.after(moment - this.#parts.clock.now(), () => this.#fire(...next));
  }

  #next(): Entry | undefined {
    for (const key of this.#order.keys()) {
      const entry = key as unknown as Entry;
      if (!this.#running.has(idOf(entry))) return entry;
    }
    return undefined;
  }

  /** Calls the service. The next timer does not wait for it, a move of the clock does. */
  #fire(...entry: Entry): Promise<void> {
    const [moment, service, key] = entry;
    this.#running.add(idOf(entry));
    this.#arm();
    return this.#parts
      .due(service, key, moment)
      .catch((error) => this.#parts.log(`A timer of ${service} (${key}) failed: ${(error as Error).stack}`))
      .finally(() => this.#done(entry));
  }

  #done(entry: Entry): void {
    const [moment, service, key] = entry;
    this.#running.delete(idOf(entry));
    // The lab may be closed by now; then the timer comes again.
    if (!this.#started) return;
    // The service may have set it anew.
    if (this.#moments.get(service, key) === moment) this.cancel(service, key);
  }
}

type Entry = [moment: number, service: string, key: string];

function idOf(entry: Entry): string {
  return entry.join("\n");
}

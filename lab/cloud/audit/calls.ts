import type { LoadedService } from "../cloud.ts";
import type { Collection } from "../store/collection.ts";
import type { Store } from "../store/store.ts";
import type { Clock } from "../time/clock.ts";
import { type Call, callsOf, dataCallsOf, type Ended } from "./call.ts";

/** How long calls wait for others to be written with, in milliseconds. */
const DELAY = 500;
/** So many are not waited with. */
const MOST_WAITING = 1000;

/** How long calls are kept, by the lab's clock, in milliseconds. */
export const KEPT_FOR = 90 * 24 * 3_600_000;
/** How many calls of an account are kept in a region; and how many more there may be before the oldest are removed. */
const MOST_KEPT = 20_000;
const SLACK = 2000;

/** Hears of calls inside the transaction in which they are written. */
export type CallListener = (calls: readonly Call[]) => void;

/**
 * The calls that were made: those that are about resources for 90 days, those that are about data only for who listens. They are
 * written in batches, outside of the requests' way: what was called in the last half second before a `kill -9` is not told.
 */
export class Calls {
  readonly #parts: { readonly store: Store; readonly clock: Clock; readonly log: (line: string) => void };
  /** [account, region, moment, number] */
  readonly #kept: Collection<Call>;
  readonly #listeners = new Set<CallListener>();
  /** Hears of what was written, those calls apart that are about data. */
  onWritten: (calls: readonly Call[]) => void = () => {};
  /** How many calls are kept, by account and region, as far as that is known. */
  readonly #counts = new Map<string, number>();
  #waiting: Ended[] = [];
  #timer: NodeJS.Timeout | undefined;
  #number = 0;
  /** Whether somebody wants calls that are about data. */
  isDataWanted = false;

  constructor(parts: { readonly store: Store; readonly clock: Clock; readonly log: (line: string) => void }) {
    this.#parts = parts;
    this.#kept = parts.store.collection("calls");
  }

  /** Calls `listener` with what is about to be written. */
  listen(listener: CallListener): void {
    this.#listeners.add(listener);
  }

  /** Whether a call is to be noted. Most calls are about data that nobody asked for. */
  wants(loaded: LoadedService, operation: string): boolean {
    if (!loaded.model.operations.has(operation)) return false;
    return this.isDataWanted || !dataCallsOf(loaded, operation);
  }

  /** Notes a call that has ended. */
  note(ended: Ended): void {
    this.#waiting.push(ended);
    if (this.#waiting.length >= MOST_WAITING) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), DELAY).unref();
  }

  /** Writes what waits. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const waiting = this.#waiting;
    if (waiting.length === 0) return;
    this.#waiting = [];
    try {
      const calls = waiting.flatMap(callsOf);
      this.#parts.store.write(() => this.#write(calls));
      this.onWritten(calls.filter(({ data }) => !data));
    } catch (error) {
      this.#parts.log(`${waiting.length} calls are missing from the event history: ${(error as Error).message}`);
    }
  }

  /** Leaves nothing that would be written after an account's records have gone. Only inside `store.write`, before they go. */
  forget(account: string): void {
    this.flush();
    for (const place of [...this.#counts.keys()]) if (place.startsWith(`${account} `)) this.#counts.delete(place);
  }

  /** The calls of an account in a region, the newest first. */
  *newest(account: string, region: string, range: { from: number; through: number }): Generator<Call> {
    this.flush();
    const from = Math.max(range.from, this.#parts.clock.now() - KEPT_FOR);
    const bounds = { from: [account, region, from], through: [account, region, range.through], isReverse: true };
    yield* this.#kept.values(bounds);
  }

  #write(calls: readonly Call[]): void {
    for (const call of calls) {
      const { account, region, at, data } = call;
      if (data || account === "") continue;
      this.#kept.put([account, region, at, this.#next()], call);
      const place = `${account} ${region}`;
      this.#counts.set(place, this.#countIn(account, region) + 1);
    }
    for (const listener of this.#listeners) listener(calls);
    this.#prune();
  }

  /** Tells calls of the same moment apart, after a restart too. */
  #next(): number {
    this.#number += 1;
    return this.#parts.clock.now() * 1000 + (this.#number % 1000);
  }

  #countIn(account: string, region: string): number {
    const known = this.#counts.get(`${account} ${region}`);
    if (known !== undefined) return known;
    let count = 0;
    for (const _ of this.#kept.keys({ under: [account, region] })) count += 1;
    return count;
  }

  /** Removes what is too old or too much, a thousand at a time. */
  #prune(): void {
    for (const [place, count] of this.#counts) {
      const [account = "", region = ""] = place.split(" ");
      const old = [account, region, this.#parts.clock.now() - KEPT_FOR];
      const expired = [...this.#kept.keys({ from: [account, region], before: old, limit: 1000 })];
      const over = count - expired.length > MOST_KEPT + SLACK ? count - expired.length - MOST_KEPT : 0;
      const most =
        over > 0 ? [...this.#kept.keys({ under: [account, region], limit: over + expired.length })] : expired;
      for (const key of most) this.#kept.delete(...key);
      this.#counts.set(place, count - most.length);
    }
  }
}

import type { Cloud } from "../../../cloud.ts";
import type { Collection } from "../../../store/collection.ts";
import type { Invocation } from "../executor/function.ts";
import { arnOf, type FunctionName } from "../names.ts";
import type { LambdaState } from "../state.ts";
import { execute } from "./invocations.ts";

/** When an event that a function failed is tried again, in milliseconds. */
const RETRIES = [60_000, 120_000];

/** How long an event that met a limit is tried again, in milliseconds, and with which waits. */
const MAX_AGE = 6 * 3_600_000;
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 300_000;

/** How many of its waiting events a function works on at a time. */
const CONCURRENCY = 8;

const MARK = ["lambda", "events"] as const;

/** An event that was accepted and is not done. */
interface QueuedEvent {
  readonly name: FunctionName;
  readonly invocation: Invocation;
  readonly accepted: number;
  /** How often the function failed it. */
  readonly failures: number;
  /** How often a limit was in the way. */
  readonly throttles: number;
  readonly due: number;
}

/**
 * Events of asynchronous invocations. They are durable: what was accepted is worked on, after a restart too. An event that
 * the function fails is tried twice more; one that meets a limit is tried for six hours.
 */
export class EventQueue {
  readonly #cloud: Cloud;
  readonly #state: LambdaState;
  /** By [account, region, name, request id]. */
  readonly #events: Collection<QueuedEvent>;
  /** Events that are due, by function, in the order in which they became so. */
  readonly #due = new Map<string, QueuedEvent[]>();
  readonly #running = new Map<string, number>();
  #closed = false;
  /** Whether the next start is to load Lambda at once. */
  #marked: boolean;

  constructor(cloud: Cloud, state: LambdaState) {
    this.#cloud = cloud;
    this.#state = state;
    this.#events = cloud.store.collection("lambda-events");
    for (const event of this.#events.values()) this.#schedule(event);
    this.#marked = cloud.unfinished.has(...MARK);
  }

  /** Accepts an event. */
  add(name: FunctionName, invocation: Invocation): void {
    const now = this.#cloud.clock.now();
    this.#put({ name, invocation, accepted: now, failures: 0, throttles: 0, due: now });
  }

  /** Drops the events of a function that is gone. Only inside `store.write`. */
  forget(key: readonly [account: string, region: string, name: string]): void {
    for (const [id] of [...this.#events.entries({ under: key })]) this.#events.delete(...id);
  }

  /** Leaves what is not done to the next start. */
  close(): void {
    this.#closed = true;
    if (this.#marked && !this.#events.first()) this.#cloud.store.write(() => this.#cloud.unfinished.delete(...MARK));
  }

  #put(event: QueuedEvent): void {
    const { store, unfinished } = this.#cloud;
    store.write(() => {
      this.#events.put(idOf(event), event);
      if (!this.#marked) unfinished.put(MARK, true);
    });
    this.#marked = true;
    this.#schedule(event);
  }

  #schedule(event: QueuedEvent): void {
    const wait = event.due - this.#cloud.clock.now();
    if (wait > 0) this.#cloud.clock.after(wait, () => this.#enqueue(event));
    else this.#enqueue(event);
  }

  #enqueue(event: QueuedEvent): void {
    const fn = arnOf(event.name);
    const due = this.#due.get(fn) ?? [];
    this.#due.set(fn, due);
    due.push(event);
    this.#work(fn);
  }

  #work(fn: string): void {
    const running = this.#running.get(fn) ?? 0;
    if (running >= CONCURRENCY) return;
    const event = this.#due.get(fn)?.shift();
    if (event) {
      this.#running.set(fn, running + 1);
      void this.#attempt(event).finally(() => this.#ended(fn));
    } else {
      this.#due.delete(fn);
    }
  }

  #ended(fn: string): void {
    const running = (this.#running.get(fn) ?? 1) - 1;
    if (running > 0) this.#running.set(fn, running);
    else this.#running.delete(fn);
    this.#work(fn);
  }

  async #attempt(event: QueuedEvent): Promise<void> {
    const isWanted = () => !this.#closed && this.#events.has(...idOf(event));
    if (!isWanted()) return;
    const again = await this.#outcome(event);
    if (!isWanted()) return;
    if (again) this.#put(again);
    else this.#cloud.store.write(() => this.#events.delete(...idOf(event)));
  }

  /** Works on an event. Returns it as it is to be tried again, or nothing when it is done or given up. */
  async #outcome(event: QueuedEvent): Promise<QueuedEvent | undefined> {
    const { clock } = this.#cloud;
    try {
      const { errorType } = await execute(event.name, event.invocation, this.#state);
      const retry = errorType ? RETRIES[event.failures] : undefined;
      return retry === undefined ? undefined : { ...event, failures: event.failures + 1, due: clock.now() + retry };
    } catch {
      const wait = Math.min(FIRST_WAIT * 2 ** event.throttles, LONGEST_WAIT);
      const due = clock.now() + wait;
      return due - event.accepted > MAX_AGE ? undefined : { ...event, throttles: event.throttles + 1, due };
    }
  }
}

function idOf({ name, invocation }: QueuedEvent): [account: string, region: string, name: string, id: string] {
  return [name.account, name.region, name.name, invocation.requestId];
}

import type { Cloud } from "../../../cloud.ts";
import type { Collection } from "../../../store/collection.ts";
import type { Invocation } from "../executor/function.ts";
import { arnOf, type FunctionName } from "../names.ts";
import type { LambdaState } from "../state.ts";
import { limitsOf, next, type QueuedEvent } from "./attempts.ts";
import { deliver } from "./destinations.ts";
import { execute } from "./invocations.ts";

/** How many of its waiting events a function works on at a time. */
const CONCURRENCY = 8;

/** How long an event is left alone whose end could not be written down (the disk may be full), in milliseconds. */
const TROUBLE = 60_000;

const MARK = ["lambda", "events"] as const;

/**
 * Events of asynchronous invocations. They are durable: what was accepted is worked on, after a restart too. An event that
 * the function fails is tried twice more; one that meets a limit is tried for six hours. Its event-invoke configuration may
 * say otherwise, and who is to hear of its end.
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
      this.#attempt(event)
        .catch((error) => this.#postpone(event, error))
        .finally(() => this.#ended(fn));
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

  /** It is in the store as it was before the attempt: events are worked on at least once. */
  #postpone(event: QueuedEvent, error: Error): void {
    if (this.#closed) return;
    this.#cloud.log(`An event of ${arnOf(event.name)} is tried again later: ${error.stack ?? error}`);
    this.#cloud.clock.after(TROUBLE, () => this.#enqueue(event));
  }

  async #attempt(event: QueuedEvent): Promise<void> {
    const isWanted = () => !this.#closed && this.#events.has(...idOf(event));
    if (!isWanted()) return;
    const { name, invocation } = event;
    // What is in the way of an event (a limit, a role that can't be assumed) may be gone later.
    const executed = await execute(name, invocation, this.#state).catch(() => undefined);
    if (!isWanted()) return;
    const then = next(event, executed, limitsOf(name, this.#state), this.#cloud.clock.now());
    if ("again" in then) return this.#put(then.again);
    await deliver({ event, condition: then.done, executed }, this.#cloud, this.#state).catch((error) =>
      this.#cloud.log(`What became of an event of ${arnOf(name)} could not be told: ${error.message}`),
    );
    if (isWanted()) this.#cloud.store.write(() => this.#events.delete(...idOf(event)));
  }
}

function idOf({ name, invocation }: QueuedEvent): [account: string, region: string, name: string, id: string] {
  return [name.account, name.region, name.name, invocation.requestId];
}

import type { Cloud } from "../../../cloud.ts";
import { DurableQueue, type Worked } from "../../../delivery/durable-queue.ts";
import { Outbox } from "../../../delivery/outbox.ts";
import type { Invocation } from "../executor/function.ts";
import type { FunctionName } from "../functions/names.ts";
import type { LambdaState } from "../state.ts";
import { limitsOf, next, type QueuedEvent } from "./attempts.ts";
import { deliveriesOf } from "./destinations.ts";
import { execute } from "./invocations.ts";

/** How many of its waiting events a function works on at a time. */
const CONCURRENCY = 8;

/**
 * Events of asynchronous invocations. They are durable: what was accepted is worked on, after a restart too. An event that
 * the function fails is tried twice more; one that meets a limit is tried for six hours. Its event-invoke configuration may
 * say otherwise, and name the destinations that its end is sent to.
 */
export class EventQueue {
  readonly #cloud: Cloud;
  readonly #state: LambdaState;
  /** A line for each [account, region, name]. */
  readonly #queue: DurableQueue<QueuedEvent>;
  /** What is sent to destinations and dead-letter queues, in lines as the events. */
  readonly #outbox: Outbox;
  /** Who hears of an event's first end, by its payload. Nobody does after a restart. */
  readonly #hearing = new Map<string, (reason: string) => void>();

  constructor(cloud: Cloud, state: LambdaState) {
    this.#cloud = cloud;
    this.#state = state;
    const work = (event: QueuedEvent, isWanted: () => boolean) => this.#attempt(event, isWanted);
    this.#outbox = new Outbox({ cloud, service: "lambda", name: "lambda-destinations" });
    this.#queue = new DurableQueue({
      cloud,
      service: "lambda",
      name: "lambda-event-queue",
      concurrency: CONCURRENCY,
      work,
    });
  }

  /** Accepts an event. */
  add(name: FunctionName, invocation: Invocation): void {
    const now = this.#cloud.clock.now();
    this.#queue.add(lineOf(name), { name, invocation, accepted: now, failures: 0, throttles: 0, due: now });
  }

  /** Tells a sender at once when the function fails the event with this payload. */
  hear(payload: string, failed: (reason: string) => void): void {
    this.#hearing.set(payload, failed);
  }

  /** Takes `hear` back, of an event that was not accepted. */
  unhear(payload: string): void {
    this.#hearing.delete(payload);
  }

  /** Drops the events of a function that is gone. Only inside `store.write`. */
  forget(key: readonly [account: string, region: string, name: string]): void {
    this.#queue.forget(key);
  }

  /** Leaves what is not done to the next start. The functions that work on events end with the executor. */
  async close(): Promise<void> {
    void this.#queue.close();
    await this.#outbox.close();
  }

  async #attempt(event: QueuedEvent, isWanted: () => boolean): Promise<Worked<QueuedEvent>> {
    // What is in the way of an event (a limit, a role that can't be assumed) may be gone later.
    let refused: Error | undefined;
    const executed = await execute(event.name, event.invocation, this.#state).catch((error: Error) => {
      refused = error;
      return undefined;
    });
    if (executed) this.#tell(event.invocation, executed.errorType && Buffer.from(executed.payload).toString());
    const then = next(event, executed, limitsOf(event.name, this.#state), this.#cloud.clock.now());
    // At a limit, the next attempt is a moment away, unless there is none.
    const isFinal = "done" in then || !isWanted() || refused?.name !== "TooManyRequestsException";
    if (refused && isFinal)
      this.#tell(event.invocation, `${refused.message}${"done" in then ? ` (${then.done})` : ""}`);
    if (!isWanted()) return { ended: undefined };
    if ("again" in then) return { again: then.again, at: then.again.due };
    const deliveries = deliveriesOf({ event, condition: then.done, executed }, this.#cloud, this.#state);
    return {
      ended: () => {
        for (const delivery of deliveries) this.#outbox.post(lineOf(event.name), delivery);
      },
    };
  }

  #tell({ payload }: Invocation, error: string | undefined): void {
    if (this.#hearing.size === 0) return;
    const key = Buffer.from(payload).toString();
    const failed = this.#hearing.get(key);
    this.#hearing.delete(key);
    if (failed && error) failed(error);
  }
}

function lineOf({ account, region, name }: FunctionName): [account: string, region: string, name: string] {
  return [account, region, name];
}

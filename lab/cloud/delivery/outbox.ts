import type { Cloud } from "../cloud.ts";
import { DurableQueue, type LineKey, type Worked } from "./durable-queue.ts";
import type { Message } from "./message.ts";
import type { Principal } from "./principals.ts";
import { type Exhausted, nextTry, type RetryPolicy } from "./retry-policy.ts";
import { send } from "./send.ts";

/** A message on its way. It is plain data. */
export interface Delivery {
  /** ARN of the target. */
  readonly to: string;
  readonly message: Message;
  readonly as: Principal;
  readonly retryPolicy: RetryPolicy;
  /** ARN of the dead-letter queue: what can't be delivered goes there, as the same principal. */
  readonly deadLetterQueue?: string;
}

/** A delivery that was given up. */
export interface Failed {
  readonly delivery: Delivery;
  /** Of the last attempt. */
  readonly error: Error;
  readonly attempts: number;
  /** The limit that was reached; none for an error that does not pass. */
  readonly exhausted: Exhausted | undefined;
}

/** What an outbox is for. */
export interface OutboxParts {
  readonly cloud: Cloud;
  /** The service that sends. */
  readonly service: string;
  /** Names the collection that holds the deliveries. */
  readonly name: string;
  /** How many deliveries of a line are under way at a time; `in order` by default. */
  readonly concurrency?: number | "in order";
  /** Which errors are worth another attempt; all by default. */
  readonly isPassing?: (error: Error) => boolean;
  /** What the dead-letter queue gets; the message itself by default. */
  readonly deadLetter?: (failed: Failed) => Message;
}

interface Posted {
  readonly delivery: Delivery;
  /** In milliseconds since the epoch. */
  readonly since: number;
  readonly failures: number;
}

/**
 * The messages that a service sends: each is delivered at least once, in the order of its line, after a restart too, or goes to
 * its dead-letter queue when its retry policy is exhausted. What can't go there either is lost, as on AWS; the lab logs it.
 */
export class Outbox {
  readonly #parts: OutboxParts;
  readonly #queue: DurableQueue<Posted>;

  constructor(parts: OutboxParts) {
    const { cloud, service, name, concurrency = "in order" } = parts;
    this.#parts = parts;
    this.#queue = new DurableQueue({
      cloud,
      service,
      name,
      concurrency,
      work: (posted) => this.#deliver(posted),
    });
  }

  /** Accepts a delivery, in the line of its sender. In a transaction, it is sent only if that succeeds. */
  post(sender: LineKey, delivery: Delivery): void {
    this.#queue.add(sender, { delivery, since: this.#parts.cloud.clock.now(), failures: 0 });
  }

  /** Drops the deliveries of a sender. Only inside `store.write`. */
  forget(sender: LineKey): void {
    this.#queue.forget(sender);
  }

  /** Leaves what is not delivered to the next start. Resolves when what is under way has ended. */
  async close(): Promise<void> {
    await this.#queue.close();
  }

  async #deliver(posted: Posted): Promise<Worked<Posted>> {
    const { cloud, isPassing = () => true } = this.#parts;
    const { delivery, since } = posted;
    try {
      await send(delivery.to, delivery.message, delivery.as, cloud);
    } catch (thrown) {
      const error = thrown as Error;
      const attempts = posted.failures + 1;
      const next = isPassing(error)
        ? nextTry(delivery.retryPolicy, { failures: attempts, since }, cloud.clock.now())
        : undefined;
      if (typeof next === "number") return { again: { ...posted, failures: attempts }, at: next };
      await this.#giveUp({ delivery, error, attempts, exhausted: next });
    }
    return { ended: undefined };
  }

  async #giveUp(failed: Failed): Promise<void> {
    const { cloud, service, deadLetter = ({ delivery }: Failed) => delivery.message } = this.#parts;
    const { to, as, deadLetterQueue } = failed.delivery;
    cloud.log(`A message of ${service} could not be delivered to ${to}: ${failed.error.message}`);
    if (deadLetterQueue === undefined) return;
    await send(deadLetterQueue, deadLetter(failed), as, cloud).catch((error: Error) =>
      cloud.log(
        `A message of ${service} could not be put into the dead-letter queue ${deadLetterQueue}: ${error.message}`,
      ),
    );
  }
}

import { serviceIn } from "../../../auth/caller.ts";
import type { Cloud } from "../../../cloud.ts";
import { send } from "../../../destination.ts";
import type { Collection } from "../../../store/collection.ts";

/** A notification on its way. */
export interface Letter {
  readonly destination: string;
  /** The account of the bucket, in which S3 acts. */
  readonly account: string;
  readonly bucket: string;
  readonly body: string;
}

const MARK = ["s3", "notifications"] as const;

/** How often S3 tries to deliver a letter. */
const ATTEMPTS = 3;

/** Notifications that are to be delivered. They are durable, and delivered at least once, in their order, after a restart too. */
export class Outbox {
  readonly #cloud: Cloud;
  /** [number] */
  readonly #letters: Collection<Letter>;
  #next: number;
  #delivering: Promise<void> | undefined;
  #closed = false;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.#letters = cloud.store.collection("s3-notifications");
    this.#next = Number([...this.#letters.entries()].at(-1)?.[0][0] ?? 0) + 1;
    if (this.#letters.first()) this.#deliverSoon();
  }

  /** Accepts letters. What calls this in a transaction sends nothing unless it succeeds. */
  post(letters: readonly Letter[]): void {
    const { store, unfinished } = this.#cloud;
    store.write(() => {
      for (const letter of letters) this.#letters.put([this.#next++], letter);
      if (!unfinished.has(...MARK)) unfinished.put(MARK, true);
    });
    this.#deliverSoon();
  }

  /** Drops what an account's buckets have to tell. Only inside `store.write`. */
  forget(account: string): void {
    const own = [...this.#letters.entries()].filter(([, letter]) => letter.account === account);
    for (const [key] of own) this.#letters.delete(...key);
  }

  /** Leaves what is not delivered to the next start. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#delivering;
  }

  #deliverSoon(): void {
    // The transaction in which the letters are written is over by then.
    this.#delivering ??= new Promise<void>((resolve) => setImmediate(resolve))
      .then(() => this.#deliver())
      .catch((error) => this.#cloud.log(`Notifications of buckets wait for the next start: ${error.message}`))
      .finally(() => {
        this.#delivering = undefined;
        if (!this.#closed && this.#letters.first()) this.#deliverSoon();
      });
  }

  async #deliver(): Promise<void> {
    const { store, unfinished } = this.#cloud;
    for (;;) {
      const [entry] = [...this.#letters.entries({ limit: 1 })];
      if (this.#closed) return;
      if (!entry) return store.write(() => unfinished.delete(...MARK));
      const [key, letter] = entry;
      await this.#send(letter);
      if (this.#closed) return;
      store.write(() => this.#letters.delete(...key));
    }
  }

  async #send({ destination, account, bucket, body }: Letter): Promise<void> {
    const s3 = serviceIn(account, "s3.amazonaws.com", `arn:aws:s3:::${bucket}`);
    for (let attempt = 1; ; attempt++) {
      try {
        return await send(destination, { body }, this.#cloud, s3);
      } catch (error) {
        if (attempt < ATTEMPTS && !this.#closed) continue;
        // As on AWS, the bucket's owner is not told.
        this.#cloud.log(`S3 could not notify ${destination}: ${(error as Error).message}`);
        return;
      }
    }
  }
}

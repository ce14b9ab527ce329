import type { Cloud } from "../cloud.ts";
import type { Collection, KeyPart } from "../store/collection.ts";
import { ReadyLine } from "./ready-line.ts";

/** How long an item is left alone whose end could not be written down (the disk may be full), in milliseconds. */
const TROUBLE = 60_000;

/** What tells the lines of a queue apart; it begins with the account that they belong to. */
export type LineKey = readonly [account: string, ...names: string[]];

/** How an item stands after it was worked on. */
export type Worked<T> =
  /** It is done. What `ended` writes is written together with that. */
  | { readonly ended: (() => void) | undefined }
  /** It is worked on again at a moment, in milliseconds since the epoch. */
  | { readonly again: T; readonly at: number };

/** What a queue is for. */
export interface DurableQueueParts<T> {
  readonly cloud: Pick<Cloud, "store" | "clock" | "log" | "trace" | "unfinished">;
  /** The service that works on the items: it is loaded for them when the cloud starts again. None when the cloud itself does. */
  readonly service?: string;
  /** Names the collection that holds the items. */
  readonly name: string;
  /**
   * How many items of a line are worked on at a time; those that wait for their moment let the others pass. `in order`: one at
   * a time, and nothing passes the one that waits.
   */
  readonly concurrency: number | "in order";
  /** Works on an item. When it rejects, the same is tried again a minute later. */
  readonly work: (item: T, isWanted: () => boolean) => Promise<Worked<T>>;
}

/** An item as the store has it. */
interface Stored<T> {
  readonly item: T;
  /** In milliseconds since the epoch. */
  readonly due: number;
  /** The span in which it was added. */
  readonly span: string | undefined;
}

/**
 * Items that wait to be worked on, in lines that don't wait for each other. What was added survives a restart and is worked on
 * at least once. The work on an item belongs to the span in which it was added.
 */
export class DurableQueue<T> {
  readonly #parts: DurableQueueParts<T>;
  /** By [...line, number]. */
  readonly #items: Collection<Stored<T>>;
  readonly #lines = new Map<string, ReadyLine>();
  #number = 0;
  #closed = false;

  constructor(parts: DurableQueueParts<T>) {
    this.#parts = parts;
    this.#items = parts.cloud.store.collection(parts.name);
    for (const [key, { due }] of this.#items.entries()) {
      this.#number = Math.max(this.#number, Number(key.at(-1)));
      this.#lineOf(key).add({ key, due });
    }
  }

  /** Adds an item at the end of a line. In a transaction, it is there only if that succeeds. */
  add(line: LineKey, item: T): void {
    const { cloud, service, name } = this.#parts;
    const key = [...line, ++this.#number];
    const due = cloud.clock.now();
    cloud.store.write(() => {
      this.#items.put(key, { item, due, span: cloud.trace.current?.id });
      if (service !== undefined) cloud.unfinished.mark(service, name);
    });
    this.#lineOf(key).add({ key, due });
  }

  /** Drops the items of the lines that begin with a key. Only inside `store.write`. */
  forget(line: LineKey): void {
    for (const key of [...this.#items.keys({ under: line })]) this.#items.delete(...key);
  }

  /** Leaves what is not done to the next start. Resolves when what is under way has ended. */
  async close(): Promise<void> {
    this.#closed = true;
    const { store, unfinished } = this.#parts.cloud;
    const { service, name } = this.#parts;
    // Not earlier: a mark that came and went with every item would be a write of its own.
    if (service !== undefined && !this.#items.first() && unfinished.has(service, name))
      store.write(() => unfinished.clear(service, name));
    await Promise.all([...this.#lines.values()].map((line) => line.close()));
  }

  #lineOf(key: readonly KeyPart[]): ReadyLine {
    const id = JSON.stringify(key.slice(0, -1));
    const known = this.#lines.get(id);
    if (known) return known;
    const { concurrency, cloud } = this.#parts;
    const line = new ReadyLine({
      clock: cloud.clock,
      isInOrder: concurrency === "in order",
      concurrency: concurrency === "in order" ? 1 : concurrency,
      work: (entry) => this.#work(entry.key),
      onEmpty: () => this.#lines.delete(id),
    });
    this.#lines.set(id, line);
    return line;
  }

  /** Works on an item, if it is still there. Resolves to when it is to be worked on again. */
  async #work(key: readonly KeyPart[]): Promise<number | undefined> {
    const { clock, log, trace } = this.#parts.cloud;
    try {
      const stored = this.#closed ? undefined : this.#items.get(...key);
      return stored && (await trace.within(stored.span, () => this.#attempt(key, stored)));
    } catch (error) {
      if (this.#closed) return undefined;
      log(`What waits in ${this.#parts.name} is tried again later: ${(error as Error).stack ?? error}`);
      return clock.now() + TROUBLE;
    }
  }

  async #attempt(key: readonly KeyPart[], stored: Stored<T>): Promise<number | undefined> {
    const { work, cloud } = this.#parts;
    const isWanted = () => !this.#closed && this.#items.has(...key);
    const worked = await work(stored.item, isWanted);
    if (!isWanted()) return undefined;
    if ("again" in worked) {
      cloud.store.write(() => this.#items.put(key, { ...stored, item: worked.again, due: worked.at }));
      return worked.at;
    }
    cloud.store.write(() => {
      worked.ended?.();
      this.#items.delete(...key);
    });
    return undefined;
  }
}

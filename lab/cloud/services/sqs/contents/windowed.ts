import type { Collection, KeyPart } from "../../../store/collection.ts";
import type { Store } from "../../../store/store.ts";
import type { Queue } from "../records.ts";
import type { Clearable } from "./places.ts";

/** How long first-in-first-out queues know what they had, in milliseconds. */
const WINDOW = 5 * 60 * 1000;

/** Whoever adds one removes so many that are over: they never pile up. */
const SWEPT = 4;

/** What a queue remembers for five minutes, whether it is purged meanwhile or not. */
export class Windowed<T> {
  /** [account, region, queue's id, …key] */
  readonly #known: Collection<{ readonly since: number; readonly value: T }>;
  /** [account, region, queue's id, moment, …key] */
  readonly #order: Collection<true>;

  constructor(store: Store, name: string) {
    this.#known = store.collection(name);
    this.#order = store.collection(`${name}-in-order`);
  }

  get({ account, region, id }: Queue, key: readonly string[], now: number): T | undefined {
    const found = this.#known.get(account, region, id, ...key);
    return found && found.since + WINDOW > now ? found.value : undefined;
  }

  /** Only inside `store.write`. */
  put({ account, region, id }: Queue, key: readonly string[], value: T, now: number): void {
    const queue = [account, region, id] as const;
    const before = [...queue, now - WINDOW + 1];
    const over = [...this.#order.keys({ under: queue, before, limit: SWEPT })];
    for (const old of over) this.#remove(queue, old.slice(queue.length));
    const replaced = this.#known.get(...queue, ...key);
    if (replaced) this.#order.delete(...queue, replaced.since, ...key);
    this.#known.put([...queue, ...key], { since: now, value });
    this.#order.put([...queue, now, ...key], true);
  }

  #remove(queue: readonly KeyPart[], [since = 0, ...key]: readonly KeyPart[]): void {
    this.#order.delete(...queue, since, ...key);
    if (this.#known.get(...queue, ...key)?.since === since) this.#known.delete(...queue, ...key);
  }

  /** The collections, for those who clear away what a queue leaves. */
  get collections(): readonly Clearable[] {
    return [this.#known, this.#order];
  }
}

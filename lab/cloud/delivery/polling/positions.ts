import type { Cloud } from "../../cloud.ts";
import type { Collection } from "../../store/collection.ts";
import type { Owner } from "./job.ts";

/** Where a job is in a lane of a shard. */
export interface LanePosition {
  /** The last event that is done; the shard's oldest one comes next without it. */
  readonly after?: string;
  /** The window that is open, and what the worker made of its events so far. */
  readonly window?: { readonly start: number; readonly state: unknown };
  /** All of the shard is done. */
  readonly isDone?: true;
}

/** Where jobs are in their shards. It survives a restart. */
export class Positions {
  /** [account, id, shard, lane] */
  readonly #positions: Collection<LanePosition>;
  readonly #store: Cloud["store"];

  constructor({ store }: Pick<Cloud, "store">, name: string) {
    this.#store = store;
    this.#positions = store.collection(name);
  }

  get({ account, id }: Owner, shard: string, lane: number): LanePosition {
    return this.#positions.get(account, id, shard, lane) ?? {};
  }

  /** Only inside `store.write`. */
  put({ account, id }: Owner, shard: string, lane: number, position: LanePosition): void {
    this.#positions.put([account, id, shard, lane], position);
  }

  /** Whether a job was begun. */
  has({ account, id }: Owner): boolean {
    return this.#positions.first({ under: [account, id] }) !== undefined;
  }

  /** Whether all of a shard is done. */
  isDone({ account, id }: Owner, shard: string): boolean {
    const lanes = [...this.#positions.values({ under: [account, id, shard] })];
    return lanes.length > 0 && lanes.every(({ isDone }) => isDone);
  }

  /** Prepares a shard to be worked on in so many lanes. When there were more or fewer, all go on where the last one was. */
  arrange(owner: Owner, shard: string, lanes: number): void {
    const under = [owner.account, owner.id, shard];
    const before = [...this.#positions.values({ under })];
    if (before.length === lanes) return;
    const open = before.filter(({ isDone }) => !isDone);
    const [least] = (open.length > 0 ? open : before).sort((a, b) => ((a.after ?? "") < (b.after ?? "") ? -1 : 1));
    const after = least?.after;
    this.#store.write(() => {
      for (const key of [...this.#positions.keys({ under })]) this.#positions.delete(...key);
      for (let lane = 0; lane < lanes; lane++)
        this.put(owner, shard, lane, { ...(after !== undefined && { after }), ...(least?.isDone && { isDone: true }) });
    });
  }

  /** Only inside `store.write`. */
  forget({ account, id }: Owner): void {
    const under = { under: [account, id] };
    for (const key of [...this.#positions.keys(under)]) this.#positions.delete(...key);
  }
}

import type { Cloud } from "../../../cloud.ts";
import type { Collection } from "../../../store/collection.ts";
import type { MappingRecord } from "../records.ts";

/** Where a mapping is in a lane of a shard. */
export interface LanePosition {
  /** The last event that is done; the shard's oldest one comes next without it. */
  readonly after?: string;
  /** The window that is open, and what the function made of its events so far. */
  readonly window?: { readonly start: number; readonly state: unknown };
  /** All of the shard is done. */
  readonly isDone?: true;
}

type Owner = Pick<MappingRecord, "uuid" | "target">;

/** Where mappings are in their shards, and what came of their last batches. It survives a restart. */
export class Positions {
  /** [account, uuid, shard, lane] */
  readonly #positions: Collection<LanePosition>;
  /** [account, uuid] */
  readonly #results: Collection<string>;
  readonly #store: Cloud["store"];

  constructor({ store }: Pick<Cloud, "store">) {
    this.#store = store;
    this.#positions = store.collection("lambda-mapping-positions");
    this.#results = store.collection("lambda-mapping-results");
  }

  get({ uuid, target }: Owner, shard: string, lane: number): LanePosition {
    return this.#positions.get(target.account, uuid, shard, lane) ?? {};
  }

  /** Only inside `store.write`. */
  put({ uuid, target }: Owner, shard: string, lane: number, position: LanePosition): void {
    this.#positions.put([target.account, uuid, shard, lane], position);
  }

  /** Whether a mapping was begun. */
  has({ uuid, target }: Owner): boolean {
    return this.#positions.first({ under: [target.account, uuid] }) !== undefined;
  }

  /** Whether all of a shard is done. */
  isDone({ uuid, target }: Owner, shard: string): boolean {
    const lanes = [...this.#positions.values({ under: [target.account, uuid, shard] })];
    return lanes.length > 0 && lanes.every(({ isDone }) => isDone);
  }

  /** Prepares a shard to be worked on in so many lanes. When there were more or fewer, all go on where the last one was. */
  arrange(owner: Owner, shard: string, lanes: number): void {
    const under = [owner.target.account, owner.uuid, shard];
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

  result({ uuid, target }: Owner): string | undefined {
    return this.#results.get(target.account, uuid);
  }

  setResult({ uuid, target }: Owner, result: string): void {
    if (this.#results.get(target.account, uuid) === result) return;
    this.#store.write(() => this.#results.put([target.account, uuid], result));
  }

  /** Only inside `store.write`. */
  forget({ uuid, target }: Owner): void {
    const under = { under: [target.account, uuid] };
    for (const key of [...this.#positions.keys(under)]) this.#positions.delete(...key);
    this.#results.delete(target.account, uuid);
  }
}

import type { Cloud } from "../../../cloud.ts";
import type { Collection } from "../../../store/collection.ts";
import type { MappingRecord } from "../records.ts";

type Owner = Pick<MappingRecord, "uuid" | "target">;

/** What came of the last batch of each mapping. */
export class Results {
  /** [account, uuid] */
  readonly #results: Collection<string>;
  readonly #store: Cloud["store"];

  constructor({ store }: Pick<Cloud, "store">) {
    this.#store = store;
    this.#results = store.collection("lambda-mapping-results");
  }

  get({ uuid, target }: Owner): string | undefined {
    return this.#results.get(target.account, uuid);
  }

  set({ uuid, target }: Owner, result: string): void {
    if (this.#results.get(target.account, uuid) === result) return;
    this.#store.write(() => this.#results.put([target.account, uuid], result));
  }

  /** Only inside `store.write`. */
  forget({ uuid, target }: Owner): void {
    this.#results.delete(target.account, uuid);
  }
}

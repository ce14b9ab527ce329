import type { Collection } from "../store/collection.ts";
import type { Store } from "../store/store.ts";

/**
 * Marks of what services accepted and have not ended. A service that has one is loaded as soon as the cloud starts again, and
 * goes on with it; all others wait until they are asked for something.
 */
export class Unfinished {
  /** [service, any name of its own] */
  readonly #marks: Collection<true>;

  constructor(store: Store) {
    this.#marks = store.collection("unfinished", "by name");
  }

  /** The services that have something to go on with. */
  services(): Set<string> {
    return new Set([...this.#marks.keys()].map(([service]) => String(service)));
  }

  /** Marks something of a service. Only inside `store.write`. */
  mark(service: string, name: string): void {
    if (!this.#marks.has(service, name)) this.#marks.put([service, name], true);
  }

  /** Removes a mark. Only inside `store.write`. */
  clear(service: string, name: string): void {
    this.#marks.delete(service, name);
  }

  has(service: string, name: string): boolean {
    return this.#marks.has(service, name);
  }
}

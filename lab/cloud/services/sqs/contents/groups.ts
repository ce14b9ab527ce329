import type { Collection } from "../../../store/collection.ts";
import type { Store } from "../../../store/store.ts";
import type { Group, Standing } from "../records.ts";
import type { Clearable, Place } from "./places.ts";

/**
 * The message groups of first-in-first-out queues. Of a group, the first message alone is among those that can be received, and
 * only while none of the group is in flight.
 */
export class Groups {
  /** [...place, group] */
  readonly #groups: Collection<Group>;
  /** The messages of each group: [...place, group, number]. */
  readonly #members: Collection<true>;
  readonly #visible: Collection<string>;
  readonly #standings: Collection<Standing>;

  /** @param visible what can be received: [...place, number] */
  constructor(store: Store, visible: Collection<string>, standings: Collection<Standing>) {
    this.#groups = store.collection("sqs-groups");
    this.#members = store.collection("sqs-group-members");
    this.#visible = visible;
    this.#standings = standings;
  }

  /** Only inside `store.write`, as all that changes something. */
  add(place: Place, group: string, number: number): void {
    this.#members.put([...place, group, number], true);
  }

  remove(place: Place, group: string, number: number): void {
    this.#members.delete(...place, group, number);
  }

  /** The first messages of a group that can be received, at most so many. */
  *first(place: Place, group: string, most: number): Generator<number> {
    for (const key of [...this.#members.keys({ under: [...place, group], limit: most })]) {
      const number = key.at(-1) as number;
      if (this.#standings.get(...place, number)?.state !== "visible") return;
      yield number;
    }
  }

  /** Notes that some more of a group's messages are in flight, or fewer, and offers its first one when it may be received. */
  settle(place: Place, group: string, more = 0): void {
    const before = this.#groups.get(...place, group) ?? { inFlight: 0 };
    const inFlight = before.inFlight + more;
    const [ready] = inFlight === 0 ? this.first(place, group, 1) : [];
    if (ready !== before.ready) {
      if (before.ready !== undefined) this.#visible.delete(...place, before.ready);
      if (ready !== undefined) this.#visible.put([...place, ready], group);
    }
    if (inFlight === 0 && ready === undefined) this.#groups.delete(...place, group);
    else this.#groups.put([...place, group], { inFlight, ...(ready !== undefined && { ready }) });
  }

  get collections(): readonly Clearable[] {
    return [this.#groups, this.#members];
  }
}

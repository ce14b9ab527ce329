import type { Cloud } from "../../../cloud.ts";
import { Outbox } from "../../../delivery/outbox.ts";
import { Pollers } from "../../../delivery/polling/pollers.ts";
import type { Positions } from "../../../delivery/polling/positions.ts";
import type { MappingRecord } from "../records.ts";
import type { LambdaState } from "../state.ts";
import type { BatchResult } from "./batches.ts";
import { jobOf, ownerOf } from "./job.ts";
import { Results } from "./results.ts";

/** What moves the events of all mappings. */
export class MappingPollers {
  readonly results: Results;
  readonly #state: LambdaState;
  readonly #pollers: Pollers<BatchResult>;
  /** Sends what was given up to destinations, in a line for each mapping. */
  readonly #outbox: Outbox;

  constructor(cloud: Cloud, state: LambdaState) {
    this.#state = state;
    this.results = new Results(cloud);
    this.#pollers = new Pollers({ cloud, service: "lambda", name: "lambda-mapping" });
    this.#outbox = new Outbox({ cloud, service: "lambda", name: "lambda-mapping-destinations" });
    for (const mapping of state.mappings.values()) this.follow(mapping);
  }

  get positions(): Positions {
    return this.#pollers.positions;
  }

  /** Begins to move the events of a mapping, or begins anew when it has changed. */
  follow(mapping: MappingRecord): void {
    this.#pollers.follow(jobOf(mapping, { state: this.#state, outbox: this.#outbox, results: this.results }));
  }

  /** Stops moving the events of a mapping. */
  stop(mapping: MappingRecord): void {
    this.#pollers.stop(ownerOf(mapping));
  }

  /** Stops, and forgets where the mapping was. Only inside `store.write`. */
  forget(mapping: MappingRecord): void {
    this.#pollers.forget(ownerOf(mapping));
    this.results.forget(mapping);
    this.#outbox.forget([mapping.target.account, mapping.target.region, mapping.uuid]);
  }

  /** Notes whether the next start is to load Lambda at once. Only inside `store.write`. */
  mark(): void {
    this.#pollers.mark([...this.#state.mappings.values()].some(({ enabled }) => enabled));
  }

  /** Leaves what is not done to the next start. */
  stopAll(): void {
    this.#pollers.stopAll();
  }

  /** Resolves when nothing is under way. Functions that are at work have ended by then. */
  async close(): Promise<void> {
    await this.#pollers.close();
    await this.#outbox.close();
  }
}

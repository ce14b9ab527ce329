import type { Cloud } from "../../../cloud.ts";
import { Outbox } from "../../../delivery/outbox.ts";
import { arnOf } from "../functions/names.ts";
import type { MappingRecord } from "../records.ts";
import type { LambdaState } from "../state.ts";
import { Positions } from "./positions.ts";
import { QueuePoller } from "./queue-poller.ts";
import type { OpenedSource } from "./sources.ts";
import { StreamPoller } from "./stream-poller.ts";

/** Names the mark of mappings that are enabled. */
const MARK = "mappings";

interface Poller {
  run(): Promise<void>;
  stop(): void;
}

/** A mapping whose events are moved. */
interface Followed {
  readonly stop: () => void;
  /** Resolves when nothing of it is under way whose order counts. */
  readonly ended: Promise<void>;
}

/** What moves the events of all mappings. Mappings that are enabled go on at the next start. */
export class Pollers {
  readonly positions: Positions;
  readonly #cloud: Cloud;
  readonly #state: LambdaState;
  /** Sends what was given up to destinations, in a line for each mapping. */
  readonly #outbox: Outbox;
  readonly #followed = new Map<string, Followed>();
  #isClosed = false;

  constructor(cloud: Cloud, state: LambdaState) {
    this.#cloud = cloud;
    this.#state = state;
    this.positions = new Positions(cloud);
    this.#outbox = new Outbox({ cloud, service: "lambda", name: "lambda-mapping-destinations" });
    for (const mapping of state.mappings.values()) this.follow(mapping);
  }

  /** Begins to move the events of a mapping, or begins anew when it has changed and what is under way has ended. */
  follow(mapping: MappingRecord): void {
    const before = this.#followed.get(mapping.uuid);
    before?.stop();
    let isStopped = this.#isClosed || !mapping.enabled;
    let poller: Poller | undefined;
    const start = async () => {
      if (isInOrder(mapping)) await before?.ended;
      // Callers finish first what they do: a mapping at the start of the lab finds its service made.
      await new Promise((resolve) => setImmediate(resolve));
      const opened = isStopped ? undefined : await this.#state.sources.open(mapping, this.#state);
      if (!opened || isStopped) return;
      poller = this.#pollerOf(mapping, opened);
      await poller.run();
    };
    const stop = () => {
      isStopped = true;
      poller?.stop();
    };
    // Tells whoever runs the lab when what moves events came to an end that it should not.
    const ended = start().catch((error) =>
      this.#cloud.log(`Events for ${arnOf(mapping.target)} can't be read: ${error.message}`),
    );
    this.#followed.set(mapping.uuid, { stop, ended: isInOrder(mapping) ? ended : Promise.resolve() });
  }

  /** Stops moving the events of a mapping. */
  stop(uuid: string): void {
    this.#followed.get(uuid)?.stop();
  }

  /** Stops, and forgets where the mapping was. Only inside `store.write`. */
  forget(mapping: MappingRecord): void {
    this.stop(mapping.uuid);
    this.#followed.delete(mapping.uuid);
    this.positions.forget(mapping);
    this.#outbox.forget([mapping.target.account, mapping.target.region, mapping.uuid]);
  }

  /** Notes whether the next start is to load Lambda at once. Only inside `store.write`. */
  mark(): void {
    const { unfinished } = this.#cloud;
    if ([...this.#state.mappings.values()].some(({ enabled }) => enabled)) unfinished.mark("lambda", MARK);
    else unfinished.clear("lambda", MARK);
  }

  /** Leaves what is not done to the next start. */
  stopAll(): void {
    this.#isClosed = true;
    for (const { stop } of this.#followed.values()) stop();
  }

  /** Resolves when nothing is under way. Functions that are at work have ended by then. */
  async close(): Promise<void> {
    this.stopAll();
    await Promise.all([...this.#followed.values()].map(({ ended }) => ended));
    await this.#outbox.close();
  }

  #pollerOf(mapping: MappingRecord, opened: OpenedSource): Poller {
    const [state, cloud, positions] = [this.#state, this.#cloud, this.positions];
    if ("stream" in opened)
      return new StreamPoller({ mapping, opened: opened.stream, cloud, state, positions, outbox: this.#outbox });
    const onResult = (message: string) => positions.setResult(mapping, message);
    return new QueuePoller(mapping, opened.queue, state, cloud.clock, onResult);
  }
}

/** Whether its source is a stream. */
function isInOrder({ startingPosition }: MappingRecord): boolean {
  return startingPosition !== undefined;
}

import type { Cloud } from "../../../cloud.ts";
import type { QueueSource, StreamSource } from "../../../delivery/source.ts";
import type { Collection } from "../../../store/collection.ts";
import { arnOf } from "../functions/names.ts";
import type { MappingRecord } from "../records.ts";
import type { LambdaState } from "../state.ts";
import { QueuePoller } from "./queue-poller.ts";
import { ShardPoller } from "./stream-poller.ts";

/** How often new shards are looked for, in milliseconds. */
const SHARD_INTERVAL = 10_000;

/** Names the mark of mappings that are enabled. */
const MARK = "mappings";

/** What moves the events of all mappings. Mappings that are enabled go on at the next start. */
export class Pollers {
  readonly #cloud: Cloud;
  readonly #state: LambdaState;
  /** Where mappings are in their shards, by [uuid, shard]. */
  readonly #positions: Collection<string>;
  readonly #stops = new Map<string, () => void>();

  constructor(cloud: Cloud, state: LambdaState) {
    this.#cloud = cloud;
    this.#state = state;
    this.#positions = cloud.store.collection("lambda-mapping-positions");
    for (const mapping of state.mappings.values()) this.follow(mapping);
  }

  /** Begins to move the events of a mapping, or begins anew when it has changed. */
  follow(mapping: MappingRecord): void {
    this.stop(mapping.uuid);
    if (!mapping.enabled) return;
    let stopped = false;
    let stopPoller = () => {};
    this.#stops.set(mapping.uuid, () => {
      stopped = true;
      stopPoller();
    });
    const start = async () => {
      // Callers finish first what they do: a mapping at the start of the lab finds its service made.
      await new Promise((resolve) => setImmediate(resolve));
      const source = await this.#state.sources.open(mapping, this.#state);
      if (!source || stopped) return;
      stopPoller =
        "queue" in source ? this.#pollQueue(mapping, source.queue) : this.#pollStream(mapping, source.stream);
    };
    this.#watch(mapping, start());
  }

  /** Tells whoever runs the lab when what moves events came to an end that it should not. */
  #watch(mapping: MappingRecord, work: Promise<void>): void {
    work.catch((error) => this.#cloud.log(`Events for ${arnOf(mapping.target)} can't be read: ${error.message}`));
  }

  /** Stops moving the events of a mapping. */
  stop(uuid: string): void {
    this.#stops.get(uuid)?.();
    this.#stops.delete(uuid);
  }

  /** Stops, and forgets where the mapping was. Only inside `store.write`. */
  forget(uuid: string): void {
    this.stop(uuid);
    for (const [key] of [...this.#positions.entries({ under: [uuid] })]) this.#positions.delete(...key);
  }

  /** Notes whether the next start is to load Lambda at once. Only inside `store.write`. */
  mark(): void {
    const { unfinished } = this.#cloud;
    if ([...this.#state.mappings.values()].some(({ enabled }) => enabled)) unfinished.mark("lambda", MARK);
    else unfinished.clear("lambda", MARK);
  }

  close(): void {
    for (const uuid of [...this.#stops.keys()]) this.stop(uuid);
  }

  #pollQueue(mapping: MappingRecord, source: QueueSource): () => void {
    const onResult = (message: string) => this.#state.results.set(mapping.uuid, message);
    const poller = new QueuePoller(mapping, source, this.#state, this.#cloud.clock, onResult);
    this.#watch(mapping, poller.run());
    return () => poller.stop();
  }

  #pollStream(mapping: MappingRecord, source: StreamSource): () => void {
    const shards = new Map<string, ShardPoller>();
    let isStopped = false;
    let cancel = () => {};
    const look = async () => {
      const found = await source.shards().catch(() => []);
      if (isStopped) return;
      cancel = this.#cloud.clock.after(SHARD_INTERVAL, () => this.#watch(mapping, look()));
      for (const shard of found) {
        if (shards.has(shard)) continue;
        const poller = this.#shardPoller(mapping, source, shard);
        shards.set(shard, poller);
        this.#watch(mapping, poller.run());
      }
    };
    this.#watch(mapping, look());
    return () => {
      isStopped = true;
      cancel();
      for (const poller of shards.values()) poller.stop();
    };
  }

  #shardPoller(mapping: MappingRecord, source: StreamSource, shard: string): ShardPoller {
    const { uuid } = mapping;
    const positions = {
      get: () => this.#positions.get(uuid, shard),
      put: (_: string, position: string) => this.#cloud.store.write(() => this.#positions.put([uuid, shard], position)),
    };
    const result = (message: string) => void this.#state.results.set(uuid, message);
    const discard = async () => void result("PROBLEM: Discarded events");
    return new ShardPoller(
      { mapping, source, shard, positions },
      { state: this.#state, clock: this.#cloud.clock },
      { result, discard },
    );
  }
}

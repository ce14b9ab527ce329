import { createHash } from "node:crypto";
import type { Cloud } from "../../../cloud.ts";
import type { Outbox } from "../../../delivery/outbox.ts";
import type { RetryPolicy } from "../../../delivery/retry-policy.ts";
import type { SourceRecord } from "../../../delivery/source.ts";
import { Pause } from "../../../time/pause.ts";
import { resolve } from "../functions/lookup.ts";
import { roleOf } from "../invocation/role-sessions.ts";
import type { MappingRecord } from "../records.ts";
import type { LambdaState } from "../state.ts";
import { filterOf } from "./batches.ts";
import { type Discarded, messageOf } from "./discards.ts";
import { Lane } from "./lane.ts";
import type { LanePosition, Positions } from "./positions.ts";
import type { OpenedStream } from "./sources.ts";

/** How long a stream whose shards can't be listed is left alone, in milliseconds. */
const TROUBLE = 10_000;

/** Lambda tries a little longer than at once, and drops what can't be delivered. */
const RETRY_POLICY: RetryPolicy = { retries: 2, firstWait: 1000, longestWait: 1000 };

interface StreamPollerParts {
  readonly mapping: MappingRecord;
  readonly opened: OpenedStream;
  readonly cloud: Cloud;
  readonly state: LambdaState;
  readonly positions: Positions;
  readonly outbox: Outbox;
}

/** Moves the events of a stream to a function: each shard in its order, and a shard after those that it goes on for. */
export class StreamPoller {
  readonly #parts: StreamPollerParts;
  readonly #lanes = new Set<Lane>();
  readonly #started = new Set<string>();
  readonly #work: Promise<void>[] = [];
  readonly #pause: Pause;
  #mayHaveMore = true;
  #isStopped = false;

  constructor(parts: StreamPollerParts) {
    this.#parts = parts;
    this.#pause = new Pause(parts.cloud.clock);
  }

  /** Polls until it is stopped. Resolves when all that was begun has ended. */
  async run(): Promise<void> {
    const unwatch = await this.#parts.opened.source.watch(() => this.#wake());
    while (!this.#isStopped) {
      this.#mayHaveMore = false;
      const isListed = await this.#look();
      if (!this.#mayHaveMore && !this.#isStopped) await this.#pause.until(isListed ? undefined : TROUBLE);
    }
    unwatch();
    await Promise.all(this.#work);
  }

  stop(): void {
    this.#isStopped = true;
    for (const lane of this.#lanes) lane.stop();
    this.#pause.end();
  }

  #wake(): void {
    for (const lane of this.#lanes) lane.wake();
  }

  /** Looks for shards that can be begun with. Answers whether they could be listed. */
  async #look(): Promise<boolean> {
    const { mapping, opened, positions, cloud } = this.#parts;
    try {
      const shards = await cloud.trace.quietly(() => opened.source.shards());
      const unfinished = new Set(shards.map(({ id }) => id).filter((id) => !positions.isDone(mapping, id)));
      for (const { id, parents } of shards) {
        if (this.#isStopped || this.#started.has(id) || !unfinished.has(id)) continue;
        if (parents.some((parent) => unfinished.has(parent))) continue;
        this.#started.add(id);
        this.#begin(id);
      }
      return true;
    } catch (error) {
      this.#tellTrouble(error as Error);
      return false;
    }
  }

  #begin(shard: string): void {
    const { mapping, positions } = this.#parts;
    const count = lanesOf(mapping);
    positions.arrange(mapping, shard, count);
    const lanes = Array.from({ length: count }, (_, lane) => this.#run(shard, lane, count));
    // The shards that go on for it come next.
    this.#work.push(Promise.all(lanes).then(() => this.#lookAgain()));
  }

  #lookAgain(): void {
    this.#mayHaveMore = true;
    this.#pause.end();
  }

  async #run(shard: string, number: number, count: number): Promise<void> {
    const { mapping, opened, cloud, state, positions } = this.#parts;
    const filter = filterOf(mapping);
    const lane = new Lane({
      mapping,
      source: opened.source,
      retention: opened.retention,
      shard,
      state,
      clock: cloud.clock,
      position: positions.get(mapping, shard, number),
      isWanted: (record) => laneOf(record, count) === number && filter([record]).wanted.length > 0,
      save: (position, discarded) => this.#save(shard, number, position, discarded),
      onResult: (message) => positions.setResult(mapping, message),
      onTrouble: (error) => this.#tellTrouble(error),
    });
    this.#lanes.add(lane);
    await lane.run();
    this.#lanes.delete(lane);
  }

  /** Writes a position down, unless the mapping is gone. */
  #save(shard: string, lane: number, position: LanePosition, discarded: Discarded | undefined): void {
    const { mapping, cloud, state, positions } = this.#parts;
    const { account, region } = mapping.target;
    cloud.store.write(() => {
      if (!state.mappings.has(account, region, mapping.uuid)) return;
      positions.put(mapping, shard, lane, position);
      if (discarded) this.#send(discarded);
    });
  }

  #send(discarded: Discarded): void {
    const { mapping, opened, cloud, state, outbox } = this.#parts;
    const { target, onFailure } = mapping;
    // Without the function there is no role to send it as.
    if (onFailure === undefined || !state.functions.has(target.account, target.region, target.name)) return;
    const { Role } = resolve(target, state).version.configuration;
    outbox.post([target.account, target.region, mapping.uuid], {
      to: onFailure,
      message: messageOf(discarded, mapping, opened.batchInfo, cloud.clock.now()),
      as: roleOf({ ...target, role: Role }),
      retryPolicy: RETRY_POLICY,
    });
  }

  #tellTrouble(error: Error): void {
    const { mapping, positions, opened } = this.#parts;
    const denied = /AccessDenied/.test(error.name) ? accessMessage(mapping.source, opened.actions) : error.message;
    positions.setResult(mapping, `PROBLEM: ${denied}`);
    if (error.name === "ResourceNotFoundException") this.stop();
  }
}

/** What Lambda says when a role may not read a stream. */
export function accessMessage(stream: string, actions: readonly string[]): string {
  const all = `${actions.slice(0, -1).join(", ")}, and ${actions.at(-1)}`;
  return `Cannot access stream ${stream}. Please ensure the role can perform the ${all} Actions on your stream in IAM.`;
}

/** A window is of a whole shard. */
function lanesOf({ parallelization = 1, tumbling = 0 }: MappingRecord): number {
  return tumbling > 0 ? 1 : parallelization;
}

/** The lane of an event: always the same for a partition key. */
function laneOf({ partition = "" }: SourceRecord, count: number): number {
  return count === 1 ? 0 : createHash("md5").update(partition).digest().readUInt32BE(0) % count;
}

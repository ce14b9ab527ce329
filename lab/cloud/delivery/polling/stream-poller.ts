import { createHash } from "node:crypto";
import type { Cloud } from "../../cloud.ts";
import { Pause } from "../../time/pause.ts";
import type { SourceRecord } from "../source.ts";
import type { Discarded, Job, OpenedStream, Outcome, PollSettings } from "./job.ts";
import { Lane } from "./lane.ts";
import type { LanePosition, Positions } from "./positions.ts";

/** How long a stream whose shards can't be listed is left alone, in milliseconds. */
const TROUBLE = 10_000;

interface StreamPollerParts<R extends Outcome> {
  readonly job: Job<R>;
  readonly opened: OpenedStream;
  readonly cloud: Cloud;
  readonly positions: Positions;
}

/** Hands on the events of a stream: each shard in its order, and a shard after those that it goes on for. */
export class StreamPoller<R extends Outcome> {
  readonly #parts: StreamPollerParts<R>;
  readonly #lanes = new Set<Lane<R>>();
  readonly #started = new Set<string>();
  readonly #work: Promise<void>[] = [];
  readonly #pause: Pause;
  #mayHaveMore = true;
  #isStopped = false;

  constructor(parts: StreamPollerParts<R>) {
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
    const { job, opened, positions, cloud } = this.#parts;
    try {
      const shards = await cloud.trace.quietly(() => opened.source.shards());
      const unfinished = new Set(shards.map(({ id }) => id).filter((id) => !positions.isDone(job, id)));
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
    const { job, positions } = this.#parts;
    const count = lanesOf(job.settings);
    positions.arrange(job, shard, count);
    const lanes = Array.from({ length: count }, (_, lane) => this.#run(shard, lane, count));
    // The shards that go on for it come next.
    this.#work.push(Promise.all(lanes).then(() => this.#lookAgain()));
  }

  #lookAgain(): void {
    this.#mayHaveMore = true;
    this.#pause.end();
  }

  async #run(shard: string, number: number, count: number): Promise<void> {
    const { job, opened, cloud, positions } = this.#parts;
    const lane = new Lane({
      job,
      opened,
      shard,
      clock: cloud.clock,
      trace: cloud.trace,
      position: positions.get(job, shard, number),
      isWanted: (record) => laneOf(record, count) === number && job.isWanted(record),
      save: (position, discarded) => this.#save(shard, number, position, discarded),
      onTrouble: (error) => this.#tellTrouble(error),
    });
    this.#lanes.add(lane);
    await lane.run();
    this.#lanes.delete(lane);
  }

  /** Writes a position down, unless the job is gone. */
  #save(shard: string, lane: number, position: LanePosition, discarded: Discarded<R> | undefined): void {
    const { job, cloud, positions } = this.#parts;
    cloud.store.write(() => {
      if (!job.isThere()) return;
      positions.put(job, shard, lane, position);
      if (discarded) job.discard(discarded);
    });
  }

  #tellTrouble(error: Error): void {
    const { job, opened } = this.#parts;
    job.onTrouble(error, opened);
    if (error.name === "ResourceNotFoundException") this.stop();
  }
}

/** A window is of a whole shard. */
function lanesOf({ parallelization = 1, tumbling = 0 }: PollSettings): number {
  return tumbling > 0 ? 1 : parallelization;
}

/** The lane of an event: always the same for a partition key. */
function laneOf({ partition = "" }: SourceRecord, count: number): number {
  return count === 1 ? 0 : createHash("md5").update(partition).digest().readUInt32BE(0) % count;
}

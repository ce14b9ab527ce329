import type { SourceRecord, StreamSource } from "../../../delivery/source.ts";
import type { Clock } from "../../../time/clock.ts";
import type { MappingRecord } from "../records.ts";
import type { LambdaState } from "../state.ts";
import { type Filter, filterOf, invokeWith } from "./batches.ts";
import { Pause } from "./pause.ts";
import type { OnResult } from "./queue-poller.ts";

/** How often a shard without new events is read, how long trouble is waited out, and how often shards are looked for. */
const IDLE = 1000;
const FIRST_RETRY = 500;
const LONGEST_RETRY = 60_000;

/** Where a mapping is in its shards; it survives a restart. */
export interface Positions {
  get(shard: string): string | undefined;
  put(shard: string, position: string): void;
}

/** What becomes of events that a function failed for good. */
export type OnDiscard = (records: readonly SourceRecord[], attempts: number) => Promise<void>;

/** Hands the events of one shard to a function in their order: a batch that fails is tried again before the next. */
export class ShardPoller {
  readonly #mapping: MappingRecord;
  readonly #source: StreamSource;
  readonly #shard: string;
  readonly #positions: Positions;
  readonly #state: LambdaState;
  readonly #clock: Clock;
  readonly #pause: Pause;
  readonly #filter: Filter;
  readonly #onResult: OnResult;
  readonly #onDiscard: OnDiscard;
  #stopped = false;

  constructor(
    {
      mapping,
      source,
      shard,
      positions,
    }: { mapping: MappingRecord; source: StreamSource; shard: string; positions: Positions },
    { state, clock }: { state: LambdaState; clock: Clock },
    on: { result: OnResult; discard: OnDiscard },
  ) {
    this.#mapping = mapping;
    this.#source = source;
    this.#shard = shard;
    this.#positions = positions;
    this.#state = state;
    this.#clock = clock;
    this.#pause = new Pause(clock);
    this.#filter = filterOf(mapping);
    this.#onResult = on.result;
    this.#onDiscard = on.discard;
  }

  /** Polls until it is stopped, or the shard is at its end. */
  async run(): Promise<void> {
    while (!this.#stopped) {
      try {
        const page = await this.#source.read(this.#shard, this.#positions.get(this.#shard), this.#mapping.batchSize);
        await this.#work(this.#filter(page.records).wanted, 1);
        if (this.#stopped || page.next === undefined) return;
        this.#positions.put(this.#shard, page.next);
        if (page.records.length > 0) continue;
      } catch {
        // A shard that can't be read, or a position that can't be written down: the same events are read again.
      }
      await this.#pause.until(IDLE);
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#pause.end();
  }

  /** Works on a batch until it is done, or given up. */
  async #work(batch: readonly SourceRecord[], attempt: number): Promise<void> {
    const { bisects, retries = -1, maxAge = -1 } = this.#mapping;
    if (batch.length === 0 || this.#stopped) return;
    const now = this.#clock.now();
    const fresh = maxAge < 0 ? batch : batch.filter(({ time }) => now - time <= maxAge * 1000);
    if (fresh.length < batch.length)
      await this.#onDiscard(
        batch.filter((record) => !fresh.includes(record)),
        attempt,
      );
    if (fresh.length === 0) return;
    const { failed, message } = await invokeWith(fresh, this.#mapping, this.#state, now);
    this.#onResult(message);
    const [first] = failed;
    if (!first) return;
    // In order means that all after the first that failed is worked on again.
    const rest = fresh.slice(fresh.indexOf(first));
    if (retries >= 0 && attempt > retries) return await this.#onDiscard(rest, attempt);
    await this.#pause.until(Math.min(FIRST_RETRY * 2 ** (attempt - 1), LONGEST_RETRY));
    if (!bisects || rest.length === 1) return await this.#work(rest, attempt + 1);
    const half = Math.ceil(rest.length / 2);
    await this.#work(rest.slice(0, half), attempt + 1);
    await this.#work(rest.slice(half), attempt + 1);
  }
}

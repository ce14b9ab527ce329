import type { QueueSource, SourceRecord } from "../../../delivery/source.ts";
import type { Clock } from "../../../time/clock.ts";
import { Pause } from "../../../time/pause.ts";
import type { MappingRecord } from "../records.ts";
import type { LambdaState } from "../state.ts";
import { type Filter, filterOf, invokeWith } from "./batches.ts";

/** How many batches of a mapping a function works on at a time by default. */
const CONCURRENCY = 5;

/** How long an empty queue is waited for at a time, and then left alone. In milliseconds. */
const WAIT = 20_000;
const IDLE = 100;

/** How long a queue that can't be read is left alone, in milliseconds. */
const TROUBLE = 5000;

/** What a poller tells the mapping that it works for. */
export type OnResult = (message: string) => void;

/** Moves events from a queue to a function, batch by batch, several at a time. What the function fails stays in the queue. */
export class QueuePoller {
  readonly #mapping: MappingRecord;
  readonly #source: QueueSource;
  readonly #state: LambdaState;
  readonly #clock: Clock;
  readonly #onResult: OnResult;
  readonly #pause: Pause;
  readonly #filter: Filter;
  #running = 0;
  readonly #stopping = new AbortController();

  constructor(mapping: MappingRecord, source: QueueSource, state: LambdaState, clock: Clock, onResult: OnResult) {
    this.#mapping = mapping;
    this.#source = source;
    this.#state = state;
    this.#clock = clock;
    this.#onResult = onResult;
    this.#pause = new Pause(clock);
    this.#filter = filterOf(mapping);
  }

  /** Polls until it is stopped. */
  async run(): Promise<void> {
    const { concurrency = CONCURRENCY } = this.#mapping;
    while (!this.#isStopped) {
      if (this.#running >= concurrency) {
        await this.#pause.until();
        continue;
      }
      const batch = await this.#collect();
      if (batch.length === 0) {
        await this.#pause.until(IDLE);
        continue;
      }
      this.#running += 1;
      this.#work(batch)
        // What is not removed comes again, as on AWS.
        .catch(() => this.#onResult("PROBLEM: Function call failed"))
        .finally(() => {
          this.#running -= 1;
          this.#pause.end();
        });
    }
  }

  stop(): void {
    this.#stopping.abort();
    this.#pause.end();
  }

  get #isStopped(): boolean {
    return this.#stopping.signal.aborted;
  }

  /** Receives until a batch is full, or its window is over. */
  async #collect(): Promise<SourceRecord[]> {
    const { batchSize, window = 0 } = this.#mapping;
    const batch: SourceRecord[] = [];
    let end = Number.POSITIVE_INFINITY;
    const { signal } = this.#stopping;
    while (!this.#isStopped && batch.length < batchSize && this.#clock.now() < end) {
      const longest = Math.min(WAIT, end - this.#clock.now());
      const received = await this.#source.receive(batchSize - batch.length, { longest, signal }).catch(() => undefined);
      if (!received) await this.#pause.until(TROUBLE);
      if (!received || (received.length === 0 && batch.length === 0)) break;
      if (batch.length === 0) end = this.#clock.now() + window * 1000;
      batch.push(...received);
    }
    return batch;
  }

  async #work(batch: readonly SourceRecord[]): Promise<void> {
    const { wanted, unwanted } = this.#filter(batch);
    let done = unwanted;
    if (wanted.length > 0) {
      const { failed, message } = await invokeWith(wanted, this.#mapping, {
        state: this.#state,
        now: this.#clock.now(),
      });
      done = [...unwanted, ...wanted.filter((record) => !failed.includes(record))];
      this.#onResult(message);
    }
    if (done.length > 0) await this.#source.remove(done).catch(() => undefined);
  }
}

import type { Clock } from "../../time/clock.ts";
import { Pause } from "../../time/pause.ts";
import type { QueueSource, SourceRecord } from "../source.ts";
import type { Job } from "./job.ts";

/** How many batches are worked on at a time by default. */
const CONCURRENCY = 5;

/** How long an empty queue is waited for at a time, and then left alone. In milliseconds. */
const WAIT = 20_000;
const IDLE = 100;

/** How long a queue that can't be read is left alone, in milliseconds. */
const TROUBLE = 5000;

/** Hands on the events of a queue, batch by batch, several at a time. What fails stays in the queue. */
export class QueuePoller {
  readonly #job: Job;
  readonly #source: QueueSource;
  readonly #clock: Clock;
  readonly #pause: Pause;
  #running = 0;
  readonly #stopping = new AbortController();

  constructor(job: Job, source: QueueSource, clock: Clock) {
    this.#job = job;
    this.#source = source;
    this.#clock = clock;
    this.#pause = new Pause(clock);
  }

  /** Polls until it is stopped. */
  async run(): Promise<void> {
    const { concurrency = CONCURRENCY } = this.#job.settings;
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
        .catch(() => this.#job.onResult(true))
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
    const { batchSize, window = 0 } = this.#job.settings;
    const batch: SourceRecord[] = [];
    let end = Number.POSITIVE_INFINITY;
    const { signal } = this.#stopping;
    while (!this.#isStopped && batch.length < batchSize && this.#clock.now() < end) {
      const longest = Math.min(WAIT, end - this.#clock.now());
      const received = await this.#source.receive(batchSize - batch.length, { longest, signal }).catch((error) => {
        this.#job.onTrouble(error);
        return undefined;
      });
      if (!received) await this.#pause.until(TROUBLE);
      if (!received || (received.length === 0 && batch.length === 0)) break;
      if (batch.length === 0) end = this.#clock.now() + window * 1000;
      batch.push(...received);
    }
    return batch;
  }

  async #work(batch: readonly SourceRecord[]): Promise<void> {
    const wanted = batch.filter((record) => this.#job.isWanted(record));
    let done = batch;
    if (wanted.length > 0) {
      const { failed, hasFailed } = await this.#job.work(wanted);
      const left = new Set(failed);
      done = batch.filter((record) => !left.has(record));
      this.#job.onResult(hasFailed);
    }
    if (done.length > 0) await this.#source.remove(done).catch(() => undefined);
  }
}

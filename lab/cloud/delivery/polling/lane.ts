import type { Clock } from "../../time/clock.ts";
import { Pause } from "../../time/pause.ts";
import type { Trace } from "../../trace/trace.ts";
import type { SourceRecord } from "../source.ts";
import type { Discarded, Job, OpenedStream, Outcome } from "./job.ts";
import { type LaneBatch, LaneReader } from "./lane-reader.ts";
import type { LanePosition } from "./positions.ts";
import { isTooLarge, toldOf, type Window, windowOf, windowStart } from "./windows.ts";

/** How long a batch that failed waits before it is tried again: at first, and at most. In milliseconds. */
const FIRST_RETRY = 500;
const LONGEST_RETRY = 60_000;

/** What a lane works for. */
export interface LaneParts<R extends Outcome> {
  readonly job: Job<R>;
  readonly opened: OpenedStream;
  readonly shard: string;
  readonly clock: Clock;
  readonly trace: Trace;
  readonly isWanted: (record: SourceRecord) => boolean;
  readonly position: LanePosition;
  /** Writes a position down, together with what becomes of events that were given up. */
  readonly save: (position: LanePosition, discarded?: Discarded<R>) => void;
  readonly onTrouble: (error: Error) => void;
}

/** A part of a batch that is to be worked on. */
interface Portion<R> {
  readonly records: readonly SourceRecord[];
  /** How often it failed, by what counts against the limit of retries. */
  readonly failures: number;
  /** How often it was tried, and what came of it last. */
  readonly attempts: number;
  readonly last?: R;
}

/** Hands on events of a shard in their order: a batch that fails is tried again before the next. */
export class Lane<R extends Outcome> {
  readonly #parts: LaneParts<R>;
  readonly #reader: LaneReader;
  readonly #pause: Pause;
  #position: LanePosition;
  #isStopped = false;

  constructor(parts: LaneParts<R>) {
    this.#parts = parts;
    this.#position = parts.position;
    this.#reader = new LaneReader(
      { ...parts, settings: parts.job.settings, source: parts.opened.source },
      parts.position.after,
    );
    this.#pause = new Pause(parts.clock);
  }

  /** Works until it is stopped, or the shard is at its end. */
  async run(): Promise<void> {
    while (!this.#isStopped && !this.#position.isDone) {
      const { window } = this.#position;
      const { settings } = this.#parts.job;
      const start = (record: SourceRecord) => windowStart(record, settings);
      const batch = await this.#reader.next(start, window && windowOf(window, settings));
      if (!batch) return;
      if (batch.records.length > 0) await this.#work(batch);
      else if (window) await this.#close(window);
      if (batch.isLast && !this.#isStopped && !this.#position.window) this.#save({ isDone: true });
    }
  }

  /** There may be more to read. */
  wake(): void {
    this.#reader.wake();
  }

  /** Begins with nothing more. */
  stop(): void {
    this.#isStopped = true;
    this.#reader.stop();
    this.#pause.end();
  }

  /** Works on a batch until it is done, or given up. */
  async #work({ records, after }: LaneBatch): Promise<void> {
    let todo: readonly Portion<R>[] = [{ records, failures: 0, attempts: 0 }];
    while (todo.length > 0 && !this.#isStopped) {
      const [portion, ...later] = todo as [Portion<R>, ...Portion<R>[]];
      const rest = this.#withoutOld(portion);
      if (rest.records.length > 0) {
        const left = await this.#attempt(rest);
        todo = [...left, ...later];
        if (left.length > 0 && !this.#isStopped) await this.#pause.until(retryWait((left[0] as Portion<R>).attempts));
      } else {
        todo = later;
      }
    }
    if (todo.length === 0 && after !== undefined && after !== this.#position.after) this.#save({ after });
  }

  /** Has a portion worked on. Answers what is left of it. */
  async #attempt(portion: Portion<R>): Promise<readonly Portion<R>[]> {
    const { records, failures, attempts } = portion;
    const { job } = this.#parts;
    const result = await this.#invoke(records);
    const [first] = result.failed;
    // The worker may have been ended as well.
    if (this.#isStopped && first) return [portion];
    job.onResult(result.hasFailed);
    const done = first ? records.slice(0, records.indexOf(first)) : records;
    if (done.length > 0) this.#advance(done, result);
    if (!first) {
      await this.#closeWhenTooLarge();
      return [];
    }
    // In order means that all after the first that failed is worked on again.
    const left: Portion<R> = { records: records.slice(done.length), failures, attempts: attempts + 1, last: result };
    const { bisects, retries = -1 } = job.settings;
    // What kept the worker from starting does not count, and neither does splitting a batch.
    // https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
    if (!result.isExecuted) return [left];
    if (bisects && (done.length > 0 || left.records.length > 1)) return done.length > 0 ? [left] : halves(left);
    const counted = { ...left, failures: failures + 1 };
    if (retries < 0 || counted.failures <= retries) return [counted];
    this.#discard(counted, "RetryAttemptsExhausted");
    return [];
  }

  /** Has events worked on, in the window that they belong to. */
  async #invoke(records: readonly SourceRecord[]): Promise<R> {
    const { job } = this.#parts;
    const [first] = records;
    const window = first && job.settings.tumbling ? this.#windowFor(first) : undefined;
    const more = window && { ...this.#told(window), isFinalInvokeForWindow: false, isWindowTerminatedEarly: false };
    const result = await job.work(records, more);
    // A function that forgets its state has failed.
    // https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-windows.html
    const isForgotten = window && !result.hasFailed && stateIn(result) === undefined;
    return isForgotten ? { ...result, failed: records, hasFailed: true } : result;
  }

  #windowFor(record: SourceRecord): Window {
    const { window } = this.#position;
    const { settings } = this.#parts.job;
    return windowOf(window ?? { start: windowStart(record, settings), state: {} }, settings);
  }

  /** What an event tells of its window. */
  #told(window: Window): object {
    const { shard, job } = this.#parts;
    return { ...toldOf(window), shardId: shard, eventSourceARN: job.source };
  }

  /** Writes down that the first records of a batch are done, and the state of their window. */
  #advance(done: readonly SourceRecord[], result: R): void {
    const [first] = done;
    const state = stateIn(result);
    const after = done.at(-1)?.id;
    this.#save({
      ...(after !== undefined && { after }),
      ...(first && this.#parts.job.settings.tumbling && { window: { start: this.#windowFor(first).start, state } }),
    });
  }

  /** Has the worker end a window, until it does or is given up. */
  async #close({ start, state }: { start: number; state: unknown }, isEarly = false): Promise<void> {
    const { job } = this.#parts;
    const { retries = -1 } = job.settings;
    const window = windowOf({ start, state }, job.settings);
    const more = { ...this.#told(window), isFinalInvokeForWindow: true, isWindowTerminatedEarly: isEarly };
    for (let [attempt, failures] = [1, 0]; !this.#isStopped; attempt++) {
      const result = await job.work([], more);
      if (this.#isStopped && result.hasFailed) return;
      job.onResult(result.hasFailed);
      if (result.isExecuted) failures += 1;
      const isGivenUp = retries >= 0 && failures > retries;
      if (!result.hasFailed || isGivenUp) return this.#save({ window: undefined });
      await this.#pause.until(retryWait(attempt));
    }
  }

  async #closeWhenTooLarge(): Promise<void> {
    const { window } = this.#position;
    if (window && isTooLarge(window.state)) await this.#close(window, true);
  }

  /** Gives up the records that are too old. */
  #withoutOld(portion: Portion<R>): Portion<R> {
    const { job, opened, clock } = this.#parts;
    const { maxAge = -1 } = job.settings;
    const { retention } = opened;
    const longest = maxAge < 0 ? retention : Math.min(maxAge * 1000, retention);
    const now = clock.now();
    const isOld = ({ time }: SourceRecord) => now - time > longest;
    const count = portion.records.findIndex((record) => !isOld(record));
    const old = count < 0 ? portion.records : portion.records.slice(0, count);
    if (old.length === 0) return portion;
    this.#discard({ ...portion, records: old }, "RecordAgeExceeded");
    return { ...portion, records: portion.records.slice(old.length) };
  }

  #discard({ records, attempts, last }: Portion<R>, condition: Discarded["condition"]): void {
    const after = records.at(-1)?.id;
    const { shard, opened } = this.#parts;
    const discarded = { records, condition, attempts, last, shard, batchInfo: opened.batchInfo };
    this.#save(after === undefined ? {} : { after }, discarded);
  }

  #save(changes: { [K in keyof LanePosition]: LanePosition[K] | undefined }, discarded?: Discarded<R>): void {
    const entries = Object.entries({ ...this.#position, ...changes }).filter(([, value]) => value !== undefined);
    this.#position = Object.fromEntries(entries) as LanePosition;
    this.#parts.save(this.#position, discarded);
  }
}

function halves<R>({ records, ...rest }: Portion<R>): Portion<R>[] {
  const half = Math.ceil(records.length / 2);
  return [records.slice(0, half), records.slice(half)].map((part) => ({ ...rest, records: part }));
}

function retryWait(attempt: number): number {
  return Math.min(FIRST_RETRY * 2 ** (attempt - 1), LONGEST_RETRY);
}

function stateIn({ answer }: Outcome): unknown {
  return (answer as { state?: unknown } | null | undefined)?.state ?? undefined;
}

import type { SourceRecord, StreamSource } from "../../../delivery/source.ts";
import type { Clock } from "../../../time/clock.ts";
import { Pause } from "../../../time/pause.ts";
import type { MappingRecord } from "../records.ts";
import type { LambdaState } from "../state.ts";
import { type BatchResult, CALL_FAILED, invokeWith, OK } from "./batches.ts";
import type { Discarded } from "./discards.ts";
import { type LaneBatch, LaneReader } from "./lane-reader.ts";
import type { LanePosition } from "./positions.ts";
import { isTooLarge, toldOf, type Window, windowOf, windowStart } from "./windows.ts";

/** How long a batch that failed waits before it is tried again: at first, and at most. In milliseconds. */
const FIRST_RETRY = 500;
const LONGEST_RETRY = 60_000;

/** What a lane works for. */
export interface LaneParts {
  readonly mapping: MappingRecord;
  readonly source: StreamSource;
  readonly shard: string;
  /** How long events can be read, in milliseconds. */
  readonly retention: number;
  readonly state: LambdaState;
  readonly clock: Clock;
  readonly isWanted: (record: SourceRecord) => boolean;
  readonly position: LanePosition;
  /** Writes a position down, together with what becomes of events that were given up. */
  readonly save: (position: LanePosition, discarded?: Discarded) => void;
  readonly onResult: (message: string) => void;
  readonly onTrouble: (error: Error) => void;
}

/** A part of a batch that is to be worked on. */
interface Portion {
  readonly records: readonly SourceRecord[];
  /** How often the function failed it, by what counts against the limit of retries. */
  readonly failures: number;
  /** How often it was tried, and what came of it last. */
  readonly attempts: number;
  readonly last?: BatchResult;
}

/** Hands events of a shard to a function in their order: a batch that fails is tried again before the next. */
export class Lane {
  readonly #parts: LaneParts;
  readonly #reader: LaneReader;
  readonly #pause: Pause;
  #position: LanePosition;
  #isStopped = false;

  constructor(parts: LaneParts) {
    this.#parts = parts;
    this.#position = parts.position;
    this.#reader = new LaneReader({ ...parts, trace: parts.state.cloud.trace }, parts.position.after);
    this.#pause = new Pause(parts.clock);
  }

  /** Works until it is stopped, or the shard is at its end. */
  async run(): Promise<void> {
    while (!this.#isStopped && !this.#position.isDone) {
      const { window } = this.#position;
      const start = (record: SourceRecord) => windowStart(record, this.#parts.mapping);
      const batch = await this.#reader.next(start, window && windowOf(window, this.#parts.mapping));
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
    let todo: readonly Portion[] = [{ records, failures: 0, attempts: 0 }];
    while (todo.length > 0 && !this.#isStopped) {
      const [portion, ...later] = todo as [Portion, ...Portion[]];
      const rest = this.#withoutOld(portion);
      if (rest.records.length > 0) {
        const left = await this.#attempt(rest);
        todo = [...left, ...later];
        if (left.length > 0 && !this.#isStopped) await this.#pause.until(retryWait((left[0] as Portion).attempts));
      } else {
        todo = later;
      }
    }
    if (todo.length === 0 && after !== undefined && after !== this.#position.after) this.#save({ after });
  }

  /** Has the function work on a portion. Answers what is left of it. */
  async #attempt(portion: Portion): Promise<readonly Portion[]> {
    const { records, failures, attempts } = portion;
    const { mapping, onResult } = this.#parts;
    const result = await this.#invoke(records);
    const [first] = result.failed;
    // The function may have been ended as well.
    if (this.#isStopped && first) return [portion];
    onResult(result.message);
    const done = first ? records.slice(0, records.indexOf(first)) : records;
    if (done.length > 0) this.#advance(done, result);
    if (!first) {
      await this.#closeWhenTooLarge();
      return [];
    }
    // In order means that all after the first that failed is worked on again.
    const left: Portion = { records: records.slice(done.length), failures, attempts: attempts + 1, last: result };
    const { bisects, retries = -1 } = mapping;
    // What kept the function from starting does not count, and neither does splitting a batch.
    // https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
    if (!result.executed) return [left];
    if (bisects && (done.length > 0 || left.records.length > 1)) return done.length > 0 ? [left] : halves(left);
    const counted = { ...left, failures: failures + 1 };
    if (retries < 0 || counted.failures <= retries) return [counted];
    this.#discard(counted, "RetryAttemptsExhausted");
    return [];
  }

  /** Invokes the function, in the window that the events belong to. */
  async #invoke(records: readonly SourceRecord[]): Promise<BatchResult> {
    const { mapping, state, clock } = this.#parts;
    const [first] = records;
    const window = first && mapping.tumbling ? this.#windowFor(first) : undefined;
    const more = window && { ...this.#told(window), isFinalInvokeForWindow: false, isWindowTerminatedEarly: false };
    const result = await invokeWith(records, mapping, { state, now: clock.now(), ...(more && { more }) });
    // A function that forgets its state has failed.
    // https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-windows.html
    const isForgotten = window && result.message === OK && stateIn(result) === undefined;
    return isForgotten ? { ...result, failed: records, message: CALL_FAILED } : result;
  }

  #windowFor(record: SourceRecord): Window {
    const { window } = this.#position;
    return windowOf(window ?? { start: windowStart(record, this.#parts.mapping), state: {} }, this.#parts.mapping);
  }

  /** What an event tells of its window. */
  #told(window: Window): object {
    const { shard, mapping } = this.#parts;
    return { ...toldOf(window), shardId: shard, eventSourceARN: mapping.source };
  }

  /** Writes down that the first records of a batch are done, and the state of their window. */
  #advance(done: readonly SourceRecord[], result: BatchResult): void {
    const [first] = done;
    const state = stateIn(result);
    const after = done.at(-1)?.id;
    this.#save({
      ...(after !== undefined && { after }),
      ...(first && this.#parts.mapping.tumbling && { window: { start: this.#windowFor(first).start, state } }),
    });
  }

  /** Has the function end a window, until it does or is given up. */
  async #close({ start, state }: { start: number; state: unknown }, isEarly = false): Promise<void> {
    const { mapping, state: lambda, clock, onResult } = this.#parts;
    const { retries = -1 } = mapping;
    const window = windowOf({ start, state }, mapping);
    const more = { ...this.#told(window), isFinalInvokeForWindow: true, isWindowTerminatedEarly: isEarly };
    for (let [attempt, failures] = [1, 0]; !this.#isStopped; attempt++) {
      const result = await invokeWith([], mapping, { state: lambda, now: clock.now(), more });
      if (this.#isStopped && result.message !== OK) return;
      onResult(result.message);
      if (result.executed) failures += 1;
      const isGivenUp = retries >= 0 && failures > retries;
      if (result.message === OK || isGivenUp) return this.#save({ window: undefined });
      await this.#pause.until(retryWait(attempt));
    }
  }

  async #closeWhenTooLarge(): Promise<void> {
    const { window } = this.#position;
    if (window && isTooLarge(window.state)) await this.#close(window, true);
  }

  /** Gives up the records that are too old. */
  #withoutOld(portion: Portion): Portion {
    const { mapping, retention, clock } = this.#parts;
    const { maxAge = -1 } = mapping;
    const longest = maxAge < 0 ? retention : Math.min(maxAge * 1000, retention);
    const now = clock.now();
    const isOld = ({ time }: SourceRecord) => now - time > longest;
    const count = portion.records.findIndex((record) => !isOld(record));
    const old = count < 0 ? portion.records : portion.records.slice(0, count);
    if (old.length === 0) return portion;
    this.#discard({ ...portion, records: old }, "RecordAgeExceeded");
    return { ...portion, records: portion.records.slice(old.length) };
  }

  #discard({ records, attempts, last }: Portion, condition: Discarded["condition"]): void {
    const after = records.at(-1)?.id;
    const discarded = { records, condition, attempts, last, shard: this.#parts.shard };
    this.#save(after === undefined ? {} : { after }, discarded);
  }

  #save(changes: { [K in keyof LanePosition]: LanePosition[K] | undefined }, discarded?: Discarded): void {
    const entries = Object.entries({ ...this.#position, ...changes }).filter(([, value]) => value !== undefined);
    this.#position = Object.fromEntries(entries) as LanePosition;
    this.#parts.save(this.#position, discarded);
  }
}

function halves({ records, ...rest }: Portion): Portion[] {
  const half = Math.ceil(records.length / 2);
  return [records.slice(0, half), records.slice(half)].map((part) => ({ ...rest, records: part }));
}

function retryWait(attempt: number): number {
  return Math.min(FIRST_RETRY * 2 ** (attempt - 1), LONGEST_RETRY);
}

function stateIn({ answer }: BatchResult): unknown {
  return (answer as { state?: unknown } | null | undefined)?.state ?? undefined;
}

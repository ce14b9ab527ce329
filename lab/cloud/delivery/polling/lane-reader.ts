import type { Clock } from "../../time/clock.ts";
import { Pause } from "../../time/pause.ts";
import type { Trace } from "../../trace/trace.ts";
import type { SourceRecord, StreamSource } from "../source.ts";
import type { PollSettings } from "./job.ts";

/** What an event may take, less what surrounds its records. In bytes. */
const MOST_BYTES = 6 * 1024 * 1024 - 1024;

/** How long a stream is left alone that can't be read: at first, and at most. In milliseconds. */
const FIRST_TROUBLE = 1000;
const LONGEST_TROUBLE = 60_000;

/** Most of what is read may be unwanted. */
const LEAST_READ = 100;

/** Some events of a lane, in their order. */
export interface LaneBatch {
  /** Those that are wanted. None when the window is over that was to be, or the shard is. */
  readonly records: readonly SourceRecord[];
  /** The last event that is done with them; nothing when that is still the one before. */
  readonly after: string | undefined;
  /** Nothing follows. */
  readonly isLast: boolean;
}

interface LaneReaderParts {
  readonly settings: PollSettings;
  readonly source: StreamSource;
  readonly shard: string;
  readonly clock: Clock;
  readonly trace: Trace;
  /** Which events are the lane's, and wanted. */
  readonly isWanted: (record: SourceRecord) => boolean;
  readonly onTrouble: (error: Error) => void;
}

/** Reads a shard for one lane, and makes batches: they are full, or the time for more of them is over. */
export class LaneReader {
  readonly #parts: LaneReaderParts;
  readonly #pause: Pause;
  /** The last event that was read. */
  #after: string | undefined;
  /** What was read and is wanted, and not handed out. */
  #ahead: { readonly record: SourceRecord; readonly bytes: number }[] = [];
  #isAtEnd = false;
  #isStopped = false;
  #mayHaveMore = true;
  #troubles = 0;

  constructor(parts: LaneReaderParts, after: string | undefined) {
    this.#parts = parts;
    this.#pause = new Pause(parts.clock);
    this.#after = after;
  }

  /** There may be more to read. */
  wake(): void {
    this.#mayHaveMore = true;
    this.#pause.end();
  }

  stop(): void {
    this.#isStopped = true;
    this.#pause.end();
  }

  /**
   * Waits for the next batch; nothing when it is stopped.
   *
   * @param windowOf the start of the window that an event belongs to: a batch is of one window
   * @param open the window that is open, and its end: it is over when there are no more events of it
   */
  async next(
    windowOf: (record: SourceRecord) => number,
    open?: { start: number; end: number },
  ): Promise<LaneBatch | undefined> {
    const { clock, settings } = this.#parts;
    let deadline = Number.POSITIVE_INFINITY;
    for (;;) {
      // What comes later belongs to a later window.
      const isOver = open !== undefined && clock.now() >= open.end;
      await this.#fill();
      if (this.#isStopped) return undefined;
      if (this.#ahead.length > 0) deadline = Math.min(deadline, clock.now() + (settings.window ?? 0) * 1000);
      if (this.#isFull() || this.#isAtEnd || isOver || clock.now() >= deadline)
        return this.#take(windowOf, open?.start);
      const until = Math.min(deadline, open?.end ?? deadline);
      if (!this.#mayHaveMore)
        await this.#pause.until(until < Number.POSITIVE_INFINITY ? until - clock.now() : undefined);
      if (this.#isStopped) return undefined;
    }
  }

  /** Reads until a batch is full, or nothing is left to read. */
  async #fill(): Promise<void> {
    const { source, shard, settings, trace, isWanted, onTrouble } = this.#parts;
    while (!this.#isStopped && !this.#isAtEnd && !this.#isFull()) {
      this.#mayHaveMore = false;
      try {
        const most = Math.max(settings.batchSize, LEAST_READ);
        const { records, isAtEnd } = await trace.quietly(() => source.read(shard, this.#after, most));
        this.#troubles = 0;
        for (const record of records.filter(isWanted))
          this.#ahead.push({ record, bytes: Buffer.byteLength(JSON.stringify(record.event)) + 1 });
        this.#after = records.at(-1)?.id ?? this.#after;
        this.#isAtEnd = isAtEnd;
        if (records.length === 0 && !this.#mayHaveMore) return;
      } catch (error) {
        onTrouble(error as Error);
        await this.#pause.until(Math.min(FIRST_TROUBLE * 2 ** this.#troubles++, LONGEST_TROUBLE));
      }
    }
  }

  #isFull(): boolean {
    if (this.#ahead.length >= this.#parts.settings.batchSize) return true;
    return this.#ahead.reduce((sum, { bytes }) => sum + bytes, 0) >= MOST_BYTES;
  }

  #take(windowOf: (record: SourceRecord) => number, open: number | undefined): LaneBatch {
    const [first] = this.#ahead;
    const window = open ?? (first && windowOf(first.record));
    let bytes = 0;
    let count = 0;
    for (const { record, bytes: size } of this.#ahead) {
      bytes += size;
      if (count === this.#parts.settings.batchSize || (count > 0 && bytes > MOST_BYTES)) break;
      if (windowOf(record) !== window) break;
      count += 1;
    }
    const taken = this.#ahead.splice(0, count).map(({ record }) => record);
    const isAll = this.#ahead.length === 0;
    return {
      records: taken,
      after: isAll ? this.#after : taken.at(-1)?.id,
      isLast: isAll && this.#isAtEnd,
    };
  }
}

import type { Cloud } from "../cloud.ts";
import type { Collection, Range } from "../store/collection.ts";
import { Turns } from "../time/turns.ts";
import { firstNumberAt, momentOf, sequenceNumberAfter } from "./sequence-number.ts";
import {
  ALL_HASHES,
  DataTrimmed,
  type LogPage,
  type LogRecord,
  type Position,
  type Shard,
  type StreamKey,
} from "./shard.ts";
import { Waiters } from "./waiters.ts";

/** What begins the keys of the timers that trim. */
const TRIM = "trim ";
/** How long trimming waits for more to trim, in milliseconds. */
const LEAST_PAUSE = 60_000;
/** So many records are trimmed in one transaction. */
const BATCH = 1000;

/** What a log is for. */
export interface StreamLogParts<T> {
  readonly cloud: Pick<Cloud, "store" | "clock" | "timers">;
  /** The service whose streams these are. It hands its timers on to `due`. */
  readonly service: string;
  /** Begins the names of the collections that hold shards and records. */
  readonly name: string;
  /** How many digits a sequence number has. */
  readonly digits: number;
  /** How long records are kept, in milliseconds. */
  readonly retention: (stream: StreamKey) => number;
  /** How many bytes a record counts. */
  readonly bytesOf: (data: T) => number;
}

/** How much is read at once. At least one record is. */
export interface Limits {
  readonly records: number;
  readonly bytes: number;
}

/**
 * Streams: each has shards, in which records are appended, read in their order by anybody, and trimmed when they are old.
 * Records and shards are in the store alone, so that two logs of one name are the same, but for those who watch.
 */
export class StreamLog<T> {
  readonly #parts: StreamLogParts<T>;
  /** [...stream, shard] */
  readonly #shards: Collection<Shard>;
  /** [...stream, shard, sequence number] */
  readonly #records: Collection<T>;
  /** The sequence numbers that shards gave last, by their keys. */
  readonly #last = new Map<string, string>();
  readonly #waiters = new Waiters();

  constructor(parts: StreamLogParts<T>) {
    this.#parts = parts;
    const { store } = parts.cloud;
    this.#shards = store.collection(`${parts.name}-shards`);
    this.#records = store.collection(`${parts.name}-records`);
  }

  /** Opens a shard, which takes all records by default. Only inside `store.write`. */
  open(stream: StreamKey, { id, parents = [], hashes = ALL_HASHES }: Pick<Shard, "id"> & Partial<Shard>): Shard {
    const start = this.#next(stream, id);
    const shard: Shard = { id, parents, hashes, start };
    this.#shards.put([...stream, id], shard);
    this.#waiters.wake(idOf(stream));
    return shard;
  }

  /** Has a shard take no more records. Only inside `store.write`. */
  close(stream: StreamKey, id: string): void {
    const shard = this.shard(stream, id);
    if (!shard || shard.end !== undefined) return;
    this.#shards.put([...stream, id], { ...shard, end: this.#next(stream, id) });
    this.#waiters.wake(idOf(stream));
  }

  /** Removes a stream with all its records. */
  async remove(stream: StreamKey): Promise<void> {
    const { store, timers } = this.#parts.cloud;
    const shards = this.shards(stream);
    store.write(() => {
      for (const { id } of shards) this.#shards.delete(...stream, id);
      timers.cancel(this.#parts.service, timerOf(stream));
    });
    for (const { id } of shards) this.#last.delete(idOf([...stream, id]));
    this.#waiters.wake(idOf(stream));
    await this.#removeRecords({ under: stream });
  }

  /** The shards of a stream, open and closed ones, in the order of their ids. */
  shards(stream: StreamKey): Shard[] {
    return [...this.#shards.values({ under: stream })];
  }

  shard(stream: StreamKey, id: string): Shard | undefined {
    return this.#shards.get(...stream, id);
  }

  /** Appends a record to a shard that is open. Answers its sequence number. Only inside `store.write`. */
  append(stream: StreamKey, shard: string, data: T): string {
    const { cloud, service, retention } = this.#parts;
    const sequenceNumber = this.#next(stream, shard);
    this.#records.put([...stream, shard, sequenceNumber], data);
    const timer = timerOf(stream);
    if (cloud.timers.get(service, timer) === undefined)
      cloud.timers.set(service, timer, cloud.clock.now() + retention(stream));
    this.#waiters.wake(idOf(stream));
    return sequenceNumber;
  }

  /** Reads on in a shard. Throws DataTrimmed when a record before the ones that are left was meant. */
  read(stream: StreamKey, { id, start, end, trimmed }: Shard, position: Position, limits: Limits): LogPage<T> {
    if (isTrimmed(position, trimmed)) throw new DataTrimmed();
    const under = [...stream, id];
    const place = position === "oldest" ? start : "at" in position ? position.at : position.after;
    const from = position !== "oldest" && "at" in position ? { from: [...under, place] } : { after: [...under, place] };
    const records: LogRecord<T>[] = [];
    let bytes = 0;
    for (const [key, data] of this.#records.entries({ under, ...from, limit: limits.records + 1 })) {
      bytes += this.#parts.bytesOf(data);
      if (records.length === limits.records || (records.length > 0 && bytes > limits.bytes))
        return { records, isAtEnd: false };
      const sequenceNumber = String(key.at(-1));
      records.push({ sequenceNumber, time: momentOf(sequenceNumber), data });
    }
    return { records, isAtEnd: end !== undefined };
  }

  /** A record, while it is kept. */
  at(stream: StreamKey, shard: string, sequenceNumber: string): T | undefined {
    return this.#records.get(...stream, shard, sequenceNumber);
  }

  /** The sequence number after which a shard has no records yet. */
  latest(stream: StreamKey, shard: Shard): string {
    const [last] = [...this.#records.keys({ under: [...stream, shard.id], isReverse: true, limit: 1 })];
    return last ? String(last.at(-1)) : (shard.trimmed ?? shard.start);
  }

  /** The position of the first record that came at a moment or later. */
  positionAt(moment: number): Position {
    return { at: firstNumberAt(moment, this.#parts.digits) };
  }

  /** Calls a listener whenever records come, or shards do, until the function that it returns is called. */
  watch(stream: StreamKey, listener: () => void): () => void {
    return this.#waiters.add(idOf(stream), listener);
  }

  /** Does what one of the log's timers is for. Answers whether it was one of them. */
  async due(timer: string): Promise<boolean> {
    if (!timer.startsWith(TRIM)) return false;
    const stream = JSON.parse(timer.slice(TRIM.length)) as StreamKey;
    const { cloud, service, retention } = this.#parts;
    const now = cloud.clock.now();
    await this.#trim(stream, now - retention(stream));
    const [oldest] = this.#oldest(stream);
    if (oldest !== undefined) cloud.timers.set(service, timer, Math.max(oldest + retention(stream), now + LEAST_PAUSE));
    return true;
  }

  /** When the oldest record of each shard came. */
  #oldest(stream: StreamKey): number[] {
    const firsts = this.shards(stream).flatMap(({ id }) => [
      ...this.#records.keys({ under: [...stream, id], limit: 1 }),
    ]);
    return firsts.map((key) => momentOf(String(key.at(-1)))).sort((a, b) => a - b);
  }

  /** Removes the records that came before a moment, or at it. */
  async #trim(stream: StreamKey, moment: number): Promise<void> {
    for (const { id } of this.shards(stream)) {
      const under = [...stream, id];
      const before = [...under, firstNumberAt(moment + 1, this.#parts.digits)];
      await this.#removeRecords({ under, before }, (trimmed) => {
        const shard = this.shard(stream, id);
        if (shard) this.#shards.put(under, { ...shard, trimmed });
      });
    }
  }

  /** Removes the records in a range, a batch at a time: `also` is told the last sequence number of each. */
  async #removeRecords(range: Range, also: (last: string) => void = () => {}): Promise<void> {
    const turns = new Turns();
    for (let isMore = true; isMore; await turns.next()) {
      const keys = [...this.#records.keys({ ...range, limit: BATCH })];
      isMore = keys.length === BATCH;
      if (keys.length === 0) return;
      this.#parts.cloud.store.write(() => {
        for (const key of keys) this.#records.delete(...key);
        also(String(keys.at(-1)?.at(-1)));
      });
    }
  }

  /** The number after the last one of a shard, also after one that an earlier run gave by a clock that was ahead. */
  #next(stream: StreamKey, id: string): string {
    const key = idOf([...stream, id]);
    const shard = this.#last.has(key) ? undefined : this.shard(stream, id);
    const last = this.#last.get(key) ?? (shard && this.latest(stream, shard));
    const next = sequenceNumberAfter(last, this.#parts.cloud.clock.now(), this.#parts.digits);
    this.#last.set(key, next);
    return next;
  }
}

function isTrimmed(position: Position, trimmed: string | undefined): boolean {
  if (trimmed === undefined || position === "oldest") return false;
  return "at" in position ? position.at <= trimmed : position.after < trimmed;
}

function idOf(key: readonly string[]): string {
  return JSON.stringify(key);
}

function timerOf(stream: StreamKey): string {
  return TRIM + idOf(stream);
}

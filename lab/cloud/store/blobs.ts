import { randomUUID } from "node:crypto";
import { createReadStream, createWriteStream, mkdirSync } from "node:fs";
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Bytes } from "../bytes.ts";
import type { Collection } from "./collection.ts";
import type { Reserve } from "./reserve.ts";

/** Bodies up to this many bytes live in the database, larger ones are files. */
const INLINE = 16 * 1024;

/** Files are read and written in pieces of so many bytes: fewer of them cost less. */
const CHUNK = 512 * 1024;

/** Blobs that a reader holds. */
export interface Held {
  /** As `Blobs.read`. */
  read(id: string, start: number, end: number): Readable;
  release(): void;
}

/** What the store knows of a blob. */
export interface BlobRecord {
  readonly size: number;
  /** The bytes themselves, when they are few; otherwise the blob is a file named by its id. */
  readonly bytes?: Buffer;
}

/** Bytes that are written but not yet part of the store: kept with `keep` inside a write, or discarded. */
export interface StagedBlob extends BlobRecord {
  readonly id: string;
}

/**
 * Byte sequences of any length. A body is first staged (streamed to a file of its own, or held when small), then kept in
 * the same transaction that makes the record pointing to it. What was staged but never kept is reclaimed at the next start.
 */
export class Blobs {
  readonly #folder: string;
  readonly #records: Collection<BlobRecord>;
  readonly #reserve: Reserve;
  /** Files that are being written, or wait to be kept. */
  readonly #staged = new Set<string>();
  /** How many readers hold a blob. */
  readonly #held = new Map<string, number>();
  /** Files that the present transaction keeps. */
  #keeping: string[] = [];

  constructor(folder: string, records: Collection<BlobRecord>, reserve: Reserve) {
    this.#folder = folder;
    this.#records = records;
    this.#reserve = reserve;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  /** Takes in a body with constant memory. Rejects, leaving nothing behind, when the source fails. */
  async stage(source: AsyncIterable<Buffer> | Uint8Array): Promise<StagedBlob> {
    const id = randomUUID();
    if (source instanceof Uint8Array && source.length <= INLINE) {
      return { id, size: source.length, bytes: Buffer.from(source.buffer, source.byteOffset, source.length) };
    }
    const head: Buffer[] = [];
    let size = 0;
    const body = source instanceof Uint8Array ? Readable.from([source], { objectMode: false }) : source;
    const chunks = (body as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
      head.push(next.value);
      size += next.value.length;
      if (size > INLINE) break;
    }
    if (size <= INLINE) return { id, size, bytes: Buffer.concat(head, size) };
    async function* whole() {
      yield* head;
      for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
        size += next.value.length;
        yield next.value as Buffer;
      }
    }
    this.#staged.add(id);
    try {
      await pipeline(whole, createWriteStream(this.#path(id), { flags: "wx", highWaterMark: CHUNK }));
    } catch (error) {
      await this.discard({ id, size }).catch(() => undefined);
      throw this.#reserve.explain(error);
    }
    return { id, size };
  }

  /** Makes a staged blob part of the store. Only inside `store.write`. Returns its id. */
  keep({ id, size, bytes }: StagedBlob): string {
    this.#records.put([id], bytes ? { size, bytes } : { size });
    this.#staged.delete(id);
    if (!bytes) this.#keeping.push(id);
    return id;
  }

  /** The transaction is committed. */
  kept(): void {
    if (this.#keeping.length > 0) this.#keeping = [];
  }

  /** The transaction is undone: the files that it kept go. */
  notKept(): void {
    for (const id of this.#keeping) void this.#reclaim(id);
    this.#keeping = [];
  }

  /** Removes a blob. Only inside `store.write`. A file goes after the transaction; who reads it may finish. */
  drop(id: string): void {
    const record = this.#records.get(id);
    if (!record) return;
    this.#records.delete(id);
    if (!record.bytes) setImmediate(() => this.#reclaim(id));
  }

  /** Removes what was staged and is not wanted after all. */
  async discard({ id, bytes }: StagedBlob): Promise<void> {
    if (!bytes) await rm(this.#path(id), { force: true });
    this.#staged.delete(id);
  }

  /** The bytes from `start` to `end` (both included), as a stream with constant memory. */
  read(id: string, start = 0, end = Number.POSITIVE_INFINITY): Readable {
    return this.#stream(id, this.#record(id), start, end);
  }

  /** Keeps blobs readable one after another, until `release`, whoever drops them meanwhile. */
  hold(ids: readonly string[]): Held {
    const records = new Map(ids.map((id) => [id, this.#record(id)]));
    for (const id of records.keys()) this.#held.set(id, (this.#held.get(id) ?? 0) + 1);
    return {
      read: (id, start, end) => this.#stream(id, records.get(id) as BlobRecord, start, end),
      release: () => {
        for (const id of records.keys()) this.#letGo(id);
      },
    };
  }

  #letGo(id: string): void {
    const others = (this.#held.get(id) ?? 1) - 1;
    if (others > 0) return void this.#held.set(id, others);
    this.#held.delete(id);
    if (!this.#records.has(id)) void this.#reclaim(id);
  }

  #stream(id: string, record: BlobRecord, start: number, end: number): Readable {
    if (record.size === 0) return new Bytes(Buffer.alloc(0));
    if (record.bytes) return new Bytes(record.bytes.subarray(start, end + 1));
    return createReadStream(this.#path(id), { start, end, highWaterMark: CHUNK });
  }

  /** All bytes at once, for bodies that are known to fit in memory. */
  async bytes(id: string): Promise<Buffer> {
    return this.small(id) ?? (await readFile(this.#path(id)));
  }

  /** The bytes of a blob that lives in the database; nothing for one that is a file. */
  small(id: string): Buffer | undefined {
    return this.#record(id).bytes;
  }

  /** Deletes the files that no record names: what an earlier process staged and did not live to keep. */
  async sweep(): Promise<void> {
    for (const id of await readdir(this.#folder)) {
      if (!this.#records.has(id) && !this.#staged.has(id)) await rm(join(this.#folder, id), { force: true });
    }
  }

  #record(id: string): BlobRecord {
    const record = this.#records.get(id);
    if (!record) throw new Error(`The store has no blob ${id}`);
    return record;
  }

  async #reclaim(id: string): Promise<void> {
    // The transaction that dropped it may have been rolled back.
    if (!this.#records.has(id) && !this.#held.has(id)) await rm(this.#path(id), { force: true }).catch(() => undefined);
  }

  #path(id: string): string {
    return join(this.#folder, id);
  }
}

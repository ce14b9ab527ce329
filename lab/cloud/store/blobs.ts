import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { Bytes } from "../bytes.ts";
import { FileBody, type Run } from "../file-body.ts";
import { Filler, PIECE, withPiece, writeBlobFile } from "./blob-file.ts";
import type { Collection } from "./collection.ts";
import { follow } from "./digests/digest-threads.ts";
import { type DigestAlgorithm, type Digests, digestsOf } from "./digests/hashers.ts";
import type { Reserve } from "./reserve.ts";

/** Bodies up to this many bytes live in the database, larger ones are files. */
const INLINE = 16 * 1024;

/** What the store knows of a blob. */
export interface BlobRecord {
  readonly size: number;
  /** The bytes themselves, when they are few; otherwise the blob is a file named by its id. */
  readonly bytes?: Buffer;
}

/** Bytes that are written but not yet part of the store: kept with `keep` inside a write, or discarded. */
export interface StagedBlob extends BlobRecord {
  readonly id: string;
  /** The digests that were asked for. */
  readonly digests: Digests;
}

/** Bytes of a blob, from `start` to `end` (both included). */
export interface BlobSpan {
  readonly id: string;
  readonly start: number;
  readonly end: number;
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

  /**
   * Takes in a body with constant memory. Rejects, leaving nothing behind, when the source fails.
   * @param algorithms of the digests to compute on the way
   */
  async stage(
    source: AsyncIterable<Buffer> | Uint8Array,
    algorithms: readonly DigestAlgorithm[] = [],
  ): Promise<StagedBlob> {
    const id = randomUUID();
    if (source instanceof Uint8Array) return await this.#stage(id, source, undefined, algorithms);
    const filler = new Filler(source);
    return await withPiece(async (buffer) => {
      const size = await filler.fill(buffer);
      // What goes into the database outlives the buffer.
      const first = size <= INLINE ? Buffer.from(buffer.subarray(0, size)) : buffer.subarray(0, size);
      return await this.#stage(id, first, size < PIECE ? undefined : filler, algorithms);
    });
  }

  /**
   * The same of bytes that are few enough to live in the database, at once when their digests are: nothing of them needs to be
   * discarded. Nothing when they are more.
   */
  stageSmall(source: Uint8Array, algorithms: readonly DigestAlgorithm[]): Promise<StagedBlob> | StagedBlob | undefined {
    if (source.length > INLINE) return undefined;
    const staged = (digests: Digests) => inline(randomUUID(), source, digests);
    const digests = digestsOf(source, algorithms);
    return digests instanceof Promise ? digests.then(staged) : staged(digests);
  }

  /** @param others what follows the first bytes, unless they are all */
  async #stage(
    id: string,
    first: Uint8Array,
    others: Filler | undefined,
    algorithms: readonly DigestAlgorithm[],
  ): Promise<StagedBlob> {
    const isSmall = !others && first.length <= PIECE;
    const digests = isSmall ? await digestsOf(first, algorithms) : undefined;
    if (digests && first.length <= INLINE) return inline(id, first, digests);
    this.#staged.add(id);
    const path = this.#path(id);
    const followed = digests || algorithms.length === 0 ? undefined : follow(path, algorithms);
    try {
      const size = await writeBlobFile(path, first, others, (written) => followed?.grown(written));
      return { id, size, digests: digests ?? (await followed?.end()) ?? new Map() };
    } catch (error) {
      await Promise.allSettled([others?.abandon(), followed?.end()]);
      await this.discard({ id }).catch(() => undefined);
      throw this.#reserve.explain(error);
    }
  }

  /** Makes a staged blob part of the store. Only inside `store.write`. Returns its id. */
  keep({ id, size, bytes }: Omit<StagedBlob, "digests">): string {
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
  async discard({ id, bytes }: Pick<StagedBlob, "id" | "bytes">): Promise<void> {
    if (!bytes) await rm(this.#path(id), { force: true });
    this.#staged.delete(id);
  }

  /** The bytes from `start` to `end` (both included), as a stream with constant memory. */
  read(id: string, start = 0, end = Number.POSITIVE_INFINITY): Readable {
    return this.readAll([{ id, start, end }]);
  }

  /** The same of several blobs, one after the other. They stay until the stream is closed, whoever drops them meanwhile. */
  readAll(spans: readonly BlobSpan[]): Readable {
    const runs = spans.map(({ id, start, end }) => this.#run(id, start, end));
    const [only] = runs;
    if (only?.of instanceof Buffer && runs.length === 1) return new Bytes(only.of.subarray(only.start, only.end + 1));
    const held = new Set(spans.map(({ id }) => id));
    for (const id of held) this.#held.set(id, (this.#held.get(id) ?? 0) + 1);
    return new FileBody(runs, () => {
      for (const id of held) this.#letGo(id);
    });
  }

  #run(id: string, start: number, end: number): Run {
    const { bytes, size } = this.#record(id);
    return { of: bytes ?? this.#path(id), start, end: Math.min(end, size - 1) };
  }

  #letGo(id: string): void {
    const others = (this.#held.get(id) ?? 1) - 1;
    if (others > 0) return void this.#held.set(id, others);
    this.#held.delete(id);
    if (!this.#records.has(id)) void this.#reclaim(id);
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

function inline(id: string, { buffer, byteOffset, length }: Uint8Array, digests: Digests): StagedBlob {
  return { id, size: length, bytes: Buffer.from(buffer, byteOffset, length), digests };
}

import { closeSync, fstatSync, openSync, statfsSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import type { RootDatabase } from "lmdb";
import { AwsError } from "../errors.ts";

/** Pages that are on the disk before they are needed. They stay for deletions once the disk is full. */
const KEPT = 512;

/** Deletions leave so many: one of them must never find the disk full within LMDB. */
const LEAST = 128;

/** The file grows by so many pages at a time. */
const STEP = 256;

/** How often the disk is looked at while the lab writes, in milliseconds. */
const INTERVAL = 500;

/** Less free space than this counts as a full disk: others need it, and copy-on-write file systems need it even to overwrite. */
const LEAST_FREE = 8 * 2 ** 20;

// At most so many pages change for each record that is written or removed, and for each transaction: a leaf, its
// neighbour or a new one, and their share of the branches and of the list of free pages.
const PAGES_A_RECORD = 3;
const PAGES_A_TRANSACTION = 16;

/** What lmdb says of itself, beyond its types. */
interface Environment {
  info(): { lastPageNumber: number };
  stat(): { pageSize: number };
}

/** What of the disk an error says, by its code in Node.js and in LMDB (Linux, macOS). */
const FULL = new Set<unknown>(["ENOSPC", "EDQUOT", "EFBIG", 28, 122, 69, 27]);

const UNWRITABLE = new Set<unknown>(["EROFS", "EACCES", "EPERM", "EIO", "ENOENT", "ENOTDIR"]);

/** LMDB's own codes for what may be wrong with a request: a key that is too long, and a duplicate. */
const HARMLESS = new Set<unknown>([-30781, -30799, undefined]);

/**
 * The room that the database has left on the disk. LMDB does not bear a write that fails: its report of it overruns a buffer
 * (`mdb_page_flush`), and the process aborts. So its file has pages ahead of what is in use, written by this class, whose
 * writes may fail; and a transaction that would need more is refused before it is committed.
 *
 * Once the disk is full, only transactions that remove something are let through, until there is room again.
 */
export class Reserve {
  readonly #file: string;
  readonly #handle: number;
  readonly #env: Environment;
  readonly #pageSize: number;
  readonly #log: (line: string) => void;
  /** Pages that the file has. */
  #pages = 0;
  /** Pages of it that are certain to be left. */
  #room = 0;
  #lookedAt = 0;
  #refusal: string | undefined;
  /** What LMDB failed with: it is not asked to write again. */
  #broken: string | undefined;
  #records = 0;
  #removals = 0;
  #bytes = 0;

  /** @param log is told when writes are refused, and when they go on */
  constructor(file: string, db: RootDatabase, log: (line: string) => void) {
    this.#file = file;
    this.#handle = openSync(file, "r+");
    this.#env = (db as unknown as { env: Environment }).env;
    this.#pageSize = this.#env.stat().pageSize;
    this.#log = log;
  }

  /** Begins to count what a transaction changes. Throws when LMDB must not write any more. */
  begin(): void {
    if (this.#broken !== undefined) throw unavailable(this.#broken);
    this.#records = 0;
    this.#removals = 0;
    this.#bytes = 0;
  }

  /** Counts a record of so many bytes that is written. */
  wrote(bytes: number): void {
    this.#records++;
    this.#bytes += bytes;
  }

  /** Counts a record that is removed. */
  removed(): void {
    this.#records++;
    this.#removals++;
  }

  /** Throws, before the transaction is committed, unless the disk has room for it. */
  admit(): void {
    if (this.#records === 0) return;
    const overflow = this.#bytes === 0 ? 0 : Math.ceil((2 * this.#bytes) / this.#pageSize);
    let pages = PAGES_A_TRANSACTION + PAGES_A_RECORD * this.#records + overflow;
    const now = Date.now();
    const isDue = now - this.#lookedAt > INTERVAL || now < this.#lookedAt;
    if (!isDue && this.#room - pages < KEPT) this.#room = this.#pages - this.#env.info().lastPageNumber - 1;
    if (isDue || this.#refusal !== undefined || this.#room - pages < KEPT) {
      this.#lookedAt = now;
      const { lastPageNumber } = this.#env.info();
      // However many records change, no more pages do than there are.
      pages = Math.min(pages, PAGES_A_TRANSACTION + lastPageNumber + overflow);
      const refusal = this.#look(lastPageNumber + 1, pages);
      if (refusal === undefined) this.#goOn();
      else if (refusal !== this.#full() || this.#removals === 0 || this.#room - pages < LEAST)
        throw this.#refuse(refusal);
    }
    this.#room -= pages;
  }

  /** What to throw for an error of writing a file. Says in the log what is to be mended. */
  explain(error: unknown): unknown {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EMFILE" || code === "ENFILE")
      return new AwsError("ServiceUnavailable", "The lab has too many files open. Raise the limit: ulimit -n", 503);
    const reason = this.#reasonOf(error);
    return reason === undefined ? error : this.#refuse(reason);
  }

  /** As `explain`, for errors of LMDB; those that may leave it unable to go on end all writing. */
  explainDatabase(error: unknown): unknown {
    const { code, message } = error as { code?: unknown; message: string };
    if (typeof code !== "number" || HARMLESS.has(code)) return error;
    if (FULL.has(code)) return this.#refuse(this.#full());
    this.#broken = `The lab's state can't be written any more: ${message}. Stop the lab, and see: lab state check`;
    this.#log(this.#broken);
    return unavailable(this.#broken);
  }

  close(): void {
    closeSync(this.#handle);
  }

  /** Makes sure of room for so many pages and those that are kept; says why there is none. */
  #look(used: number, pages: number): string | undefined {
    try {
      const { size, nlink } = fstatSync(this.#handle);
      const folder = dirname(this.#file);
      if (nlink === 0) return `The folder of the lab's state, ${folder}, was removed. Start the lab again.`;
      this.#pages = Math.floor(size / this.#pageSize);
      this.#room = this.#pages - used;
      const { bavail, blocks, bsize } = statfsSync(folder);
      if (blocks > 0 && bavail * bsize < Math.min(LEAST_FREE, (blocks * bsize) / 64)) return this.#full();
      // Who was refused waits for more than the little that others leave now and then.
      const missing = pages + KEPT + (this.#refusal === undefined ? 0 : STEP) - this.#room;
      if (missing > 0) this.#grow(used, missing + STEP);
      // What can't be written any more, because the disk broke or became read-only, shows here and not in LMDB.
      else writeSync(this.#handle, ZEROS, 0, 1, size - 1);
      return undefined;
    } catch (error) {
      const reason = this.#reasonOf(error);
      if (reason === undefined) throw error;
      return reason;
    }
  }

  #grow(used: number, pages: number): void {
    let at = (used + this.#room) * this.#pageSize;
    const end = at + pages * this.#pageSize;
    while (at < end) at += writeSync(this.#handle, ZEROS, 0, Math.min(ZEROS.length, end - at), at);
    this.#room += pages;
    this.#pages += pages;
  }

  #reasonOf(error: unknown): string | undefined {
    const { code, message } = error as NodeJS.ErrnoException;
    if (FULL.has(code)) return this.#full();
    if (!UNWRITABLE.has(code)) return undefined;
    return `The lab's state can't be written: ${message}.`;
  }

  #full(): string {
    return `The disk that holds the lab's state is full: ${dirname(this.#file)}. Free some space; reading and deleting still work.`;
  }

  #refuse(reason: string): AwsError {
    if (this.#refusal !== reason) this.#log(`${reason} Until then the lab refuses writes.`);
    this.#refusal = reason;
    return unavailable(reason);
  }

  #goOn(): void {
    if (this.#refusal !== undefined) this.#log("The lab accepts writes again.");
    this.#refusal = undefined;
  }
}

/** No AWS SDK tries again after a 507. */
function unavailable(message: string): AwsError {
  return new AwsError("InsufficientStorage", message, 507);
}

const ZEROS = Buffer.alloc(2 ** 18);

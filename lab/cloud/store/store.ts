import { AsyncResource } from "node:async_hooks";
import { chmodSync, mkdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { open, type RootDatabase } from "lmdb";
import { Blobs } from "./blobs.ts";
import { claim } from "./claim.ts";
import { type BlobsOf, Collection, type KeyPart, type Range } from "./collection.ts";
import { checkDatabase, markClosed } from "./open-check.ts";
import { Reserve } from "./reserve.ts";
import { StoreError, unusable } from "./store-error.ts";
import { forgetStructures, STRUCTURES } from "./structures.ts";

/** What the keys of a collection begin with. */
export type Keyed = "by account" | "by name";

const noBlobs = () => [];

/** How many records are looked at together when many are removed. */
const BATCH = 1000;

/**
 * The lab's state: typed, ordered collections and blobs in one folder. Reads are memory-mapped; a write is a synchronous
 * transaction that all reads after it see, and that is in the operating system's hands when it returns: killing the
 * process loses nothing. (The file is flushed to the disk itself in the background; a power cut may lose the last second.)
 */
export class Store {
  readonly blobs: Blobs;
  readonly #db: RootDatabase;
  readonly #file: string;
  readonly #reserve: Reserve;
  readonly #log: (line: string) => void;
  readonly #release: () => void;
  readonly #sweeping: Promise<void>;
  readonly #accounts = new Map<string, Collection<unknown>>();
  readonly #collections = new Set<Collection<unknown>>();
  #unflushed: NodeJS.Timeout | undefined;
  #isWriting = false;
  #waiting: Waiting<unknown>[] = [];

  private constructor(db: RootDatabase, reserve: Reserve, { folder, log, release }: Opening) {
    this.#db = db;
    this.#file = join(folder, "data.mdb");
    this.#reserve = reserve;
    this.#log = log;
    this.#release = release;
    countWrites(db, reserve);
    this.blobs = new Blobs(join(folder, "blobs"), this.collection("blobs", "by name"), reserve);
    this.#sweeping = this.blobs.sweep().catch((error) => log(`Unused blobs can't be removed: ${error.message}`));
  }

  /**
   * Opens, or creates, the store in `folder`. Throws a StoreError when what is there can't be read, or is in use.
   *
   * @param log is told when the disk is full, and when it has room again
   */
  static open(folder: string, log: (line: string) => void = () => {}): Store {
    const file = join(folder, "data.mdb");
    let release: (() => void) | undefined;
    let db: RootDatabase | undefined;
    let reserve: Reserve | undefined;
    try {
      makeFolder(folder);
      checkDatabase(folder, file);
      release = claim(folder);
      db = open({ path: file, noSync: true, maxReaders: 64, sharedStructuresKey: STRUCTURES });
      // The database's library makes files that others may read, and the folder may be older than the lab.
      for (const name of [file, `${file}-lock`]) chmodSync(name, 0o600);
      reserve = new Reserve(file, db, log);
      return new Store(db, reserve, { folder, log, release });
    } catch (error) {
      reserve?.close();
      void db?.close();
      release?.();
      throw error instanceof StoreError ? error : unusable(folder, error);
    }
  }

  /**
   * The collection of this name; it need not exist.
   *
   * @param keyed what its keys begin with: by default the account that a record belongs to (or an ARN with it)
   * @param blobs the ids of the blobs that a record owns: `forget` and `remove` drop them with it
   */
  collection<T>(name: string, keyed: Keyed = "by account", blobs: BlobsOf<T> = noBlobs): Collection<T> {
    const collection = new Collection<T>(this.#db, name, this.#reserve, blobs);
    this.#collections.add(collection as Collection<unknown>);
    if (keyed === "by account") this.#accounts.set(name, collection as Collection<unknown>);
    return collection;
  }

  /** Removes the records of an account from all collections that are keyed by accounts. Only inside `write`. */
  forget(account: string): void {
    for (const collection of this.#accounts.values()) {
      this.remove(collection, { under: [account] });
      const ofAccount = (key: KeyPart | undefined) => String(key).split(":")[4] === account;
      const arns = [...collection.keys({ from: ["arn:"], before: ["arn;"] })].filter(([key]) => ofAccount(key));
      for (const key of arns) this.#removeOne(collection, key);
    }
  }

  /** Removes the records of a range, and the blobs that they own. Only inside `write`. */
  remove(collection: Collection<unknown>, range: Range): void {
    for (;;) {
      const keys = [...collection.keys({ ...range, limit: BATCH })];
      for (const key of keys) this.#removeOne(collection, key);
      if (keys.length < BATCH) return;
    }
  }

  #removeOne(collection: Collection<unknown>, key: readonly KeyPart[]): void {
    for (const id of collection.blobs(...key)) this.blobs.drop(id);
    collection.delete(...key);
  }

  /**
   * Runs `change` as one transaction over all collections: either every put and delete in it happens, or, when it throws,
   * none. It must not await. Nested calls join the outer transaction. Throws an AwsError when the disk is full.
   */
  write<R>(change: () => R): R {
    if (this.#isWriting) return this.#within(change);
    this.#reserve.begin();
    this.#isWriting = true;
    try {
      const result = this.#db.transactionSync(() => {
        const changed = change();
        this.#reserve.admit();
        return changed;
      });
      this.blobs.kept();
      this.#unflushed ??= setTimeout(() => this.#flush(), 1000).unref();
      return result;
    } catch (error) {
      this.blobs.notKept();
      this.#forgetUndone();
      throw this.#reserve.explainDatabase(error);
    } finally {
      this.#isWriting = false;
    }
  }

  /**
   * The same, at the end of this turn of the event loop and in one transaction with all that asked for it: to commit takes longer
   * than to change something. A change that throws is undone alone. Resolves when the transaction is committed.
   */
  writeSoon<R>(change: () => R): Promise<R> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.length === 0) setImmediate(() => this.#writeWaiting());
      const asker = new AsyncResource("store.writeSoon");
      this.#waiting.push({ change, asker, resolve, reject } as Waiting<unknown>);
    });
  }

  #writeWaiting(): void {
    const waiting = this.#waiting;
    if (waiting.length === 0) return;
    this.#waiting = [];
    try {
      for (const settle of this.write(() => waiting.map((one) => this.#attempt(one)))) settle();
    } catch (error) {
      for (const { reject } of waiting) reject(error);
    }
  }

  /** Runs one of several changes. @returns what tells its outcome once the transaction is committed */
  #attempt<R>({ change, asker, resolve, reject }: Waiting<R>): () => void {
    try {
      const result = this.#within(() => asker.runInAsyncScope(change));
      return () => resolve(result);
    } catch (error) {
      return () => reject(error);
    }
  }

  /** A transaction in another one, which may be undone alone. */
  #within<R>(change: () => R): R {
    try {
      return this.#db.transactionSync(change);
    } catch (error) {
      this.#forgetUndone();
      throw error;
    }
  }

  /** Forgets what a transaction that was undone left in memory. */
  #forgetUndone(): void {
    forgetStructures(this.#db);
    for (const collection of this.#collections) collection.forgetRecent();
  }

  /** Waits until all is on disk, and closes the files. */
  async close(): Promise<void> {
    this.#writeWaiting();
    clearTimeout(this.#unflushed);
    await this.#sweeping;
    await this.#flush();
    await this.#db.close();
    this.#reserve.close();
    markClosed(this.#file);
    this.#release();
  }

  #flush(): Promise<void> {
    this.#unflushed = undefined;
    const { env } = this.#db as unknown as { env: { sync(done: (error?: Error) => void): void } };
    return new Promise((resolve) =>
      env.sync((error) => {
        if (error) this.#log(`The lab's state may be lost: it can't be flushed to the disk (${error.message}).`);
        resolve();
      }),
    );
  }
}

/** A change that waits for the end of the turn. */
interface Waiting<R> {
  readonly change: () => R;
  /** Of whose request's work the change is a part. */
  readonly asker: AsyncResource;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
}

interface Opening {
  readonly folder: string;
  readonly log: (line: string) => void;
  readonly release: () => void;
}

/** Makes a folder and those around it. (Node.js's own `recursive` never ends where a file system takes no folders.) */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST" && statSync(folder).isDirectory()) return;
    if (code !== "ENOENT" || isFolder(dirname(folder))) throw error;
    makeFolder(dirname(folder));
    mkdirSync(folder, { mode: 0o700 });
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Has the reserve know how many bytes each record takes. */
function countWrites(db: RootDatabase, reserve: Reserve): void {
  const { encoder } = db as unknown as { encoder: Encoder };
  const { encode } = encoder;
  encoder.encode = (value, mode) => {
    const encoded = encode.call(encoder, value, mode);
    reserve.wrote(encoded.start === undefined ? encoded.length : encoded.end - encoded.start);
    return encoded;
  };
}

/** lmdb's encoder of values. What it returns may be a part of a buffer, from `start` to `end`. */
interface Encoder {
  encode(value: unknown, mode: number): { length: number; start?: number; end: number };
}

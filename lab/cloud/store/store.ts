import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { open, type RootDatabase } from "lmdb";
import { Blobs } from "./blobs.ts";
import { Collection, type KeyPart, type Range } from "./collection.ts";
import { checkDatabase, claim } from "./open-check.ts";

/** Where the shapes of records are kept, so that a record need not repeat the names of its members. */
const STRUCTURES = Symbol.for("structures");

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
  readonly #release: () => void;
  readonly #sweeping: Promise<void>;
  readonly #accounts = new Map<string, Collection<unknown>>();
  #unflushed: NodeJS.Timeout | undefined;

  private constructor(db: RootDatabase, folder: string, release: () => void) {
    this.#db = db;
    this.#release = release;
    this.blobs = new Blobs(join(folder, "blobs"), this.collection("blobs"));
    this.#sweeping = this.blobs.sweep();
  }

  /** Opens, or creates, the store in `folder`. Throws a StoreError when what is there can't be read, or is in use. */
  static open(folder: string): Store {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const file = join(folder, "data.mdb");
    checkDatabase(folder, file);
    const release = claim(folder);
    try {
      return new Store(
        open({ path: file, noSync: true, maxReaders: 64, sharedStructuresKey: STRUCTURES }),
        folder,
        release,
      );
    } catch (error) {
      release();
      throw error;
    }
  }

  /**
   * The collection of this name; it need not exist.
   *
   * @param keyed what its keys begin with: the account that a record belongs to (or an ARN with it) unless told otherwise
   */
  collection<T>(name: string, keyed: "by account" | "by name" = "by account"): Collection<T> {
    const collection = new Collection<T>(this.#db, name);
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

  /** Removes the records of a range, and the blobs that they name. Only inside `write`. */
  remove(collection: Collection<unknown>, range: Range): void {
    for (;;) {
      const keys = [...collection.keys({ ...range, limit: BATCH })];
      for (const key of keys) this.#removeOne(collection, key);
      if (keys.length < BATCH) return;
    }
  }

  #removeOne(collection: Collection<unknown>, key: readonly KeyPart[]): void {
    for (const id of identifiersIn(collection.get(...key))) this.blobs.drop(id);
    collection.delete(...key);
  }

  /**
   * Runs `change` as one transaction over all collections: either every put and delete in it happens, or, when it throws,
   * none. It must not await. Nested calls join the outer transaction.
   */
  write<R>(change: () => R): R {
    const result = this.#db.transactionSync(change);
    this.#unflushed ??= setTimeout(() => this.#flush(), 1000).unref();
    return result;
  }

  /** Waits until all is on disk, and closes the files. */
  async close(): Promise<void> {
    clearTimeout(this.#unflushed);
    await this.#sweeping;
    await this.#flush();
    await this.#db.close();
    this.#release();
  }

  #flush(): Promise<void> {
    this.#unflushed = undefined;
    const { env } = this.#db as unknown as { env: { sync(done: () => void): void } };
    return new Promise((resolve) => env.sync(resolve));
  }
}

/** What may be the id of a blob in a record. */
function* identifiersIn(value: unknown): Generator<string> {
  if (typeof value === "string") {
    if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value)) yield value;
  } else if (typeof value === "object" && value !== null && !(value instanceof Uint8Array)) {
    for (const one of Object.values(value)) yield* identifiersIn(one);
  }
}

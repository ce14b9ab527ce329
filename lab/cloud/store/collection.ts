import type { RootDatabase } from "lmdb";
import { AwsError } from "../errors.ts";
import type { Reserve } from "./reserve.ts";
import { StoreError } from "./store-error.ts";

/** One part of a key. Strings order by their UTF-8 bytes, as S3's listings do; numbers by value. */
export type KeyPart = string | number;

/** Which part of a collection to walk, in key order. */
export interface Range {
  /** Only keys that begin with these parts. */
  readonly under?: readonly KeyPart[];
  /** Begin at this key (included, or the next one after it). */
  readonly from?: readonly KeyPart[];
  /** Begin after this key. */
  readonly after?: readonly KeyPart[];
  /** Begin after this key, and after all that begin with its parts. */
  readonly beyond?: readonly KeyPart[];
  /** End before this key. */
  readonly before?: readonly KeyPart[];
  /** End with this key, and with those that begin with its parts. */
  readonly through?: readonly KeyPart[];
  /** From the end to the beginning. */
  readonly isReverse?: boolean;
  readonly limit?: number;
}

/** The ids of the blobs that a record owns, which go with it. */
export type BlobsOf<T> = (record: T) => readonly string[];

/** Bytes of a key that LMDB surely takes: its own bound is 1,978, with separators and the collection's name. */
const LONGEST_KEY = 1800;

/** So many records are remembered. */
const MOST_RECENT = 1000;

/** Remembered where there is no record. */
const NONE = Symbol("no record");

/** Sorts after every key part: the end of a prefix. */
const END = Buffer.from([0xff]);

/** Records of one kind, ordered by key. Values are plain data: objects, arrays, strings, numbers, booleans, Dates, Buffers. */
export class Collection<T> {
  readonly #db: RootDatabase;
  readonly #name: string;
  readonly #reserve: Reserve;
  readonly #blobs: BlobsOf<T>;
  /** Records that were read last, for collections that ask for it. */
  #recent: Map<KeyPart, T | typeof NONE> | undefined;

  /** @param blobs the ids of the blobs that a record owns */
  constructor(db: RootDatabase, name: string, reserve: Reserve, blobs: BlobsOf<T>) {
    this.#db = db;
    this.#name = name;
    this.#reserve = reserve;
    this.#blobs = blobs;
  }

  /**
   * Keeps the records that are read one by one, or put, in memory, as they are, and that there are none. For small collections that
   * nearly every request looks into, of whose keys all parts are strings, and whose records nobody changes in place.
   */
  remember(): this {
    this.#recent ??= new Map();
    return this;
  }

  /** Forgets what is remembered: a transaction was undone. */
  forgetRecent(): void {
    this.#recent?.clear();
  }

  /** The ids of the blobs that the record with this key owns. */
  blobs(...key: KeyPart[]): readonly string[] {
    const record = this.get(...key);
    return record === undefined ? [] : this.#blobs(record);
  }

  /** Throws a StoreError when the record is damaged. */
  get(...key: KeyPart[]): T | undefined {
    if (!this.#recent) return this.#read(key);
    const name = nameOf(key);
    const known = this.#recent.get(name);
    if (known !== undefined) return known === NONE ? undefined : known;
    const record = this.#read(key);
    this.#keep(name, record ?? NONE);
    return record;
  }

  #keep(name: KeyPart, record: T | typeof NONE): void {
    if (this.#recent && this.#recent.size >= MOST_RECENT) this.#recent.clear();
    this.#recent?.set(name, record);
  }

  #read(key: readonly KeyPart[]): T | undefined {
    if (isTooLong(key)) return undefined;
    try {
      return this.#db.get([this.#name, ...key]);
    } catch (error) {
      throw this.#damaged(error);
    }
  }

  has(...key: KeyPart[]): boolean {
    return !isTooLong(key) && this.#db.doesExist([this.#name, ...key]);
  }

  /** Only inside `store.write`. Throws an AwsError when the key is longer than the store takes. */
  put(key: readonly KeyPart[], value: T): void {
    if (isTooLong(key)) throw new AwsError("ValidationException", `A name is longer than ${LONGEST_KEY} bytes.`);
    if (this.#recent) this.#keep(nameOf(key), value);
    this.#db.put([this.#name, ...key], value);
  }

  /** Only inside `store.write`. */
  delete(...key: KeyPart[]): void {
    if (isTooLong(key)) return;
    this.#recent?.delete(nameOf(key));
    this.#db.remove([this.#name, ...key]);
    this.#reserve.removed();
  }

  /** The values in a range, lazily, in key order. */
  *values(range: Range = {}): Generator<T> {
    if (isTooLong(range.under)) return;
    try {
      for (const { value } of this.#db.getRange(this.#bounds(range))) yield value as T;
    } catch (error) {
      throw this.#damaged(error);
    }
  }

  /** Keys (without the collection's name) and values in a range, lazily, in key order. */
  *entries(range: Range = {}): Generator<[key: KeyPart[], value: T]> {
    if (isTooLong(range.under)) return;
    try {
      for (const { key, value } of this.#db.getRange(this.#bounds(range))) yield [(key as KeyPart[]).slice(1), value];
    } catch (error) {
      throw this.#damaged(error);
    }
  }

  /** The keys in a range alone, lazily, in their order. */
  *keys(range: Range = {}): Generator<KeyPart[]> {
    if (isTooLong(range.under)) return;
    try {
      for (const key of this.#db.getKeys(this.#bounds(range))) yield (key as KeyPart[]).slice(1);
    } catch (error) {
      throw this.#damaged(error);
    }
  }

  #bounds({ under = [], from, after, beyond, before, through = under, isReverse = false, limit }: Range) {
    const first = [this.#name, ...clipped(from ?? after ?? (beyond ? [...beyond, END] : under))];
    const end = [this.#name, ...clipped(before ?? [...through, END])];
    const isExclusive = after !== undefined;
    return {
      ...(isReverse
        ? { start: end, exclusiveStart: true, end: first, inclusiveEnd: !isExclusive, reverse: true }
        : { start: first, exclusiveStart: isExclusive, end }),
      ...(limit === undefined ? {} : { limit }),
    };
  }

  /** The first value in a range, if any. */
  first(range: Range = {}): T | undefined {
    for (const value of this.values({ ...range, limit: 1 })) return value;
    return undefined;
  }

  #damaged(error: unknown): StoreError {
    const { message } = error as Error;
    return new StoreError(
      `A record of ${this.#name} can't be read (${message}). Stop the lab, and see: lab state check`,
    );
  }
}

/** A key as it is remembered. */
function nameOf(key: readonly KeyPart[]): KeyPart {
  return key.length === 1 ? (key[0] as KeyPart) : key.join("\0");
}

/** Whether there can be no such key. */
function isTooLong(key: readonly KeyPart[] = []): boolean {
  let characters = 0;
  for (const part of key) if (typeof part === "string") characters += part.length;
  // A character has three bytes at most for each of its units.
  return characters * 3 > LONGEST_KEY && bytesOf(key) > LONGEST_KEY;
}

function bytesOf(key: readonly (KeyPart | Buffer)[]): number {
  return key.reduce<number>((sum, part) => sum + (typeof part === "string" ? Buffer.byteLength(part) : 8), 0);
}

/** The end of a range, no longer than a key: what is cut off tells no existing keys apart. */
function clipped(key: readonly (KeyPart | Buffer)[]): readonly (KeyPart | Buffer)[] {
  if (!key.some((part) => typeof part === "string" && part.length * 3 > LONGEST_KEY)) return key;
  return key.map((part) => (typeof part === "string" ? part.slice(0, LONGEST_KEY / 3) : part));
}

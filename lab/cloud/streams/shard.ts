/** What tells the streams of a service apart. It begins with the account that they belong to. */
export type StreamKey = readonly [account: string, ...names: string[]];

/** The part of a stream in which records have an order. */
export interface Shard {
  readonly id: string;
  /** The shards that it goes on for. */
  readonly parents: readonly string[];
  /** The hashes of the records that it takes, which have 128 bits. */
  readonly hashes: HashRange;
  /** A sequence number that is before those of all its records. */
  readonly start: string;
  /** A sequence number that is after those of all its records, once it takes no more. */
  readonly end?: string;
  /** The last record that it has lost to age. */
  readonly trimmed?: string;
}

/** Both ends belong to it. They are decimal texts. */
export interface HashRange {
  readonly from: string;
  readonly to: string;
}

export const ALL_HASHES: HashRange = { from: "0", to: String(2n ** 128n - 1n) };

/** The open shard, among these, that takes records with a hash. */
export function shardFor(shards: readonly Shard[], hash: bigint): Shard | undefined {
  return shards.find(
    ({ end, hashes: { from, to } }) => end === undefined && BigInt(from) <= hash && hash <= BigInt(to),
  );
}

/** Where reading begins: at the oldest record that there is, at a record, or after one. */
export type Position = "oldest" | { readonly at: string } | { readonly after: string };

/**
 * Whether a value that somebody sent is a position.
 *
 * @param isNumber whether a value is a sequence number of the service
 */
export function isPosition(value: unknown, isNumber: (value: unknown) => boolean): value is Position {
  if (value === "oldest") return true;
  const { at, after } = (value ?? {}) as { at?: unknown; after?: unknown };
  return isNumber(at) !== isNumber(after);
}

/** A record as it was appended. */
export interface LogRecord<T> {
  readonly sequenceNumber: string;
  /** In milliseconds since the epoch. */
  readonly time: number;
  readonly data: T;
}

/** Records of a shard in their order. */
export interface LogPage<T> {
  readonly records: readonly LogRecord<T>[];
  /** Whether the shard takes no more records, and none follow. */
  readonly isAtEnd: boolean;
}

/** A position is that of a record which was lost to age. */
export class DataTrimmed extends Error {}

import type { StreamMode } from "@aws-sdk/client-kinesis";

/** What tells a stream from others. */
export interface StreamName {
  readonly account: string;
  readonly region: string;
  readonly name: string;
}

export interface Stream extends StreamName {
  /** Tells it from others that had its name before. */
  readonly id: string;
  /** In milliseconds since the epoch. */
  readonly created: number;
  readonly mode: StreamMode;
  /** The number of its next shard. */
  readonly nextShard: number;
  /** In hours. */
  readonly retention: number;
  /** The ARN, id or alias of the key that encrypts it; nothing when none does. */
  readonly key?: string;
  /** The metrics that are to be kept of each shard. */
  readonly metrics: readonly string[];
  /** In KiB. */
  readonly largest: number;
  /** What it is to take at once, in MiB in a second. */
  readonly warm?: number;
  /** The most that each of the last days wrote in a second, of a stream on demand. */
  readonly peaks?: readonly Peak[];
  /** When its mode was switched, and when it was scaled, lately: in milliseconds since the epoch. */
  readonly switches?: readonly number[];
  readonly scalings?: readonly number[];
}

/** The most that a stream on demand took in a second of a day. */
export interface Peak {
  /** The number of the day since the epoch. */
  readonly day: number;
  /** How many shards that fills. */
  readonly shards: number;
}

/** A record as a stream keeps it. */
export interface Data {
  readonly key: string;
  readonly data: Uint8Array;
  /** The span of the trace in which it was put. */
  readonly span?: string;
}

/** Who reads a stream with a throughput of its own. */
export interface Consumer {
  readonly name: string;
  readonly arn: string;
  /** In milliseconds since the epoch. */
  readonly created: number;
}

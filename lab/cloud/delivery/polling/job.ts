import type { QueueSource, Source, SourceRecord, StreamSource } from "../source.ts";

/** How the events of a source are put together and worked on. */
export interface PollSettings {
  readonly batchSize: number;
  /** How many seconds a batch is collected for. */
  readonly window?: number;
  /** How many batches of a queue are worked on at a time. */
  readonly concurrency?: number;
  /** Of streams: whether a batch that fails is halved. */
  readonly bisects?: boolean;
  /** How often a batch is tried again; -1 is without end. */
  readonly retries?: number;
  /** In seconds; -1 is as old as the stream keeps them. */
  readonly maxAge?: number;
  /** How many batches of a shard are worked on at a time. */
  readonly parallelization?: number;
  /** How many seconds a tumbling window lasts. */
  readonly tumbling?: number;
}

/** What came of the work on a batch. */
export interface Outcome {
  /** Those that are to be worked on again: all, or some of them. */
  readonly failed: readonly SourceRecord[];
  /** The work as a whole failed, or did not say what of it. */
  readonly hasFailed: boolean;
  /** Whether it got to be worked on: what kept it from that does not count against the limit of retries. */
  readonly isExecuted: boolean;
  /** What the worker answered, when it ended well. */
  readonly answer?: unknown;
}

/** Events of a stream that were given up. */
export interface Discarded<R extends Outcome = Outcome> {
  readonly records: readonly SourceRecord[];
  readonly condition: "RetryAttemptsExhausted" | "RecordAgeExceeded";
  /** How often they were tried, and what came of it last. */
  readonly attempts: number;
  readonly last: R | undefined;
  readonly shard: string;
  /** The member that tells destinations which they were. */
  readonly batchInfo: string;
}

/** The source of a job, opened. */
export type OpenedSource = { readonly queue: QueueSource } | { readonly stream: OpenedStream };

type StreamKind = Extract<Source, { readonly kind: "stream" }>;

/** A stream, and what there is to know of its kind. */
export interface OpenedStream extends Pick<StreamKind, "actions" | "retention" | "batchInfo"> {
  readonly source: StreamSource;
}

/** Whose events are moved: nobody else of the account has this id. */
export interface Owner {
  readonly account: string;
  readonly id: string;
}

/** The events of a source, and who works on them. */
export interface Job<R extends Outcome = Outcome> extends Owner {
  /** ARN of the source. */
  readonly source: string;
  readonly settings: PollSettings;
  readonly isOn: boolean;
  /** Whether its source is a stream. */
  readonly isInOrder: boolean;
  /** Opens the source; nothing when the lab can't read it. */
  open(): Promise<OpenedSource | undefined>;
  /** Which events are wanted: the others are done. */
  isWanted(record: SourceRecord): boolean;
  /**
   * Works on a batch. Never rejects: what keeps it from working is a failure of the batch.
   *
   * @param more what the worker hears besides
   */
  work(batch: readonly SourceRecord[], more?: object): Promise<R>;
  /** Whether it still exists. */
  isThere(): boolean;
  /** Takes events that were given up. Inside `store.write`. */
  discard(discarded: Discarded<R>): void;
  /** Hears what came of each batch, and what keeps the source from being read. */
  onResult(hasFailed: boolean): void;
  onTrouble(error: Error, opened?: OpenedStream): void;
}

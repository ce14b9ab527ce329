import type { Caller } from "../auth/caller.ts";
import type { Cloud, ServiceName } from "../cloud.ts";
import { services } from "../services/index.ts";

/**
 * How the events of a service's resources are read: `services/<name>/source.ts`, named in its definition. Event source mappings
 * and pipes read from it.
 */
export type Source = QueueKind | StreamKind;

interface QueueKind {
  readonly kind: "queue";
  /** What a reader must be allowed to do, such as `ReceiveMessage`. */
  readonly actions: readonly string[];
  open(reader: Reader): QueueSource;
}

interface StreamKind {
  readonly kind: "stream";
  /** What a reader must be allowed to do, such as `GetRecords`. */
  readonly actions: readonly string[];
  readonly startingPositions: readonly StartingPosition[];
  /** How long its events can be read, in milliseconds. */
  readonly retention: number;
  /** The member that tells destinations which events were given up, such as `KinesisBatchInfo`. */
  readonly batchInfo: string;
  open(reader: Reader): StreamSource;
}

export type StartingPosition = "TRIM_HORIZON" | "LATEST" | "AT_TIMESTAMP";

/** Who reads what. */
export interface Reader {
  /** ARN of the queue or stream. */
  readonly arn: string;
  /** Where a stream is begun that was not read before; a timestamp is in milliseconds since the epoch. */
  readonly startingPosition?: StartingPosition;
  readonly startingTimestamp?: number;
  /** The principal, asked for at every call: a session of a role ends. */
  readonly caller: () => Promise<Caller>;
  readonly cloud: Cloud;
}

/** One event of a source. */
export interface SourceRecord {
  /** What a function names it by when it says that it failed it. In a stream they grow, as texts of one length. */
  readonly id: string;
  /** As the function gets it. */
  readonly event: object;
  /** As filters see it. */
  readonly filtered: unknown;
  /** When it came to be, in milliseconds since the epoch. */
  readonly time: number;
  /** Events of a stream with the same partition key are worked on in their order. */
  readonly partition?: string;
  /** The span of the trace in which it came to be, if that is known. */
  readonly span?: string;
}

/** A source whose events are worked on in any order: what is not removed comes again. */
export interface QueueSource {
  /** Looks whether the reader may read it. Rejects with the service's own error when it may not, or when it is not there. */
  check?(): Promise<QueueFacts>;
  /** Waits for events, at most so many; resolves with none when it waited long enough. Rejects when the queue can't be read. */
  receive(most: number, wait: Wait): Promise<readonly SourceRecord[]>;
  /** Removes events that are done. */
  remove(records: readonly SourceRecord[]): Promise<void>;
}

/** What a reader of a queue has to know of it. */
export interface QueueFacts {
  /** How long events that were received are nobody else's, in seconds. */
  readonly visibility: number;
  /** It keeps an order, and gives few events at a time. */
  readonly isInOrder: boolean;
}

/** How long to wait. */
export interface Wait {
  /** In milliseconds. */
  readonly longest: number;
  /** Aborted when nobody waits any longer. */
  readonly signal?: AbortSignal;
}

/** A source whose events are worked on in their order, shard by shard. */
export interface StreamSource {
  /** Looks whether the reader may read it. Rejects with the service's own error when it may not. */
  check(): Promise<void>;
  /** The shards that there are now. */
  shards(): Promise<readonly SourceShard[]>;
  /** The id of the event after which a reader begins in a shard; nothing when it begins at the oldest one. */
  begin(shard: string): Promise<string | undefined>;
  /** Reads on in a shard, after an event or from the oldest one. What has been lost to age is passed over. */
  read(shard: string, after: string | undefined, most: number): Promise<StreamPage>;
  /** Calls a listener whenever there may be more to read, or another shard, until the function that it gives is called. */
  watch(listener: () => void): Promise<() => void>;
}

export interface SourceShard {
  readonly id: string;
  /** The shards whose events come before its own. */
  readonly parents: readonly string[];
}

/** Events of a shard: none when there are no more now. */
export interface StreamPage {
  readonly records: readonly SourceRecord[];
  /** The shard is closed, and these are its last. */
  readonly isAtEnd: boolean;
}

/** How to read what an ARN names; nothing when the lab does not have its service, or that gives no events. */
export async function sourceOf(arn: string, cloud: Cloud): Promise<Source | undefined> {
  const service = serviceOf(arn);
  if (!Object.hasOwn(services, service)) return undefined;
  return (await cloud.service(service as ServiceName)).definition.source;
}

/** The service in an ARN. */
export function serviceOf(arn: string): string {
  return arn.split(":")[2] ?? "";
}

import type { Caller } from "../auth/caller.ts";
import type { Cloud, ServiceName } from "../cloud.ts";
import { services } from "../services/index.ts";

/**
 * How the events of a service's resources are read: `services/<name>/source.ts`, named in its definition. Event source mappings
 * and pipes read from it.
 */
export type Source =
  | { readonly kind: "queue"; open(reader: Reader): QueueSource }
  | { readonly kind: "stream"; open(reader: Reader): StreamSource };

/** Who reads what. */
export interface Reader {
  /** ARN of the queue or stream. */
  readonly arn: string;
  /** Where a stream is begun that was not read before. */
  readonly startingPosition?: "TRIM_HORIZON" | "LATEST" | "AT_TIMESTAMP";
  /** The principal, asked for at every call: a session of a role ends. */
  readonly caller: () => Promise<Caller>;
  readonly cloud: Cloud;
}

/** One event of a source. */
export interface SourceRecord {
  /** What a function names it by when it says that it failed it. */
  readonly id: string;
  /** As the function gets it. */
  readonly event: object;
  /** As filters see it. */
  readonly filtered: unknown;
  /** When it came to be, in milliseconds since the epoch. */
  readonly time: number;
}

/** A source whose events are worked on in any order: what is not removed comes again. */
export interface QueueSource {
  /** Waits for events, at most so many; resolves with none after a while. Rejects when the queue can't be read. */
  receive(most: number): Promise<readonly SourceRecord[]>;
  /** Removes events that are done. */
  remove(records: readonly SourceRecord[]): Promise<void>;
}

/** A source whose events are worked on in their order, shard by shard. */
export interface StreamSource {
  /** The shards that there are now. */
  shards(): Promise<readonly string[]>;
  /** Reads on in a shard, from where `position` says. */
  read(shard: string, position: string | undefined, most: number): Promise<StreamPage>;
}

/** Events of a shard, and where to read on: nowhere when the shard is closed and read to its end. */
export interface StreamPage {
  readonly records: readonly SourceRecord[];
  readonly next: string | undefined;
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

import type { Cloud } from "../../../cloud.ts";
import { services } from "../../index.ts";
import type { MappingRecord } from "../state.ts";
import { sqsQueue } from "./sqs.ts";

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

/** Opens the source of a mapping. */
export type OpenSource = (
  mapping: MappingRecord,
  cloud: Cloud,
) => Promise<{ readonly queue: QueueSource } | { readonly stream: StreamSource }>;

/** How to read the sources of each service, by its name in ARNs. A service that the lab does not have is none. */
export function knownSources(): Map<string, OpenSource> {
  const sources: Record<string, OpenSource> = {
    sqs: async (mapping, cloud) => ({ queue: await sqsQueue(mapping, cloud) }),
  };
  return new Map(Object.entries(sources).filter(([service]) => Object.hasOwn(services, service)));
}

/** The service in an ARN. */
export function serviceOf(arn: string): string {
  return arn.split(":")[2] ?? "";
}

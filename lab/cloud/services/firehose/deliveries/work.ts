import type { Cloud } from "../../../cloud.ts";
import type { Output } from "../buffers/buffers.ts";
import { processRecords } from "../processing/process.ts";
import type { Batch, BufferedRecord, DeliveryStream, Partition, StreamName } from "../records.ts";
import { deliverToBucket } from "./buckets.ts";
import { deliverToEndpoint } from "./endpoints.ts";
import type { Roles } from "./roles.ts";

/** A batch, and what it is a batch of. */
export interface Work {
  readonly batch: Batch;
  readonly stream: DeliveryStream;
  readonly records: readonly BufferedRecord[];
}

/** How an attempt at a batch ended. */
export type Outcome =
  /** It is done, and these records go on. */
  | { readonly outputs: readonly Output[] }
  /** It is tried again at a moment, in milliseconds since the epoch. */
  | { readonly again: Batch; readonly at: number };

/** What work is done with. */
export interface Means {
  readonly cloud: Cloud;
  readonly roles: Roles;
  /** The partitions of a stream that records wait for. */
  readonly partitionsOf: (stream: StreamName) => Iterable<Partition>;
  /** Aborted when the lab closes. */
  readonly signal: AbortSignal;
}

export const DONE: Outcome = { outputs: [] };

/** Does to a batch what its records wait for. */
export async function workOn(work: Work, means: Means): Promise<Outcome> {
  const { lane } = work.batch;
  if (work.records.length === 0) return DONE;
  if (lane.kind === "processing") return await processRecords(work, means);
  const { destination } = work.stream;
  if (lane.kind === "output" && destination.kind === "http") return await deliverToEndpoint(work, destination, means);
  return await deliverToBucket(work, means);
}

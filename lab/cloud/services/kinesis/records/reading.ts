import type { _Record, ChildShard } from "@aws-sdk/client-kinesis";
import { DataTrimmed, type LogPage, type LogRecord, type Position, type Shard } from "../../../streams/shard.ts";
import type { Data, Stream } from "../records.ts";
import { type KinesisContext, type KinesisState, logKey } from "../state.ts";

/** Records after a position. What has been lost to age is passed over. */
export function readPage(
  stream: Stream,
  shard: Shard,
  position: Position,
  limits: { readonly records: number; readonly bytes: number },
  { log }: KinesisState,
): LogPage<Data> {
  const key = logKey(stream);
  try {
    return log.read(key, shard, position, limits);
  } catch (error) {
    if (!(error instanceof DataTrimmed)) throw error;
    return log.read(key, shard, "oldest", limits);
  }
}

/** A record as readers get it. */
export function shownRecord({ sequenceNumber, time, data }: LogRecord<Data>, { key }: Pick<Stream, "key">): _Record {
  return {
    SequenceNumber: sequenceNumber,
    ApproximateArrivalTimestamp: new Date(time),
    Data: data.data,
    PartitionKey: data.key,
    ...(key !== undefined && { EncryptionType: "KMS" as const }),
  };
}

/** How far a reader is behind the last record of its shard, in milliseconds. */
export function behind(
  { records }: LogPage<Data>,
  stream: Stream,
  shard: Shard,
  { cloud, state }: Pick<KinesisContext, "cloud" | "state">,
): number {
  const last = records.at(-1);
  if (!last || last.sequenceNumber >= state.log.latest(logKey(stream), shard)) return 0;
  return Math.max(0, cloud.clock.now() - last.time);
}

/** The shards that go on for one that is closed. */
export function childrenOf({ id }: Shard, stream: Stream, { log }: KinesisState): ChildShard[] {
  const children = log.shards(logKey(stream)).filter(({ parents }) => parents.includes(id));
  return children.map((child) => ({
    ShardId: child.id,
    ParentShards: [...child.parents],
    HashKeyRange: { StartingHashKey: child.hashes.from, EndingHashKey: child.hashes.to },
  }));
}

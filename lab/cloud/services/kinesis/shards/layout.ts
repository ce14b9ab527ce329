import type { Shard as Shown } from "@aws-sdk/client-kinesis";
import { momentOf } from "../../../streams/sequence-number.ts";
import { ALL_HASHES, type HashRange, type Shard } from "../../../streams/shard.ts";
import { limitExceeded, notFound } from "../errors.ts";
import type { Stream } from "../records.ts";
import { type KinesisContext, type KinesisState, logKey } from "../state.ts";
import { putStream } from "../streams/names.ts";

/** How many open shards an account has in a region: https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html */
export function shardLimit(region: string): number {
  return /^(us-east-1|us-west-2|eu-west-1)$/.test(region) ? 20_000 : 1000;
}

const SIZE = BigInt(ALL_HASHES.to) + 1n;

/** So many ranges, of the same size. */
export function evenRanges(count: number): HashRange[] {
  const size = SIZE / BigInt(count);
  return Array.from({ length: count }, (_, index) => ({
    from: String(size * BigInt(index)),
    to: String(index === count - 1 ? SIZE - 1n : size * BigInt(index + 1) - 1n),
  }));
}

/** Opens shards of a stream, one for each range. Answers the stream as it is then. Only inside `store.write`. */
export function openShards(
  stream: Stream,
  opened: readonly { readonly hashes: HashRange; readonly parents?: readonly string[] }[],
  state: KinesisState,
): Stream {
  opened.forEach(({ hashes, parents = [] }, index) => {
    state.log.open(logKey(stream), { id: shardId(stream.nextShard + index), hashes, parents });
  });
  return putStream({ ...stream, nextShard: stream.nextShard + opened.length }, state);
}

function shardId(number: number): string {
  return `shardId-${String(number).padStart(12, "0")}`;
}

/** The shards that have, or may get, records that can be read. */
export function shardsOf(stream: Stream, { cloud, state }: Pick<KinesisContext, "cloud" | "state">): Shard[] {
  const oldest = cloud.clock.now() - stream.retention * 3_600_000;
  return state.log.shards(logKey(stream)).filter(({ end }) => end === undefined || momentOf(end) > oldest);
}

export function openShardsOf(stream: Stream, state: KinesisState): Shard[] {
  return state.log.shards(logKey(stream)).filter(({ end }) => end === undefined);
}

/** A shard by its id. Throws Kinesis's error when there is none. */
export function shardNamed(stream: Stream, id: string, state: KinesisState): Shard {
  const shard = state.log.shard(logKey(stream), id);
  if (!shard) {
    const { name, account } = stream;
    throw notFound(`Could not find shard ${id} in stream ${name} under account ${account}.`);
  }
  return shard;
}

/** Throws Kinesis's error when an account would have more open shards than it may. */
export function checkShardLimit(more: number, { account, region, state }: KinesisContext): void {
  const open = [...state.streams.values({ under: [account, region] })].reduce(
    (sum, stream) => sum + (stream.mode === "PROVISIONED" ? openShardsOf(stream, state).length : 0),
    0,
  );
  const limit = shardLimit(region);
  if (open + more <= limit) return;
  throw limitExceeded(
    `This request would exceed the shard limit for the account ${account} in ${region}. Current shard count for the account: ${open}. Limit: ${limit}. Number of additional shards that would have resulted from this request: ${more}. Refer to the AWS Service Limits page (http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) for current limits and how to request higher limits.`,
  );
}

/** A shard as Kinesis answers it. */
export function shown({ id, parents: [parent, adjacent], hashes, start, end }: Shard): Shown {
  return {
    ShardId: id,
    ...(parent !== undefined && { ParentShardId: parent }),
    ...(adjacent !== undefined && { AdjacentParentShardId: adjacent }),
    HashKeyRange: { StartingHashKey: hashes.from, EndingHashKey: hashes.to },
    SequenceNumberRange: { StartingSequenceNumber: start, ...(end !== undefined && { EndingSequenceNumber: end }) },
  };
}

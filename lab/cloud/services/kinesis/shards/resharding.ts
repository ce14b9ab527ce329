import type { HashRange, Shard } from "../../../streams/shard.ts";
import { inUse, invalid, limitExceeded } from "../errors.ts";
import type { Stream } from "../records.ts";
import { type Kinesis, type KinesisContext, type KinesisState, logKey } from "../state.ts";
import { lately } from "../streams/lately.ts";
import { arnOf, openStream } from "../streams/names.ts";
import { checkShardLimit, evenRanges, openShards, openShardsOf, shardLimit, shardNamed } from "./layout.ts";

/** How often a stream is scaled in 24 hours. */
const MOST_SCALINGS = 10;

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_SplitShard.html */
export const splitShard: Kinesis["SplitShard"] = (input, context) => {
  const { ShardToSplit = "", NewStartingHashKey = "" } = input;
  const { state } = context;
  reshard(input, context, (stream) => {
    const shard = openShardNamed(stream, ShardToSplit, state);
    const { from, to } = shard.hashes;
    const middle = BigInt(NewStartingHashKey);
    if (middle <= BigInt(from) + 1n || middle >= BigInt(to)) {
      throw invalid(
        `NewStartingHashKey ${NewStartingHashKey} used in SplitShard() on shard ${ShardToSplit} in stream ${stream.name} under account ${stream.account} is not both greater than one plus the shard's StartingHashKey ${from} and less than the shard's EndingHashKey ${to}.`,
      );
    }
    checkShardLimit(1, context);
    return replaced(
      stream,
      [shard],
      [
        { from, to: String(middle - 1n) },
        { from: String(middle), to },
      ],
      state,
    );
  });
  return {};
};

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_MergeShards.html */
export const mergeShards: Kinesis["MergeShards"] = (input, context) => {
  const { ShardToMerge = "", AdjacentShardToMerge = "" } = input;
  const { state } = context;
  reshard(input, context, (stream) => {
    const shards = [ShardToMerge, AdjacentShardToMerge].map((id) => openShardNamed(stream, id, state)) as [
      Shard,
      Shard,
    ];
    const [low, high] = [...shards].sort((a, b) => (BigInt(a.hashes.from) < BigInt(b.hashes.from) ? -1 : 1)) as [
      Shard,
      Shard,
    ];
    if (BigInt(low.hashes.to) + 1n !== BigInt(high.hashes.from)) {
      throw invalid(
        `Shards ${ShardToMerge} and ${AdjacentShardToMerge} in stream ${stream.name} under account ${stream.account} are not an adjacent pair of shards eligible for merging`,
      );
    }
    return replaced(stream, shards, [{ from: low.hashes.from, to: high.hashes.to }], state);
  });
  return {};
};

/**
 * Brings a stream to a number of shards of the same size. AWS gets there by splits and merges, one after the other; here the new
 * shards follow on the old ones that had their hashes.
 * https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateShardCount.html
 */
export const updateShardCount: Kinesis["UpdateShardCount"] = (input, context) => {
  const target = input.TargetShardCount as number;
  const { state } = context;
  let current = 0;
  const stream = reshard(input, context, (found) => {
    if (found.mode === "ON_DEMAND")
      throw invalid(`Request is invalid. Stream ${found.name} under account ${found.account} is in On-Demand mode.`);
    current = openShardsOf(found, state).length;
    const message = (what: string) =>
      `UpdateShardCount cannot scale ${what}. Current open shard count: ${current} Target shard count: ${target}`;
    if (target > current * 2) throw invalid(message("up over double your current open shard count"));
    if (target < current / 2) throw invalid(message("down below half your current open shard count"));
    if (target > shardLimit(found.region)) throw invalid(message("over the limit of the account"));
    checkShardLimit(target - current, context);
    if (target === current) return found;
    const scalings = lately(found.scalings, context);
    if (scalings.length >= MOST_SCALINGS)
      throw limitExceeded(
        `UpdateShardCount has been called ${MOST_SCALINGS} times in the last 24 hours for stream ${found.name} under account ${found.account}.`,
      );
    return rescaled({ ...found, scalings: [...scalings, context.cloud.clock.now()] }, target, state);
  });
  return { StreamName: stream.name, StreamARN: arnOf(stream), CurrentShardCount: current, TargetShardCount: target };
};

function reshard(
  input: { readonly StreamName?: string | undefined; readonly StreamARN?: string | undefined },
  context: KinesisContext,
  change: (stream: Stream) => Stream,
): Stream {
  return context.cloud.store.write(() => change(openStream(input, context)));
}

/** Gives a stream so many shards of the same size in place of those that it has. Only inside `store.write`. */
export function rescaled(stream: Stream, count: number, state: KinesisState): Stream {
  return replaced(stream, openShardsOf(stream, state), evenRanges(count), state);
}

/** Closes shards, and opens others that go on for those whose hashes they have. A shard has two parents at most. */
function replaced(stream: Stream, old: readonly Shard[], ranges: readonly HashRange[], state: KinesisState): Stream {
  for (const { id } of old) state.log.close(logKey(stream), id);
  const opened = ranges.map((hashes) => ({
    hashes,
    parents: old
      .filter((shard) => overlaps(shard.hashes, hashes))
      .slice(0, 2)
      .map(({ id }) => id),
  }));
  return openShards(stream, opened, state);
}

function overlaps(one: HashRange, other: HashRange): boolean {
  return BigInt(one.from) <= BigInt(other.to) && BigInt(other.from) <= BigInt(one.to);
}

function openShardNamed(stream: Stream, id: string, state: KinesisState): Shard {
  const shard = shardNamed(stream, id, state);
  if (shard.end === undefined) return shard;
  throw inUse(
    `Shard ${id} in stream ${stream.name} under account ${stream.account} has already been merged or split, and thus is not eligible for merging or splitting.`,
  );
}

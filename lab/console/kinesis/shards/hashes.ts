import type { Shard } from "@aws-sdk/client-kinesis";

const SIZE = 2n ** 128n;

/** In what part of all hashes a range begins, and how much of them it has: 0 to 1. */
export function shareOf({ HashKeyRange }: Shard): { readonly from: number; readonly size: number } {
  const from = BigInt(HashKeyRange?.StartingHashKey ?? 0);
  const to = BigInt(HashKeyRange?.EndingHashKey ?? 0);
  // Doubles have fewer digits than hashes; a millionth is as much as anybody sees.
  const part = (hashes: bigint) => Number((hashes * 1_000_000n) / SIZE) / 1_000_000;
  return { from: part(from), size: part(to - from + 1n) };
}

/** The hash in the middle of a shard's range: where a split makes two of the same size. */
export function middleOf({ HashKeyRange }: Shard): string {
  const from = BigInt(HashKeyRange?.StartingHashKey ?? 0);
  const to = BigInt(HashKeyRange?.EndingHashKey ?? 0);
  return String((from + to + 1n) / 2n);
}

/** Whether two shards have hashes that follow on one another, so that they can be merged. */
export function areAdjacent(one: Shard, other: Shard): boolean {
  const follows = (low: Shard, high: Shard) =>
    BigInt(low.HashKeyRange?.EndingHashKey ?? 0) + 1n === BigInt(high.HashKeyRange?.StartingHashKey ?? 0);
  return follows(one, other) || follows(other, one);
}

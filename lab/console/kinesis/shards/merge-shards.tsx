import { KinesisClient, MergeShardsCommand, type Shard } from "@aws-sdk/client-kinesis";
import { useClient } from "../../cloud/clients.ts";
import { useChange } from "../../cloud/queries.ts";
import { ConfirmedButton } from "../../parts/confirmed-button.tsx";

interface Props {
  readonly stream: string;
  /** Two shards that are next to each other; nothing as long as there are none to merge. */
  readonly pair: readonly [Shard, Shard] | undefined;
  readonly onDone: () => void;
}

/** Makes one shard of two. */
export function MergeShards({ stream: StreamName, pair, onDone }: Props) {
  const client = useClient(KinesisClient);
  const [ShardToMerge, AdjacentShardToMerge] = (pair ?? []).map(({ ShardId }) => ShardId);
  const merge = useChange(
    async () => {
      await client.send(new MergeShardsCommand({ StreamName, ShardToMerge, AdjacentShardToMerge }));
      onDone();
    },
    { done: () => "Merged the shards", stale: ["kinesis", "stream", StreamName] },
  );
  return (
    <ConfirmedButton label="Merge" disabled={!pair} onConfirm={() => merge.mutateAsync(undefined)}>
      {ShardToMerge} and {AdjacentShardToMerge} will take no more records: a new shard takes them.
    </ConfirmedButton>
  );
}

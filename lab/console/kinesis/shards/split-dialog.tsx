import { KinesisClient, type Shard, SplitShardCommand } from "@aws-sdk/client-kinesis";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { useChange } from "../../cloud/queries.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { middleOf } from "./hashes.ts";

interface Props {
  readonly stream: string;
  readonly shard: Shard;
  readonly onClose: () => void;
}

/** Makes two shards of one. */
export function SplitDialog({ stream: StreamName, shard, onClose }: Props) {
  const client = useClient(KinesisClient);
  const [hash, setHash] = useState(() => middleOf(shard));
  const { ShardId: ShardToSplit = "" } = shard;
  const split = useChange(
    (NewStartingHashKey: string) =>
      client.send(new SplitShardCommand({ StreamName, ShardToSplit, NewStartingHashKey })),
    { done: () => `Split ${ShardToSplit}`, stale: ["kinesis", "stream", StreamName], inForm: true },
  );
  return (
    <Dialog
      title={`Split ${ShardToSplit}`}
      submit="Split"
      canSubmit={/^\d+$/.test(hash)}
      isBusy={split.isPending}
      error={split.error}
      onSubmit={() => split.mutate(hash, { onSuccess: onClose })}
      onClose={onClose}
    >
      <FormField
        label="First hash of the second shard"
        description="The middle makes two shards of the same size. The shard itself stays, closed, until its records are too old."
        stretch
      >
        <Input value={hash} inputMode="numeric" onChange={({ detail }) => setHash(detail.value.trim())} />
      </FormField>
    </Dialog>
  );
}

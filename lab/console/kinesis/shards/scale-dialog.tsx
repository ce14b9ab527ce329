import { KinesisClient, UpdateShardCountCommand } from "@aws-sdk/client-kinesis";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { useChange } from "../../cloud/queries.ts";
import { Dialog } from "../../parts/dialog.tsx";

interface Props {
  readonly stream: string;
  /** How many open shards it has. */
  readonly count: number;
  readonly onClose: () => void;
}

/** Brings a stream to a number of shards of the same size. */
export function ScaleDialog({ stream: StreamName, count: before, onClose }: Props) {
  const client = useClient(KinesisClient);
  const [count, setCount] = useState(String(before));
  const scale = useChange(
    (TargetShardCount: number) =>
      client.send(new UpdateShardCountCommand({ StreamName, TargetShardCount, ScalingType: "UNIFORM_SCALING" })),
    { done: (to) => `Scaled to ${to} shards`, stale: ["kinesis", "stream", StreamName], inForm: true },
  );
  return (
    <Dialog
      title="Scale the stream"
      submit="Scale"
      canSubmit={/^[1-9]\d*$/.test(count)}
      isBusy={scale.isPending}
      error={scale.error}
      onSubmit={() => scale.mutate(Number(count), { onSuccess: onClose })}
      onClose={onClose}
    >
      <FormField label="Open shards" description={`From ${Math.ceil(before / 2)} to ${before * 2}, at once.`}>
        <Input value={count} inputMode="numeric" onChange={({ detail }) => setCount(detail.value.trim())} />
      </FormField>
    </Dialog>
  );
}

import { CreateStreamCommand, KinesisClient } from "@aws-sdk/client-kinesis";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { useChange } from "../../cloud/queries.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { useOpen } from "../../shell/addresses.ts";
import { streamPath } from "../stream-path.ts";

interface NewStream {
  readonly name: string;
  /** How many shards it has; nothing when it is on demand. */
  readonly shards: string | undefined;
}

/** Creates a stream. */
export function CreateDialog({ onClose }: { readonly onClose: () => void }) {
  const client = useClient(KinesisClient);
  const open = useOpen();
  const [stream, setStream] = useState<NewStream>({ name: "", shards: undefined });
  const { name, shards } = stream;
  const create = useChange(
    (one: NewStream) =>
      client.send(
        new CreateStreamCommand({
          StreamName: one.name,
          ...(one.shards === undefined
            ? { StreamModeDetails: { StreamMode: "ON_DEMAND" } }
            : { ShardCount: Number(one.shards) }),
        }),
      ),
    { done: (one) => `Created the stream ${one.name}`, stale: ["kinesis", "streams"], inForm: true },
  );
  return (
    <Dialog
      title="Create the stream"
      canSubmit={name !== "" && (shards === undefined || /^[1-9]\d*$/.test(shards))}
      isBusy={create.isPending}
      error={create.error}
      onSubmit={() => create.mutate(stream, { onSuccess: () => open(streamPath(name)) })}
      onClose={onClose}
    >
      <FormField label="Name">
        <Input
          value={name}
          onChange={({ detail }) => setStream({ ...stream, name: detail.value.trim() })}
          spellcheck={false}
        />
      </FormField>
      <SegmentedControl
        label="Capacity"
        selectedId={shards === undefined ? "demand" : "provisioned"}
        options={[
          { id: "demand", text: "Capacity on demand" },
          { id: "provisioned", text: "Provisioned shards" },
        ]}
        onChange={({ detail }) =>
          setStream({ ...stream, shards: detail.selectedId === "demand" ? undefined : (shards ?? "1") })
        }
      />
      {shards !== undefined && (
        <FormField label="Shards" description="Each takes 1000 records, or one MB, in a second.">
          <Input
            value={shards}
            inputMode="numeric"
            onChange={({ detail }) => setStream({ ...stream, shards: detail.value.trim() })}
          />
        </FormField>
      )}
    </Dialog>
  );
}

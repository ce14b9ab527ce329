import {
  type Archive,
  DescribeArchiveCommand,
  EventBridgeClient,
  StartReplayCommand,
} from "@aws-sdk/client-eventbridge";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { useChange } from "../../cloud/queries.ts";
import { Dialog } from "../../parts/dialog.tsx";

/** Replays what an archive has of a time. */
export function StartReplay({ archive, onClose }: { readonly archive: Archive; readonly onClose: () => void }) {
  const client = useClient(EventBridgeClient);
  const [form, setForm] = useState(() => ({
    name: `${archive.ArchiveName}-${Date.now().toString(36)}`,
    from: archive.CreationTime?.toISOString() ?? "",
    to: new Date(Date.now() + 60_000).toISOString(),
  }));
  const start = useChange(
    async ({ name, from, to }: typeof form) => {
      const { ArchiveName, EventSourceArn } = archive;
      const { ArchiveArn } = await client.send(new DescribeArchiveCommand({ ArchiveName }));
      await client.send(
        new StartReplayCommand({
          ReplayName: name,
          EventSourceArn: ArchiveArn,
          EventStartTime: new Date(from),
          EventEndTime: new Date(to),
          Destination: { Arn: EventSourceArn },
        }),
      );
    },
    { done: ({ name }) => `Started the replay ${name}`, stale: ["events"], inForm: true },
  );
  const field = (label: string, name: "name" | "from" | "to") => (
    <FormField label={label}>
      <Input
        value={form[name]}
        spellcheck={false}
        onChange={({ detail }) => setForm({ ...form, [name]: detail.value.trim() })}
      />
    </FormField>
  );
  const isReadable = !Number.isNaN(Date.parse(form.from)) && !Number.isNaN(Date.parse(form.to));
  return (
    <Dialog
      title={`Replay ${archive.ArchiveName}`}
      submit="Start replay"
      canSubmit={form.name !== "" && isReadable}
      isBusy={start.isPending}
      error={start.error}
      onSubmit={() => start.mutate(form, { onSuccess: onClose })}
      onClose={onClose}
    >
      {field("Name", "name")}
      {field("Events from", "from")}
      {field("Events until", "to")}
    </Dialog>
  );
}

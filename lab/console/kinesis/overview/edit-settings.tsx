import { KinesisClient, type StreamDescriptionSummary } from "@aws-sdk/client-kinesis";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { useChange } from "../../cloud/queries.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { type Settings, saveSettings, settingsOf } from "./settings.ts";

interface Props {
  readonly stream: Partial<StreamDescriptionSummary>;
  readonly onClose: () => void;
}

/** Changes a stream's capacity, retention, largest record and encryption. */
export function EditSettings({ stream, onClose }: Props) {
  const client = useClient(KinesisClient);
  const [before] = useState(() => settingsOf(stream));
  const [form, setForm] = useState(before);
  const { StreamName = "", StreamARN = "" } = stream;
  const change = (changes: Partial<Settings>) => setForm({ ...form, ...changes });
  const save = useChange((after: Settings) => saveSettings(client, { StreamName, StreamARN }, before, after), {
    done: () => "Changed the settings",
    stale: ["kinesis", "stream", StreamName],
    inForm: true,
  });
  return (
    <Dialog
      title="Edit the settings"
      submit="Save"
      canSubmit={/^\d+$/.test(form.hours) && /^\d+$/.test(form.largest)}
      isBusy={save.isPending}
      error={save.error}
      onSubmit={() => save.mutate(form, { onSuccess: onClose })}
      onClose={onClose}
    >
      <SegmentedControl
        label="Capacity"
        selectedId={form.mode}
        options={[
          { id: "ON_DEMAND", text: "Capacity on demand" },
          { id: "PROVISIONED", text: "Provisioned shards" },
        ]}
        onChange={({ detail }) => change({ mode: detail.selectedId as Settings["mode"] })}
      />
      <FormField label="Hours that records are kept" description="From 24 to 8760, a year.">
        <Input
          value={form.hours}
          inputMode="numeric"
          onChange={({ detail }) => change({ hours: detail.value.trim() })}
        />
      </FormField>
      <FormField label="Largest record, in KiB" description="From 1024 to 10240.">
        <Input
          value={form.largest}
          inputMode="numeric"
          onChange={({ detail }) => change({ largest: detail.value.trim() })}
        />
      </FormField>
      <FormField
        label="Encryption key – optional"
        description="The id, ARN or alias of a KMS key, such as alias/aws/kinesis."
      >
        <Input value={form.key} onChange={({ detail }) => change({ key: detail.value.trim() })} spellcheck={false} />
      </FormField>
    </Dialog>
  );
}

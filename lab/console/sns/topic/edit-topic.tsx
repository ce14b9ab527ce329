import Checkbox from "@cloudscape-design/components/checkbox";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import { useState } from "react";
import { Dialog } from "../../parts/dialog.tsx";
import { type Topic, useTopicChange } from "./use-topic.ts";

const SIGNATURES = [
  { value: "1", label: "SHA-1" },
  { value: "2", label: "SHA-256" },
];

/** Changes a topic's attributes. */
export function EditTopic({ topic, onClose }: { readonly topic: Topic; readonly onClose: () => void }) {
  const { DisplayName = "", SignatureVersion = "1", ContentBasedDeduplication } = topic.attributes;
  const [form, setForm] = useState({
    DisplayName,
    SignatureVersion,
    ...(topic.isFifo && { ContentBasedDeduplication }),
  });
  const change = useTopicChange({ ...topic, attributes: { ...topic.attributes, SignatureVersion } });
  return (
    <Dialog
      title={`Edit ${topic.name}`}
      submit="Save"
      isBusy={change.isPending}
      error={change.error}
      onSubmit={() => change.mutate(form as Record<string, string>, { onSuccess: onClose })}
      onClose={onClose}
    >
      <FormField label="Display name" description="Mails come from it, and text messages begin with it.">
        <Input value={form.DisplayName} onChange={({ detail }) => setForm({ ...form, DisplayName: detail.value })} />
      </FormField>
      <FormField label="Signatures" description="What the messages to HTTP endpoints and mailboxes are signed with.">
        <Select
          selectedOption={SIGNATURES.find(({ value }) => value === form.SignatureVersion) ?? null}
          options={SIGNATURES}
          onChange={({ detail }) => setForm({ ...form, SignatureVersion: detail.selectedOption.value ?? "1" })}
        />
      </FormField>
      {topic.isFifo && (
        <Checkbox
          checked={form.ContentBasedDeduplication === "true"}
          onChange={({ detail }) => setForm({ ...form, ContentBasedDeduplication: String(detail.checked) })}
        >
          Messages with the same content are the same message
        </Checkbox>
      )}
    </Dialog>
  );
}

import { CreateTopicCommand, SNSClient } from "@aws-sdk/client-sns";
import Checkbox from "@cloudscape-design/components/checkbox";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { useClient } from "../cloud/clients.ts";
import { useChange } from "../cloud/queries.ts";
import { Dialog } from "../parts/dialog.tsx";

const SUFFIX = ".fifo";

interface Form {
  readonly name: string;
  readonly displayName: string;
  readonly isFifo: boolean;
}

/** Creates a topic. */
export function CreateTopic({ onClose }: { readonly onClose: () => void }) {
  const client = useClient(SNSClient);
  const [form, setForm] = useState<Form>({ name: "", displayName: "", isFifo: false });
  const create = useChange(
    (given: Form) =>
      client.send(
        new CreateTopicCommand({
          Name: fullName(given),
          Attributes: {
            ...(given.isFifo && { FifoTopic: "true", ContentBasedDeduplication: "true" }),
            ...(given.displayName !== "" && { DisplayName: given.displayName }),
          },
        }),
      ),
    { done: (created) => `Created the topic ${fullName(created)}`, stale: ["sns"], inForm: true },
  );
  return (
    <Dialog
      title="Create topic"
      submit="Create topic"
      canSubmit={form.name !== ""}
      isBusy={create.isPending}
      error={create.error}
      onSubmit={() => create.mutate(form, { onSuccess: onClose })}
      onClose={onClose}
    >
      <FormField label="Name" {...(form.isFifo && { description: `Its name is ${fullName(form)}.` })}>
        <Input
          value={form.name}
          onChange={({ detail }) => setForm({ ...form, name: detail.value.trim() })}
          spellcheck={false}
        />
      </FormField>
      <FormField label="Display name" description="Optional. Mails come from it, and text messages begin with it.">
        <Input value={form.displayName} onChange={({ detail }) => setForm({ ...form, displayName: detail.value })} />
      </FormField>
      <Checkbox checked={form.isFifo} onChange={({ detail }) => setForm({ ...form, isFifo: detail.checked })}>
        First in, first out, and each message once
      </Checkbox>
    </Dialog>
  );
}

function fullName({ name, isFifo }: Form): string {
  return isFifo && !name.endsWith(SUFFIX) ? name + SUFFIX : name;
}

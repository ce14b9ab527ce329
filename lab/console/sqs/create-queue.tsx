import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
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
  readonly isFifo: boolean;
}

/** Creates a queue. */
export function CreateQueue({ onClose }: { readonly onClose: () => void }) {
  const client = useClient(SQSClient);
  const [form, setForm] = useState<Form>({ name: "", isFifo: false });
  const create = useChange(
    ({ name, isFifo }: Form) =>
      client.send(
        new CreateQueueCommand({
          QueueName: fullName({ name, isFifo }),
          Attributes: isFifo ? { FifoQueue: "true", ContentBasedDeduplication: "true" } : {},
        }),
      ),
    { done: (created) => `Created the queue ${fullName(created)}`, stale: ["sqs"], inForm: true },
  );
  return (
    <Dialog
      title="Create queue"
      submit="Create queue"
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
      <Checkbox checked={form.isFifo} onChange={({ detail }) => setForm({ ...form, isFifo: detail.checked })}>
        First in, first out, and each message once
      </Checkbox>
    </Dialog>
  );
}

function fullName({ name, isFifo }: Form): string {
  return isFifo && !name.endsWith(SUFFIX) ? name + SUFFIX : name;
}

import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Textarea from "@cloudscape-design/components/textarea";
import { useState } from "react";
import { useClient } from "../cloud/clients.ts";
import { useChange } from "../cloud/queries.ts";
import { Dialog } from "../parts/dialog.tsx";
import type { Queue } from "./use-queue.ts";

/** Sends a message. */
export function SendMessage({ queue, onClose }: { readonly queue: Queue; readonly onClose: () => void }) {
  const client = useClient(SQSClient);
  const [form, setForm] = useState({ body: "", group: "", deduplication: "", delay: "" });
  const { isFifo } = queue;
  const send = useChange(
    ({ body, group, deduplication, delay }: typeof form) =>
      client.send(
        new SendMessageCommand({
          QueueUrl: queue.url,
          MessageBody: body,
          ...(group !== "" && { MessageGroupId: group }),
          ...(deduplication !== "" && { MessageDeduplicationId: deduplication }),
          ...(delay !== "" && { DelaySeconds: Number(delay) }),
        }),
      ),
    { done: () => `Sent a message to ${queue.name}`, stale: ["sqs"], inForm: true },
  );
  const field = (label: string, name: "group" | "deduplication" | "delay", description?: string) => (
    <FormField label={label} description={description}>
      <Input
        value={form[name]}
        onChange={({ detail }) => setForm({ ...form, [name]: detail.value })}
        spellcheck={false}
        inputMode={name === "delay" ? "numeric" : "text"}
      />
    </FormField>
  );
  return (
    <Dialog
      title={`Send a message to ${queue.name}`}
      submit="Send"
      canSubmit={form.body !== "" && (!isFifo || form.group !== "")}
      isBusy={send.isPending}
      error={send.error}
      onSubmit={() => send.mutate(form, { onSuccess: onClose })}
      onClose={onClose}
    >
      <FormField label="Body" stretch>
        <Textarea
          value={form.body}
          rows={6}
          onChange={({ detail }) => setForm({ ...form, body: detail.value })}
          spellcheck={false}
        />
      </FormField>
      {isFifo ? (
        <>
          {field("Message group", "group")}
          {field(
            "Deduplication ID",
            "deduplication",
            "Optional where the queue tells messages apart by their content.",
          )}
        </>
      ) : (
        field("Delay in seconds", "delay", "By default that of the queue.")
      )}
    </Dialog>
  );
}

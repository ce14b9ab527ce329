import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { useClient } from "../cloud/clients.ts";
import { useChange } from "../cloud/queries.ts";
import { Dialog } from "../parts/dialog.tsx";
import { JsonField, problemOf } from "../parts/json-field.tsx";

interface Form {
  readonly source: string;
  readonly type: string;
  readonly detail: string;
}

/** Puts an event on a bus. */
export function SendEvent({ bus, onClose }: { readonly bus: string; readonly onClose: () => void }) {
  const client = useClient(EventBridgeClient);
  const [form, setForm] = useState<Form>({ source: "", type: "", detail: "{}" });
  const send = useChange(
    async ({ source, type, detail }: Form) => {
      const entry = { EventBusName: bus, Source: source, DetailType: type, Detail: detail };
      const { Entries: [result] = [] } = await client.send(new PutEventsCommand({ Entries: [entry] }));
      if (result?.ErrorMessage) throw new Error(result.ErrorMessage);
    },
    { done: () => `Sent an event to ${bus}`, stale: ["events"], inForm: true },
  );
  return (
    <Dialog
      title={`Send an event to ${bus}`}
      submit="Send"
      size="large"
      canSubmit={form.source !== "" && form.type !== "" && problemOf(form.detail) === undefined}
      isBusy={send.isPending}
      error={send.error}
      onSubmit={() => send.mutate(form, { onSuccess: onClose })}
      onClose={onClose}
    >
      <FormField label="Source" description="Such as com.example.shop.">
        <Input
          value={form.source}
          spellcheck={false}
          onChange={({ detail }) => setForm({ ...form, source: detail.value.trim() })}
        />
      </FormField>
      <FormField label="Detail type" description="Such as Order placed.">
        <Input value={form.type} onChange={({ detail }) => setForm({ ...form, type: detail.value })} />
      </FormField>
      <JsonField label="Detail" value={form.detail} onChange={(detail) => setForm({ ...form, detail })} rows={8} />
    </Dialog>
  );
}

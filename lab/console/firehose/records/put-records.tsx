import { FirehoseClient, PutRecordBatchCommand } from "@aws-sdk/client-firehose";
import Checkbox from "@cloudscape-design/components/checkbox";
import FormField from "@cloudscape-design/components/form-field";
import Textarea from "@cloudscape-design/components/textarea";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { useChange } from "../../cloud/queries.ts";
import { Dialog } from "../../parts/dialog.tsx";

interface Form {
  readonly text: string;
  readonly endsLines: boolean;
}

/** Puts records into a delivery stream, one for each line. */
export function PutRecords({ stream, onClose }: { readonly stream: string; readonly onClose: () => void }) {
  const client = useClient(FirehoseClient);
  const [form, setForm] = useState<Form>({ text: "", endsLines: true });
  const lines = form.text.split("\n").filter((line) => line !== "");
  const put = useChange(
    async ({ endsLines }: Form) => {
      const Records = lines.map((line) => ({ Data: new TextEncoder().encode(endsLines ? `${line}\n` : line) }));
      const { FailedPutCount = 0, RequestResponses = [] } = await client.send(
        new PutRecordBatchCommand({ DeliveryStreamName: stream, Records }),
      );
      const failed = RequestResponses.find(({ ErrorMessage }) => ErrorMessage);
      if (FailedPutCount > 0) throw new Error(`${FailedPutCount} records were not taken: ${failed?.ErrorMessage}`);
    },
    { done: () => (lines.length === 1 ? "Put a record" : `Put ${lines.length} records`), inForm: true },
  );
  return (
    <Dialog
      title="Put records"
      submit="Put"
      canSubmit={lines.length > 0 && lines.length <= 500}
      isBusy={put.isPending}
      error={put.error}
      onSubmit={() => put.mutate(form, { onSuccess: onClose })}
      onClose={onClose}
    >
      <FormField label="Records" description="One for each line, 500 at most.">
        <Textarea
          value={form.text}
          rows={8}
          onChange={({ detail }) => setForm({ ...form, text: detail.value })}
          spellcheck={false}
        />
      </FormField>
      <Checkbox checked={form.endsLines} onChange={({ detail }) => setForm({ ...form, endsLines: detail.checked })}>
        End each record with a new line
      </Checkbox>
    </Dialog>
  );
}

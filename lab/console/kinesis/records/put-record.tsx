import { KinesisClient, PutRecordCommand } from "@aws-sdk/client-kinesis";
import Checkbox from "@cloudscape-design/components/checkbox";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Textarea from "@cloudscape-design/components/textarea";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { useChange } from "../../cloud/queries.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { fromBase64 } from "./data.ts";

interface NewRecord {
  readonly key: string;
  readonly hash: string;
  readonly data: string;
  readonly isBase64: boolean;
}

/** Puts a record into a stream. */
export function PutRecord({ stream, onClose }: { readonly stream: string; readonly onClose: () => void }) {
  const client = useClient(KinesisClient);
  const [record, setRecord] = useState<NewRecord>({ key: "", hash: "", data: "", isBase64: false });
  const put = useChange(
    async ({ key, hash, data, isBase64 }: NewRecord) =>
      await client.send(
        new PutRecordCommand({
          StreamName: stream,
          PartitionKey: key,
          Data: isBase64 ? fromBase64(data) : new TextEncoder().encode(data),
          ...(hash !== "" && { ExplicitHashKey: hash }),
        }),
      ),
    { done: ({ key }) => `Put a record with the key ${key}`, inForm: true },
  );
  const change = (changes: Partial<NewRecord>) => setRecord({ ...record, ...changes });
  return (
    <Dialog
      title="Put a record"
      submit="Put"
      canSubmit={record.key !== ""}
      isBusy={put.isPending}
      error={put.error}
      onSubmit={() => put.mutate(record, { onSuccess: onClose })}
      onClose={onClose}
    >
      <FormField label="Partition key" description="Its hash decides on the shard.">
        <Input value={record.key} onChange={({ detail }) => change({ key: detail.value })} spellcheck={false} />
      </FormField>
      <FormField label="Data">
        <Textarea
          value={record.data}
          rows={6}
          onChange={({ detail }) => change({ data: detail.value })}
          spellcheck={false}
        />
      </FormField>
      <Checkbox checked={record.isBase64} onChange={({ detail }) => change({ isBase64: detail.checked })}>
        The data is Base64
      </Checkbox>
      <FormField label="Hash – optional" description="A number below 2^128, in place of that of the partition key.">
        <Input
          value={record.hash}
          inputMode="numeric"
          onChange={({ detail }) => change({ hash: detail.value.trim() })}
        />
      </FormField>
    </Dialog>
  );
}

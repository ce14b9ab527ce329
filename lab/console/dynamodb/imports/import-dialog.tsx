import {
  DynamoDBClient,
  ImportTableCommand,
  type ImportTableCommandInput,
  type InputCompressionType,
  type InputFormat,
} from "@aws-sdk/client-dynamodb";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { useChange } from "../../cloud/queries.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { CapacityFields } from "../tables/capacity-fields.tsx";
import { KeyFields } from "../tables/key-fields.tsx";
import { importedTable, isWhole, NEW_TABLE, type NewTable } from "../tables/new-table.ts";
import { SourceFields } from "./source-fields.tsx";

/** Where items are imported from, while it is written in a form. */
export interface ImportSource {
  readonly bucket: string;
  readonly prefix: string;
  readonly format: InputFormat;
  readonly compression: InputCompressionType;
  /** Of CSV. */
  readonly delimiter: string;
}

const NEW_SOURCE: ImportSource = {
  bucket: "",
  prefix: "",
  format: "DYNAMODB_JSON",
  compression: "NONE",
  delimiter: ",",
};

/** Makes a table of the objects in a bucket. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const client = useClient(DynamoDBClient);
  const [source, setSource] = useState(NEW_SOURCE);
  const [table, setTable] = useState<NewTable>(NEW_TABLE);
  const start = useChange(() => client.send(new ImportTableCommand(inputOf(source, table))), {
    done: () => `Importing into ${table.name}`,
    stale: ["dynamodb"],
    inForm: true,
  });
  const change = (changes: Partial<NewTable>) => setTable({ ...table, ...changes });
  return (
    <Dialog
      title="Import from S3"
      size="large"
      canSubmit={source.bucket !== "" && isWhole(table, table.name)}
      isBusy={start.isPending}
      error={start.error}
      onSubmit={() => start.mutate(undefined, { onSuccess: onClose })}
      onClose={onClose}
    >
      <SourceFields value={source} onChange={(changes) => setSource({ ...source, ...changes })} />
      <FormField label="Name of the new table">
        <Input value={table.name} onChange={({ detail }) => change({ name: detail.value.trim() })} spellcheck={false} />
      </FormField>
      <KeyFields value={table} onChange={change} />
      <CapacityFields value={table.throughput} onChange={(throughput) => change({ throughput })} />
    </Dialog>
  );
}

function inputOf(
  { bucket, prefix, format, compression, delimiter }: ImportSource,
  table: NewTable,
): ImportTableCommandInput {
  return {
    S3BucketSource: { S3Bucket: bucket, ...(prefix !== "" && { S3KeyPrefix: prefix }) },
    InputFormat: format,
    InputCompressionType: compression,
    ...(format === "CSV" && { InputFormatOptions: { Csv: { Delimiter: delimiter } } }),
    TableCreationParameters: importedTable(table),
  };
}

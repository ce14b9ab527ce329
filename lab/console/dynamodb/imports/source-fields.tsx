import type { InputCompressionType, InputFormat } from "@aws-sdk/client-dynamodb";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { BucketField } from "../../s3/bucket-field.tsx";
import type { ImportSource } from "./import-dialog.tsx";

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataImport.Format.html */
const FORMATS = [
  { value: "DYNAMODB_JSON", label: "DynamoDB JSON", description: "As exports write it: an item in each line" },
  { value: "CSV", label: "CSV", description: "Names in the first line; all but the key are strings" },
  { value: "ION", label: "Amazon Ion" },
] as const;

const COMPRESSIONS = [
  { value: "NONE", label: "None" },
  { value: "GZIP", label: "gzip" },
  { value: "ZSTD", label: "Zstandard" },
] as const;

const DELIMITERS = [
  { value: ",", label: "Comma" },
  { value: ";", label: "Semicolon" },
  { value: "\t", label: "Tab" },
  { value: "|", label: "Pipe" },
  { value: ":", label: "Colon" },
  { value: " ", label: "Space" },
] as const;

interface Props {
  readonly value: ImportSource;
  readonly onChange: (changes: Partial<ImportSource>) => void;
}

/** The fields of where items are imported from, and how they are written there. */
export function SourceFields({ value, onChange }: Props) {
  return (
    <SpaceBetween size="m">
      <BucketField value={value.bucket} onChange={(bucket) => onChange({ bucket })} />
      <FormField label="Prefix – optional" description="Of the keys of the objects that are read.">
        <Input value={value.prefix} onChange={({ detail }) => onChange({ prefix: detail.value })} spellcheck={false} />
      </FormField>
      <FormField label="Format">
        <Select
          selectedOption={FORMATS.find((one) => one.value === value.format) ?? null}
          options={FORMATS}
          onChange={({ detail }) => onChange({ format: detail.selectedOption.value as InputFormat })}
          expandToViewport
        />
      </FormField>
      {value.format === "CSV" && (
        <FormField label="Delimiter">
          <Select
            selectedOption={DELIMITERS.find((one) => one.value === value.delimiter) ?? null}
            options={DELIMITERS}
            onChange={({ detail }) => onChange({ delimiter: detail.selectedOption.value ?? "," })}
            expandToViewport
          />
        </FormField>
      )}
      <FormField label="Compression">
        <Select
          selectedOption={COMPRESSIONS.find((one) => one.value === value.compression) ?? null}
          options={COMPRESSIONS}
          onChange={({ detail }) => onChange({ compression: detail.selectedOption.value as InputCompressionType })}
          expandToViewport
        />
      </FormField>
    </SpaceBetween>
  );
}

import type { ProjectionType } from "@aws-sdk/client-dynamodb";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { KeyFields } from "./key-fields.tsx";
import type { NewIndex } from "./new-table.ts";

const KINDS = [
  { value: "global", label: "Global", description: "Has a partition key of its own; can be added later" },
  { value: "local", label: "Local", description: "Has the table's partition key; is made with the table" },
] as const;

const PROJECTIONS = [
  { value: "ALL", label: "All attributes" },
  { value: "KEYS_ONLY", label: "Keys only" },
  { value: "INCLUDE", label: "Keys and some attributes" },
] as const;

interface Props {
  readonly value: NewIndex;
  readonly onChange: (value: NewIndex) => void;
  /** Local indexes are made with their table alone. */
  readonly mayBeLocal?: boolean;
}

/** The fields of an index. */
export function IndexFields({ value, onChange, mayBeLocal = false }: Props) {
  const change = (changes: Partial<NewIndex>) => onChange({ ...value, ...changes });
  return (
    <SpaceBetween size="m">
      {mayBeLocal && (
        <FormField label="Kind">
          <Select
            selectedOption={KINDS.find((kind) => kind.value === value.kind) ?? KINDS[0]}
            options={KINDS}
            onChange={({ detail }) => change({ kind: detail.selectedOption.value as NewIndex["kind"] })}
            expandToViewport
          />
        </FormField>
      )}
      <FormField label="Index name">
        <Input value={value.name} spellcheck={false} onChange={({ detail }) => change({ name: detail.value.trim() })} />
      </FormField>
      <KeyFields
        value={value}
        onChange={change}
        withPartition={value.kind === "global"}
        mustSort={value.kind === "local"}
      />
      <FormField label="Projected attributes">
        <Select
          selectedOption={PROJECTIONS.find((one) => one.value === value.projection) ?? PROJECTIONS[0]}
          options={PROJECTIONS}
          onChange={({ detail }) => change({ projection: detail.selectedOption.value as ProjectionType })}
          expandToViewport
        />
      </FormField>
      {value.projection === "INCLUDE" && (
        <FormField label="Included attributes" description="Names, with commas between them.">
          <Input
            value={value.included}
            spellcheck={false}
            onChange={({ detail }) => change({ included: detail.value })}
          />
        </FormField>
      )}
    </SpaceBetween>
  );
}

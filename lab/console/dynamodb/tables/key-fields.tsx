import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { NewAttribute, NewKey } from "./new-table.ts";

const TYPES = [
  { value: "S", label: "String" },
  { value: "N", label: "Number" },
  { value: "B", label: "Binary" },
] as const;

interface Props {
  readonly value: NewKey;
  readonly onChange: (change: Partial<NewKey>) => void;
  /** A local index has the table's partition key. */
  readonly withPartition?: boolean;
  readonly mustSort?: boolean;
}

/** The names and types of a key's attributes. */
export function KeyFields({ value, onChange, withPartition = true, mustSort = false }: Props) {
  return (
    <SpaceBetween size="m">
      {withPartition && (
        <AttributeFields
          label="Partition key"
          description="Items with the same value are kept together, and found together."
          value={value.partition}
          onChange={(partition) => onChange({ partition })}
        />
      )}
      <AttributeFields
        label={mustSort ? "Sort key" : "Sort key – optional"}
        description="Orders the items of a partition."
        value={value.sort}
        onChange={(sort) => onChange({ sort })}
      />
    </SpaceBetween>
  );
}

interface FieldProps {
  readonly label: string;
  readonly description: string;
  readonly value: NewAttribute;
  readonly onChange: (value: NewAttribute) => void;
}

function AttributeFields({ label, description, value, onChange }: FieldProps) {
  return (
    <FormField label={label} description={description} stretch>
      <div className="dynamodb-attribute">
        <Input
          value={value.name}
          ariaLabel={label}
          placeholder="Name"
          spellcheck={false}
          onChange={({ detail }) => onChange({ ...value, name: detail.value.trim() })}
        />
        <Select
          ariaLabel={`${label}: type`}
          selectedOption={TYPES.find((type) => type.value === value.type) ?? TYPES[0]}
          options={TYPES}
          onChange={({ detail }) => onChange({ ...value, type: detail.selectedOption.value as NewAttribute["type"] })}
          expandToViewport
        />
      </div>
    </FormField>
  );
}

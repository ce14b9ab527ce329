import ColumnLayout from "@cloudscape-design/components/column-layout";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { Throughput } from "./new-table.ts";

interface Props {
  readonly value: Throughput | undefined;
  readonly onChange: (value: Throughput | undefined) => void;
}

/** Chooses between capacity on demand and what is provisioned. */
export function CapacityFields({ value, onChange }: Props) {
  return (
    <SpaceBetween size="m">
      <SegmentedControl
        label="Capacity"
        selectedId={value ? "provisioned" : "demand"}
        options={[
          { id: "demand", text: "Capacity on demand" },
          { id: "provisioned", text: "Provisioned capacity" },
        ]}
        onChange={({ detail }) => onChange(detail.selectedId === "demand" ? undefined : { read: "5", write: "5" })}
      />
      {value && (
        <ColumnLayout columns={2}>
          <FormField label="Read capacity units">
            <Input
              value={value.read}
              inputMode="numeric"
              onChange={({ detail }) => onChange({ ...value, read: detail.value })}
            />
          </FormField>
          <FormField label="Write capacity units">
            <Input
              value={value.write}
              inputMode="numeric"
              onChange={({ detail }) => onChange({ ...value, write: detail.value })}
            />
          </FormField>
        </ColumnLayout>
      )}
    </SpaceBetween>
  );
}

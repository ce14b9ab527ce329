import type { TableDescription } from "@aws-sdk/client-dynamodb";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Toggle from "@cloudscape-design/components/toggle";
import { useState } from "react";
import { indexesOf, keyAttributes, keyText } from "../use-table.ts";
import { FilterFields } from "./filter-fields.tsx";
import { KeyTests } from "./key-tests.tsx";
import { NEW_FILTER, type Reading, SCAN } from "./reading.ts";

interface Props {
  readonly table: TableDescription;
  readonly reading: Reading;
  readonly isBusy: boolean;
  readonly onAsk: (reading: Reading) => void;
}

/** Builds a scan or a query. */
export function ReadingForm({ table, reading, isBusy, onAsk }: Props) {
  const [form, setForm] = useState(reading);
  const change = (changes: Partial<Reading>) => setForm({ ...form, ...changes });
  const isQuery = form.mode === "query";
  return (
    <Container>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onAsk(form);
        }}
      >
        <SpaceBetween size="m">
          <div className="dynamodb-row">
            <SegmentedControl
              label="How items are found"
              selectedId={form.mode}
              options={[
                { id: "scan", text: "Scan" },
                { id: "query", text: "Query" },
              ]}
              onChange={({ detail }) => change({ mode: detail.selectedId as Reading["mode"] })}
            />
            <IndexSelect table={table} value={form.index} onChange={(index) => change({ index, keys: [] })} />
            {isQuery && (
              <Toggle checked={form.isDescending} onChange={({ detail }) => change({ isDescending: detail.checked })}>
                Descending
              </Toggle>
            )}
          </div>
          {isQuery && (
            <KeyTests
              attributes={keyAttributes(table, form.index)}
              value={form.keys}
              onChange={(keys) => change({ keys })}
            />
          )}
          {form.filters.map((filter, at) => (
            <FilterFields
              // biome-ignore lint/suspicious/noArrayIndexKey: a filter has nothing else while it is written
              key={at}
              number={at + 1}
              value={filter}
              onChange={(changed) => change({ filters: form.filters.with(at, changed) })}
              onRemove={() => change({ filters: form.filters.toSpliced(at, 1) })}
            />
          ))}
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="primary" loading={isBusy} loadingText="Run">
              Run
            </Button>
            <Button
              formAction="none"
              iconName="add-plus"
              onClick={() => change({ filters: [...form.filters, NEW_FILTER] })}
            >
              Add a filter
            </Button>
            {reading !== SCAN && (
              <Button formAction="none" variant="link" onClick={() => onAsk(SCAN)}>
                Reset
              </Button>
            )}
          </SpaceBetween>
        </SpaceBetween>
      </form>
    </Container>
  );
}

interface IndexProps {
  readonly table: TableDescription;
  readonly value: string;
  readonly onChange: (index: string) => void;
}

function IndexSelect({ table, value, onChange }: IndexProps) {
  const options = [
    { value: "", label: "The table", description: keyText(keyAttributes(table)) },
    ...indexesOf(table).map(({ IndexName = "" }) => ({
      value: IndexName,
      label: `The index ${IndexName}`,
      description: keyText(keyAttributes(table, IndexName)),
    })),
  ];
  return (
    <div className="dynamodb-grow">
      <Select
        ariaLabel="Table or index"
        selectedOption={options.find((option) => option.value === value) ?? { value, label: value }}
        options={options}
        onChange={({ detail }) => onChange(detail.selectedOption.value ?? "")}
        expandToViewport
      />
    </div>
  );
}

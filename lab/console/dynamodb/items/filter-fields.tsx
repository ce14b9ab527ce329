import Button from "@cloudscape-design/components/button";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import { TYPES } from "../values/item.ts";
import { OperatorSelect } from "./key-tests.tsx";
import { FILTER_OPERATORS, type Filter, hasValue, type ScalarType } from "./reading.ts";

const SCALARS = (["S", "N", "B", "BOOL", "NULL"] as const).map((value) => ({ value, label: TYPES[value] }));
const TRUTHS = [
  { value: "true", label: "true" },
  { value: "false", label: "false" },
];

interface Props {
  readonly number: number;
  readonly value: Filter;
  readonly onChange: (filter: Filter) => void;
  readonly onRemove: () => void;
}

/** The fields of a filter, in a row. */
export function FilterFields({ number, value: filter, onChange, onRemove }: Props) {
  const change = (changes: Partial<Filter>) => onChange({ ...filter, ...changes });
  const label = `Filter ${number}`;
  const isCompared = hasValue(filter.operator);
  return (
    <div className="dynamodb-row dynamodb-filter">
      <div className="dynamodb-grow">
        <Input
          ariaLabel={`${label}: attribute`}
          placeholder="Attribute"
          value={filter.name}
          spellcheck={false}
          onChange={({ detail }) => change({ name: detail.value })}
        />
      </div>
      <OperatorSelect
        label={`${label}: operator`}
        value={filter.operator}
        operators={FILTER_OPERATORS}
        onChange={change}
      />
      {isCompared && (
        <div className="dynamodb-operator">
          <Select
            ariaLabel={`${label}: type`}
            selectedOption={SCALARS.find(({ value }) => value === filter.type) ?? null}
            options={SCALARS}
            onChange={({ detail }) => {
              const type = detail.selectedOption.value as ScalarType;
              change({ type, ...(type === "BOOL" && { value: "true" }) });
            }}
            expandToViewport
          />
        </div>
      )}
      {isCompared && filter.type === "BOOL" && (
        <div className="dynamodb-operator">
          <Select
            ariaLabel={`${label}: value`}
            selectedOption={TRUTHS.find(({ value }) => value === filter.value) ?? null}
            options={TRUTHS}
            onChange={({ detail }) => change({ value: detail.selectedOption.value ?? "" })}
            expandToViewport
          />
        </div>
      )}
      {isCompared && /^[SNB]$/.test(filter.type) && (
        <div className="dynamodb-grow">
          <Input
            ariaLabel={`${label}: value`}
            placeholder="Value"
            value={filter.value}
            spellcheck={false}
            onChange={({ detail }) => change({ value: detail.value })}
          />
        </div>
      )}
      {filter.operator === "between" && (
        <div className="dynamodb-grow">
          <Input
            ariaLabel={`${label}: upper limit`}
            placeholder="and"
            value={filter.upper}
            spellcheck={false}
            onChange={({ detail }) => change({ upper: detail.value })}
          />
        </div>
      )}
      <Button
        formAction="none"
        variant="icon"
        iconName="close"
        ariaLabel={`Remove filter ${number}`}
        onClick={onRemove}
      />
    </div>
  );
}

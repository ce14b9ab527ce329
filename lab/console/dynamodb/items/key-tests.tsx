import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { KeyAttribute } from "../use-table.ts";
import { TYPES } from "../values/item.ts";
import { ANY, type Operator, SORT_OPERATORS, type Test } from "./reading.ts";

interface Props {
  readonly attributes: readonly KeyAttribute[];
  readonly value: readonly Test[];
  readonly onChange: (value: readonly Test[]) => void;
}

/** What the attributes of a key have to be, for a query. */
export function KeyTests({ attributes, value, onChange }: Props) {
  const tests = attributes.map((_, at) => value[at] ?? ANY);
  const fields = attributes.map((attribute, at) => {
    const test = tests[at] ?? ANY;
    const change = (changes: Partial<Test>) => onChange(tests.with(at, { ...test, ...changes }));
    const { name, type, isSort } = attribute;
    return (
      <FormField
        key={name}
        label={`${name} (${TYPES[type].toLowerCase()}, ${isSort ? "sort key – optional" : "partition key"})`}
        stretch
      >
        <div className="dynamodb-row">
          {isSort && <OperatorSelect label={`${name}: operator`} value={test.operator} onChange={change} />}
          <div className="dynamodb-grow">
            <Input
              ariaLabel={name}
              value={test.value}
              spellcheck={false}
              onChange={({ detail }) => change({ value: detail.value })}
            />
          </div>
          {isSort && test.operator === "between" && (
            <div className="dynamodb-grow">
              <Input
                ariaLabel={`${name}: upper limit`}
                placeholder="and"
                value={test.upper}
                spellcheck={false}
                onChange={({ detail }) => change({ upper: detail.value })}
              />
            </div>
          )}
        </div>
      </FormField>
    );
  });
  return <SpaceBetween size="m">{fields}</SpaceBetween>;
}

interface OperatorProps {
  readonly label: string;
  readonly value: Operator;
  readonly operators?: readonly Operator[];
  readonly onChange: (change: { readonly operator: Operator }) => void;
}

/** Chooses how a value is compared. */
export function OperatorSelect({ label, value, operators = SORT_OPERATORS, onChange }: OperatorProps) {
  return (
    <div className="dynamodb-operator">
      <Select
        ariaLabel={label}
        selectedOption={{ value, label: value }}
        options={operators.map((operator) => ({ value: operator, label: operator }))}
        onChange={({ detail }) => onChange({ operator: detail.selectedOption.value as Operator })}
        expandToViewport
      />
    </div>
  );
}

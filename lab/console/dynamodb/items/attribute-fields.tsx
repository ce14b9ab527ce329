import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type Child, draftOf, holdsOthers } from "../values/draft.ts";
import { TYPES, type Type } from "../values/item.ts";
import { TypeSelect, ValueFields } from "./value-fields.tsx";

/** What is wrong, and with which attribute: the indexes that lead to it. */
export interface Problem {
  readonly path: readonly number[];
  readonly message: string;
}

interface Props {
  readonly value: readonly Child[];
  readonly onChange: (value: readonly Child[]) => void;
  /** Attributes that can't be changed. */
  readonly fixed?: readonly string[];
  /** Attributes that can't be taken away, nor be of another type. */
  readonly keyNames?: readonly string[];
  readonly problem?: Problem | undefined;
  /** What leads here, for who can't see it. */
  readonly label?: string;
}

/** The attributes of an item, or of a map in it. */
export function AttributeFields({ value, onChange, fixed = [], keyNames = [], problem, label = "" }: Props) {
  return (
    <SpaceBetween size="s">
      {value.map((child, at) => (
        <AttributeField
          // biome-ignore lint/suspicious/noArrayIndexKey: an attribute has nothing else while its name is written
          key={at}
          child={child}
          isKey={keyNames.includes(child.name)}
          isFixed={fixed.includes(child.name)}
          label={label === "" ? child.name : `${label}.${child.name}`}
          problem={problemWithin(problem, at)}
          onChange={(changed) => onChange(value.with(at, changed))}
          onRemove={() => onChange(value.toSpliced(at, 1))}
        />
      ))}
      <ButtonDropdown
        expandToViewport
        items={(Object.keys(TYPES) as Type[]).map((id) => ({ id, text: TYPES[id] }))}
        onItemClick={({ detail }) => onChange([...value, { name: "", value: draftOf(detail.id as Type) }])}
      >
        {label === "" ? "Add an attribute" : `Add to ${label}`}
      </ButtonDropdown>
    </SpaceBetween>
  );
}

interface FieldProps {
  readonly child: Child;
  readonly isKey: boolean;
  readonly isFixed: boolean;
  readonly label: string;
  readonly problem: Problem | undefined;
  readonly onChange: (child: Child) => void;
  readonly onRemove: () => void;
}

function AttributeField({ child: { name, value }, isKey, isFixed, label, problem, onChange, onRemove }: FieldProps) {
  return (
    <FormField errorText={problem?.path.length === 0 ? problem.message : undefined} stretch>
      <div className={holdsOthers(value) ? "dynamodb-field dynamodb-holding" : "dynamodb-field"}>
        {isKey ? (
          <div className="dynamodb-key">
            <b>{name}</b> <span className="dynamodb-quiet">key</span>
          </div>
        ) : (
          <Input
            value={name}
            ariaLabel="Attribute name"
            placeholder="Name"
            spellcheck={false}
            onChange={({ detail }) => onChange({ name: detail.value, value })}
          />
        )}
        <TypeSelect
          label={`${label}: type`}
          value={value}
          disabled={isKey}
          onChange={(changed) => onChange({ name, value: changed })}
        />
        <ValueFields
          label={label || "value"}
          value={value}
          disabled={isFixed}
          problem={problem}
          onChange={(changed) => onChange({ name, value: changed })}
        />
        {isKey ? (
          <span />
        ) : (
          <Button formAction="none" variant="icon" iconName="remove" ariaLabel={`Remove ${label}`} onClick={onRemove} />
        )}
      </div>
    </FormField>
  );
}

/** The problem that is somewhere within the attribute of an index. */
export function problemWithin(problem: Problem | undefined, index: number): Problem | undefined {
  return problem?.path[0] === index ? { ...problem, path: problem.path.slice(1) } : undefined;
}

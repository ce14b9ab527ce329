import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import Textarea from "@cloudscape-design/components/textarea";
import { TYPES, type Type } from "../values/item.ts";
import type { CellDraft } from "./use-cell-edit.ts";

interface Props {
  readonly name: string;
  readonly value: CellDraft;
  readonly onChange: (value: CellDraft) => void;
}

const OPTIONS = (Object.keys(TYPES) as Type[]).map((value) => ({ value, label: TYPES[value] }));
const TRUTHS = ["true", "false"].map((value) => ({ value, label: value }));
const EMPTY: Readonly<Partial<Record<Type, string>>> = { BOOL: "true", M: "{}", L: "[]", SS: "[]", NS: "[]", BS: "[]" };

/** Edits a cell: the type, and the value as text, or as DynamoDB JSON where it holds others. */
export function CellEditor({ name, value: { type, text }, onChange }: Props) {
  return (
    <div className="dynamodb-cell">
      <Select
        ariaLabel={`${name}: type`}
        selectedOption={{ value: type, label: TYPES[type] }}
        options={OPTIONS}
        onChange={({ detail }) => {
          const next = detail.selectedOption.value as Type;
          const isText = /^[SNB]$/.test(next);
          onChange({ type: next, text: isText && /^[SNB]$/.test(type) ? text : (EMPTY[next] ?? "") });
        }}
        expandToViewport
      />
      {/^[SNB]$/.test(type) && (
        <Input
          ariaLabel={name}
          value={text}
          autoFocus
          spellcheck={false}
          onChange={({ detail }) => onChange({ type, text: detail.value })}
        />
      )}
      {type === "BOOL" && (
        <Select
          ariaLabel={name}
          selectedOption={{ value: text, label: text }}
          options={TRUTHS}
          onChange={({ detail }) => onChange({ type, text: detail.selectedOption.value ?? "" })}
          expandToViewport
        />
      )}
      {/^(M|L|SS|NS|BS)$/.test(type) && (
        <Textarea
          ariaLabel={`${name}, in DynamoDB JSON`}
          value={text}
          rows={4}
          spellcheck={false}
          onChange={({ detail }) => onChange({ type, text: detail.value })}
        />
      )}
    </div>
  );
}

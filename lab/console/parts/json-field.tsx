import FormField from "@cloudscape-design/components/form-field";
import Textarea from "@cloudscape-design/components/textarea";
import type { ReactNode } from "react";
import "./json-field.css";

interface Props {
  readonly label: string;
  readonly description?: ReactNode;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly mayBeEmpty?: boolean;
  /** How many lines are seen at once. */
  readonly rows?: number;
}

/** A field for a document in JSON, which says where that is broken. */
export function JsonField({ label, description, value, onChange, mayBeEmpty = false, rows = 14 }: Props) {
  return (
    <FormField
      label={label}
      description={description}
      errorText={mayBeEmpty && value.trim() === "" ? undefined : problemOf(value)}
      stretch
    >
      <div className="json-field">
        <Textarea value={value} rows={rows} spellcheck={false} onChange={({ detail }) => onChange(detail.value)} />
      </div>
    </FormField>
  );
}

/** Why a text is no JSON; nothing when it is. */
export function problemOf(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return `Invalid JSON: ${(error as Error).message}`;
  }
}

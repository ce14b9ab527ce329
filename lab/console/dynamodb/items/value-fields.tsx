import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import Textarea from "@cloudscape-design/components/textarea";
import { type Draft, draftOf, holdsOthers, memberOf } from "../values/draft.ts";
import { TYPES, type Type } from "../values/item.ts";
import { AttributeFields, type Problem, problemWithin } from "./attribute-fields.tsx";

const OPTIONS = (Object.keys(TYPES) as Type[]).map((value) => ({ value, label: TYPES[value] }));
const TRUTHS = ["true", "false"].map((value) => ({ value, label: value }));

interface SelectProps {
  readonly label: string;
  readonly value: Draft;
  readonly disabled?: boolean;
  readonly onChange: (value: Draft) => void;
}

/** Chooses the type of a value. What is written stays as far as it can. */
export function TypeSelect({ label, value, disabled = false, onChange }: SelectProps) {
  return (
    <Select
      ariaLabel={label}
      disabled={disabled}
      selectedOption={{ value: value.type, label: TYPES[value.type] }}
      options={OPTIONS}
      onChange={({ detail }) => onChange(draftOf(detail.selectedOption.value as Type, value))}
      expandToViewport
    />
  );
}

interface Props {
  readonly label: string;
  readonly value: Draft;
  readonly disabled?: boolean;
  readonly problem: Problem | undefined;
  readonly onChange: (value: Draft) => void;
}

/** The field of a value, or the fields of what it holds. */
export function ValueFields({ label, value, disabled = false, problem, onChange }: Props) {
  const { type, text, children } = value;
  const write = (written: string) => onChange({ ...value, text: written });
  switch (type) {
    case "NULL":
      return <div className="dynamodb-quiet">null</div>;
    case "BOOL":
      return (
        <Select
          ariaLabel={label}
          selectedOption={{ value: text, label: text }}
          options={TRUTHS}
          onChange={({ detail }) => write(detail.selectedOption.value ?? "false")}
          expandToViewport
        />
      );
    case "S":
      if (text.length > 60 || text.includes("\n"))
        return (
          <Textarea
            ariaLabel={label}
            value={text}
            rows={4}
            disabled={disabled}
            onChange={({ detail }) => write(detail.value)}
          />
        );
      return (
        <Input ariaLabel={label} value={text} disabled={disabled} onChange={({ detail }) => write(detail.value)} />
      );
    case "N":
    case "B":
      return (
        <Input
          ariaLabel={label}
          value={text}
          disabled={disabled}
          spellcheck={false}
          placeholder={type === "B" ? "Base64" : ""}
          onChange={({ detail }) => write(detail.value)}
        />
      );
    case "M":
      return (
        <div className="dynamodb-nested">
          <AttributeFields
            label={label}
            value={children}
            problem={problem}
            onChange={(changed) => onChange({ ...value, children: changed })}
          />
        </div>
      );
    default:
      return <Members label={label} value={value} problem={problem} onChange={onChange} />;
  }
}

/** The members of a list, each of a type of its own, or of a set. */
function Members({ label, value, problem, onChange }: Omit<Props, "disabled">) {
  const { type, children } = value;
  const member = memberOf(type);
  const put = (at: number, changed: Draft) =>
    onChange({ ...value, children: children.with(at, { name: "", value: changed }) });
  return (
    <div className="dynamodb-nested dynamodb-members">
      {children.map((child, at) => {
        const here = problemWithin(problem, at);
        const name = `${label}[${at}]`;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a member is known by its place alone
          <FormField key={at} errorText={here?.path.length === 0 ? here.message : undefined} stretch>
            <div className={classOf(child.value, member)}>
              {!member && <TypeSelect label={`${name}: type`} value={child.value} onChange={(one) => put(at, one)} />}
              <ValueFields label={name} value={child.value} problem={here} onChange={(one) => put(at, one)} />
              <Button
                formAction="none"
                variant="icon"
                iconName="remove"
                ariaLabel={`Remove ${name}`}
                onClick={() => onChange({ ...value, children: children.toSpliced(at, 1) })}
              />
            </div>
          </FormField>
        );
      })}
      <Button
        formAction="none"
        onClick={() => onChange({ ...value, children: [...children, { name: "", value: draftOf(member ?? "S") }] })}
      >
        Add to {label}
      </Button>
    </div>
  );
}

/** How a member is laid out: a set's have no type of their own, and what holds others needs the whole width. */
function classOf(value: Draft, member: ReturnType<typeof memberOf>): string {
  if (member) return "dynamodb-member";
  return `dynamodb-member dynamodb-typed${holdsOthers(value) ? " dynamodb-holding" : ""}`;
}

import type { MessageAttributeValue } from "@aws-sdk/client-sns";
import AttributeEditor from "@cloudscape-design/components/attribute-editor";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";

/** A message's attribute, as it is written in the form. */
export interface AttributeForm {
  readonly name: string;
  readonly type: string;
  readonly value: string;
}

const TYPES = [
  { value: "String", label: "String" },
  { value: "String.Array", label: "List", description: 'JSON: ["a", 1, true]' },
  { value: "Number", label: "Number" },
  { value: "Binary", label: "Bytes", description: "In Base64" },
];

/** The attributes, as the SDK takes them. Throws where bytes are not in Base64. */
export function attributesOf(forms: readonly AttributeForm[]): Record<string, MessageAttributeValue> {
  const written = forms.map(({ name, type, value }) => {
    const given = type === "Binary" ? { BinaryValue: bytesOf(name, value) } : { StringValue: value };
    return [name, { DataType: type, ...given }] as const;
  });
  return Object.fromEntries(written);
}

function bytesOf(name: string, text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  } catch {
    throw new Error(`The attribute ${name} is not in Base64.`);
  }
}

interface Props {
  readonly forms: readonly AttributeForm[];
  readonly onChange: (forms: readonly AttributeForm[]) => void;
}

/** The attributes of a message: what filter policies look at by default. */
export function MessageAttributes({ forms, onChange }: Props) {
  const change = (index: number, changed: Partial<AttributeForm>) =>
    onChange(forms.map((one, at) => (at === index ? { ...one, ...changed } : one)));
  return (
    <AttributeEditor<AttributeForm>
      items={forms}
      addButtonText="Add attribute"
      removeButtonText="Remove"
      removeButtonAriaLabel={({ name }) => `Remove ${name}`}
      empty="No attributes. Filter policies look at them by default."
      onAddButtonClick={() => onChange([...forms, { name: "", type: "String", value: "" }])}
      onRemoveButtonClick={({ detail }) => onChange(forms.toSpliced(detail.itemIndex, 1))}
      definition={[
        {
          label: "Attribute",
          control: ({ name }, at) => (
            <Input value={name} onChange={({ detail }) => change(at, { name: detail.value })} spellcheck={false} />
          ),
        },
        {
          label: "Type",
          control: ({ type }, at) => (
            <Select
              selectedOption={TYPES.find(({ value }) => value === type) ?? null}
              options={TYPES}
              onChange={({ detail }) => change(at, { type: detail.selectedOption.value ?? "String" })}
              expandToViewport
            />
          ),
        },
        {
          label: "Value",
          control: ({ value }, at) => (
            <Input value={value} onChange={({ detail }) => change(at, { value: detail.value })} spellcheck={false} />
          ),
        },
      ]}
    />
  );
}

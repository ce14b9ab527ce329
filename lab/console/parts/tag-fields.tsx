import AttributeEditor from "@cloudscape-design/components/attribute-editor";
import Input from "@cloudscape-design/components/input";

/** A tag, while it is written in a form. */
export interface TagForm {
  readonly key: string;
  readonly value: string;
}

/** A tag as AWS's services take it. */
interface Tag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

interface Props {
  readonly forms: readonly TagForm[];
  readonly onChange: (forms: readonly TagForm[]) => void;
}

/** The fields of a resource's tags. */
export function TagFields({ forms, onChange }: Props) {
  const change = (index: number, changed: Partial<TagForm>) =>
    onChange(forms.map((one, at) => (at === index ? { ...one, ...changed } : one)));
  return (
    <AttributeEditor<TagForm>
      items={forms}
      addButtonText="Add tag"
      removeButtonText="Remove"
      removeButtonAriaLabel={({ key }) => `Remove ${key}`}
      empty="No tags"
      onAddButtonClick={() => onChange([...forms, { key: "", value: "" }])}
      onRemoveButtonClick={({ detail }) => onChange(forms.filter((_, at) => at !== detail.itemIndex))}
      definition={[
        {
          label: "Key",
          errorText: (form) => wrongKey(form, forms),
          control: ({ key }, index) => (
            <Input
              ariaLabel={`Key of tag ${index + 1}`}
              value={key}
              onChange={({ detail }) => change(index, { key: detail.value })}
            />
          ),
        },
        {
          label: "Value",
          control: ({ key, value }, index) => (
            <Input
              ariaLabel={`Value of ${key || `tag ${index + 1}`}`}
              value={value}
              onChange={({ detail }) => change(index, { value: detail.value })}
            />
          ),
        },
      ]}
    />
  );
}

/** The tags that people can change, as their forms. */
export function tagForms(tags: readonly Tag[]): TagForm[] {
  return tags.filter((tag) => !isOfAws(tag)).map(({ Key = "", Value = "" }) => ({ key: Key, value: Value }));
}

/** Whether all of the forms can be sent. What else AWS forbids it tells itself. */
export function areTags(forms: readonly TagForm[]): boolean {
  return forms.every((form) => wrongKey(form, forms) === undefined);
}

/** Nobody can change AWS's own tags, such as those of CloudFormation. */
export function isOfAws({ Key = "" }: Tag): boolean {
  return Key.startsWith("aws:");
}

function wrongKey({ key }: TagForm, all: readonly TagForm[]): string | undefined {
  if (key === "") return "A tag needs a key.";
  return all.filter((one) => one.key === key).length > 1 ? "Another tag has this key." : undefined;
}

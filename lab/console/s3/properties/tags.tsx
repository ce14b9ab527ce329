import {
  DeleteBucketTaggingCommand,
  GetBucketTaggingCommand,
  PutBucketTaggingCommand,
  type Tag,
} from "@aws-sdk/client-s3";
import AttributeEditor from "@cloudscape-design/components/attribute-editor";
import Input from "@cloudscape-design/components/input";
import { useClient } from "../../cloud/clients.ts";
import { Facts } from "../../parts/facts.tsx";
import { BrowserS3Client } from "../client.ts";
import { Configuration } from "./configuration.tsx";
import { FormDialog } from "./form-dialog.tsx";
import { useConfiguration, useConfigure } from "./use-configuration.ts";

const TITLE = "Tags";

interface TagForm {
  readonly key: string;
  readonly value: string;
}

/** The tags of a bucket. */
export function Tags({ bucket: Bucket }: { readonly bucket: string }) {
  const client = useClient(BrowserS3Client);
  const answer = useConfiguration(
    Bucket,
    TITLE,
    async () => (await client.send(new GetBucketTaggingCommand({ Bucket }))).TagSet,
  );
  const change = useConfigure(Bucket, TITLE, (TagSet: Tag[]) =>
    TagSet.length === 0
      ? client.send(new DeleteBucketTaggingCommand({ Bucket }))
      : client.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } })),
  );
  return (
    <Configuration
      title={TITLE}
      answer={answer}
      none="No tags."
      edit={(tags) => (
        <FormDialog<readonly TagForm[]>
          label="Edit tags"
          begin={() =>
            (tags ?? []).filter((tag) => !isOfAws(tag)).map(({ Key = "", Value = "" }) => ({ key: Key, value: Value }))
          }
          change={change}
          canSave={(forms) => forms.every((form) => wrongKey(form, forms) === undefined)}
          onSave={(forms, close) => {
            const others = (tags ?? []).filter(isOfAws);
            const own = forms.map(({ key, value }) => ({ Key: key, Value: value }));
            change.mutate([...others, ...own], { onSuccess: close });
          }}
        >
          {(forms, onChange) => <Fields forms={forms} onChange={onChange} />}
        </FormDialog>
      )}
    >
      {(tags) => <Facts items={tags.map(({ Key = "", Value }) => ({ label: Key, value: Value || "–" }))} />}
    </Configuration>
  );
}

interface FieldsProps {
  readonly forms: readonly TagForm[];
  readonly onChange: (forms: readonly TagForm[]) => void;
}

function Fields({ forms, onChange }: FieldsProps) {
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

/** What is wrong with a key among others; what else S3 forbids it tells itself. */
function wrongKey({ key }: TagForm, all: readonly TagForm[]): string | undefined {
  if (key === "") return "A tag needs a key.";
  return all.filter((one) => one.key === key).length > 1 ? "Another tag has this key." : undefined;
}

/** Nobody can change AWS's own tags, and they get lost unless they are sent along. */
function isOfAws({ Key = "" }: Tag): boolean {
  return Key.startsWith("aws:");
}

import {
  DeleteBucketTaggingCommand,
  GetBucketTaggingCommand,
  PutBucketTaggingCommand,
  type Tag,
} from "@aws-sdk/client-s3";
import { useClient } from "../../cloud/clients.ts";
import { Facts } from "../../parts/facts.tsx";
import { areTags, isOfAws, TagFields, type TagForm, tagForms } from "../../parts/tag-fields.tsx";
import { BrowserS3Client } from "../client.ts";
import { Configuration } from "./configuration.tsx";
import { FormDialog } from "./form-dialog.tsx";
import { useConfiguration, useConfigure } from "./use-configuration.ts";

const TITLE = "Tags";

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
          begin={() => tagForms(tags ?? [])}
          change={change}
          canSave={areTags}
          onSave={(forms, close) => {
            // AWS's own get lost unless they are sent along.
            const others = (tags ?? []).filter(isOfAws);
            const own = forms.map(({ key, value }) => ({ Key: key, Value: value }));
            change.mutate([...others, ...own], { onSuccess: close });
          }}
        >
          {(forms, onChange) => <TagFields forms={forms} onChange={onChange} />}
        </FormDialog>
      )}
    >
      {(tags) => <Facts items={tags.map(({ Key = "", Value }) => ({ label: Key, value: Value || "–" }))} />}
    </Configuration>
  );
}

import {
  DynamoDBClient,
  ListTagsOfResourceCommand,
  type Tag,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-dynamodb";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Spinner from "@cloudscape-design/components/spinner";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { collect, pagesOf } from "../../cloud/collect.ts";
import { useAnswer, useChange } from "../../cloud/queries.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { DialogButton } from "../../parts/dialog-button.tsx";
import { Facts } from "../../parts/facts.tsx";
import { PageError } from "../../parts/page-error.tsx";
import { areTags, TagFields, type TagForm, tagForms } from "../../parts/tag-fields.tsx";

/** The tags of a table. */
export function Tags({ arn }: { readonly arn: string }) {
  const client = useClient(DynamoDBClient);
  const answer = useAnswer(["dynamodb", "tags", arn], () =>
    collect(
      pagesOf((NextToken) => client.send(new ListTagsOfResourceCommand({ ResourceArn: arn, NextToken }))),
      ({ Tags }) => Tags,
    ),
  );
  const tags = answer.data ?? [];
  return (
    <Container
      header={
        <Header
          counter={answer.data && `(${tags.length})`}
          actions={
            <DialogButton label="Edit" ariaLabel="Edit the tags" disabled={!answer.data}>
              {(close) => <EditTags arn={arn} tags={tags} onClose={close} />}
            </DialogButton>
          }
        >
          Tags
        </Header>
      }
    >
      {answer.isPending && <Spinner />}
      {answer.error && <PageError error={answer.error} />}
      {answer.data && tags.length === 0 && "No tags."}
      {tags.length > 0 && <Facts items={tags.map(({ Key = "", Value }) => ({ label: Key, value: Value || "–" }))} />}
    </Container>
  );
}

interface EditProps {
  readonly arn: string;
  readonly tags: readonly Tag[];
  readonly onClose: () => void;
}

function EditTags({ arn, tags, onClose }: EditProps) {
  const client = useClient(DynamoDBClient);
  const [forms, setForms] = useState<readonly TagForm[]>(() => tagForms(tags));
  const save = useChange(
    async (after: readonly TagForm[]) => {
      const kept = new Set(after.map(({ key }) => key));
      const TagKeys = tagForms(tags).flatMap(({ key }) => (kept.has(key) ? [] : [key]));
      const Tags = after.map(({ key, value }) => ({ Key: key, Value: value }));
      if (Tags.length > 0) await client.send(new TagResourceCommand({ ResourceArn: arn, Tags }));
      if (TagKeys.length > 0) await client.send(new UntagResourceCommand({ ResourceArn: arn, TagKeys }));
    },
    { done: () => "Changed the tags", stale: ["dynamodb", "tags", arn], inForm: true },
  );
  return (
    <Dialog
      title="Edit the tags"
      submit="Save"
      size="large"
      canSubmit={areTags(forms)}
      isBusy={save.isPending}
      error={save.error}
      onSubmit={() => save.mutate(forms, { onSuccess: onClose })}
      onClose={onClose}
    >
      <TagFields forms={forms} onChange={setForms} />
    </Dialog>
  );
}

import {
  DynamoDBClient,
  ListTagsOfResourceCommand,
  type Tag,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-dynamodb";
import AttributeEditor from "@cloudscape-design/components/attribute-editor";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Spinner from "@cloudscape-design/components/spinner";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { collect, pagesOf } from "../../cloud/collect.ts";
import { useAnswer, useChange } from "../../cloud/queries.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { DialogButton } from "../../parts/dialog-button.tsx";
import { PageError } from "../../parts/page-error.tsx";

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
      {answer.data && tags.length === 0 && "None."}
      {tags.length > 0 && (
        <KeyValuePairs columns={3} items={tags.map(({ Key = "", Value }) => ({ label: Key, value: Value || "–" }))} />
      )}
    </Container>
  );
}

interface EditProps {
  readonly arn: string;
  readonly tags: readonly Tag[];
  readonly onClose: () => void;
}

function EditTags({ arn, tags: before, onClose }: EditProps) {
  const client = useClient(DynamoDBClient);
  const [tags, setTags] = useState(before);
  const save = useChange(
    async (after: readonly Tag[]) => {
      const kept = new Set(after.map(({ Key }) => Key));
      const gone = before.flatMap(({ Key = "" }) => (kept.has(Key) ? [] : [Key]));
      if (after.length > 0) await client.send(new TagResourceCommand({ ResourceArn: arn, Tags: [...after] }));
      if (gone.length > 0) await client.send(new UntagResourceCommand({ ResourceArn: arn, TagKeys: gone }));
    },
    { done: () => "Changed the tags", stale: ["dynamodb", "tags", arn] },
  );
  const change = (at: number, changes: Partial<Tag>) =>
    setTags(tags.map((tag, index) => (index === at ? { ...tag, ...changes } : tag)));
  return (
    <Dialog
      title="Edit the tags"
      submit="Save"
      size="large"
      isBusy={save.isPending}
      error={save.error}
      onSubmit={() => save.mutate(tags, { onSuccess: onClose })}
      onClose={onClose}
    >
      <AttributeEditor
        items={tags}
        addButtonText="Add a tag"
        removeButtonText="Remove"
        empty="No tags."
        onAddButtonClick={() => setTags([...tags, { Key: "", Value: "" }])}
        onRemoveButtonClick={({ detail }) => setTags(tags.toSpliced(detail.itemIndex, 1))}
        definition={[
          {
            label: "Key",
            control: ({ Key = "" }, at) => (
              <Input value={Key} onChange={({ detail }) => change(at, { Key: detail.value })} />
            ),
          },
          {
            label: "Value",
            control: ({ Value = "" }, at) => (
              <Input value={Value} onChange={({ detail }) => change(at, { Value: detail.value })} />
            ),
          },
        ]}
      />
    </Dialog>
  );
}

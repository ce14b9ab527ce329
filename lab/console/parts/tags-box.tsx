import AttributeEditor from "@cloudscape-design/components/attribute-editor";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Spinner from "@cloudscape-design/components/spinner";
import type { QueryKey } from "@tanstack/react-query";
import { useState } from "react";
import { useAnswer, useChange } from "../cloud/queries.ts";
import { Dialog } from "./dialog.tsx";
import { DialogButton } from "./dialog-button.tsx";
import { Facts } from "./facts.tsx";
import { PageError } from "./page-error.tsx";

/** A tag, as most services' SDK clients write it. */
export interface Tag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

/** How a resource's tags are read and changed. */
interface Props {
  /** What the answer is kept by, such as `["sns", "tags", arn]`. */
  readonly of: QueryKey;
  readonly list: () => Promise<readonly Tag[]>;
  readonly set: (tags: { Key: string; Value: string }[]) => Promise<unknown>;
  readonly remove: (keys: string[]) => Promise<unknown>;
}

/** The tags of a resource, and a dialog that changes them. */
export function TagsBox(props: Props) {
  const answer = useAnswer(props.of, props.list);
  const tags = answer.data ?? [];
  return (
    <Container
      header={
        <Header
          counter={answer.data && `(${tags.length})`}
          actions={
            <DialogButton label="Edit" ariaLabel="Edit the tags" disabled={!answer.data}>
              {(close) => <EditTags {...props} tags={tags} onClose={close} />}
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
      {tags.length > 0 && <Facts items={tags.map(({ Key = "", Value }) => ({ label: Key, value: Value || "–" }))} />}
    </Container>
  );
}

interface EditProps extends Props {
  readonly tags: readonly Tag[];
  readonly onClose: () => void;
}

function EditTags({ of, set, remove, tags: before, onClose }: EditProps) {
  const [tags, setTags] = useState(before);
  const save = useChange(
    async (after: readonly Tag[]) => {
      const kept = new Set(after.map(({ Key }) => Key));
      const gone = before.flatMap(({ Key = "" }) => (kept.has(Key) ? [] : [Key]));
      if (after.length > 0) await set(after.map(({ Key = "", Value = "" }) => ({ Key, Value })));
      if (gone.length > 0) await remove(gone);
    },
    { done: () => "Changed the tags", stale: of, inForm: true },
  );
  const change = (at: number, changes: Tag) =>
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
        removeButtonAriaLabel={({ Key }) => `Remove ${Key}`}
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

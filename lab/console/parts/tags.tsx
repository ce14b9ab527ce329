import AttributeEditor from "@cloudscape-design/components/attribute-editor";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Spinner from "@cloudscape-design/components/spinner";
import type { UseMutationResult, UseQueryResult } from "@tanstack/react-query";
import { useState } from "react";
import { Dialog } from "./dialog.tsx";
import { DialogButton } from "./dialog-button.tsx";
import { PageError } from "./page-error.tsx";

export interface Tag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

/** What somebody made of the tags. */
export interface TagChange {
  /** All that there are to be. */
  readonly tags: readonly Tag[];
  /** The keys of those that were there and are no more. */
  readonly gone: readonly string[];
}

interface Props {
  readonly answer: UseQueryResult<readonly Tag[], Error>;
  readonly save: UseMutationResult<unknown, Error, TagChange>;
}

/** The tags of a resource, which can be edited. */
export function TagsContainer({ answer, save }: Props) {
  const tags = answer.data ?? [];
  return (
    <Container
      header={
        <Header
          counter={answer.data && `(${tags.length})`}
          actions={
            <DialogButton label="Edit" ariaLabel="Edit the tags" disabled={!answer.data}>
              {(close) => <EditTags tags={tags} save={save} onClose={close} />}
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
  readonly tags: readonly Tag[];
  readonly save: Props["save"];
  readonly onClose: () => void;
}

function EditTags({ tags: before, save, onClose }: EditProps) {
  const [tags, setTags] = useState(before);
  const change = (at: number, changes: Tag) =>
    setTags(tags.map((tag, index) => (index === at ? { ...tag, ...changes } : tag)));
  const submit = () => {
    const kept = new Set(tags.map(({ Key }) => Key));
    const gone = before.flatMap(({ Key = "" }) => (kept.has(Key) ? [] : [Key]));
    save.mutate({ tags, gone }, { onSuccess: onClose });
  };
  return (
    <Dialog
      title="Edit the tags"
      submit="Save"
      size="large"
      isBusy={save.isPending}
      error={save.error}
      onSubmit={submit}
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

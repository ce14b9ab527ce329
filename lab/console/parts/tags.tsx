import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Spinner from "@cloudscape-design/components/spinner";
import type { UseMutationResult, UseQueryResult } from "@tanstack/react-query";
import { useState } from "react";
import { Dialog } from "./dialog.tsx";
import { DialogButton } from "./dialog-button.tsx";
import { Facts } from "./facts.tsx";
import { PageError } from "./page-error.tsx";
import { areTags, TagFields, type TagForm, tagForms } from "./tag-fields.tsx";

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
      {answer.data && tags.length === 0 && "No tags."}
      {tags.length > 0 && <Facts items={tags.map(({ Key = "", Value }) => ({ label: Key, value: Value || "–" }))} />}
    </Container>
  );
}

interface EditProps {
  readonly tags: readonly Tag[];
  readonly save: Props["save"];
  readonly onClose: () => void;
}

function EditTags({ tags: before, save, onClose }: EditProps) {
  const [forms, setForms] = useState<readonly TagForm[]>(() => tagForms(before));
  const submit = () => {
    const kept = new Set(forms.map(({ key }) => key));
    const gone = tagForms(before).flatMap(({ key }) => (kept.has(key) ? [] : [key]));
    save.mutate({ tags: forms.map(({ key, value }) => ({ Key: key, Value: value })), gone }, { onSuccess: onClose });
  };
  return (
    <Dialog
      title="Edit the tags"
      submit="Save"
      size="large"
      canSubmit={areTags(forms)}
      isBusy={save.isPending}
      error={save.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <TagFields forms={forms} onChange={setForms} />
    </Dialog>
  );
}

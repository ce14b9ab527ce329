import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Spinner from "@cloudscape-design/components/spinner";
import type { QueryKey } from "@tanstack/react-query";
import { useState } from "react";
import { useAnswer, useChange } from "../cloud/queries.ts";
import { Dialog } from "./dialog.tsx";
import { DialogButton } from "./dialog-button.tsx";
import { Facts } from "./facts.tsx";
import { PageError } from "./page-error.tsx";
import { areTags, type Tag, TagFields, type TagForm, tagForms } from "./tag-fields.tsx";

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
      {answer.data && tags.length === 0 && "No tags."}
      {tags.length > 0 && <Facts items={tags.map(({ Key = "", Value }) => ({ label: Key, value: Value || "–" }))} />}
    </Container>
  );
}

interface EditProps extends Props {
  readonly tags: readonly Tag[];
  readonly onClose: () => void;
}

function EditTags({ of, set, remove, tags, onClose }: EditProps) {
  const [forms, setForms] = useState<readonly TagForm[]>(() => tagForms(tags));
  const save = useChange(
    async (after: readonly TagForm[]) => {
      const kept = new Set(after.map(({ key }) => key));
      const gone = tagForms(tags).flatMap(({ key }) => (kept.has(key) ? [] : [key]));
      if (after.length > 0) await set(after.map(({ key, value }) => ({ Key: key, Value: value })));
      if (gone.length > 0) await remove(gone);
    },
    { done: () => "Changed the tags", stale: of, inForm: true },
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

import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import type { UseMutationResult } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Json, laidOut } from "../../parts/code.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { DialogButton } from "../../parts/dialog-button.tsx";
import { JsonField, problemOf } from "../../parts/json-field.tsx";

interface Props {
  readonly title: string;
  readonly description?: ReactNode;
  /** What is shown; empty when there is none. */
  readonly shown: string;
  /** What is edited, where that is not what is shown. */
  readonly edited?: string;
  /** What it says where there is none; a document that must be there has none. */
  readonly none?: string;
  /** Takes the document. */
  readonly save: UseMutationResult<unknown, Error, string>;
}

/** A document in JSON that belongs to a topic, and can be edited. */
export function Document(props: Props) {
  const { title, description, shown, none } = props;
  return (
    <Container
      header={
        <Header
          description={description}
          actions={
            <DialogButton label="Edit" ariaLabel={`Edit the ${title.toLowerCase()}`}>
              {(close) => <EditDocument {...props} onClose={close} />}
            </DialogButton>
          }
        >
          {title}
        </Header>
      }
    >
      {shown === "" ? none : <Json value={shown} label={`The ${title.toLowerCase()}`} />}
    </Container>
  );
}

function EditDocument({ title, shown, edited = shown, none, save, onClose }: Props & { readonly onClose: () => void }) {
  const [text, setText] = useState(() => laidOut(edited));
  const mayBeEmpty = none !== undefined;
  const isWhole = (mayBeEmpty && text.trim() === "") || problemOf(text) === undefined;
  return (
    <Dialog
      title={`Edit the ${title.toLowerCase()}`}
      submit="Save"
      size="large"
      canSubmit={isWhole}
      isBusy={save.isPending}
      error={save.error}
      onSubmit={() => save.mutate(text.trim(), { onSuccess: onClose })}
      onClose={onClose}
    >
      <JsonField
        label={title}
        description={mayBeEmpty && "Leave it empty to have none."}
        value={text}
        onChange={setText}
        mayBeEmpty={mayBeEmpty}
      />
    </Dialog>
  );
}

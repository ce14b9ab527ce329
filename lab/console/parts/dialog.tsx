import Button from "@cloudscape-design/components/button";
import Form from "@cloudscape-design/components/form";
import Modal, { type ModalProps } from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";
import { wordsFor } from "../cloud/unreachable.ts";
import { FirstField } from "./first-field.tsx";

interface Props {
  /** What it is about. */
  readonly title: string;
  /** What its button says; by default the title. */
  readonly submit?: string;
  readonly size?: ModalProps.Size;
  readonly isBusy?: boolean;
  readonly canSubmit?: boolean;
  /** What went wrong when it was tried. */
  readonly error?: Error | null;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A small form in front of the page. It stays open when what it asks for fails, so that it can be mended. */
export function Dialog({
  title,
  submit = title,
  size = "medium",
  isBusy = false,
  canSubmit = true,
  error,
  onSubmit,
  onClose,
  children,
}: Props) {
  return (
    <Modal visible onDismiss={onClose} header={title} size={size}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (canSubmit && !isBusy) onSubmit();
        }}
      >
        <Form
          errorText={error && wordsFor(error).message}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button variant="link" formAction="none" onClick={onClose}>
                Cancel
              </Button>
              <Button variant="primary" loading={isBusy} disabled={!canSubmit}>
                {submit}
              </Button>
            </SpaceBetween>
          }
        >
          <FirstField>
            <SpaceBetween size="m">{children}</SpaceBetween>
          </FirstField>
        </Form>
      </form>
    </Modal>
  );
}

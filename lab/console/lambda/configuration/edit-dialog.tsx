import Button from "@cloudscape-design/components/button";
import type { ModalProps } from "@cloudscape-design/components/modal";
import { type ReactNode, useState } from "react";
import { Dialog } from "../../parts/dialog.tsx";

interface Props {
  /** The button's and the dialog's: `Edit settings`. */
  readonly label: string;
  readonly size?: ModalProps.Size;
  /** Puts into the fields what is set. */
  readonly onOpen: () => void;
  /** Sends it. The dialog stays when that fails. */
  readonly onSave: () => Promise<unknown>;
  readonly disabled?: boolean;
  readonly children: ReactNode;
}

/** A button, and the dialog that it opens, in which something is changed. */
export function EditDialog({ label, size = "medium", onOpen, onSave, disabled = false, children }: Props) {
  const [isOpen, setOpen] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const close = () => setOpen(false);
  const save = async () => {
    setBusy(true);
    // A failure is told by who changes.
    await onSave().then(close, () => undefined);
    setBusy(false);
  };
  return (
    <>
      <Button
        ariaLabel={label}
        onClick={() => {
          onOpen();
          setOpen(true);
        }}
      >
        Edit
      </Button>
      {isOpen && (
        <Dialog
          title={label}
          submit="Save"
          size={size}
          isBusy={isBusy}
          canSubmit={!disabled}
          onSubmit={save}
          onClose={close}
        >
          {children}
        </Dialog>
      )}
    </>
  );
}

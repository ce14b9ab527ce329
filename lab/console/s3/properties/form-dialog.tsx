import Button from "@cloudscape-design/components/button";
import { type ReactNode, useState } from "react";
import { Dialog } from "../../parts/dialog.tsx";

interface Props<F> {
  /** The button's and the dialog's: `Edit CORS`. */
  readonly label: string;
  /** What the form begins with, each time that it is opened. */
  readonly begin: () => F;
  /** What saves it. */
  readonly change: { readonly isPending: boolean; readonly error: Error | null; reset(): void };
  readonly canSave?: (form: F) => boolean;
  /** Sends it. The dialog stays when that fails. */
  readonly onSave: (form: F, close: () => void) => void;
  readonly children: (form: F, change: (form: F) => void) => ReactNode;
}

/** A button, and the form that it opens, in which a configuration is changed. */
export function FormDialog<F>({ label, begin, change, canSave, onSave, children }: Props<F>) {
  const [form, setForm] = useState<F>();
  const open = () => {
    // What went wrong the last time is over.
    change.reset();
    setForm(begin);
  };
  const close = () => setForm(undefined);
  return (
    <>
      <Button ariaLabel={label} onClick={open}>
        Edit
      </Button>
      {form !== undefined && (
        <Dialog
          title={label}
          submit="Save"
          size="large"
          isBusy={change.isPending}
          canSubmit={canSave?.(form) ?? true}
          error={change.error}
          onSubmit={() => onSave(form, close)}
          onClose={close}
        >
          {children(form, setForm)}
        </Dialog>
      )}
    </>
  );
}

import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { type ReactNode, useState } from "react";
import { useChange } from "../../cloud/queries.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { useOpen } from "../../shell/addresses.ts";
import { tablePath } from "../addresses.ts";

interface Props {
  readonly title: string;
  /** The table that it was. */
  readonly from: string;
  readonly canSubmit?: boolean;
  readonly onRestore: (table: string) => Promise<unknown>;
  readonly onClose: () => void;
  readonly children?: ReactNode;
}

/** Restores into a new table, and opens it. */
export function RestoreDialog({ title, from, canSubmit = true, onRestore, onClose, children }: Props) {
  const open = useOpen();
  const [name, setName] = useState(`${from}-restored`);
  const restore = useChange(onRestore, {
    done: (table) => `Restoring into ${table}`,
    stale: ["dynamodb", "tables"],
    inForm: true,
  });
  return (
    <Dialog
      title={title}
      submit="Restore"
      canSubmit={canSubmit && name !== ""}
      isBusy={restore.isPending}
      error={restore.error}
      onSubmit={() => restore.mutate(name, { onSuccess: () => open(tablePath(name)) })}
      onClose={onClose}
    >
      <FormField label="Name of the new table">
        <Input value={name} onChange={({ detail }) => setName(detail.value.trim())} autoFocus spellcheck={false} />
      </FormField>
      {children}
    </Dialog>
  );
}

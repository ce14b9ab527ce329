import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { Dialog } from "../../parts/dialog.tsx";

interface Props {
  /** What the event is called so far. */
  readonly title: string;
  readonly disabled: boolean;
  readonly onSave: (title: string) => void;
}

/** Asks what an event is to be called, and saves it under that name. */
export function SaveButton({ title, disabled, onSave }: Props) {
  const [name, setName] = useState<string>();
  const close = () => setName(undefined);
  const wanted = name?.trim() ?? "";
  const save = () => {
    onSave(wanted);
    close();
  };
  return (
    <>
      <Button disabled={disabled} onClick={() => setName(title)}>
        Save event
      </Button>
      {name !== undefined && (
        <Dialog title="Save event" submit="Save" canSubmit={wanted !== ""} onSubmit={save} onClose={close}>
          <FormField
            label="Name"
            description="Replaces an event with the same name. Events are stored in this browser."
          >
            <Input value={name} onChange={({ detail }) => setName(detail.value)} />
          </FormField>
        </Dialog>
      )}
    </>
  );
}

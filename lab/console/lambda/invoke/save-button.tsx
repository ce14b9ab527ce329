import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";

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
  return (
    <>
      <Button disabled={disabled} onClick={() => setName(title)}>
        Save the event
      </Button>
      <Modal visible={name !== undefined} onDismiss={close} header="Save the event">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (!name?.trim()) return;
            onSave(name.trim());
            close();
          }}
        >
          <SpaceBetween size="m">
            <FormField
              label="Name"
              description="One that is saved already is replaced. Events are kept in this browser."
            >
              <Input value={name ?? ""} onChange={({ detail }) => setName(detail.value)} />
            </FormField>
            <Box float="right">
              <SpaceBetween direction="horizontal" size="xs">
                <Button variant="link" formAction="none" onClick={close}>
                  Cancel
                </Button>
                <Button variant="primary" disabled={!name?.trim()}>
                  Save
                </Button>
              </SpaceBetween>
            </Box>
          </SpaceBetween>
        </form>
      </Modal>
    </>
  );
}

import Button from "@cloudscape-design/components/button";
import Form from "@cloudscape-design/components/form";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";

interface Props {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onChoose: (account: string) => void;
}

/** Asks for an account that the lab has not seen yet: any twelve digits are one. */
export function AccountDialog({ isOpen, onClose, onChoose }: Props) {
  const [account, setAccount] = useState("");
  const isWrong = account !== "" && !/^\d{12}$/.test(account);
  return (
    <Modal visible={isOpen} onDismiss={onClose} header="Another account">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (/^\d{12}$/.test(account)) onChoose(account);
        }}
      >
        <Form
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button variant="link" formAction="none" onClick={onClose}>
                Cancel
              </Button>
              <Button variant="primary">Go there</Button>
            </SpaceBetween>
          }
        >
          <FormField
            label="Account"
            description="Any twelve digits are an account of the lab."
            errorText={isWrong && "An account is twelve digits."}
          >
            <Input value={account} onChange={({ detail }) => setAccount(detail.value.trim())} inputMode="numeric" />
          </FormField>
        </Form>
      </form>
    </Modal>
  );
}

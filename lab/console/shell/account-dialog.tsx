import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { Dialog } from "../parts/dialog.tsx";

interface Props {
  readonly onClose: () => void;
  readonly onChoose: (account: string) => void;
}

/** Asks for an account that the lab has not seen yet: any twelve digits are one. */
export function AccountDialog({ onClose, onChoose }: Props) {
  const [account, setAccount] = useState("");
  const isRight = /^\d{12}$/.test(account);
  return (
    <Dialog
      title="Another account"
      submit="Switch account"
      canSubmit={isRight}
      onSubmit={() => onChoose(account)}
      onClose={onClose}
    >
      <FormField
        label="Account"
        description="Any 12 digits are an account of the lab."
        errorText={account !== "" && !isRight && "An account has 12 digits."}
      >
        <Input value={account} onChange={({ detail }) => setAccount(detail.value.trim())} inputMode="numeric" />
      </FormField>
    </Dialog>
  );
}

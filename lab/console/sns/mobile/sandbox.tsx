import {
  CreateSMSSandboxPhoneNumberCommand,
  DeleteSMSSandboxPhoneNumberCommand,
  paginateListSMSSandboxPhoneNumbers,
  type SMSSandboxPhoneNumber,
  SNSClient,
  VerifySMSSandboxPhoneNumberCommand,
} from "@aws-sdk/client-sns";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { collect } from "../../cloud/collect.ts";
import { useAnswer, useChange } from "../../cloud/queries.ts";
import { ConfirmedButton } from "../../parts/confirmed-button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { DialogButton } from "../../parts/dialog-button.tsx";
import { Empty } from "../../parts/empty.tsx";
import { ResourceTable } from "../../parts/resource-table.tsx";

/** The phone numbers that an account in the sandbox may text, once they are verified. */
export function Sandbox() {
  const client = useClient(SNSClient);
  const [selected, setSelected] = useState<SMSSandboxPhoneNumber[]>([]);
  const [only] = selected;
  const answer = useAnswer(["sns", "sandbox"], () =>
    collect(paginateListSMSSandboxPhoneNumbers({ client }, {}), ({ PhoneNumbers }) => PhoneNumbers),
  );
  const remove = useChange(
    async (PhoneNumber: string) => {
      await client.send(new DeleteSMSSandboxPhoneNumberCommand({ PhoneNumber }));
      setSelected([]);
    },
    { done: (number) => `Removed ${number}`, stale: ["sns"] },
  );
  return (
    <ResourceTable
      title="Phone numbers"
      answer={answer}
      id={({ PhoneNumber = "" }) => PhoneNumber}
      selected={selected}
      onSelect={setSelected}
      selectionType="single"
      columns={[
        { id: "number", header: "Phone number", minWidth: 160, isRowHeader: true, cell: (one) => one.PhoneNumber },
        { id: "status", header: "Status", minWidth: 120, cell: ({ Status }) => Status ?? "–" },
      ]}
      empty={
        <Empty title="No phone numbers yet">Text messages to others say in the outbox why they don't arrive.</Empty>
      }
      actions={
        <>
          <ConfirmedButton
            label="Remove"
            disabled={!only}
            onConfirm={() => remove.mutateAsync(only?.PhoneNumber ?? "")}
          >
            {only?.PhoneNumber} will have to be verified again.
          </ConfirmedButton>
          <DialogButton label="Verify" disabled={only?.Status !== "Pending"}>
            {(close) => <Verify number={only?.PhoneNumber ?? ""} onClose={close} />}
          </DialogButton>
          <DialogButton label="Add phone number" variant="primary">
            {(close) => <Add onClose={close} />}
          </DialogButton>
        </>
      }
    />
  );
}

interface FormProps {
  readonly onClose: () => void;
}

function Add({ onClose }: FormProps) {
  const client = useClient(SNSClient);
  const [number, setNumber] = useState("");
  const add = useChange((PhoneNumber: string) => client.send(new CreateSMSSandboxPhoneNumberCommand({ PhoneNumber })), {
    done: (added) => `A code for ${added} is in the outbox`,
    stale: ["sns"],
    inForm: true,
  });
  return (
    <Dialog
      title="Add phone number"
      submit="Add phone number"
      canSubmit={number !== ""}
      isBusy={add.isPending}
      error={add.error}
      onSubmit={() => add.mutate(number, { onSuccess: onClose })}
      onClose={onClose}
    >
      <FormField label="Phone number" description="It is sent a code, which waits in the outbox.">
        <Input
          value={number}
          inputMode="tel"
          placeholder="+15550001111"
          onChange={({ detail }) => setNumber(detail.value.replace(/[\s()-]/g, ""))}
        />
      </FormField>
    </Dialog>
  );
}

function Verify({ number, onClose }: FormProps & { readonly number: string }) {
  const client = useClient(SNSClient);
  const [code, setCode] = useState("");
  const verify = useChange(
    (OneTimePassword: string) =>
      client.send(new VerifySMSSandboxPhoneNumberCommand({ PhoneNumber: number, OneTimePassword })),
    { done: () => `${number} is verified`, stale: ["sns"], inForm: true },
  );
  return (
    <Dialog
      title={`Verify ${number}`}
      submit="Verify"
      canSubmit={code !== ""}
      isBusy={verify.isPending}
      error={verify.error}
      onSubmit={() => verify.mutate(code, { onSuccess: onClose })}
      onClose={onClose}
    >
      <FormField label="Code" description="The text message with it is in the outbox.">
        <Input value={code} inputMode="numeric" onChange={({ detail }) => setCode(detail.value.trim())} />
      </FormField>
    </Dialog>
  );
}

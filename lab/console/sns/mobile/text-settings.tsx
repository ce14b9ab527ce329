import { GetSMSAttributesCommand, SetSMSAttributesCommand, SNSClient } from "@aws-sdk/client-sns";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import Spinner from "@cloudscape-design/components/spinner";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { useAnswer, useChange } from "../../cloud/queries.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { DialogButton } from "../../parts/dialog-button.tsx";
import { Facts } from "../../parts/facts.tsx";
import { PageError } from "../../parts/page-error.tsx";

const TYPES = [
  { value: "Promotional", label: "Promotional" },
  { value: "Transactional", label: "Transactional" },
];

type Attributes = Readonly<Record<string, string>>;

/** How the text messages of an account are set. */
export function TextSettings() {
  const client = useClient(SNSClient);
  const answer = useAnswer<Attributes>(
    ["sns", "text-settings"],
    async () => (await client.send(new GetSMSAttributesCommand({}))).attributes ?? {},
  );
  if (answer.error) return <PageError error={answer.error} />;
  if (!answer.data) return <Spinner />;
  const { DefaultSenderID, DefaultSMSType, MonthlySpendLimit } = answer.data;
  return (
    <Container
      header={
        <Header
          actions={
            <DialogButton label="Edit" ariaLabel="Edit the settings of text messages">
              {(close) => <EditSettings attributes={answer.data} onClose={close} />}
            </DialogButton>
          }
        >
          Text messages
        </Header>
      }
    >
      <Facts
        items={[
          { label: "Sender", value: DefaultSenderID || "–" },
          { label: "Type", value: DefaultSMSType || "Promotional" },
          { label: "Most spent in a month", value: MonthlySpendLimit === undefined ? "–" : `$${MonthlySpendLimit}` },
        ]}
      />
    </Container>
  );
}

function EditSettings({ attributes, onClose }: { readonly attributes: Attributes; readonly onClose: () => void }) {
  const client = useClient(SNSClient);
  const { DefaultSenderID = "", DefaultSMSType = "Promotional", MonthlySpendLimit = "1" } = attributes;
  const [form, setForm] = useState({ DefaultSenderID, DefaultSMSType, MonthlySpendLimit });
  const save = useChange((given: typeof form) => client.send(new SetSMSAttributesCommand({ attributes: given })), {
    done: () => "Changed the settings of text messages",
    stale: ["sns"],
    inForm: true,
  });
  return (
    <Dialog
      title="Edit the settings of text messages"
      submit="Save"
      isBusy={save.isPending}
      error={save.error}
      onSubmit={() => save.mutate(form, { onSuccess: onClose })}
      onClose={onClose}
    >
      <FormField label="Sender" description="At most 11 letters and digits. Whom messages come from.">
        <Input
          value={form.DefaultSenderID}
          onChange={({ detail }) => setForm({ ...form, DefaultSenderID: detail.value.trim() })}
        />
      </FormField>
      <FormField label="Type">
        <Select
          selectedOption={TYPES.find(({ value }) => value === form.DefaultSMSType) ?? null}
          options={TYPES}
          onChange={({ detail }) => setForm({ ...form, DefaultSMSType: detail.selectedOption.value ?? "Promotional" })}
        />
      </FormField>
      <FormField label="Most spent in a month" description="In US dollars.">
        <Input
          value={form.MonthlySpendLimit}
          inputMode="numeric"
          onChange={({ detail }) => setForm({ ...form, MonthlySpendLimit: detail.value.trim() })}
        />
      </FormField>
    </Dialog>
  );
}

import { type ParameterType, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import Textarea from "@cloudscape-design/components/textarea";
import { useState } from "react";
import { useClient } from "../cloud/clients.ts";
import { useChange } from "../cloud/queries.ts";
import { Dialog } from "../parts/dialog.tsx";

const TYPES: Readonly<Record<ParameterType, string>> = {
  String: "Any text",
  StringList: "Several texts, separated by commas",
  SecureString: "A secret, stored encrypted",
};

/** A parameter that gets another value. */
interface Existing {
  readonly name: string;
  readonly type: ParameterType;
  readonly value: string;
}

/** Creates a parameter, or gives one a new value. */
export function PutParameter({ existing }: { readonly existing?: Existing }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant={existing ? "normal" : "primary"} onClick={() => setOpen(true)}>
        {existing ? "Edit" : "Create parameter"}
      </Button>
      {isOpen && <PutDialog existing={existing} onClose={() => setOpen(false)} />}
    </>
  );
}

function PutDialog({ existing, onClose }: { readonly existing: Existing | undefined; readonly onClose: () => void }) {
  const client = useClient(SSMClient);
  const [form, setForm] = useState<Existing>(existing ?? { name: "", type: "String", value: "" });
  const put = useChange(
    ({ name, type, value }: Existing) =>
      client.send(new PutParameterCommand({ Name: name, Type: type, Value: value, Overwrite: existing !== undefined })),
    { done: ({ name }) => `${existing ? "Changed" : "Created"} the parameter ${name}`, stale: ["ssm"], inForm: true },
  );
  return (
    <Dialog
      title={existing ? `Edit ${existing.name}` : "Create parameter"}
      submit={existing ? "Save" : "Create parameter"}
      canSubmit={form.name !== "" && form.value !== ""}
      isBusy={put.isPending}
      error={put.error}
      onSubmit={() => put.mutate(form, { onSuccess: onClose })}
      onClose={onClose}
    >
      {!existing && (
        <FormField label="Name" description="Use slashes for a hierarchy, such as /app/database/host.">
          <Input
            value={form.name}
            onChange={({ detail }) => setForm({ ...form, name: detail.value.trim() })}
            spellcheck={false}
          />
        </FormField>
      )}
      <FormField label="Type">
        <Select
          selectedOption={{ value: form.type, label: form.type }}
          options={Object.entries(TYPES).map(([value, description]) => ({ value, label: value, description }))}
          onChange={({ detail }) => setForm({ ...form, type: detail.selectedOption.value as ParameterType })}
          expandToViewport
        />
      </FormField>
      <FormField label="Value">
        <Textarea
          value={form.value}
          onChange={({ detail }) => setForm({ ...form, value: detail.value })}
          spellcheck={false}
        />
      </FormField>
    </Dialog>
  );
}

import { IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient } from "@aws-sdk/client-lambda";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import Textarea from "@cloudscape-design/components/textarea";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { useChange } from "../../cloud/queries.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { useOpen } from "../../shell/addresses.ts";
import { createFunction, type NewFunction } from "./create.ts";
import { NEW_ROLE, RoleField } from "./role-field.tsx";
import { RUNTIMES } from "./runtimes.ts";
import "../../parts/json-field.css";

/** Creates a function from code that is written here. */
export function CreateDialog({ onClose }: { readonly onClose: () => void }) {
  const lambda = useClient(LambdaClient);
  const iam = useClient(IAMClient);
  const open = useOpen();
  const [form, setForm] = useState<NewFunction>({ name: "", role: NEW_ROLE, ...RUNTIMES[0] });
  const create = useChange((one: NewFunction) => createFunction(one, { lambda, iam }), {
    done: ({ name }) => `Created the function ${name}`,
    stale: ["lambda"],
    inForm: true,
  });
  const change = (changes: Partial<NewFunction>) => setForm({ ...form, ...changes });
  return (
    <Dialog
      title="Create function"
      size="large"
      canSubmit={form.name !== ""}
      isBusy={create.isPending}
      error={create.error}
      onSubmit={() =>
        create.mutate(form, { onSuccess: () => open(`/lambda/${encodeURIComponent(form.name)}?tab=test`) })
      }
      onClose={onClose}
    >
      <FormField label="Name">
        <Input value={form.name} onChange={({ detail }) => change({ name: detail.value.trim() })} spellcheck={false} />
      </FormField>
      <FormField label="Runtime">
        <Select
          selectedOption={{ value: form.runtime, label: form.runtime }}
          options={RUNTIMES.map(({ runtime }) => ({ value: runtime, label: runtime }))}
          onChange={({ detail }) =>
            change(RUNTIMES.find(({ runtime }) => runtime === detail.selectedOption.value) ?? RUNTIMES[0])
          }
          expandToViewport
        />
      </FormField>
      <RoleField value={form.role} onChange={(role) => change({ role })} />
      <FormField label="Code" description={`${form.file}, whose handler is ${form.handler}`} stretch>
        <div className="json-field">
          <Textarea
            value={form.code}
            rows={10}
            spellcheck={false}
            onChange={({ detail }) => change({ code: detail.value })}
          />
        </div>
      </FormField>
    </Dialog>
  );
}

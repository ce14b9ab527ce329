import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { EditDialog } from "./edit-dialog.tsx";
import { useUpdate } from "./use-update.ts";

/** Changes a function's description, memory and timeout. */
export function EditGeneral({ configuration }: { readonly configuration: FunctionConfiguration }) {
  const { FunctionName, Description = "", MemorySize = 128, Timeout = 3 } = configuration;
  const update = useUpdate();
  const [form, setForm] = useState({ description: "", memory: "", timeout: "" });
  const wrongMemory = wrongNumber(form.memory);
  const wrongTimeout = wrongNumber(form.timeout);
  return (
    <EditDialog
      label="Edit settings"
      onOpen={() => setForm({ description: Description, memory: String(MemorySize), timeout: String(Timeout) })}
      disabled={wrongMemory !== undefined || wrongTimeout !== undefined}
      onSave={() =>
        update.mutateAsync({
          FunctionName,
          Description: form.description,
          MemorySize: Number(form.memory),
          Timeout: Number(form.timeout),
        })
      }
    >
      <FormField label="Description">
        <Input value={form.description} onChange={({ detail }) => setForm({ ...form, description: detail.value })} />
      </FormField>
      <FormField label="Memory" description="In megabytes." errorText={wrongMemory}>
        <Input
          type="number"
          value={form.memory}
          onChange={({ detail }) => setForm({ ...form, memory: detail.value })}
        />
      </FormField>
      <FormField label="Timeout" description="In seconds." errorText={wrongTimeout}>
        <Input
          type="number"
          value={form.timeout}
          onChange={({ detail }) => setForm({ ...form, timeout: detail.value })}
        />
      </FormField>
    </EditDialog>
  );
}

/** AWS tells its limits itself. */
function wrongNumber(text: string): string | undefined {
  return /^\d+$/.test(text) ? undefined : "This must be a whole number.";
}

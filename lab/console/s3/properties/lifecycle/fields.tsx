import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Toggle from "@cloudscape-design/components/toggle";
import type { LifecycleForm } from "./lifecycle-form.ts";

interface Props {
  readonly form: LifecycleForm;
  readonly onChange: (form: LifecycleForm) => void;
}

/** The fields of a rule of a bucket's lifecycle. */
export function Fields({ form, onChange }: Props) {
  const days = (name: "expires" | "versionsExpire" | "uploadsEnd", label: string) => (
    <FormField label={label} constraintText="In days. Leave empty for never.">
      <Input type="number" value={form[name]} onChange={({ detail }) => onChange({ ...form, [name]: detail.value })} />
    </FormField>
  );
  return (
    <SpaceBetween size="m">
      <Toggle checked={form.isEnabled} onChange={({ detail }) => onChange({ ...form, isEnabled: detail.checked })}>
        Enabled
      </Toggle>
      <FormField label="Name">
        <Input value={form.id} onChange={({ detail }) => onChange({ ...form, id: detail.value })} />
      </FormField>
      <FormField label="Objects whose keys begin with" constraintText="Leave empty for all.">
        <Input value={form.prefix} onChange={({ detail }) => onChange({ ...form, prefix: detail.value })} />
      </FormField>
      {days("expires", "Objects expire")}
      {days("versionsExpire", "Old versions expire")}
      {days("uploadsEnd", "Abort unfinished uploads")}
    </SpaceBetween>
  );
}

import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Multiselect from "@cloudscape-design/components/multiselect";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { ArnField } from "../../../search/arn-field.tsx";
import { EVENTS } from "./events.ts";
import type { NotificationForm } from "./notification-form.ts";

interface Props {
  readonly form: NotificationForm;
  readonly onChange: (form: NotificationForm) => void;
}

/** The fields of a notification. */
export function Fields({ form, onChange }: Props) {
  return (
    <SpaceBetween size="m">
      <ArnField
        label="To"
        description="A function, queue or topic whose policy allows S3."
        kinds={["Functions", "Queues", "Topics"]}
        value={form.to}
        onChange={(to) => onChange({ ...form, to })}
      />
      <FormField label="Events">
        <Multiselect
          selectedOptions={form.events.map((value) => ({ value, label: value }))}
          options={EVENTS.map((value) => ({ value, label: value }))}
          filteringType="auto"
          onChange={({ detail }) =>
            onChange({ ...form, events: detail.selectedOptions.map(({ value = "" }) => value) })
          }
          expandToViewport
        />
      </FormField>
      <FormField label="Objects whose keys begin with" constraintText="Leave empty for all.">
        <Input value={form.prefix} onChange={({ detail }) => onChange({ ...form, prefix: detail.value })} />
      </FormField>
      <FormField label="and end with">
        <Input
          value={form.suffix}
          placeholder=".jpg"
          onChange={({ detail }) => onChange({ ...form, suffix: detail.value })}
        />
      </FormField>
    </SpaceBetween>
  );
}

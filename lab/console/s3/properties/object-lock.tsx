import {
  GetObjectLockConfigurationCommand,
  type ObjectLockConfiguration,
  type ObjectLockRetentionMode,
  PutObjectLockConfigurationCommand,
} from "@aws-sdk/client-s3";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useClient } from "../../cloud/clients.ts";
import { BrowserS3Client } from "../client.ts";
import { Configuration } from "./configuration.tsx";
import { FormDialog } from "./form-dialog.tsx";
import { useConfiguration, useConfigure } from "./use-configuration.ts";

const TITLE = "Object Lock";

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html */
const MODES = [
  { value: "", label: "None", description: "Each upload decides for itself." },
  {
    value: "GOVERNANCE",
    label: "Governance",
    description: "Users with a special permission can still delete versions.",
  },
  {
    value: "COMPLIANCE",
    label: "Compliance",
    description: "Nobody can delete a version before its time, not even root.",
  },
];

const UNITS = [
  { value: "Days", label: "days" },
  { value: "Years", label: "years" },
] as const;

/** The retention that new versions get by default. */
interface RetentionForm {
  readonly mode: string;
  readonly length: string;
  readonly unit: "Days" | "Years";
}

/** Whether versions can be protected from deletion, and for how long they are by default. */
export function ObjectLock({ bucket: Bucket }: { readonly bucket: string }) {
  const client = useClient(BrowserS3Client);
  const answer = useConfiguration(
    Bucket,
    TITLE,
    async () => (await client.send(new GetObjectLockConfigurationCommand({ Bucket }))).ObjectLockConfiguration,
  );
  const change = useConfigure(Bucket, TITLE, (form: RetentionForm) =>
    client.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration: configurationOf(form) })),
  );
  return (
    <Configuration
      title={TITLE}
      description="Protects versions from being deleted or overwritten. It needs versioning, and can't be turned off again."
      answer={answer}
      none="Off."
      edit={(lock) => (
        <FormDialog
          label="Edit Object Lock"
          begin={() => formOf(lock)}
          change={change}
          canSave={({ mode, length }) => mode === "" || length !== ""}
          onSave={(form, close) => change.mutate(form, { onSuccess: close })}
        >
          {(form, onChange) => <Fields form={form} onChange={onChange} />}
        </FormDialog>
      )}
    >
      {(lock) => `On. ${described(formOf(lock))}`}
    </Configuration>
  );
}

interface FieldsProps {
  readonly form: RetentionForm;
  readonly onChange: (form: RetentionForm) => void;
}

function Fields({ form, onChange }: FieldsProps) {
  return (
    <SpaceBetween size="m">
      <FormField label="Default retention" description="For new versions whose upload names none.">
        <RadioGroup
          value={form.mode}
          items={MODES}
          onChange={({ detail }) => onChange({ ...form, mode: detail.value })}
        />
      </FormField>
      {form.mode !== "" && (
        <SpaceBetween direction="horizontal" size="xs">
          <FormField label="Retention period">
            <Input
              type="number"
              value={form.length}
              onChange={({ detail }) => onChange({ ...form, length: detail.value })}
            />
          </FormField>
          <FormField label="Unit">
            <Select
              selectedOption={UNITS.find(({ value }) => value === form.unit) ?? UNITS[0]}
              options={UNITS}
              onChange={({ detail }) =>
                onChange({ ...form, unit: detail.selectedOption.value as RetentionForm["unit"] })
              }
              expandToViewport
            />
          </FormField>
        </SpaceBetween>
      )}
    </SpaceBetween>
  );
}

function formOf(lock: ObjectLockConfiguration | null): RetentionForm {
  const { Mode = "", Days, Years } = lock?.Rule?.DefaultRetention ?? {};
  return { mode: Mode, length: String(Years ?? Days ?? ""), unit: Years === undefined ? "Days" : "Years" };
}

function configurationOf({ mode, length, unit }: RetentionForm): ObjectLockConfiguration {
  const DefaultRetention = { Mode: mode as ObjectLockRetentionMode, [unit]: Number(length) };
  return { ObjectLockEnabled: "Enabled", ...(mode !== "" && { Rule: { DefaultRetention } }) };
}

function described({ mode, length, unit }: RetentionForm): string {
  if (mode === "") return "There is no default retention.";
  const label = MODES.find(({ value }) => value === mode)?.label ?? mode;
  return `New versions are kept for ${length} ${length === "1" ? unit.slice(0, -1).toLowerCase() : unit.toLowerCase()} (${label.toLowerCase()}).`;
}

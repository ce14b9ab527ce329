import {
  DeleteBucketInventoryConfigurationCommand,
  type InventoryConfiguration,
  type InventoryFormat,
  type InventoryFrequency,
  ListBucketInventoryConfigurationsCommand,
  PutBucketInventoryConfigurationCommand,
} from "@aws-sdk/client-s3";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Toggle from "@cloudscape-design/components/toggle";
import { useClient } from "../../cloud/clients.ts";
import { Facts } from "../../parts/facts.tsx";
import { ArnField } from "../../search/arn-field.tsx";
import { BrowserS3Client } from "../client.ts";
import { Configuration } from "./configuration.tsx";
import { FormDialog } from "./form-dialog.tsx";
import { Rules } from "./rules.tsx";
import { allById, saveById, useConfiguration, useConfigure } from "./use-configuration.ts";

const TITLE = "Inventory";

const FORMATS = ["CSV", "ORC", "Parquet"];
const FREQUENCIES = ["Daily", "Weekly"];

/** Lists of what is in a bucket, which S3 writes again and again. */
export function Inventory({ bucket: Bucket }: { readonly bucket: string }) {
  const client = useClient(BrowserS3Client);
  const answer = useConfiguration(Bucket, TITLE, () =>
    allById(async (ContinuationToken) => {
      const page = await client.send(new ListBucketInventoryConfigurationsCommand({ Bucket, ContinuationToken }));
      return { items: page.InventoryConfigurationList, next: page.NextContinuationToken };
    }),
  );
  const change = useConfigure(Bucket, TITLE, (after: readonly InventoryConfiguration[]) =>
    saveById(answer.data ?? [], after, {
      put: (one) =>
        client.send(new PutBucketInventoryConfigurationCommand({ Bucket, Id: one.Id, InventoryConfiguration: one })),
      remove: (Id) => client.send(new DeleteBucketInventoryConfigurationCommand({ Bucket, Id })),
    }),
  );
  return (
    <Configuration
      title={TITLE}
      description="Lists the objects, with their sizes and more, in files in a bucket."
      answer={answer}
      none="No inventories."
      isStoredByLab
      edit={(all) => (
        <FormDialog<readonly InventoryConfiguration[]>
          label="Edit inventory"
          begin={() => all ?? []}
          change={change}
          canSave={(forms) => forms.every(({ Id, Destination }) => Id && Destination?.S3BucketDestination?.Bucket)}
          onSave={(forms, close) => change.mutate(forms, { onSuccess: close })}
        >
          {(forms, onChange) => (
            <Rules noun="inventory" plural="inventories" rules={forms} fresh={fresh} onChange={onChange}>
              {(form, changeOne) => <Fields form={form} onChange={changeOne} />}
            </Rules>
          )}
        </FormDialog>
      )}
    >
      {(all) => (
        <SpaceBetween size="m">
          {all.map(({ Id, IsEnabled, Schedule, IncludedObjectVersions, Destination, Filter }) => (
            <Facts
              key={Id}
              items={[
                { label: Id ?? "", value: IsEnabled ? "enabled" : "disabled" },
                {
                  label: "To",
                  value: <span style={{ overflowWrap: "anywhere" }}>{Destination?.S3BucketDestination?.Bucket}</span>,
                },
                {
                  label: "Written",
                  value: `${Schedule?.Frequency?.toLowerCase()}, as ${Destination?.S3BucketDestination?.Format}`,
                },
                { label: "Objects", value: Filter?.Prefix ? `${Filter.Prefix}…` : "all" },
                { label: "Versions", value: IncludedObjectVersions?.toLowerCase() },
              ]}
            />
          ))}
        </SpaceBetween>
      )}
    </Configuration>
  );
}

function fresh(): InventoryConfiguration {
  return {
    Id: "",
    IsEnabled: true,
    IncludedObjectVersions: "Current",
    Schedule: { Frequency: "Daily" },
    Destination: { S3BucketDestination: { Bucket: "", Format: "CSV" } },
  };
}

interface FieldsProps {
  readonly form: InventoryConfiguration;
  readonly onChange: (form: InventoryConfiguration) => void;
}

function Fields({ form, onChange }: FieldsProps) {
  const to = form.Destination?.S3BucketDestination ?? { Bucket: "", Format: "CSV" };
  const changeTo = (changes: Partial<typeof to>) =>
    onChange({ ...form, Destination: { S3BucketDestination: { ...to, ...changes } } });
  const select = (label: string, value: string | undefined, options: readonly string[], set: (one: string) => void) => (
    <FormField label={label}>
      <Select
        selectedOption={value === undefined ? null : { value, label: value }}
        options={options.map((one) => ({ value: one, label: one }))}
        onChange={({ detail }) => set(detail.selectedOption.value ?? "")}
        expandToViewport
      />
    </FormField>
  );
  return (
    <SpaceBetween size="m">
      <Toggle
        checked={form.IsEnabled ?? false}
        onChange={({ detail }) => onChange({ ...form, IsEnabled: detail.checked })}
      >
        Enabled
      </Toggle>
      <FormField label="Name">
        <Input value={form.Id ?? ""} onChange={({ detail }) => onChange({ ...form, Id: detail.value.trim() })} />
      </FormField>
      <ArnField
        label="Destination bucket"
        kinds={["Buckets"]}
        value={to.Bucket ?? ""}
        onChange={(Bucket) => changeTo({ Bucket })}
      />
      {select("Format", to.Format, FORMATS, (Format) => changeTo({ Format: Format as InventoryFormat }))}
      {select("How often", form.Schedule?.Frequency, FREQUENCIES, (Frequency) =>
        onChange({ ...form, Schedule: { Frequency: Frequency as InventoryFrequency } }),
      )}
      {select("Versions", form.IncludedObjectVersions, ["Current", "All"], (versions) =>
        onChange({ ...form, IncludedObjectVersions: versions as "Current" | "All" }),
      )}
      <FormField label="Objects whose keys begin with" constraintText="Leave empty for all.">
        <Input
          value={form.Filter?.Prefix ?? ""}
          onChange={({ detail }) =>
            onChange({ ...form, Filter: detail.value === "" ? undefined : { Prefix: detail.value } })
          }
        />
      </FormField>
    </SpaceBetween>
  );
}

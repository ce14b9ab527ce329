import {
  DeleteBucketIntelligentTieringConfigurationCommand,
  type IntelligentTieringConfiguration,
  ListBucketIntelligentTieringConfigurationsCommand,
  PutBucketIntelligentTieringConfigurationCommand,
  type Tiering as Tier,
} from "@aws-sdk/client-s3";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Toggle from "@cloudscape-design/components/toggle";
import { useClient } from "../../cloud/clients.ts";
import { Facts } from "../../parts/facts.tsx";
import { BrowserS3Client } from "../client.ts";
import { Configuration } from "./configuration.tsx";
import { FormDialog } from "./form-dialog.tsx";
import { Rules } from "./rules.tsx";
import { allById, saveById, useConfiguration, useConfigure } from "./use-configuration.ts";

const TITLE = "Intelligent tiering";

/** The tiers that are chosen, and the fewest days until they are reached. */
const TIERS = [
  { tier: "ARCHIVE_ACCESS", label: "Archive Access", least: 90 },
  { tier: "DEEP_ARCHIVE_ACCESS", label: "Deep Archive Access", least: 180 },
] as const;

/** When objects of the storage class INTELLIGENT_TIERING are archived. */
export function Tiering({ bucket: Bucket }: { readonly bucket: string }) {
  const client = useClient(BrowserS3Client);
  const answer = useConfiguration(Bucket, TITLE, () =>
    allById(async (ContinuationToken) => {
      const command = new ListBucketIntelligentTieringConfigurationsCommand({ Bucket, ContinuationToken });
      const page = await client.send(command);
      return { items: page.IntelligentTieringConfigurationList, next: page.NextContinuationToken };
    }),
  );
  const change = useConfigure(Bucket, TITLE, (after: readonly IntelligentTieringConfiguration[]) =>
    saveById(answer.data ?? [], after, {
      put: (IntelligentTieringConfiguration) =>
        client.send(
          new PutBucketIntelligentTieringConfigurationCommand({
            Bucket,
            Id: IntelligentTieringConfiguration.Id,
            IntelligentTieringConfiguration,
          }),
        ),
      remove: (Id) => client.send(new DeleteBucketIntelligentTieringConfigurationCommand({ Bucket, Id })),
    }),
  );
  return (
    <Configuration
      title={TITLE}
      description="Archives objects of the class INTELLIGENT_TIERING that nobody has read for some time."
      answer={answer}
      none="No rules. Objects are not archived."
      edit={(all) => (
        <FormDialog<readonly IntelligentTieringConfiguration[]>
          label="Edit intelligent tiering"
          begin={() => all ?? []}
          change={change}
          canSave={(forms) => forms.every(({ Id, Tierings }) => Id && Tierings?.length)}
          onSave={(forms, close) => change.mutate(forms, { onSuccess: close })}
        >
          {(forms, onChange) => (
            <Rules
              noun="rule"
              rules={forms}
              fresh={(): IntelligentTieringConfiguration => ({ Id: "", Status: "Enabled", Tierings: [] })}
              onChange={onChange}
            >
              {(form, changeOne) => <Fields form={form} onChange={changeOne} />}
            </Rules>
          )}
        </FormDialog>
      )}
    >
      {(all) => (
        <SpaceBetween size="m">
          {all.map(({ Id = "", Status, Filter, Tierings }) => (
            <Facts
              key={Id}
              items={[
                { label: Id, value: Status === "Enabled" ? "enabled" : "disabled" },
                { label: "Objects", value: Filter?.Prefix ? `${Filter.Prefix}…` : "all" },
                ...TIERS.map(({ tier, label }) => ({ label, value: daysText(daysOf(Tierings, tier)) })),
              ]}
            />
          ))}
        </SpaceBetween>
      )}
    </Configuration>
  );
}

interface FieldsProps {
  readonly form: IntelligentTieringConfiguration;
  readonly onChange: (form: IntelligentTieringConfiguration) => void;
}

function Fields({ form, onChange }: FieldsProps) {
  const setDays = (AccessTier: Tier["AccessTier"], text: string) => {
    const others = (form.Tierings ?? []).filter((one) => one.AccessTier !== AccessTier);
    onChange({ ...form, Tierings: text === "" ? others : [...others, { AccessTier, Days: Number(text) }] });
  };
  return (
    <SpaceBetween size="m">
      <Toggle
        checked={form.Status === "Enabled"}
        onChange={({ detail }) => onChange({ ...form, Status: detail.checked ? "Enabled" : "Disabled" })}
      >
        Enabled
      </Toggle>
      <FormField label="Name">
        <Input value={form.Id ?? ""} onChange={({ detail }) => onChange({ ...form, Id: detail.value.trim() })} />
      </FormField>
      <FormField label="Objects whose keys begin with" constraintText="Leave empty for all.">
        <Input
          value={form.Filter?.Prefix ?? ""}
          onChange={({ detail }) =>
            onChange({ ...form, Filter: detail.value === "" ? undefined : { Prefix: detail.value } })
          }
        />
      </FormField>
      {TIERS.map(({ tier, label, least }) => (
        <FormField
          key={tier}
          label={`${label} after`}
          constraintText={`In days, ${least} or more. Leave empty for never.`}
        >
          <Input
            type="number"
            value={String(daysOf(form.Tierings, tier) ?? "")}
            onChange={({ detail }) => setDays(tier, detail.value)}
          />
        </FormField>
      ))}
    </SpaceBetween>
  );
}

function daysOf(tierings: readonly Tier[] | undefined, tier: string): number | undefined {
  return tierings?.find(({ AccessTier }) => AccessTier === tier)?.Days;
}

function daysText(days: number | undefined): string {
  return days === undefined ? "never" : `after ${days} days`;
}

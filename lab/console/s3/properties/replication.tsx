import {
  DeleteBucketReplicationCommand,
  GetBucketReplicationCommand,
  PutBucketReplicationCommand,
  type ReplicationConfiguration,
  type ReplicationRule,
} from "@aws-sdk/client-s3";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Toggle from "@cloudscape-design/components/toggle";
import { useClient } from "../../cloud/clients.ts";
import { Facts } from "../../parts/facts.tsx";
import { ArnField } from "../../search/arn-field.tsx";
import { BrowserS3Client } from "../client.ts";
import { Configuration } from "./configuration.tsx";
import { FormDialog } from "./form-dialog.tsx";
import { Rules } from "./rules.tsx";
import { useConfiguration, useConfigure } from "./use-configuration.ts";

const TITLE = "Replication";

/** A rule as its form has it. What the form does not show stays as it is. */
interface RuleForm {
  readonly rule: Partial<ReplicationRule>;
  readonly to: string;
  readonly prefix: string;
  readonly isEnabled: boolean;
  readonly withMarkers: boolean;
}

interface ReplicationForm {
  readonly role: string;
  readonly rules: readonly RuleForm[];
}

/** Which objects S3 copies into other buckets. */
export function Replication({ bucket: Bucket }: { readonly bucket: string }) {
  const client = useClient(BrowserS3Client);
  const answer = useConfiguration(Bucket, TITLE, async () => {
    const { ReplicationConfiguration } = await client.send(new GetBucketReplicationCommand({ Bucket }));
    return ReplicationConfiguration;
  });
  const change = useConfigure(Bucket, TITLE, (configuration: ReplicationConfiguration) =>
    configuration.Rules?.length
      ? client.send(new PutBucketReplicationCommand({ Bucket, ReplicationConfiguration: configuration }))
      : client.send(new DeleteBucketReplicationCommand({ Bucket })),
  );
  return (
    <Configuration
      title={TITLE}
      description="Copies new objects into other buckets. Both need versioning."
      answer={answer}
      none="No rules. Objects are in this bucket alone."
      isStoredByLab
      edit={(configuration) => (
        <FormDialog<ReplicationForm>
          label="Edit replication"
          begin={() => ({ role: configuration?.Role ?? "", rules: (configuration?.Rules ?? []).map(formOf) })}
          change={change}
          canSave={({ rules }) => rules.every(({ to }) => to !== "")}
          onSave={({ role, rules }, close) =>
            change.mutate({ Role: role, Rules: rules.map(ruleOf) }, { onSuccess: close })
          }
        >
          {(form, onChange) => (
            <SpaceBetween size="m">
              <ArnField
                label="Role"
                description="It must trust s3.amazonaws.com, and be allowed to read here and replicate there."
                kinds={["Roles"]}
                value={form.role}
                onChange={(role) => onChange({ ...form, role })}
              />
              <Rules
                noun="rule"
                rules={form.rules}
                fresh={() => formOf({})}
                onChange={(rules) => onChange({ ...form, rules })}
              >
                {(rule, changeRule) => <Fields form={rule} onChange={changeRule} />}
              </Rules>
            </SpaceBetween>
          )}
        </FormDialog>
      )}
    >
      {({ Rules: rules = [] }) => (
        <SpaceBetween size="m">
          {rules.map(formOf).map(({ rule: { ID }, to, prefix, isEnabled, withMarkers }) => (
            <Facts
              key={ID ?? to}
              items={[
                { label: ID ?? "Rule", value: isEnabled ? "enabled" : "disabled" },
                { label: "To", value: <span style={{ overflowWrap: "anywhere" }}>{to}</span> },
                { label: "Objects", value: prefix === "" ? "all" : `${prefix}…` },
                { label: "Delete markers", value: withMarkers ? "replicated" : "not replicated" },
              ]}
            />
          ))}
        </SpaceBetween>
      )}
    </Configuration>
  );
}

function Fields({ form, onChange }: { readonly form: RuleForm; readonly onChange: (form: RuleForm) => void }) {
  return (
    <SpaceBetween size="m">
      <Toggle checked={form.isEnabled} onChange={({ detail }) => onChange({ ...form, isEnabled: detail.checked })}>
        Enabled
      </Toggle>
      <ArnField
        label="Destination bucket"
        kinds={["Buckets"]}
        value={form.to}
        onChange={(to) => onChange({ ...form, to })}
      />
      <FormField label="Objects whose keys begin with" constraintText="Leave empty for all.">
        <Input value={form.prefix} onChange={({ detail }) => onChange({ ...form, prefix: detail.value })} />
      </FormField>
      <Toggle checked={form.withMarkers} onChange={({ detail }) => onChange({ ...form, withMarkers: detail.checked })}>
        Replicate delete markers
      </Toggle>
    </SpaceBetween>
  );
}

function formOf(rule: Partial<ReplicationRule>): RuleForm {
  const { Destination, Filter, Prefix, Status = "Enabled", DeleteMarkerReplication } = rule;
  return {
    rule,
    to: Destination?.Bucket ?? "",
    prefix: Filter?.And?.Prefix ?? Filter?.Prefix ?? Prefix ?? "",
    isEnabled: Status === "Enabled",
    withMarkers: DeleteMarkerReplication?.Status === "Enabled",
  };
}

/** As rules with filters are since 2019: they have a priority, and say what is done with delete markers. */
function ruleOf({ rule, to, prefix, isEnabled, withMarkers }: RuleForm, at: number): ReplicationRule {
  const { Prefix: _, Filter, Priority = at, ...rest } = rule;
  return {
    ...rest,
    Priority,
    Filter: Filter?.And ? { And: { ...Filter.And, Prefix: prefix } } : { Prefix: prefix },
    Status: isEnabled ? "Enabled" : "Disabled",
    DeleteMarkerReplication: { Status: withMarkers ? "Enabled" : "Disabled" },
    Destination: { ...rule.Destination, Bucket: to },
  };
}

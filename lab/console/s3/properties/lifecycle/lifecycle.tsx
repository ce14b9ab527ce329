import {
  DeleteBucketLifecycleCommand,
  GetBucketLifecycleConfigurationCommand,
  type LifecycleRule,
  PutBucketLifecycleConfigurationCommand,
} from "@aws-sdk/client-s3";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useClient } from "../../../cloud/clients.ts";
import { Facts } from "../../../parts/facts.tsx";
import { BrowserS3Client } from "../../client.ts";
import { Configuration } from "../configuration.tsx";
import { FormDialog } from "../form-dialog.tsx";
import { Rules } from "../rules.tsx";
import { useConfiguration, useConfigure } from "../use-configuration.ts";
import { Fields } from "./fields.tsx";
import { formOf, prefixOf, ruleOf } from "./lifecycle-form.ts";

const TITLE = "Lifecycle";

/** What a bucket does by itself with old objects. */
export function Lifecycle({ bucket: Bucket }: { readonly bucket: string }) {
  const client = useClient(BrowserS3Client);
  const answer = useConfiguration(
    Bucket,
    TITLE,
    async () => (await client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))).Rules,
  );
  const change = useConfigure(Bucket, TITLE, (Rules: LifecycleRule[]) =>
    Rules.length === 0
      ? client.send(new DeleteBucketLifecycleCommand({ Bucket }))
      : client.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } })),
  );
  return (
    <Configuration
      title={TITLE}
      answer={answer}
      none="No rules. Objects stay until they are deleted."
      edit={(rules) => (
        <FormDialog
          label="Edit lifecycle"
          begin={() => (rules ?? []).map(formOf)}
          change={change}
          onSave={(forms, close) => change.mutate(forms.map(ruleOf), { onSuccess: close })}
        >
          {(forms, onChange) => (
            <Rules noun="rule" rules={forms} fresh={() => formOf({})} onChange={onChange}>
              {(form, changeRule) => <Fields form={form} onChange={changeRule} />}
            </Rules>
          )}
        </FormDialog>
      )}
    >
      {(rules) => (
        <SpaceBetween size="m">
          {rules.map((rule) => (
            <Facts key={rule.ID} items={factsOf(rule)} />
          ))}
        </SpaceBetween>
      )}
    </Configuration>
  );
}

function factsOf(rule: LifecycleRule) {
  const { expires, versionsExpire, uploadsEnd, isEnabled } = formOf(rule);
  const days = (count: string) => (count === "" ? "–" : `after ${count} ${count === "1" ? "day" : "days"}`);
  const { Transitions = [], Filter } = rule;
  const tags = Filter?.And?.Tags ?? (Filter?.Tag ? [Filter.Tag] : []);
  return [
    {
      label: rule.ID ?? "Rule",
      value: (
        <StatusIndicator type={isEnabled ? "success" : "stopped"}>{isEnabled ? "enabled" : "disabled"}</StatusIndicator>
      ),
    },
    {
      label: "Objects",
      value: [prefixOf(rule) || "all", ...tags.map(({ Key, Value }) => `${Key} = ${Value}`)].join(", "),
    },
    { label: "Expire", value: days(expires) },
    { label: "Old versions expire", value: days(versionsExpire) },
    { label: "Abort unfinished uploads", value: days(uploadsEnd) },
    ...(Transitions.length === 0
      ? []
      : [
          {
            label: "Transitions",
            value: Transitions.map(({ Days, StorageClass }) => `${StorageClass} after ${Days} days`).join(", "),
          },
        ]),
  ];
}

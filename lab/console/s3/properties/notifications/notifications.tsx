import {
  GetBucketNotificationConfigurationCommand,
  type NotificationConfiguration,
  PutBucketNotificationConfigurationCommand,
} from "@aws-sdk/client-s3";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Toggle from "@cloudscape-design/components/toggle";
import { useClient } from "../../../cloud/clients.ts";
import { Facts } from "../../../parts/facts.tsx";
import { BrowserS3Client } from "../../client.ts";
import { Configuration } from "../configuration.tsx";
import { FormDialog } from "../form-dialog.tsx";
import { Rules } from "../rules.tsx";
import { useConfiguration, useConfigure } from "../use-configuration.ts";
import { Fields } from "./fields.tsx";
import { configurationOf, formOf, type NotificationsForm } from "./notification-form.ts";

const TITLE = "Notifications";

const fresh = () => ({ id: undefined, to: "", events: ["s3:ObjectCreated:*"], prefix: "", suffix: "" });

/** Whom a bucket tells what happens in it. */
export function Notifications({ bucket: Bucket }: { readonly bucket: string }) {
  const client = useClient(BrowserS3Client);
  const answer = useConfiguration<NotificationsForm>(Bucket, TITLE, async () => {
    const form = formOf(await client.send(new GetBucketNotificationConfigurationCommand({ Bucket })));
    return form.targets.length === 0 && !form.toEventBridge ? undefined : form;
  });
  const change = useConfigure(Bucket, TITLE, (NotificationConfiguration: NotificationConfiguration) =>
    client.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration })),
  );
  return (
    <Configuration
      title={TITLE}
      answer={answer}
      none="No notifications."
      edit={(form) => (
        <FormDialog<NotificationsForm>
          label="Edit notifications"
          begin={() => form ?? { targets: [], toEventBridge: false }}
          change={change}
          onSave={(next, close) => change.mutate(configurationOf(next), { onSuccess: close })}
        >
          {(next, onChange) => (
            <SpaceBetween size="m">
              <Toggle
                checked={next.toEventBridge}
                onChange={({ detail }) => onChange({ ...next, toEventBridge: detail.checked })}
              >
                Send all events to EventBridge
              </Toggle>
              <Rules
                noun="notification"
                rules={next.targets}
                fresh={fresh}
                onChange={(targets) => onChange({ ...next, targets })}
              >
                {(target, changeTarget) => <Fields form={target} onChange={changeTarget} />}
              </Rules>
            </SpaceBetween>
          )}
        </FormDialog>
      )}
    >
      {({ targets, toEventBridge }) => (
        <SpaceBetween size="m">
          {toEventBridge && <div>All events are sent to EventBridge.</div>}
          {targets.map(({ id, to, events, prefix, suffix }) => (
            <Facts
              key={id ?? to}
              items={[
                { label: "To", value: <span style={{ overflowWrap: "anywhere" }}>{to}</span> },
                { label: "Events", value: events.join(", ") },
                { label: "Objects", value: prefix === "" && suffix === "" ? "all" : `${prefix}…${suffix}` },
              ]}
            />
          ))}
        </SpaceBetween>
      )}
    </Configuration>
  );
}

import { SetSubscriptionAttributesCommand, SNSClient } from "@aws-sdk/client-sns";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { useChange } from "../../cloud/queries.ts";
import { laidOut } from "../../parts/code.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { changesOf, type Settings, settingsOf } from "./settings.ts";
import { areWhole, SettingsFields } from "./settings-fields.tsx";
import type { Subscription } from "./use-subscriptions.ts";

interface Props {
  readonly subscription: Subscription;
  readonly onClose: () => void;
}

/** Changes what a subscription gets, and how. */
export function EditSubscription({ subscription, onClose }: Props) {
  const client = useClient(SNSClient);
  const { arn, protocol, endpoint, attributes } = subscription;
  const [before] = useState<Settings>(() => {
    const settings = settingsOf(attributes);
    return { ...settings, filter: laidOut(settings.filter), delivery: laidOut(settings.delivery) };
  });
  const [settings, setSettings] = useState(before);
  const save = useChange(
    async (after: Settings) => {
      for (const [AttributeName, AttributeValue] of changesOf(before, after))
        await client.send(
          new SetSubscriptionAttributesCommand({ SubscriptionArn: arn, AttributeName, AttributeValue }),
        );
    },
    { done: () => `Changed the subscription of ${endpoint}`, stale: ["sns"], inForm: true },
  );
  return (
    <Dialog
      title="Edit the subscription"
      submit="Save"
      size="large"
      canSubmit={areWhole(settings)}
      isBusy={save.isPending}
      error={save.error}
      onSubmit={() => save.mutate(settings, { onSuccess: onClose })}
      onClose={onClose}
    >
      <SettingsFields protocol={protocol} settings={settings} onChange={setSettings} />
    </Dialog>
  );
}

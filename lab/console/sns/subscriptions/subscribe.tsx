import { SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { useChange } from "../../cloud/queries.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { ArnField } from "../../search/arn-field.tsx";
import type { Topic } from "../topic/use-topic.ts";
import { protocolsOf } from "./protocols.ts";
import { attributesOf, NO_SETTINGS, type Settings } from "./settings.ts";
import { areWhole, SettingsFields } from "./settings-fields.tsx";

interface Form {
  readonly protocol: string;
  readonly endpoint: string;
  /** ARN of the role that writes into a delivery stream. */
  readonly role: string;
  readonly settings: Settings;
}

/** Subscribes an endpoint to a topic. */
export function Subscribe({ topic, onClose }: { readonly topic: Topic; readonly onClose: () => void }) {
  const client = useClient(SNSClient);
  const [form, setForm] = useState<Form>({ protocol: "sqs", endpoint: "", role: "", settings: NO_SETTINGS });
  const subscribe = useChange(
    (given: Form) => client.send(new SubscribeCommand({ ...inputOf(given), TopicArn: topic.arn })),
    { done: ({ endpoint }) => `Subscribed ${endpoint}`, stale: ["sns"], inForm: true },
  );
  const protocols = protocolsOf(topic);
  const chosen = protocols.find(({ value }) => value === form.protocol);
  return (
    <Dialog
      title={`Subscribe to ${topic.name}`}
      submit="Subscribe"
      size="large"
      canSubmit={form.endpoint !== "" && areWhole(form.settings)}
      isBusy={subscribe.isPending}
      error={subscribe.error}
      onSubmit={() => subscribe.mutate(form, { onSuccess: onClose })}
      onClose={onClose}
    >
      <FormField label="Protocol">
        <Select
          selectedOption={chosen ?? null}
          options={protocols}
          onChange={({ detail }) =>
            setForm({
              ...form,
              protocol: detail.selectedOption.value ?? "",
              endpoint: "",
              settings: { ...form.settings, isRaw: false },
            })
          }
          expandToViewport
        />
      </FormField>
      {chosen?.kind === undefined ? (
        <FormField label="Endpoint">
          <Input
            value={form.endpoint}
            placeholder={chosen?.placeholder ?? ""}
            onChange={({ detail }) => setForm({ ...form, endpoint: detail.value.trim() })}
            spellcheck={false}
          />
        </FormField>
      ) : (
        <ArnField
          label="Endpoint"
          kinds={[chosen.kind]}
          value={form.endpoint}
          onChange={(endpoint) => setForm({ ...form, endpoint })}
        />
      )}
      {form.protocol === "firehose" && (
        <ArnField
          label="Role"
          description="Writes into the delivery stream."
          kinds={["Roles"]}
          value={form.role}
          onChange={(role) => setForm({ ...form, role })}
        />
      )}
      <ExpandableSection headerText="Filter policy, raw delivery and dead letters">
        <SettingsFields
          protocol={form.protocol}
          settings={form.settings}
          onChange={(settings) => setForm({ ...form, settings })}
        />
      </ExpandableSection>
    </Dialog>
  );
}

function inputOf({ protocol, endpoint, role, settings }: Form) {
  const attributes = attributesOf(settings);
  if (protocol === "firehose" && role !== "") attributes.SubscriptionRoleArn = role;
  return { Protocol: protocol, Endpoint: endpoint, Attributes: attributes };
}

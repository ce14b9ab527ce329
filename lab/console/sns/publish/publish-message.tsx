import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import Textarea from "@cloudscape-design/components/textarea";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { useChange } from "../../cloud/queries.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { JsonField, problemOf } from "../../parts/json-field.tsx";
import type { Topic } from "../topic/use-topic.ts";
import { type AttributeForm, attributesOf, MessageAttributes } from "./message-attributes.tsx";

const BODIES = JSON.stringify({ default: "", email: "", sqs: "" }, null, 2);

interface Form {
  readonly subject: string;
  readonly body: string;
  /** JSON: a body per protocol. */
  readonly bodies: string;
  readonly isPerProtocol: boolean;
  readonly attributes: readonly AttributeForm[];
  readonly group: string;
  readonly deduplication: string;
}

const EMPTY: Form = {
  subject: "",
  body: "",
  bodies: BODIES,
  isPerProtocol: false,
  attributes: [],
  group: "",
  deduplication: "",
};

/** Publishes a message. */
export function PublishMessage({ topic, onClose }: { readonly topic: Topic; readonly onClose: () => void }) {
  const client = useClient(SNSClient);
  const [form, setForm] = useState(EMPTY);
  const publish = useChange(async (given: Form) => client.send(new PublishCommand(inputOf(given, topic.arn))), {
    done: () => `Published a message to ${topic.name}`,
    inForm: true,
  });
  const field = (label: string, name: "subject" | "group" | "deduplication", description?: string) => (
    <FormField label={label} description={description}>
      <Input
        value={form[name]}
        onChange={({ detail }) => setForm({ ...form, [name]: detail.value })}
        spellcheck={name === "subject"}
      />
    </FormField>
  );
  return (
    <Dialog
      title={`Publish to ${topic.name}`}
      submit="Publish"
      size="large"
      canSubmit={isWhole(form) && (!topic.isFifo || form.group !== "")}
      isBusy={publish.isPending}
      error={publish.error}
      onSubmit={() => publish.mutate(form, { onSuccess: onClose })}
      onClose={onClose}
    >
      {field("Subject", "subject", "Optional. Mails have it.")}
      <SegmentedControl
        label="Bodies by protocol"
        selectedId={form.isPerProtocol ? "protocols" : "all"}
        options={[
          { id: "all", text: "One body for all" },
          { id: "protocols", text: "One per protocol" },
        ]}
        onChange={({ detail }) => setForm({ ...form, isPerProtocol: detail.selectedId === "protocols" })}
      />
      {form.isPerProtocol ? (
        <JsonField
          label="Bodies"
          description="By protocol. Those that are not named get the default, which has to be there."
          value={form.bodies}
          onChange={(bodies) => setForm({ ...form, bodies })}
          rows={8}
        />
      ) : (
        <FormField label="Body" stretch>
          <Textarea
            value={form.body}
            rows={6}
            onChange={({ detail }) => setForm({ ...form, body: detail.value })}
            spellcheck={false}
          />
        </FormField>
      )}
      {topic.isFifo && field("Message group", "group")}
      {topic.isFifo &&
        field("Deduplication ID", "deduplication", "Optional where the topic tells messages apart by their content.")}
      <MessageAttributes
        forms={form.attributes}
        onChange={(attributes) => setForm((before) => ({ ...before, attributes }))}
      />
    </Dialog>
  );
}

function isWhole({ isPerProtocol, body, bodies, attributes }: Form): boolean {
  const hasBody = isPerProtocol ? problemOf(bodies) === undefined : body !== "";
  return hasBody && attributes.every(({ name }) => name !== "");
}

function inputOf({ subject, body, bodies, isPerProtocol, attributes, group, deduplication }: Form, arn: string) {
  return {
    TopicArn: arn,
    Message: isPerProtocol ? bodies : body,
    ...(isPerProtocol && { MessageStructure: "json" }),
    ...(subject !== "" && { Subject: subject }),
    ...(attributes.length > 0 && { MessageAttributes: attributesOf(attributes) }),
    ...(group !== "" && { MessageGroupId: group }),
    ...(deduplication !== "" && { MessageDeduplicationId: deduplication }),
  };
}

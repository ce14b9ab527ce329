import { type DescribeRuleResponse, EventBridgeClient, PutRuleCommand } from "@aws-sdk/client-eventbridge";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { useChange } from "../../cloud/queries.ts";
import { laidOut } from "../../parts/code.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { JsonField, problemOf } from "../../parts/json-field.tsx";

interface Props {
  readonly bus: string;
  /** The rule that is edited; a new one without. */
  readonly rule?: DescribeRuleResponse;
  readonly onClose: () => void;
}

/** Creates a rule, or edits one. */
export function PutRule({ bus, rule, onClose }: Props) {
  const client = useClient(EventBridgeClient);
  const [form, setForm] = useState({
    name: rule?.Name ?? "",
    description: rule?.Description ?? "",
    isScheduled: rule?.ScheduleExpression !== undefined,
    pattern: laidOut(rule?.EventPattern ?? '{"source":["com.example.shop"]}'),
    schedule: rule?.ScheduleExpression ?? "rate(5 minutes)",
  });
  const put = useChange(
    ({ name, description, isScheduled, pattern, schedule }: typeof form) =>
      client.send(
        new PutRuleCommand({
          EventBusName: bus,
          Name: name,
          Description: description || undefined,
          State: rule?.State,
          RoleArn: rule?.RoleArn,
          ...(isScheduled ? { ScheduleExpression: schedule } : { EventPattern: pattern }),
        }),
      ),
    { done: ({ name }) => `${rule ? "Changed" : "Created"} the rule ${name}`, stale: ["events"], inForm: true },
  );
  const isWhole = form.isScheduled ? form.schedule !== "" : problemOf(form.pattern) === undefined;
  return (
    <Dialog
      title={rule ? `Edit ${form.name}` : "Create rule"}
      submit={rule ? "Save" : "Create rule"}
      size="large"
      canSubmit={form.name !== "" && isWhole}
      isBusy={put.isPending}
      error={put.error}
      onSubmit={() => put.mutate(form, { onSuccess: onClose })}
      onClose={onClose}
    >
      {!rule && (
        <FormField label="Name">
          <Input
            value={form.name}
            spellcheck={false}
            onChange={({ detail }) => setForm({ ...form, name: detail.value.trim() })}
          />
        </FormField>
      )}
      <FormField label="Description" description="Optional.">
        <Input value={form.description} onChange={({ detail }) => setForm({ ...form, description: detail.value })} />
      </FormField>
      {bus === "default" && (
        <SegmentedControl
          label="What the rule waits for"
          selectedId={form.isScheduled ? "schedule" : "pattern"}
          options={[
            { id: "pattern", text: "Events" },
            { id: "schedule", text: "A schedule" },
          ]}
          onChange={({ detail }) => setForm({ ...form, isScheduled: detail.selectedId === "schedule" })}
        />
      )}
      {form.isScheduled ? (
        <FormField label="Schedule" description="rate(5 minutes), or cron(0 4 * * ? *), in UTC.">
          <Input
            value={form.schedule}
            spellcheck={false}
            onChange={({ detail }) => setForm({ ...form, schedule: detail.value })}
          />
        </FormField>
      ) : (
        <JsonField
          label="Event pattern"
          value={form.pattern}
          onChange={(pattern) => setForm({ ...form, pattern })}
          rows={10}
        />
      )}
    </Dialog>
  );
}

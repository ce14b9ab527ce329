import {
  CreateScheduleCommand,
  type GetScheduleCommandOutput,
  SchedulerClient,
  UpdateScheduleCommand,
} from "@aws-sdk/client-scheduler";
import Checkbox from "@cloudscape-design/components/checkbox";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Textarea from "@cloudscape-design/components/textarea";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { usePlace } from "../../cloud/place.ts";
import { useChange } from "../../cloud/queries.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { upcoming } from "./explain.ts";
import { formOf, inputOf, NEW, type ScheduleForm } from "./schedule-form.ts";
import { UpcomingTimes } from "./upcoming-times.tsx";

interface Props {
  /** The schedule that is changed; nothing for a new one. */
  readonly schedule?: GetScheduleCommandOutput;
  readonly onClose: () => void;
}

/** Creates a schedule, or changes one. */
export function ScheduleDialog({ schedule, onClose }: Props) {
  const client = useClient(SchedulerClient);
  const { ahead = 0 } = usePlace();
  const [form, setForm] = useState<ScheduleForm>(schedule ? formOf(schedule) : NEW);
  const now = Date.now() + ahead * 1000;
  const change = useChange(
    async (one: ScheduleForm) => {
      if (schedule) await client.send(new UpdateScheduleCommand(inputOf(one, schedule)));
      else await client.send(new CreateScheduleCommand(inputOf(one)));
    },
    {
      done: ({ name }) => `${schedule ? "Changed" : "Created"} the schedule ${name}`,
      stale: ["scheduler"],
      inForm: true,
    },
  );
  const isValid = upcoming(form, now, 1) !== undefined;
  const isComplete = form.name !== "" && form.target !== "" && form.role !== "";
  const field = (label: string, key: keyof ScheduleForm, description = "", disabled = false) => (
    <FormField label={label} description={description}>
      <Input
        value={String(form[key])}
        disabled={disabled}
        spellcheck={false}
        onChange={({ detail }) => setForm({ ...form, [key]: detail.value })}
      />
    </FormField>
  );
  return (
    <Dialog
      title={schedule ? `Change ${form.name}` : "Create schedule"}
      submit={schedule ? "Save" : "Create schedule"}
      size="large"
      canSubmit={isValid && isComplete}
      isBusy={change.isPending}
      error={change.error}
      onSubmit={() => change.mutate(form, { onSuccess: onClose })}
      onClose={onClose}
    >
      {field("Name", "name", "", schedule !== undefined)}
      {field("Group", "group", "", schedule !== undefined)}
      {field("Expression", "expression", "rate(5 minutes), cron(0 4 * * ? *) or at(2030-01-01T04:00:00)")}
      {field("Time zone", "zone", "Such as Europe/Berlin")}
      <UpcomingTimes written={form} now={now} count={3} />
      {field("Flexible time window", "window", "In minutes; exact when empty")}
      {field("Target", "target", "ARN of the target, or arn:aws:scheduler:::aws-sdk:service:apiAction")}
      {field("Execution role", "role", "ARN of a role that trusts scheduler.amazonaws.com")}
      <FormField label="Input">
        <Textarea
          value={form.input}
          rows={4}
          spellcheck={false}
          onChange={({ detail }) => setForm({ ...form, input: detail.value })}
        />
      </FormField>
      {field("Description", "description")}
      <Checkbox checked={form.isEnabled} onChange={({ detail }) => setForm({ ...form, isEnabled: detail.checked })}>
        Enabled
      </Checkbox>
      <Checkbox checked={form.deletes} onChange={({ detail }) => setForm({ ...form, deletes: detail.checked })}>
        Delete it after its last invocation
      </Checkbox>
    </Dialog>
  );
}

import {
  GetScheduleCommand,
  type GetScheduleCommandOutput,
  ListSchedulesCommand,
  SchedulerClient,
  UpdateScheduleCommand,
} from "@aws-sdk/client-scheduler";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { useParams, useSearchParams } from "react-router";
import { useClient } from "../../cloud/clients.ts";
import { usePlace } from "../../cloud/place.ts";
import { useAnswer, useChange } from "../../cloud/queries.ts";
import { Code } from "../../parts/code.tsx";
import { Copied } from "../../parts/copied.tsx";
import { DialogButton } from "../../parts/dialog-button.tsx";
import { Facts } from "../../parts/facts.tsx";
import { Page } from "../../parts/page.tsx";
import { PageError } from "../../parts/page-error.tsx";
import { Time } from "../../parts/time.tsx";
import { Status } from "../../parts/word-status.tsx";
import { ScheduleDialog } from "./schedule-dialog.tsx";
import { formOf, inputOf } from "./schedule-form.ts";
import { UpcomingTimes } from "./upcoming-times.tsx";

const SHOWN = 10;

/** A schedule: what it calls, and the next times that it does. */
export function SchedulePage() {
  const { name = "" } = useParams();
  const [query] = useSearchParams();
  const group = query.get("group") ?? undefined;
  const client = useClient(SchedulerClient);
  const answer = useAnswer(["scheduler", "schedule", group ?? "", name], () => readSchedule(client, name, group), {
    every: 10_000,
  });
  const schedule = answer.data;
  return (
    <Page title={name} crumbs={[["Scheduler", "/scheduler"]]} actions={schedule && <Actions schedule={schedule} />}>
      {answer.error && !schedule && <PageError error={answer.error} />}
      {answer.isPending && <Spinner size="large" />}
      {schedule && (
        <SpaceBetween size="l">
          <Overview schedule={schedule} />
          <Times schedule={schedule} />
          {schedule.Target?.Input !== undefined && <Code label="Input of the target" text={schedule.Target.Input} />}
        </SpaceBetween>
      )}
    </Page>
  );
}

async function readSchedule(client: SchedulerClient, Name: string, group: string | undefined) {
  const found = group === undefined ? await client.send(new ListSchedulesCommand({ NamePrefix: Name })) : undefined;
  const GroupName = group ?? found?.Schedules?.find((one) => one.Name === Name)?.GroupName;
  return client.send(new GetScheduleCommand({ Name, GroupName }));
}

function Actions({ schedule }: { readonly schedule: GetScheduleCommandOutput }) {
  const client = useClient(SchedulerClient);
  const form = formOf(schedule);
  const toggle = useChange(
    () => client.send(new UpdateScheduleCommand(inputOf({ ...form, isEnabled: !form.isEnabled }, schedule))),
    { done: () => `${form.isEnabled ? "Disabled" : "Enabled"} ${form.name}`, stale: ["scheduler"] },
  );
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <Button loading={toggle.isPending} onClick={() => toggle.mutate(undefined)}>
        {form.isEnabled ? "Disable" : "Enable"}
      </Button>
      <DialogButton label="Edit" variant="primary">
        {(close) => <ScheduleDialog schedule={schedule} onClose={close} />}
      </DialogButton>
    </SpaceBetween>
  );
}

function Times({ schedule }: { readonly schedule: GetScheduleCommandOutput }) {
  const { ahead = 0 } = usePlace();
  const { ScheduleExpression: expression = "", ScheduleExpressionTimezone: zone = "UTC", State } = schedule;
  // A rate counts from its start, or from when it was changed last.
  const start = (schedule.StartDate ?? schedule.LastModificationDate)?.getTime();
  const written = { expression, zone, start, end: schedule.EndDate?.getTime() };
  return (
    <Container
      header={<Header variant="h2">{State === "DISABLED" ? "Times, if it were enabled" : "Next times"}</Header>}
    >
      <UpcomingTimes written={written} now={Date.now() + ahead * 1000} count={SHOWN} />
    </Container>
  );
}

function Overview({ schedule }: { readonly schedule: GetScheduleCommandOutput }) {
  const { Target, FlexibleTimeWindow: window } = schedule;
  const { MaximumRetryAttempts = 0, MaximumEventAgeInSeconds = 0 } = Target?.RetryPolicy ?? {};
  return (
    <Container>
      <Facts
        items={[
          { label: "State", value: <Status of={schedule.State} /> },
          { label: "Group", value: schedule.GroupName },
          { label: "Expression", value: schedule.ScheduleExpression },
          { label: "Time zone", value: schedule.ScheduleExpressionTimezone },
          {
            label: "Time window",
            value: window?.Mode === "OFF" ? "Exact" : `${window?.MaximumWindowInMinutes} minutes`,
          },
          { label: "After its end", value: schedule.ActionAfterCompletion === "DELETE" ? "Deleted" : "Kept" },
          { label: "Starts", value: <Time at={schedule.StartDate} /> },
          { label: "Ends", value: <Time at={schedule.EndDate} /> },
          { label: "Target", value: <Copied text={Target?.Arn ?? ""} /> },
          { label: "Execution role", value: <Copied text={Target?.RoleArn ?? ""} /> },
          { label: "Retries", value: `${MaximumRetryAttempts}, within ${MaximumEventAgeInSeconds} s` },
          { label: "Dead-letter queue", value: Target?.DeadLetterConfig?.Arn ?? "–" },
          { label: "Description", value: schedule.Description ?? "–" },
          { label: "ARN", value: <Copied text={schedule.Arn ?? ""} /> },
        ]}
      />
    </Container>
  );
}

import type { CreateScheduleCommandInput, GetScheduleCommandOutput } from "@aws-sdk/client-scheduler";

/** A schedule, while it is written in a form. */
export interface ScheduleForm {
  readonly name: string;
  readonly group: string;
  readonly description: string;
  readonly expression: string;
  readonly zone: string;
  /** In minutes; nothing where the schedule is exact. */
  readonly window: string;
  readonly isEnabled: boolean;
  readonly deletes: boolean;
  readonly target: string;
  readonly role: string;
  readonly input: string;
}

export const NEW: ScheduleForm = {
  name: "",
  group: "default",
  description: "",
  expression: "rate(5 minutes)",
  zone: "UTC",
  window: "",
  isEnabled: true,
  deletes: false,
  target: "",
  role: "",
  input: "",
};

export function formOf(schedule: GetScheduleCommandOutput): ScheduleForm {
  const { Name = "", GroupName = "default", Description = "", ScheduleExpression = "", Target } = schedule;
  return {
    name: Name,
    group: GroupName,
    description: Description,
    expression: ScheduleExpression,
    zone: schedule.ScheduleExpressionTimezone ?? "UTC",
    window: String(schedule.FlexibleTimeWindow?.MaximumWindowInMinutes ?? ""),
    isEnabled: schedule.State !== "DISABLED",
    deletes: schedule.ActionAfterCompletion === "DELETE",
    target: Target?.Arn ?? "",
    role: Target?.RoleArn ?? "",
    input: Target?.Input ?? "",
  };
}

/** What the form says, together with what it does not show of a schedule that exists. */
export function inputOf(form: ScheduleForm, before?: GetScheduleCommandOutput): CreateScheduleCommandInput {
  const { StartDate, EndDate, KmsKeyArn } = before ?? {};
  const { Input: _, ...target } = before?.Target ?? {};
  return {
    StartDate,
    EndDate,
    KmsKeyArn,
    Name: form.name,
    GroupName: form.group,
    ScheduleExpression: form.expression,
    ScheduleExpressionTimezone: form.zone,
    State: form.isEnabled ? "ENABLED" : "DISABLED",
    ActionAfterCompletion: form.deletes ? "DELETE" : "NONE",
    FlexibleTimeWindow:
      form.window === "" ? { Mode: "OFF" } : { Mode: "FLEXIBLE", MaximumWindowInMinutes: Number(form.window) },
    Target: { ...target, Arn: form.target, RoleArn: form.role, ...(form.input !== "" && { Input: form.input }) },
    ...(form.description !== "" && { Description: form.description }),
  };
}

import type { CreateScheduleCommandInput, FlexibleTimeWindow, Target } from "@aws-sdk/client-scheduler";
import { parseSchedule } from "../../../time/schedules/schedule.ts";
import { isTimeZone } from "../../../time/schedules/zone.ts";
import { invalid } from "../errors.ts";
import type { ScheduleSettings } from "../records.ts";

export const KINDS = ["rate", "cron", "at"] as const;

/** A start may lie so far in the past. */
const START_SLACK = 5 * 60_000;

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/scheduler-quotas.html */
const LARGEST_INPUT = 256 * 1024;

/** What AWS does unless it is told otherwise. */
const RETRIES = { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 };

type Input = { readonly [K in keyof CreateScheduleCommandInput]: CreateScheduleCommandInput[K] };

/** Reads what an input says of a schedule: what it leaves out gets AWS's defaults. Throws the Scheduler's errors. */
export function settingsOf(input: Input, now: number): ScheduleSettings {
  const { ScheduleExpression: expression = "", ScheduleExpressionTimezone: zone = "UTC", State = "ENABLED" } = input;
  if (!isTimeZone(zone)) throw invalid(`The time zone ${zone} is not valid.`);
  parseSchedule(expression, { kinds: KINDS, zone });
  const [start, end] = [input.StartDate?.getTime(), input.EndDate?.getTime()];
  checkDates(start, end, now);
  return {
    expression,
    zone,
    ...(start !== undefined && { start }),
    ...(end !== undefined && { end }),
    state: State,
    ...(input.Description !== undefined && { description: input.Description }),
    ...(input.KmsKeyArn !== undefined && { key: input.KmsKeyArn }),
    window: checkedWindow(input.FlexibleTimeWindow as FlexibleTimeWindow),
    afterCompletion: input.ActionAfterCompletion ?? "NONE",
    target: withDefaults(input.Target as Target),
  };
}

function checkDates(start: number | undefined, end: number | undefined, now: number): void {
  if (start !== undefined && start < now - START_SLACK)
    throw invalid("The StartDate you specify cannot be earlier than 5 minutes ago.");
  if (end !== undefined && end <= now) throw invalid("The EndDate you specify cannot be earlier than now.");
  if (start !== undefined && end !== undefined && end <= start)
    throw invalid("The EndDate you specify must come after the StartDate.");
}

function checkedWindow(window: FlexibleTimeWindow): FlexibleTimeWindow {
  const { Mode, MaximumWindowInMinutes } = window;
  if (Mode === "FLEXIBLE" && MaximumWindowInMinutes === undefined)
    throw invalid("MaximumWindowInMinutes is required when the FlexibleTimeWindow mode is FLEXIBLE.");
  if (Mode === "OFF" && MaximumWindowInMinutes !== undefined)
    throw invalid("MaximumWindowInMinutes must not be set when the FlexibleTimeWindow mode is OFF.");
  return window;
}

function withDefaults(target: Target): Target {
  if (Buffer.byteLength(target.Input ?? "") > LARGEST_INPUT)
    throw invalid(`The Input of a target cannot be larger than ${LARGEST_INPUT} bytes.`);
  return { ...target, RetryPolicy: { ...RETRIES, ...target.RetryPolicy } };
}

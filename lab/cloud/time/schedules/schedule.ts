import { AwsError } from "../../errors.ts";
import { parseCron } from "./cron.ts";
import { parseAt, parseRate } from "./rate.ts";
import { isTimeZone } from "./zone.ts";

/** The kinds of expressions, as the name before their parentheses says. */
export type ScheduleKind = "rate" | "cron" | "at";

/** Moments that an expression names. */
export interface Schedule {
  readonly kind: ScheduleKind;
  /** The first moment after a given one, in milliseconds since the epoch; nothing when there is none. */
  next(after: number): number | undefined;
}

/** How an expression is read. */
export interface ScheduleOptions {
  /** The kinds that the service takes. */
  readonly kinds: readonly ScheduleKind[];
  /** A time zone as the IANA database calls it; UTC by default. */
  readonly zone?: string;
  /** Where rates count from, in milliseconds since the epoch: the first moment of a rate. */
  readonly start?: number;
  /** How rates name their unit: EventBridge's rules ask for `1 minute` and `5 minutes`, the Scheduler takes both. */
  readonly unit?: "agrees with the number" | "any";
}

/** An expression that names no moments. Services answer it in words of their own. */
export class ScheduleExpressionError extends AwsError {
  constructor(expression: string) {
    super("ValidationException", `Invalid Schedule Expression ${expression}.`);
  }
}

/**
 * Reads `rate(…)`, `cron(…)` or `at(…)` in AWS's dialect. Throws a ScheduleExpressionError for what is none.
 *
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export function parseSchedule(expression: string, options: ScheduleOptions): Schedule {
  const { kinds, zone = "UTC", start = 0, unit = "any" } = options;
  const [, kind, inside = ""] = /^(rate|cron|at)\(([^()]{1,250})\)$/.exec(expression) ?? [];
  if (!kinds.some((taken) => taken === kind) || !isTimeZone(zone)) throw new ScheduleExpressionError(expression);
  const schedule =
    kind === "rate"
      ? parseRate(inside, start, unit === "any")
      : kind === "at"
        ? parseAt(inside, zone)
        : parseCron(inside, zone);
  if (!schedule) throw new ScheduleExpressionError(expression);
  return schedule;
}

/** The next so many moments of a schedule. */
export function nextMoments(schedule: Schedule, after: number, count: number): number[] {
  const moments: number[] = [];
  for (let at = schedule.next(after); at !== undefined && moments.length < count; at = schedule.next(at))
    moments.push(at);
  return moments;
}

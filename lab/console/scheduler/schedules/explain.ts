import { nextMoments, parseSchedule } from "../../../cloud/time/schedules/schedule.ts";

const KINDS = ["rate", "cron", "at"] as const;

/** What an expression is read with. */
export interface Written {
  readonly expression: string;
  readonly zone: string;
  /** In milliseconds since the epoch. */
  readonly start?: number | undefined;
  readonly end?: number | undefined;
}

/** The next moments that an expression names; nothing when it names none, as it is not valid. */
export function upcoming({ expression, zone, start, end }: Written, now: number, count: number): number[] | undefined {
  try {
    const schedule = parseSchedule(expression, { kinds: KINDS, zone, start: start ?? now });
    const isOnce = schedule.kind === "at";
    const after = isOnce ? now : Math.max(now, (start ?? 0) - 1);
    const moments = nextMoments(schedule, after, count);
    return isOnce ? moments : moments.filter((moment) => moment <= (end ?? Number.POSITIVE_INFINITY));
  } catch {
    return undefined;
  }
}

const NAMES = ["Minutes", "hours", "days of the month", "months", "days of the week", "years"];

/** An expression in words. */
export function explained({ expression, zone }: Pick<Written, "expression" | "zone">): string {
  const [, kind, inside = ""] = /^(rate|cron|at)\((.*)\)$/.exec(expression) ?? [];
  if (kind === "rate") return `Every ${inside.trim().replace(/^1 (\w+?)s?$/, "$1")}`;
  if (kind === "at") return `Once, at ${inside.replace("T", " ")} (${zone})`;
  if (kind !== "cron") return "";
  const fields = inside.trim().split(/\s+/);
  const [minute = "", hour = "", ...days] = fields;
  const rest = days
    .map((field, i) => (field === "*" || field === "?" ? "" : `${NAMES[i + 2]} ${field}`))
    .filter((words) => words !== "");
  const when =
    /^\d+$/.test(minute) && /^\d+$/.test(hour)
      ? timeOf(hour, minute)
      : `${span(minute, "minute")} of ${span(hour, "hour")}`;
  return `${when}, ${rest.length === 0 ? "every day" : rest.join(", ")} (${zone})`;
}

function timeOf(hour: string, minute: string): string {
  return `At ${hour.padStart(2, "0")}:${minute.padStart(2, "0")}`;
}

function span(field: string, unit: string): string {
  const word = unit === "minute" ? "Minute" : unit;
  return field === "*" ? `${unit === "minute" ? "Every" : "every"} ${unit}` : `${word} ${field}`;
}

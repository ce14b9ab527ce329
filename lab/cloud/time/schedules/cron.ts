import { Recent } from "../../recent.ts";
import { type DayPicker, daysOf } from "./cron-days.ts";
import { type FieldRange, valuesOf } from "./cron-field.ts";
import type { Schedule } from "./schedule.ts";
import { localOf, momentOf } from "./zone.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const MINUTES: FieldRange = { least: 0, most: 59, isCyclic: true };
const HOURS: FieldRange = { least: 0, most: 23, isCyclic: true };
const MONTHS: FieldRange = {
  least: 1,
  most: 12,
  names: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
  isCyclic: true,
};
const YEARS: FieldRange = { least: 1970, most: 2199, isCyclic: false };

interface Cron {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly months: readonly number[];
  readonly years: readonly number[];
  readonly days: DayPicker;
}

/** A schedule's expression is read again each time that it fires. */
const recent = new Recent(readFields);

/** `minutes hours day-of-month month day-of-week year`, at the clocks of a zone. */
export function parseCron(text: string, zone: string): Schedule | undefined {
  const cron = recent.get(text);
  return cron && { kind: "cron", next: (after) => nextOf(cron, zone, after) };
}

function readFields(text: string): Cron | undefined {
  const fields = text.trim().split(/\s+/);
  const [minute = "", hour = "", day = "", month = "", weekday = "", year = ""] = fields;
  const minutes = valuesOf(minute, MINUTES);
  const hours = valuesOf(hour, HOURS);
  const months = valuesOf(month, MONTHS);
  const years = valuesOf(year, YEARS);
  const days = daysOf(day, weekday);
  if (fields.length !== 6 || !minutes || !hours || !months || !years || !days) return undefined;
  return { minutes, hours, months, years, days };
}

/** Goes through the local times from there on; there are at most 230 years of them, so a day that never comes ends, too. */
function nextOf(cron: Cron, zone: string, after: number): number | undefined {
  const from = localOf(after, zone);
  for (const day of daysFrom(cron, from)) {
    for (const hour of cron.hours) {
      // The hour that holds `from` counts still.
      if (day + hour * HOUR + HOUR <= from) continue;
      for (const minute of cron.minutes) {
        const local = day + hour * HOUR + minute * MINUTE;
        const moment = local < from ? undefined : momentOf(local, zone);
        if (moment !== undefined && moment > after) return moment;
      }
    }
  }
  return undefined;
}

/** The days of a cron expression as local times of their midnights, beginning at the day of a local time. */
function* daysFrom({ years, months, days }: Cron, from: number): Generator<number> {
  const begin = new Date(from);
  const firstYear = begin.getUTCFullYear();
  const today = Date.UTC(firstYear, begin.getUTCMonth(), begin.getUTCDate());
  for (const year of years) {
    if (year < firstYear) continue;
    for (const month of months) {
      const start = Date.UTC(year, month - 1, 1);
      const length = new Date(Date.UTC(year, month, 0)).getUTCDate();
      const end = start + length * 24 * HOUR;
      if (end <= today) continue;
      for (const day of days({ length, first: new Date(start).getUTCDay() + 1 })) {
        const midnight = start + (day - 1) * 24 * HOUR;
        if (midnight >= today) yield midnight;
      }
    }
  }
}

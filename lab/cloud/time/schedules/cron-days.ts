import { type FieldRange, readValue, valuesOf } from "./cron-field.ts";

const DAYS: FieldRange = { least: 1, most: 31, isCyclic: true };
const WEEKDAYS: FieldRange = {
  least: 1,
  most: 7,
  names: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"],
  isCyclic: true,
};
const SUNDAY = 1;
const SATURDAY = 7;

/** A month as days are picked of it. */
export interface Month {
  /** How many days it has. */
  readonly length: number;
  /** The day of the week of its first day: 1 is Sunday. */
  readonly first: number;
}

/** Picks days of a month, in order. */
export type DayPicker = (month: Month) => number[];

/**
 * Reads the two fields of days: one of them has to be `?`, the other one decides. `L`, `W` and `#` stand alone.
 *
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html#eb-cron-expressions
 */
export function daysOf(ofMonth: string, ofWeek: string): DayPicker | undefined {
  if (ofWeek === "?") return ofMonth === "?" ? undefined : pickByDate(ofMonth);
  return ofMonth === "?" ? pickByWeekday(ofWeek) : undefined;
}

function pickByDate(field: string): DayPicker | undefined {
  const upper = field.toUpperCase();
  if (upper === "L") return ({ length }) => [length];
  if (upper === "LW") return (month) => [nearestWorkday(month.length, month)];
  if (upper.endsWith("W")) {
    const day = readValue(field.slice(0, -1), DAYS);
    return day === undefined ? undefined : (month) => (day > month.length ? [] : [nearestWorkday(day, month)]);
  }
  const days = valuesOf(field, DAYS);
  return days && (({ length }) => days.filter((day) => day <= length));
}

function pickByWeekday(field: string): DayPicker | undefined {
  const upper = field.toUpperCase();
  if (upper === "L") return (month) => every([SATURDAY], month);
  if (upper.endsWith("L")) {
    const weekday = readValue(field.slice(0, -1), WEEKDAYS);
    return weekday === undefined ? undefined : (month) => every([weekday], month).slice(-1);
  }
  if (field.includes("#")) return pickOne(field);
  const weekdays = valuesOf(field, WEEKDAYS);
  return weekdays && ((month) => every(weekdays, month));
}

/** `3#2`: the second Tuesday. */
function pickOne(field: string): DayPicker | undefined {
  const [, name = "", number = ""] = /^(\w{1,3})#([1-5])$/.exec(field) ?? [];
  const weekday = readValue(name, WEEKDAYS);
  if (weekday === undefined) return undefined;
  const index = Number(number) - 1;
  return (month) => every([weekday], month).slice(index, index + 1);
}

function every(weekdays: readonly number[], month: Month): number[] {
  const days: number[] = [];
  for (let day = 1; day <= month.length; day += 1) if (weekdays.includes(weekdayOf(day, month))) days.push(day);
  return days;
}

/** The day of Monday to Friday that is nearest, in the same month. */
function nearestWorkday(day: number, month: Month): number {
  const weekday = weekdayOf(day, month);
  if (weekday === SATURDAY) return day > 1 ? day - 1 : day + 2;
  if (weekday === SUNDAY) return day < month.length ? day + 1 : day - 2;
  return day;
}

function weekdayOf(day: number, { first }: Month): number {
  return ((first - 1 + day - 1) % 7) + 1;
}

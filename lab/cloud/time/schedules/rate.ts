import type { Schedule } from "./schedule.ts";
import { momentOf, readLocal } from "./zone.ts";

const UNITS = new Map([
  ["minute", 60_000],
  ["hour", 3_600_000],
  ["day", 86_400_000],
]);

/**
 * `5 minutes`: moments with the same time in between, whatever clocks on walls do (a day is 24 hours), the first of which is
 * `start`.
 */
export function parseRate(text: string, start: number, anyUnit: boolean): Schedule | undefined {
  const [, digits = "", unit = "", plural = ""] = /^\s*(\d{1,9})\s+(minute|hour|day)(s?)\s*$/.exec(text) ?? [];
  const value = Number(digits);
  const isPlural = plural !== "";
  if (value < 1 || (!anyUnit && isPlural !== value > 1)) return undefined;
  const period = value * (UNITS.get(unit) ?? 0);
  return {
    kind: "rate",
    next: (after) => (after < start ? start : start + (Math.floor((after - start) / period) + 1) * period),
  };
}

/** `2026-11-20T13:00:00`: one moment, as clocks of the zone show it. One that they never show does not come. */
export function parseAt(text: string, zone: string): Schedule | undefined {
  const local = readLocal(text);
  if (local === undefined) return undefined;
  const moment = momentOf(local, zone);
  return { kind: "at", next: (after) => (moment !== undefined && moment > after ? moment : undefined) };
}

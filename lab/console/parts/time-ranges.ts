/** From when until when: the last so many minutes, or two moments. */
export type TimeRange =
  | { readonly type: "relative"; readonly amount: number; readonly unit: keyof typeof UNITS }
  | { readonly type: "absolute"; readonly startDate: string; readonly endDate: string };

const UNITS = { second: 1000, minute: 60_000, hour: 3_600_000, day: 86_400_000, week: 604_800_000 };

/** Reads a range as it stands in an address: `15-minute`, or two moments in ISO 8601 with a slash between them. */
export function parseRange(text: string): TimeRange | undefined {
  const [, amount, unit] = /^(\d{1,6})-([a-z]+)$/.exec(text) ?? [];
  if (amount && unit && Object.hasOwn(UNITS, unit))
    return { type: "relative", amount: Number(amount), unit: unit as keyof typeof UNITS };
  const [startDate = "", endDate = ""] = text.split("/");
  if (Number.isNaN(Date.parse(startDate)) || Number.isNaN(Date.parse(endDate))) return undefined;
  return { type: "absolute", startDate, endDate };
}

/** Writes a range so that `parseRange` reads it. */
export function rangeText(range: TimeRange): string {
  return range.type === "relative" ? `${range.amount}-${range.unit}` : `${range.startDate}/${range.endDate}`;
}

/** A range's limits in milliseconds, as the operations of CloudWatch Logs take them. A relative range has no end. */
export function limitsOf(text: string, now = Date.now()): { readonly startTime?: number; readonly endTime?: number } {
  const range = parseRange(text);
  if (!range) return {};
  if (range.type === "relative") return { startTime: Math.max(0, now - range.amount * UNITS[range.unit]) };
  return { startTime: Date.parse(range.startDate), endTime: Date.parse(range.endDate) };
}

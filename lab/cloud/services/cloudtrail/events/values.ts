/** A member's name as events write it: `roleName` for RoleName. */
export function eventName(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** Values as events write them: members begin with a small letter, and moments are as Java writes them. */
export function eventValue(value: unknown): unknown {
  if (value instanceof Date) return javaDate(value);
  if (Array.isArray(value)) return value.map(eventValue);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [eventName(name), eventValue(one)]));
}

const FORMAT = new Intl.DateTimeFormat("en-US", {
  timeZone: "UTC",
  year: "numeric",
  month: "short",
  day: "numeric",
  hour: "numeric",
  minute: "2-digit",
  second: "2-digit",
});

/** Such as `Mar 24, 2014, 9:05:45 PM`, without the second comma. */
function javaDate(date: Date): string {
  if (Number.isNaN(date.getTime())) return "";
  return FORMAT.format(date)
    .replace(/(\d{4}), /, "$1 ")
    .replaceAll("\u202f", " ");
}

/** A moment to the second, such as `2026-11-30T21:01:33Z`. */
export function isoSeconds(moment: number): string {
  return new Date(moment).toISOString().replace(/\.\d{3}Z$/, "Z");
}

const DAY = 86_400_000;

/** By name, of zones that exist: users choose the names, so others are not kept. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** There are fewer zones; but each may be spelled in many ways. */
const MOST_FORMATS = 1000;

/** Whether the IANA database has a time zone, by a name and not by an offset. */
export function isTimeZone(zone: string): boolean {
  return /^[A-Za-z]/.test(zone) && formatOf(zone) !== undefined;
}

/**
 * What the clocks of a zone show, as milliseconds since the epoch of a clock in UTC that shows the same: the "local times" here
 * are such numbers, so that the arithmetic of dates is UTC's.
 */
export function localOf(moment: number, zone: string): number {
  return moment + offsetOf(moment, zone);
}

/**
 * When the clocks of a zone show a local time. Nothing when they skip it in spring; when they show it twice in autumn, the first
 * time counts: the Scheduler skips what does not exist, and repeats nothing.
 *
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#daylist-savings-time
 */
export function momentOf(local: number, zone: string): number | undefined {
  if (isUtc(zone)) return local;
  const before = local - offsetOf(local - DAY, zone);
  if (localOf(before, zone) === local) return before;
  const after = local - offsetOf(local + DAY, zone);
  return localOf(after, zone) === local ? after : undefined;
}

/** Reads `yyyy-mm-ddThh:mm:ss`; nothing for a date that does not exist. */
export function readLocal(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text)) return undefined;
  const local = Date.parse(`${text}Z`);
  // JavaScript would read 30 February as 2 March.
  return !Number.isNaN(local) && new Date(local).toISOString().startsWith(text) ? local : undefined;
}

function offsetOf(moment: number, zone: string): number {
  if (isUtc(zone)) return 0;
  const parts = new Map<string, number>();
  for (const { type, value } of formatOf(zone)?.formatToParts(moment) ?? []) parts.set(type, Number(value));
  const of = (part: string) => parts.get(part) ?? 0;
  const shown = Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"), of("second"));
  return shown - Math.floor(moment / 1000) * 1000;
}

function isUtc(zone: string): boolean {
  return zone === "UTC" || zone === "Etc/UTC";
}

function formatOf(zone: string): Intl.DateTimeFormat | undefined {
  const known = formats.get(zone);
  if (known) return known;
  const made = newFormat(zone);
  if (formats.size >= MOST_FORMATS) formats.clear();
  if (made) formats.set(zone, made);
  return made;
}

function newFormat(zone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  } catch {
    return undefined;
  }
}

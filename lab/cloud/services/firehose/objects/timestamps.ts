// Times in the patterns of Java's DateTimeFormatter.
// https://docs.oracle.com/javase/8/docs/api/java/time/format/DateTimeFormatter.html

/** A moment in a time zone. */
interface Fields {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  /** 1 is the first of January. */
  readonly dayOfYear: number;
}

const MONTHS = "January February March April May June July August September October November December".split(" ");
const WEEKDAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" ");

const DAY = 86_400_000;

/** What a letter of a pattern, so many times, stands for. */
const LETTERS: Readonly<Record<string, (fields: Fields, count: number) => string>> = {
  y: ({ year }, count) => yearText(year, count),
  u: ({ year }, count) => yearText(year, count),
  Y: (fields, count) => yearText(weekOf(fields).year, count),
  Q: ({ month }, count) => padded(Math.ceil(month / 3), count),
  M: ({ month }, count) => named(MONTHS, month - 1, month, count),
  L: ({ month }, count) => named(MONTHS, month - 1, month, count),
  w: (fields, count) => padded(weekOf(fields).week, count),
  d: ({ day }, count) => padded(day, count),
  D: ({ dayOfYear }, count) => padded(dayOfYear, count),
  E: ({ weekday }, count) => named(WEEKDAYS, weekday, weekday + 1, Math.max(count, 3)),
  e: ({ weekday }, count) => named(WEEKDAYS, weekday, weekday + 1, count),
  a: ({ hour }) => (hour < 12 ? "AM" : "PM"),
  H: ({ hour }, count) => padded(hour, count),
  k: ({ hour }, count) => padded(hour || 24, count),
  K: ({ hour }, count) => padded(hour % 12, count),
  h: ({ hour }, count) => padded(hour % 12 || 12, count),
  m: ({ minute }, count) => padded(minute, count),
  s: ({ second }, count) => padded(second, count),
  S: ({ millisecond }, count) => String(millisecond).padStart(3, "0").padEnd(count, "0").slice(0, count),
};

/** A moment in a pattern: letters stand for parts of it, what is in single quotes for itself. */
export function formatted(pattern: string, time: number, zone: string): string {
  const fields = fieldsAt(time, zone);
  return tokensOf(pattern)
    .map(({ letter, count, text }) => (letter === undefined ? text : (LETTERS[letter]?.(fields, count) ?? "")))
    .join("");
}

/** Why a pattern is none; nothing when it is one. */
export function patternProblem(pattern: string): string | undefined {
  if ((pattern.split("'").length - 1) % 2 === 1) return "a single quote is not closed";
  const unknown = tokensOf(pattern).find(({ letter }) => letter !== undefined && !Object.hasOwn(LETTERS, letter));
  return unknown && `the letter ${unknown.letter} is not supported`;
}

/** Whether a name is no time zone's. */
export function timeZoneProblem(zone: string): boolean {
  try {
    zoneFormat(zone);
    return false;
  } catch {
    return true;
  }
}

interface Token {
  readonly letter?: string;
  readonly count: number;
  readonly text: string;
}

function tokensOf(pattern: string): Token[] {
  const tokens = pattern.match(/''|'[^']*'|([A-Za-z])\1*|[^A-Za-z']+|'/g) ?? [];
  return tokens.map((text) => {
    if (text === "''") return { count: 0, text: "'" };
    if (text.startsWith("'")) return { count: 0, text: text.slice(1, -1) };
    return /^[A-Za-z]/.test(text) ? { letter: text[0] as string, count: text.length, text } : { count: 0, text };
  });
}

function padded(value: number, count: number): string {
  return String(value).padStart(count, "0");
}

/** `yy` are the last two digits. */
function yearText(year: number, count: number): string {
  return count === 2 ? padded(year % 100, 2) : padded(year, count);
}

/** A number, a short name or a long one. */
function named(names: readonly string[], index: number, number: number, count: number): string {
  const name = names[index] ?? "";
  return count <= 2 ? padded(number, count) : count === 3 ? name.slice(0, 3) : count === 4 ? name : name.slice(0, 1);
}

/** The week of a day, and its year: weeks begin on Sundays, and the first one has the first of January. */
function weekOf({ year, dayOfYear, weekday }: Fields): { readonly year: number; readonly week: number } {
  if (dayOfYear + (6 - weekday) > daysOf(year)) return { year: year + 1, week: 1 };
  const first = new Date(Date.UTC(year, 0, 1)).getUTCDay();
  return { year, week: Math.floor((dayOfYear - 1 + first) / 7) + 1 };
}

function daysOf(year: number): number {
  return (Date.UTC(year + 1, 0, 1) - Date.UTC(year, 0, 1)) / DAY;
}

function zoneFormat(timeZone: string): Intl.DateTimeFormat {
  const numeric = "numeric" as const;
  const parts = { year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric };
  return new Intl.DateTimeFormat("en-US", { timeZone, hourCycle: "h23", ...parts });
}

function fieldsAt(time: number, zone: string): Fields {
  const parts = new Map(
    zoneFormat(zone)
      .formatToParts(time)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  const [year, month, day] = [part("year"), part("month"), part("day")];
  const midnight = Date.UTC(year, month - 1, day);
  return {
    year,
    month,
    day,
    hour: part("hour"),
    minute: part("minute"),
    second: part("second"),
    millisecond: new Date(time).getUTCMilliseconds(),
    weekday: new Date(midnight).getUTCDay(),
    dayOfYear: (midnight - Date.UTC(year, 0, 1)) / DAY + 1,
  };
}

import { QueryError, typeOf } from "./values.ts";

// jq's strftime and strptime, in UTC. A time is in seconds since the epoch; jq's lists of its parts are not there.

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

const two = (value: number) => String(value).padStart(2, "0");

/** What a conversion of strftime stands for. */
const CONVERSIONS: Readonly<Record<string, (date: Date) => string>> = {
  Y: (date) => String(date.getUTCFullYear()),
  y: (date) => two(date.getUTCFullYear() % 100),
  m: (date) => two(date.getUTCMonth() + 1),
  d: (date) => two(date.getUTCDate()),
  e: (date) => String(date.getUTCDate()).padStart(2, " "),
  H: (date) => two(date.getUTCHours()),
  M: (date) => two(date.getUTCMinutes()),
  S: (date) => two(date.getUTCSeconds()),
  F: (date) => date.toISOString().slice(0, 10),
  T: (date) => date.toISOString().slice(11, 19),
  j: (date) =>
    String(
      (Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()) - Date.UTC(date.getUTCFullYear(), 0, 1)) /
        86_400_000 +
        1,
    ).padStart(3, "0"),
  b: (date) => MONTHS[date.getUTCMonth()] ?? "",
  a: (date) => DAYS[date.getUTCDay()] ?? "",
  u: (date) => String(date.getUTCDay() || 7),
  w: (date) => String(date.getUTCDay()),
  s: (date) => String(Math.floor(date.getTime() / 1000)),
  Z: () => "UTC",
  z: () => "+0000",
  "%": () => "%",
};

/** A time as text. */
export function formattedTime(time: unknown, format: string): string {
  if (typeof time !== "number") throw new QueryError(`strftime needs a number, and not ${typeOf(time)}`);
  const date = new Date(time * 1000);
  if (Number.isNaN(date.getTime())) throw new QueryError(`${time} is no time`);
  return format.replace(/%(.)/g, (_, letter: string) => {
    const conversion = Object.hasOwn(CONVERSIONS, letter) ? CONVERSIONS[letter] : undefined;
    if (!conversion) throw new QueryError(`Skylab does not support %${letter} of strftime`);
    return conversion(date);
  });
}

/** A text that tells a time, read. */
export function parsedTime(text: string, format: string): number {
  const parts: Record<string, number> = {};
  let at = 0;
  const wide = format.replaceAll("%F", "%Y-%m-%d").replaceAll("%T", "%H:%M:%S");
  for (const [piece] of wide.matchAll(/%.|[^%]/g)) {
    const read = piece.startsWith("%") ? conversion(piece.slice(1), text.slice(at), parts) : piece;
    if (!text.startsWith(read, at)) throw new QueryError(`${text} does not match ${format}`);
    at += read.length;
  }
  if (at < text.length) throw new QueryError(`${text} does not match ${format}`);
  const { Y = 1970, m = 1, d = 1, H = 0, M = 0, S = 0, s } = parts;
  return s ?? Date.UTC(Y, m - 1, d, H, M, S) / 1000;
}

function conversion(letter: string, text: string, parts: Record<string, number>): string {
  if (letter === "Z" || letter === "z") return /^(?:Z|UTC|GMT|[+-]00:?00)/.exec(text)?.[0] ?? "Z";
  if (letter === "b") {
    parts.m = MONTHS.indexOf(text.slice(0, 3)) + 1;
    return text.slice(0, 3);
  }
  if (!"YmdHMSs".includes(letter)) throw new QueryError(`Skylab does not support %${letter} of strptime`);
  const longest = letter === "Y" ? 4 : letter === "s" ? 11 : 2;
  const [digits = ""] = /^\d*/.exec(text.slice(0, longest)) ?? [];
  if (digits === "") throw new QueryError(`${text} has no number for %${letter}`);
  parts[letter] = Number(digits);
  return digits;
}

import { formattedTime, parsedTime } from "./dates.ts";
import { asText, bounded, isTrue, notTooLong, numberOf, QueryError, textOf, typeOf } from "./values.ts";

type Run = (input: unknown, parameters: readonly unknown[]) => unknown;

/** The functions of jq that there are, by name and number of parameters. */
export const FUNCTIONS: ReadonlyMap<string, Run> = new Map<string, Run>([
  ["tostring/0", asText],
  ["tojson/0", (input) => JSON.stringify(bounded(input)) ?? "null"],
  ["tonumber/0", toNumber],
  ["type/0", typeOf],
  ["not/0", (input) => !isTrue(input)],
  ["length/0", length],
  ["keys/0", (input) => Object.keys(objectOf(input, "keys")).sort()],
  ["has/1", (input, [key]) => has(input, key)],
  ["ascii_downcase/0", (input) => cased(input, "ascii_downcase", /[A-Z]/g, (letter) => letter.toLowerCase())],
  ["ascii_upcase/0", (input) => cased(input, "ascii_upcase", /[a-z]/g, (letter) => letter.toUpperCase())],
  ["startswith/1", (input, [text]) => textOf(input, "startswith").startsWith(textOf(text, "startswith"))],
  ["endswith/1", (input, [text]) => textOf(input, "endswith").endsWith(textOf(text, "endswith"))],
  ["ltrimstr/1", (input, [text]) => trimmed(input, text, "left")],
  ["rtrimstr/1", (input, [text]) => trimmed(input, text, "right")],
  ["contains/1", (input, [text]) => textOf(input, "contains").includes(textOf(text, "contains"))],
  ["split/1", (input, [text]) => textOf(input, "split").split(textOf(text, "split"))],
  ["join/1", (input, [text]) => join(input, text)],
  ["first/0", (input) => listOf(input, "first")[0] ?? null],
  ["last/0", (input) => listOf(input, "last").at(-1) ?? null],
  ["floor/0", (input) => Math.floor(numberOf(input, "floor"))],
  ["ceil/0", (input) => Math.ceil(numberOf(input, "ceil"))],
  ["round/0", (input) => Math.round(numberOf(input, "round"))],
  ["strftime/1", (input, [format]) => formattedTime(input, textOf(format, "strftime"))],
  ["todate/0", (input) => formattedTime(numberOf(input, "todate"), "%Y-%m-%dT%H:%M:%SZ")],
  ["strptime/1", (input, [format]) => parsedTime(textOf(input, "strptime"), textOf(format, "strptime"))],
  ["mktime/0", (input) => numberOf(input, "mktime")],
  ["fromdate/0", (input) => parsedTime(textOf(input, "fromdate"), "%Y-%m-%dT%H:%M:%SZ")],
  ["fromdateiso8601/0", (input) => parsedTime(textOf(input, "fromdateiso8601"), "%Y-%m-%dT%H:%M:%SZ")],
]);

function toNumber(input: unknown): number {
  if (typeof input === "number") return input;
  const text = textOf(input, "tonumber");
  if (!/^\s*-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/.test(text)) throw new QueryError(`${text} is not a number`);
  return Number(text);
}

function length(input: unknown): number {
  if (input === null || input === undefined) return 0;
  if (typeof input === "string") return [...input].length;
  if (typeof input === "number") return Math.abs(input);
  return Object.keys(objectOf(input, "length")).length;
}

function has(input: unknown, key: unknown): boolean {
  if (Array.isArray(input)) return numberOf(key, "has") in input;
  return Object.hasOwn(objectOf(input, "has"), textOf(key, "has"));
}

function cased(input: unknown, what: string, letters: RegExp, change: (letter: string) => string): string {
  return textOf(input, what).replace(letters, change);
}

function trimmed(input: unknown, text: unknown, side: "left" | "right"): unknown {
  if (typeof input !== "string" || typeof text !== "string") return input;
  if (side === "left") return input.startsWith(text) ? input.slice(text.length) : input;
  return text !== "" && input.endsWith(text) ? input.slice(0, -text.length) : input;
}

function join(input: unknown, text: unknown): string {
  const items = listOf(input, "join").map((item) => (item === null ? "" : asText(item)));
  return notTooLong(items.join(textOf(text, "join")));
}

function listOf(input: unknown, what: string): readonly unknown[] {
  if (Array.isArray(input)) return input;
  throw new QueryError(`${what} needs an array, and not ${typeOf(input)}`);
}

function objectOf(input: unknown, what: string): object {
  if (typeof input === "object" && input !== null) return input;
  throw new QueryError(`${what} needs an object, and not ${typeOf(input)}`);
}

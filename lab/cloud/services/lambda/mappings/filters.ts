import { isLike } from "../../../patterns/wildcards.ts";

/**
 * Event patterns, with which mappings choose their events.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html#filtering-syntax
 */
export type Pattern = { readonly [name: string]: Pattern | readonly unknown[] };

/** Reads a pattern. Throws SyntaxError for text that is none. */
export function readPattern(text: string): Pattern {
  const pattern = JSON.parse(text);
  check(pattern);
  return pattern;
}

/** Whether an event fits a pattern: every field that the pattern names has one of the values that it lists. */
export function matches(pattern: Pattern, event: unknown): boolean {
  return Object.entries(pattern).every(([name, wanted]) => {
    if (name === "$or" && Array.isArray(wanted)) return (wanted as Pattern[]).some((either) => matches(either, event));
    const value = isObject(event) && Object.hasOwn(event, name) ? event[name] : undefined;
    if (Array.isArray(wanted)) return fits(wanted, value);
    return matches(wanted as Pattern, value);
  });
}

function check(pattern: unknown): void {
  if (!isObject(pattern) || Object.keys(pattern).length === 0)
    throw new SyntaxError("A pattern is an object with fields");
  for (const [name, wanted] of Object.entries(pattern)) {
    if (name === "$or" && Array.isArray(wanted)) wanted.forEach(check);
    else if (!Array.isArray(wanted)) check(wanted);
    else if (wanted.length === 0) throw new SyntaxError("A field lists at least one value");
  }
}

/** Whether a field's value, or one of its values, is one of those that are wanted. */
function fits(wanted: readonly unknown[], value: unknown): boolean {
  const values = Array.isArray(value) ? value : [value];
  return wanted.some((rule) => {
    if (isObject(rule) && Object.hasOwn(rule, "exists")) return (value !== undefined) === rule.exists;
    return values.some((one) => one !== undefined && accepts(rule, one));
  });
}

function accepts(rule: unknown, value: unknown): boolean {
  if (!isObject(rule)) return rule === value;
  const [[operator, operand] = ["", undefined]] = Object.entries(rule);
  const text = typeof value === "string" ? value : undefined;
  switch (operator) {
    case "prefix":
      return text !== undefined && affix(operand, text, (wanted, given) => given.startsWith(wanted));
    case "suffix":
      return text !== undefined && affix(operand, text, (wanted, given) => given.endsWith(wanted));
    case "equals-ignore-case":
      return text?.toLowerCase() === String(operand).toLowerCase();
    case "wildcard":
      // Question marks stand for themselves.
      return text !== undefined && isLike(text, String(operand).replaceAll("?", "\\?"));
    case "anything-but":
      return ![operand].flat().some((not) => accepts(not, value));
    case "numeric":
      return typeof value === "number" && Array.isArray(operand) && inRange(operand, value);
    default:
      return false;
  }
}

/** The beginning or end of a text may be wanted in either case. */
function affix(operand: unknown, text: string, test: (wanted: string, given: string) => boolean): boolean {
  if (typeof operand === "string") return test(operand, text);
  const wanted = isObject(operand) ? String(operand["equals-ignore-case"]) : "";
  return test(wanted.toLowerCase(), text.toLowerCase());
}

/** Comparisons in pairs, such as `[">", 0, "<=", 5]`. */
function inRange(comparisons: readonly (string | number)[], value: number): boolean {
  for (let i = 0; i < comparisons.length; i += 2) {
    const limit = Number(comparisons[i + 1]);
    if (!compare.get(String(comparisons[i]))?.(value, limit)) return false;
  }
  return true;
}

const compare: ReadonlyMap<string, (value: number, limit: number) => boolean> = new Map([
  ["=", (value, limit) => value === limit],
  ["<", (value, limit) => value < limit],
  ["<=", (value, limit) => value <= limit],
  [">", (value, limit) => value > limit],
  [">=", (value, limit) => value >= limit],
]);

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

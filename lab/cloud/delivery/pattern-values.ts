import { BlockList, isIP } from "node:net";
import { isLike } from "../patterns/wildcards.ts";
import type { Operator, PatternDialect } from "./pattern-dialects.ts";

/** A pattern that a dialect does not take. The message is the reason, as AWS gives it. */
export class InvalidPattern extends Error {}

/** Whether one value of an event (text, number, true, false or null) is wanted. */
export type Accepts = (value: unknown) => boolean;

/** Compiles a rule for values, such as `{"prefix": "a"}`. */
export function acceptsOf(rule: Readonly<Record<string, unknown>>, dialect: PatternDialect): Accepts {
  const entries = Object.entries(rule);
  const [entry] = entries;
  if (!entry || entries.length > 1) throw new InvalidPattern("Only one key allowed in match expression");
  const [name, operand] = entry;
  switch (name) {
    case "prefix":
    case "suffix":
      return affix(name, operand, dialect);
    case "equals-ignore-case":
    case "wildcard":
    case "cidr":
      return textRule(name, operand, dialect);
    case "numeric":
      return numeric(operand, dialect);
    case "anything-but":
      return anythingBut(operand, dialect);
    case "exists":
      throw new InvalidPattern("exists match pattern must be either true or false.");
    default:
      throw new InvalidPattern(`Unrecognized match type ${name}`);
  }
}

/** A beginning or an end, which may be wanted in either case. */
function affix(name: "prefix" | "suffix", operand: unknown, dialect: PatternDialect): Accepts {
  if (!isObject(operand)) return textRule(name, operand, dialect);
  const [[inner, text] = ["", undefined], ...more] = Object.entries(operand);
  if (inner !== "equals-ignore-case" || more.length > 0)
    throw new InvalidPattern(`${name} match pattern must be a string`);
  return textRule(`${name}-ignore-case`, text, dialect);
}

/** Rules whose operand is text, and which want text. */
function textRule(name: keyof typeof texts, operand: unknown, dialect: PatternDialect): Accepts {
  supported(name, dialect);
  // AWS calls a block a prefix.
  if (typeof operand !== "string")
    throw new InvalidPattern(`${name === "cidr" ? "prefix" : name} match pattern must be a string`);
  const test = texts[name](operand);
  return (value) => typeof value === "string" && test(value);
}

const texts = {
  prefix: (wanted: string) => (text: string) => text.startsWith(wanted),
  suffix: (wanted: string) => (text: string) => text.endsWith(wanted),
  "prefix-ignore-case": (wanted: string) => {
    const lower = wanted.toLowerCase();
    return (text: string) => text.toLowerCase().startsWith(lower);
  },
  "suffix-ignore-case": (wanted: string) => {
    const lower = wanted.toLowerCase();
    return (text: string) => text.toLowerCase().endsWith(lower);
  },
  "equals-ignore-case": (wanted: string) => {
    const lower = wanted.toLowerCase();
    return (text: string) => text.toLowerCase() === lower;
  },
  wildcard: (wanted: string) => {
    checkWildcard(wanted);
    // Question marks stand for themselves.
    const pattern = wanted.replaceAll("?", "\\?");
    return (text: string) => isLike(text, pattern);
  },
  cidr,
};

/** How many wildcards may be followed by the same character. AWS tells the rule in words alone; of four it takes, five it refuses. */
const MOST_ALIKE = 4;

function checkWildcard(wanted: string): void {
  const alike = new Map<string, number>();
  for (const [, next = ""] of wanted.replace(/\\./gs, "").matchAll(/\*([^*])/gs)) {
    const count = (alike.get(next) ?? 0) + 1;
    alike.set(next, count);
    if (count > MOST_ALIKE)
      throw new InvalidPattern(
        "Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character",
      );
  }
  for (let i = 0; i < wanted.length; i++) {
    if (wanted[i] === "*" && wanted[i + 1] === "*")
      throw new InvalidPattern(`Consecutive wildcard characters at pos ${i}`);
    if (wanted[i] !== "\\") continue;
    if (wanted[i + 1] !== "*" && wanted[i + 1] !== "\\")
      throw new InvalidPattern(`Invalid escape character at pos ${i}`);
    i += 1;
  }
}

/** Addresses in a block such as `10.0.0.0/24` or `2001:db8::/32`. */
function cidr(block: string): (text: string) => boolean {
  const [address = "", bits = "", ...more] = block.split("/");
  const family = isIP(address);
  const length = Number(bits);
  if (!block.includes("/") || more.length > 0) throw new InvalidPattern("Malformed CIDR, one '/' required");
  if (!/^\d{1,9}$/.test(bits)) throw new InvalidPattern("Malformed CIDR, mask bits must be an integer");
  if (family === 0) throw new InvalidPattern(`Nonstandard IP address: ${address}`);
  if (length > (family === 4 ? 32 : 128))
    throw new InvalidPattern(`Malformed CIDR, mask bits must not be more than ${family === 4 ? 32 : 128}`);
  const type = family === 4 ? "ipv4" : "ipv6";
  const list = new BlockList();
  list.addSubnet(address, length, type);
  return (text) => isIP(text) === family && list.check(text, type);
}

/** `["=", 5]`, or one or two ends of a range, the lower one first: `[">", 0, "<=", 5]`. */
function numeric(operand: unknown, dialect: PatternDialect): Accepts {
  supported("numeric", dialect);
  if (!Array.isArray(operand)) throw new InvalidPattern("Value of numeric must be an array.");
  const [first, limit, second, upper, ...more] = operand;
  if (operand.length === 0 || more.length > 0) throw new InvalidPattern("Invalid member in numeric match");
  const low = comparison(first, limit, ["=", "<", "<=", ">", ">="], dialect);
  if (operand.length === 2) return (value) => typeof value === "number" && low(value);
  if (!String(first).startsWith(">")) throw new InvalidPattern("Too many elements in numeric expression");
  if (second !== "<" && second !== "<=") throw new InvalidPattern(`Bad numeric range operator: ${second}`);
  const high = comparison(second, upper, ["<", "<="], dialect);
  if (!((limit as number) < (upper as number))) throw new InvalidPattern("Bottom must be less than top");
  return (value) => typeof value === "number" && low(value) && high(value);
}

const comparisons: ReadonlyMap<unknown, (value: number, limit: number) => boolean> = new Map([
  ["=", (value, limit) => value === limit],
  ["<", (value, limit) => value < limit],
  ["<=", (value, limit) => value <= limit],
  [">", (value, limit) => value > limit],
  [">=", (value, limit) => value >= limit],
]);

function comparison(
  operator: unknown,
  limit: unknown,
  allowed: readonly string[],
  { largestNumber }: PatternDialect,
): (value: number) => boolean {
  const compare = comparisons.get(operator);
  if (!compare || !allowed.includes(operator as string))
    throw new InvalidPattern(`Unrecognized numeric range operator: ${operator}`);
  if (typeof limit !== "number") throw new InvalidPattern(`Value of ${operator} must be numeric`);
  if (Math.abs(limit) > largestNumber)
    throw new InvalidPattern(`Value must be between ${-largestNumber} and ${largestNumber}, inclusive`);
  return (value) => compare(value, limit);
}

/** Everything but a value, a list of texts or of numbers, or what one of these rules accepts. */
function anythingBut(operand: unknown, dialect: PatternDialect): Accepts {
  supported("anything-but", dialect);
  if (isObject(operand)) return anythingButRule(operand, dialect);
  const refused = new Set(Array.isArray(operand) ? operand : [operand]);
  if (refused.size === 0) throw new InvalidPattern("Empty arrays are not allowed");
  const types = new Set([...refused].map((one) => typeof one));
  if (types.size > 1)
    throw new InvalidPattern(
      "Inside anything but list, either all values are number or string, mixed type is not supported",
    );
  if (!types.has("string") && !types.has("number"))
    throw new InvalidPattern("Inside anything but list, start|null|boolean is not supported.");
  return (value) => !refused.has(value);
}

function anythingButRule(rule: Readonly<Record<string, unknown>>, dialect: PatternDialect): Accepts {
  const [[name, operand] = ["", undefined], ...more] = Object.entries(rule);
  if (more.length > 0) throw new InvalidPattern("Only one key allowed in match expression");
  if (name !== "prefix" && name !== "suffix" && name !== "equals-ignore-case" && name !== "wildcard")
    throw new InvalidPattern(`Unsupported anything-but pattern: ${name}`);
  supported(`anything-but-${name}`, dialect);
  const list = Array.isArray(operand) ? operand : [operand];
  if (list.length === 0) throw new InvalidPattern("Empty arrays are not allowed");
  // Inside, every dialect that takes the rule takes its operand.
  const inner = { ...dialect, operators: new Set<Operator>([name]) };
  const refuses = list.map((one) => {
    checkRefused(name, one);
    return textRule(name, one, inner);
  });
  return (value) => !refuses.some((refused) => refused(value));
}

/** Measured by LocalStack: tests/aws/services/events/test_events_patterns.snapshot.json */
function checkRefused(name: "prefix" | "suffix" | "equals-ignore-case" | "wildcard", operand: unknown): void {
  if (name === "wildcard") return;
  if (isObject(operand))
    throw new InvalidPattern("Value of anything-but must be an array or single string/number value.");
  if (name === "equals-ignore-case") {
    if (typeof operand === "string") return;
    throw new InvalidPattern(
      "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.",
    );
  }
  if (typeof operand !== "string") throw new InvalidPattern("prefix/suffix match pattern must be a string");
  if (operand === "") throw new InvalidPattern("Null prefix/suffix not allowed");
}

/** Refuses an operator that a dialect does not have. */
function supported(operator: Operator, { operators }: PatternDialect): void {
  if (!operators.has(operator)) throw new InvalidPattern(`Unrecognized match type ${operator}`);
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

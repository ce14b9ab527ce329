import ipaddr from "ipaddr.js";
import { isLike } from "../../patterns/wildcards.ts";
import { type ConditionValues, listOf, type Statement } from "./document.ts";
import { isArnLike, withVariables } from "./patterns.ts";
import type { RequestContext } from "./request.ts";

/** Compares a value of the request with one of the policy. */
type Compare = (value: string, wanted: string) => boolean;

const numeric =
  (holds: (a: number, b: number) => boolean): Compare =>
  (value, wanted) => {
    const [a, b] = [Number(value), Number(wanted)];
    return !Number.isNaN(a) && !Number.isNaN(b) && holds(a, b);
  };
const dated =
  (holds: (a: number, b: number) => boolean): Compare =>
  (value, wanted) => {
    const [a, b] = [timeOf(value), timeOf(wanted)];
    return !Number.isNaN(a) && !Number.isNaN(b) && holds(a, b);
  };

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const OPERATORS: ReadonlyMap<string, Compare> = new Map(
  Object.entries<Compare>({
    stringequals: (value, wanted) => value === plain(wanted),
    stringequalsignorecase: (value, wanted) => value.toLowerCase() === plain(wanted).toLowerCase(),
    stringlike: (value, wanted) => isLike(value, wanted),
    numericequals: numeric((a, b) => a === b),
    numericlessthan: numeric((a, b) => a < b),
    numericlessthanequals: numeric((a, b) => a <= b),
    numericgreaterthan: numeric((a, b) => a > b),
    numericgreaterthanequals: numeric((a, b) => a >= b),
    dateequals: dated((a, b) => a === b),
    datelessthan: dated((a, b) => a < b),
    datelessthanequals: dated((a, b) => a <= b),
    dategreaterthan: dated((a, b) => a > b),
    dategreaterthanequals: dated((a, b) => a >= b),
    bool: (value, wanted) => value.toLowerCase() === wanted.toLowerCase(),
    binaryequals: (value, wanted) => Buffer.from(value, "base64").equals(Buffer.from(wanted, "base64")),
    ipaddress: isWithin,
    arnequals: isArnLike,
    arnlike: isArnLike,
  }),
);

/** The operators that hold when another one does not. */
const NEGATED: ReadonlyMap<string, string> = new Map(
  Object.entries({
    stringnotequals: "stringequals",
    stringnotequalsignorecase: "stringequalsignorecase",
    stringnotlike: "stringlike",
    numericnotequals: "numericequals",
    datenotequals: "dateequals",
    notipaddress: "ipaddress",
    arnnotequals: "arnequals",
    arnnotlike: "arnlike",
  }),
);

/** Whether all of a statement's conditions hold. An operator that there is not holds never. */
export function conditionsHold(conditions: Statement["Condition"], context: RequestContext): boolean {
  return Object.entries(conditions ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => holds(operator, context.get(key), wanted, context)),
  );
}

/** Whether there is such an operator, with its prefix and suffix. */
export function isOperator(operator: string): boolean {
  const { name } = partsOf(operator);
  return name === "null" || OPERATORS.has(name) || NEGATED.has(name);
}

function holds(
  operator: string,
  values: readonly string[] | undefined,
  wanted: ConditionValues,
  context: RequestContext,
): boolean {
  const { name, set, ifExists } = partsOf(operator);
  const texts = listOf(wanted).map(String);
  if (name === "null") return texts.some((text) => (text.toLowerCase() === "true") === (values === undefined));
  const isNegated = NEGATED.has(name);
  const compare = OPERATORS.get(NEGATED.get(name) ?? name);
  if (!compare) return false;
  if (values === undefined || values.length === 0) {
    if (set === "foranyvalue") return false;
    return ifExists || isNegated || set === "forallvalues";
  }
  const filled = texts.flatMap((text) => withVariables(text, context) ?? []);
  const one = (value: string) => filled.some((text) => compare(value, text)) !== isNegated;
  if (set === "forallvalues") return values.every(one);
  // Without a set operator a negation is about all values of the request.
  return isNegated && set === undefined ? values.every(one) : values.some(one);
}

function partsOf(operator: string): { name: string; set: string | undefined; ifExists: boolean } {
  const [, set, name = "", suffix] =
    /^(?:(forallvalues|foranyvalue):)?(.*?)(ifexists)?$/.exec(operator.toLowerCase()) ?? [];
  return { name, set, ifExists: suffix !== undefined };
}

/** A pattern in which nothing is to be matched: its escapes are the characters themselves. */
function plain(text: string): string {
  return text.replaceAll(/\\([*?\\])/g, "$1");
}

function timeOf(text: string): number {
  return /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

function isWithin(value: string, range: string): boolean {
  const network = range.includes("/") ? range : `${range}/${range.includes(":") ? 128 : 32}`;
  if (!ipaddr.isValid(value) || !ipaddr.isValidCIDR(network)) return false;
  const address = ipaddr.process(value);
  const [base, bits] = ipaddr.parseCIDR(network);
  return base.kind() === address.kind() && address.match([base, bits] as never);
}

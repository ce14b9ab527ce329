import { AwsError } from "../../../errors.ts";

/** A condition of a form's policy: on a field, by its lower-case name, or on the size of the file, in bytes. */
export type PolicyCondition =
  | readonly [operator: "eq" | "starts-with", field: string, wanted: string]
  | readonly [operator: "range", name: "content-length-range", least: number, most: number];

/** What a form's policy says. */
export interface PostPolicy {
  /** Milliseconds since the epoch. */
  readonly expires: number;
  readonly conditions: readonly PolicyCondition[];
}

/**
 * Reads the policy of a form. A condition that cannot be understood is no condition that could be left out.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
 * @throws InvalidPolicyDocument
 */
export function parsePolicy(policy: string): PostPolicy {
  const parsed = parseJson(Buffer.from(policy, "base64").toString("utf8"));
  const { expiration, conditions } = (isObject(parsed) ? parsed : {}) as Record<string, unknown>;
  if (typeof expiration !== "string") throw invalid("Policy is missing expiration.");
  if (!Array.isArray(conditions) || conditions.length === 0) throw invalid("Policy is missing conditions.");
  const expires = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(expiration) ? Date.parse(expiration) : Number.NaN;
  if (Number.isNaN(expires)) throw invalid(`Invalid 'expiration' value: '${expiration}'`);
  return { expires, conditions: conditions.map(readCondition) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid("Invalid JSON.");
  }
}

function readCondition(condition: unknown): PolicyCondition {
  if (Array.isArray(condition)) return readList(condition);
  if (!isObject(condition)) throw invalid("Invalid condition test: must be a List or Object.");
  // `{"acl": "private"}` means the same as `["eq", "$acl", "private"]`.
  const [[name, value] = ["", ""], ...more] = Object.entries(condition);
  if (more.length > 0 || name === "")
    throw invalid("Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.");
  return ["eq", fieldOf(name), textOf(value)];
}

function readList([first, second, third, ...more]: readonly unknown[]): PolicyCondition {
  const operator = typeof first === "string" ? first.toLowerCase() : "";
  if (operator !== "eq" && operator !== "starts-with" && operator !== "content-length-range")
    throw invalid(`Invalid Condition: unknown operation '${operator}'.`);
  if (third === undefined || more.length > 0)
    throw invalid(`Invalid ${operator === "eq" ? "Eq" : operator}: wrong number of arguments.`);
  if (operator === "content-length-range") return readRange(second, third);
  return [operator, fieldOf(textOf(second).replace(/^\$/, "")), textOf(third)];
}

/** The least and the most bytes that a form may bring. */
function readRange(least: unknown, most: unknown): PolicyCondition {
  const [from, to] = [textOf(least), textOf(most)];
  if (!/^\d+$/.test(from) || !/^\d+$/.test(to) || Number(from) > Number(to))
    throw invalid("Invalid content-length-range.");
  return ["range", "content-length-range", Number(from), Number(to)];
}

/** Field names ignore case, except the bucket's, which is no field. */
function fieldOf(name: string): string {
  return name.toLowerCase() === "bucket" ? name : name.toLowerCase();
}

function textOf(value: unknown): string {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return String(value);
  throw invalid("Invalid Condition: values must be strings.");
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function invalid(problem: string): AwsError {
  return new AwsError("InvalidPolicyDocument", `Invalid Policy: ${problem}`);
}

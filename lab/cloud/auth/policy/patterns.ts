import { isLike } from "../../patterns/wildcards.ts";
import type { RequestContext } from "./request.ts";

/**
 * Whether an ARN is like a pattern in each of its six parts: a star goes no further than its part. It may stand for all the
 * rest where a pattern ends with it.
 */
export function isArnLike(arn: string, pattern: string): boolean {
  const [parts, patterns] = [partsOf(arn), partsOf(pattern)];
  if (parts.length < 6) return arn === pattern || pattern === "*";
  if (patterns.length < 6 && !pattern.endsWith("*")) return false;
  return patterns.every((one, i) => isLike(parts[i] as string, one));
}

/** A resource's own part may hold colons. */
function partsOf(arn: string): string[] {
  const parts = arn.split(":");
  return parts.length < 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(":")];
}

/**
 * Puts the values of variables into a pattern: `${aws:username}`, with a default `${aws:username, 'nobody'}`, and `${*}`,
 * `${?}`, `${$}` for these characters themselves. Undefined when a variable has no value, or several: it matches nothing then.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function withVariables(pattern: string, context: RequestContext): string | undefined {
  let start = pattern.indexOf("${");
  if (start < 0) return pattern;
  let filled = "";
  let done = 0;
  while (start >= 0) {
    const end = pattern.indexOf("}", start);
    if (end < 0) break;
    const value = variableValue(pattern.slice(start + 2, end), context);
    if (value === undefined) return undefined;
    filled += pattern.slice(done, start) + value;
    done = end + 1;
    start = pattern.indexOf("${", done);
  }
  return filled + pattern.slice(done);
}

/** What a variable stands for, as a pattern: what comes from a request is taken literally. */
function variableValue(inside: string, context: RequestContext): string | undefined {
  if (/^[*?$]$/.test(inside)) return inside === "$" ? "$" : `\\${inside}`;
  const [, key = "", fallback] = /^\s*([^,\s]+)\s*(?:,\s*'([^']*)'\s*)?$/.exec(inside) ?? [];
  const values = context.get(key);
  const value = values?.length === 1 ? values[0] : fallback;
  return value?.replaceAll(/[*?\\]/g, "\\$&");
}

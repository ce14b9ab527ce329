import type { RequestContext } from "./request.ts";

// Patterns with stars and question marks. What is compiled is kept: the same policies are asked again and again.

const compiled = new Map<string, RegExp>();
const MOST_COMPILED = 10_000;

/** Whether a text is like a pattern in which `*` stands for anything and `?` for one character. */
export function isLike(text: string, pattern: string, caseless = false): boolean {
  if (pattern === "*") return true;
  if (!/[*?\\]/.test(pattern)) return caseless ? text.toLowerCase() === pattern.toLowerCase() : text === pattern;
  const key = `${caseless ? "i" : ""} ${pattern}`;
  let regexp = compiled.get(key);
  if (!regexp) {
    if (compiled.size >= MOST_COMPILED) compiled.clear();
    regexp = new RegExp(`^${sourceOf(pattern)}$`, caseless ? "isu" : "su");
    compiled.set(key, regexp);
  }
  return regexp.test(text);
}

/** A backslash makes the star, question mark or backslash after it stand for itself: variables put such there. */
function sourceOf(pattern: string): string {
  return pattern.replaceAll(/\\([*?\\])|\*+|\?|[.+^${}()|[\]\\]/gu, (found, literal?: string) => {
    if (literal) return `\\${literal}`;
    if (found.startsWith("*")) return ".*";
    return found === "?" ? "." : `\\${found}`;
  });
}

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
  if (!pattern.includes("${")) return pattern;
  let isWhole = true;
  const filled = pattern.replaceAll(/\$\{([^}]*)\}/g, (_, inside: string) => {
    if (/^[*?$]$/.test(inside)) return inside === "$" ? "$" : `\\${inside}`;
    const [, key = "", fallback] = /^\s*([^,\s]+)\s*(?:,\s*'([^']*)'\s*)?$/.exec(inside) ?? [];
    const values = context.get(key);
    const value = values?.length === 1 ? values[0] : fallback;
    if (value === undefined) isWhole = false;
    // What comes from a request is no pattern.
    return (value ?? "").replaceAll(/[*?\\]/g, "\\$&");
  });
  return isWhole ? filled : undefined;
}

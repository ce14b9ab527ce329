import type { RequestContext } from "./request.ts";

// Patterns with stars and question marks. What is compiled is kept: the same policies are asked again and again.

/** A pattern, ready: most texts are told apart by what it begins with. */
interface Compiled {
  /** Before the first character that stands for others; in lower case, for a pattern without regard to case. */
  readonly prefix: string;
  /** Nothing for a pattern that is a text. */
  readonly regexp: RegExp | undefined;
}

const MOST_COMPILED = 10_000;
const exact = new Map<string, Compiled>();
const caseless = new Map<string, Compiled>();

/** Whether a text is like a pattern in which `*` stands for anything and `?` for one character. */
export function isLike(text: string, pattern: string, ignoreCase = false): boolean {
  if (pattern === "*") return true;
  const known = ignoreCase ? caseless : exact;
  let compiled = known.get(pattern);
  if (!compiled) {
    if (known.size >= MOST_COMPILED) known.clear();
    compiled = compile(pattern, ignoreCase);
    known.set(pattern, compiled);
  }
  const { prefix, regexp } = compiled;
  const begin = ignoreCase ? text.slice(0, prefix.length).toLowerCase() : text;
  if (!begin.startsWith(prefix)) return false;
  return regexp ? regexp.test(text) : text.length === prefix.length;
}

function compile(pattern: string, ignoreCase: boolean): Compiled {
  const special = pattern.search(/[*?\\]/);
  const prefix = special < 0 ? pattern : pattern.slice(0, special);
  return {
    prefix: ignoreCase ? prefix.toLowerCase() : prefix,
    regexp: special < 0 ? undefined : new RegExp(`^${sourceOf(pattern)}$`, ignoreCase ? "isu" : "su"),
  };
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

import { createRequire } from "node:module";
import type { RE2JS } from "re2js";
import { withTimeLimit } from "./time-limit.ts";

// The regular expressions of users. AWS reads them with Java's engine, which backtracks: `(a+)+b` on forty letters runs for
// hours. Here they run
// 1. in RE2, by the package re2js: linear in the text, pure JavaScript, and nearer to Java than JavaScript's own (`(?i)`, `\Q…\E`).
//    `re2-wasm` is not kept up, and `re2` needs a compiler;
// 2. where that can't (lookaround, backreferences, repetitions of more than 1,000), in JavaScript's engine.
// Linear in the text is not yet quick: a hundred times `.{0,999}` needs a minute for 4 kB. So what is not small, or runs in the
// second engine, has a limit of time.

/** Milliseconds, far above what anybody means to use. */
const LONGEST = 150;
/** Instructions times characters that RE2 takes a few milliseconds for. */
const SMALL = 100_000;
/** Characters of a pattern that it reads in such a time. */
const SHORT = 5000;
const MOST_KEPT = 100;
const kept = new Map<string, UserPattern>();

/** A regular expression of a user's. Its methods throw TimeLimitExceeded for what takes too long. */
export interface UserPattern {
  /** Whether it is found in a text. */
  test(text: string): boolean;
  /** Whether it is all of a text. */
  matches(text: string): boolean;
  /** A text with what is found replaced, `$1` and `\$` as Java reads them. */
  replaced(text: string, replacement: string, which: "all" | "first"): string;
  /** What stands between the places where it is found, without empty texts at the end, as Java does it. */
  split(text: string): string[];
}

/**
 * Reads a regular expression.
 * @param dotAll whether a dot stands for line breaks, too
 * @throws SyntaxError for text that is no regular expression, and TimeLimitExceeded for one that takes too long to read
 */
export function userPattern(source: string, { dotAll = false } = {}): UserPattern {
  const key = `${dotAll}${source}`;
  const known = kept.get(key);
  if (known) return known;
  prepareUserPatterns();
  const read = () => linear(source, dotAll);
  const engine = (effortOf(source) < SHORT ? read() : limited(read)) ?? backtracking(source, dotAll);
  const run = <T>(text: string, work: () => T): T => {
    try {
      return engine.run(text, work);
    } catch (error) {
      // Stopped in the middle of its work, it is not to be used again.
      kept.delete(key);
      throw error;
    }
  };
  const pattern: UserPattern = {
    test: (text) => run(text, () => engine.test(text)),
    matches: (text) => run(text, () => engine.matches(text)),
    replaced: (text, replacement, which) => run(text, () => replaced(text, engine.matchAll(text), replacement, which)),
    split: (text) => run(text, () => split(text, engine.matchAll(text))),
  };
  if (kept.size >= MOST_KEPT) kept.clear();
  if (engine.isSmall) kept.set(key, pattern);
  return pattern;
}

interface Engine {
  readonly isSmall: boolean;
  run<T>(text: string, work: () => T): T;
  test(text: string): boolean;
  matches(text: string): boolean;
  matchAll(text: string): Iterable<RegExpMatchArray>;
}

/** A pattern's length with its repetitions written out, or more. */
function effortOf(source: string): number {
  const counts = [...source.matchAll(/\{(\d*)(?:,(\d*))?\}/g)].map(([, least, most]) =>
    Math.max(Number(least), Number(most ?? 0)),
  );
  return counts.reduce((effort, count) => effort * Math.max(count, 1), source.length);
}

const require = createRequire(import.meta.url);
let re2: typeof import("re2js") | undefined;

/** Loads the engine, which most labs never need. Work with a limit of time calls this before it begins: loading must not be stopped. */
export function prepareUserPatterns(): void {
  re2 ??= require("re2js") as typeof import("re2js");
}

/** Nothing for what RE2 can't read. */
function linear(source: string, dotAll: boolean): Engine | undefined {
  const { RE2JS, RE2JSException } = re2 as typeof import("re2js");
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(RE2JS.translateRegExp(source), dotAll ? RE2JS.DOTALL : 0);
  } catch (error) {
    if (error instanceof RE2JSException) return undefined;
    throw error;
  }
  const size = compiled.programSize();
  return {
    isSmall: size < SMALL / 100,
    run: (text, work) => (size * text.length < SMALL ? work() : limited(work)),
    test: (text) => compiled.test(text),
    matches: (text) => compiled.testExact(text),
    matchAll: (text) => compiled.matchAll(text) as Iterable<RegExpMatchArray>,
  };
}

function backtracking(source: string, dotAll: boolean): Engine {
  const flags = `${dotAll ? "s" : ""}${isUnicode(source) ? "u" : ""}`;
  const somewhere = new RegExp(source, flags);
  const all = new RegExp(source, `g${flags}`);
  const whole = new RegExp(`^(?:${source})$`, flags);
  return {
    isSmall: true,
    run: (_, work) => limited(work),
    test: (text) => somewhere.test(text),
    matches: (text) => whole.test(text),
    matchAll: (text) => text.matchAll(all),
  };
}

/** Whether it is strict enough for that: `\-` is not. */
function isUnicode(source: string): boolean {
  try {
    return new RegExp(source, "u").unicode;
  } catch {
    return false;
  }
}

function limited<T>(work: () => T): T {
  return withTimeLimit(LONGEST, work);
}

function replaced(
  text: string,
  matches: Iterable<RegExpMatchArray>,
  replacement: string,
  which: "all" | "first",
): string {
  let result = "";
  let at = 0;
  for (const match of matches) {
    const { index = 0, 0: whole } = match;
    result += text.slice(at, index) + filledIn(replacement, match);
    at = index + whole.length;
    if (which === "first") break;
  }
  return result + text.slice(at);
}

/** As java.util.regex.Matcher.appendReplacement does it. */
function filledIn(replacement: string, groups: RegExpMatchArray): string {
  return replacement.replace(/\\(.)|\$(\d)/gs, (whole, literal: string | undefined, group: string) => {
    if (literal !== undefined) return literal;
    return Number(group) < groups.length ? (groups[Number(group)] ?? "") : whole;
  });
}

function split(text: string, matches: Iterable<RegExpMatchArray>): string[] {
  const parts: string[] = [];
  let at = 0;
  for (const { index = 0, 0: whole } of matches) {
    if (index + whole.length === 0) continue;
    parts.push(text.slice(at, index));
    at = index + whole.length;
  }
  if (at === 0) return [text];
  parts.push(text.slice(at));
  while (parts.at(-1) === "") parts.pop();
  return parts;
}

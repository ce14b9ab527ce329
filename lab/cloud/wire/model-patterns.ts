import { userPattern } from "../patterns/regular-expressions.ts";
import { TimeLimitExceeded } from "../patterns/time-limit.ts";

/** A repetition inside of a repetition, such as `(a?b+)*`: backtracking through it may take for ever. */
const NESTED = /[+*}]\)[+*{]/;

/** Matches whole texts with an expression of AWS's models. Each takes time in proportion to the text. */
export function matcherOf(pattern: string): (text: string) => boolean {
  if (!NESTED.test(pattern)) {
    const expression = expressionOf(pattern);
    return (text) => expression.test(text);
  }
  return (text) => {
    try {
      return userPattern(pattern).matches(text);
    } catch (error) {
      if (error instanceof TimeLimitExceeded) return false;
      throw error;
    }
  };
}

/** An expression of AWS's own models, which is Java's: it matches the whole text, and escapes more than JavaScript lets it. */
function expressionOf(pattern: string): RegExp {
  // Its dot takes line feeds in any case here.
  const [, own = "", rest = ""] = /^(?:\(\?([is]+)\))?(.*)$/s.exec(pattern) ?? [];
  const flags = own.includes("i") ? "si" : "s";
  try {
    return new RegExp(`^(?:${rest})$`, `${flags}u`);
  } catch {
    return new RegExp(`^(?:${rest})$`, flags);
  }
}

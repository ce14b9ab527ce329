import { AwsError } from "../../../errors.ts";

/**
 * Compiles a filter pattern for unstructured log events: terms that must all be there, `?term` of which one must, `-term`
 * which must not, and phrases in quotes. Case matters.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 * Patterns with selectors (`{ $.level = "ERROR" }`, `[ip, user]`, `%regex%`) are not there yet.
 */
export function filterPattern(pattern: string): (message: string) => boolean {
  const text = pattern.trim();
  if (/^[{[%]/.test(text)) {
    throw new AwsError(
      "NotImplemented",
      `Skylab does not implement filter patterns with selectors or regular expressions yet: ${text}`,
      501,
    );
  }
  const terms = [...text.matchAll(/([?-]?)(?:"((?:[^"\\]|\\.)*)"|(\S+))/g)].map(([, sign, phrase, word]) => ({
    sign,
    term: phrase === undefined ? (word as string) : phrase.replace(/\\(.)/g, "$1"),
  }));
  const all = terms.filter(({ sign }) => sign === "");
  const none = terms.filter(({ sign }) => sign === "-");
  const some = terms.filter(({ sign }) => sign === "?");
  return (message) =>
    all.every(({ term }) => message.includes(term)) &&
    !none.some(({ term }) => message.includes(term)) &&
    // Beside terms that are required, optional ones make no difference.
    (some.length === 0 || all.length > 0 || some.some(({ term }) => message.includes(term)));
}

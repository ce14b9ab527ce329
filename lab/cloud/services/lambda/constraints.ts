import { AwsError } from "../../errors.ts";

// Constraints of Lambda's model, which the SDK's schemas do not carry, in the words in which AWS reports them.

/** Checks a member with a pattern, when it is given. */
export function checkPattern(member: string, value: string | undefined, pattern: string): void {
  if (value === undefined || new RegExp(`^(?:${pattern})$`, "s").test(value)) return;
  throw violation(member, value, `Member must satisfy regular expression pattern: ${pattern}`);
}

/** Checks a number with bounds, when it is given. */
export function checkRange(member: string, value: number | undefined, least: number, most: number): void {
  if (value === undefined) return;
  if (value < least) throw violation(member, value, `Member must have value greater than or equal to ${least}`);
  if (value > most) throw violation(member, value, `Member must have value less than or equal to ${most}`);
}

/** Checks the length of a text, when it is given. */
export function checkLength(member: string, value: string | undefined, most: number): void {
  if (value === undefined || value.length <= most) return;
  throw violation(member, value, `Member must have length less than or equal to ${most}`);
}

/** Checks a member with a set of words, when it is given. */
export function checkEnum(member: string, value: string | undefined, words: readonly string[]): void {
  if (value === undefined || words.includes(value)) return;
  throw violation(member, value, `Member must satisfy enum value set: [${words.join(", ")}]`);
}

/** What AWS's front end answers when a member breaks a constraint of the model. */
export function violation(member: string, value: unknown, constraint: string): AwsError {
  const message = `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${constraint}`;
  return new AwsError("ValidationException", message);
}

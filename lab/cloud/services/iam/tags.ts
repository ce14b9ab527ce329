import type { Tag } from "@aws-sdk/client-iam";
import { invalidInput, limitExceeded, validationError } from "./errors.ts";
import type { Tags } from "./state.ts";

const MOST = 50;
const PATTERN = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/**
 * The tags of something new, or added to those that it has. Keys are told apart without regard to case, and keep the case in
 * which they were given last.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#id_tags_rules
 */
export function withTags(before: Tags, added: readonly Tag[] = []): Tags {
  checkTags(added);
  const keys = new Set(added.map(({ Key = "" }) => Key.toLowerCase()));
  const kept = Object.entries(before).filter(([key]) => !keys.has(key.toLowerCase()));
  const all = [...kept, ...added.map(({ Key = "", Value = "" }) => [Key, Value] as const)];
  if (all.length > MOST) throw limitExceeded("The number of tags has reached the maximum limit.");
  return Object.fromEntries(all);
}

export function withoutTags(before: Tags, keys: readonly string[]): Tags {
  keys.forEach((key, i) => {
    checkLength(key, `tagKeys.${i + 1}.member`, 128);
  });
  const gone = new Set(keys.map((key) => key.toLowerCase()));
  return Object.fromEntries(Object.entries(before).filter(([key]) => !gone.has(key.toLowerCase())));
}

/** Tags as IAM answers them. */
export function tagList(tags: Tags) {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

function checkTags(tags: readonly Tag[]): void {
  if (tags.length > MOST) throw constraint(`[${tags.length} tags]`, "tags", `length less than or equal to ${MOST}`);
  tags.forEach(({ Key = "", Value = "" }, i) => {
    checkLength(Key, `tags.${i + 1}.member.key`, 128);
    checkLength(Value, `tags.${i + 1}.member.value`, 256);
    if (Key === "") throw constraint(Key, `tags.${i + 1}.member.key`, "length greater than or equal to 1");
    if (/^aws:/i.test(Key)) throw invalidInput("Tag keys that begin with 'aws:' are reserved for AWS use.");
  });
  const keys = tags.map(({ Key = "" }) => Key.toLowerCase());
  if (new Set(keys).size < keys.length)
    throw invalidInput("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
}

function checkLength(text: string, member: string, longest: number): void {
  if ([...text].length > longest) throw constraint(text, member, `length less than or equal to ${longest}`);
  if (!PATTERN.test(text))
    throw validationError(
      `1 validation error detected: Value '${text}' at '${member}' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]${member.endsWith("value") ? "*" : "+"}`,
    );
}

function constraint(value: string, member: string, rule: string) {
  return validationError(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must have ${rule}`,
  );
}

import type { Tag } from "@aws-sdk/client-iam";
import { invalidInput, limitExceeded } from "../errors.ts";
import type { Tags } from "../records.ts";

const MOST = 50;

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
  const gone = new Set(keys.map((key) => key.toLowerCase()));
  return Object.fromEntries(Object.entries(before).filter(([key]) => !gone.has(key.toLowerCase())));
}

/** The tags of what IAM leaves them out of when there are none: users and roles, and whatever it has just made. */
export function tagsIfAny(tags: Tags): { readonly Tags?: Tag[] } {
  const Tags = tagList(tags);
  return Tags.length > 0 ? { Tags } : {};
}

/** Tags as IAM answers them. */
export function tagList(tags: Tags) {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

function checkTags(tags: readonly Tag[]): void {
  if (tags.some(({ Key = "" }) => /^aws:/i.test(Key)))
    throw invalidInput("Tag keys that begin with 'aws:' are reserved for AWS use.");
  const keys = tags.map(({ Key = "" }) => Key.toLowerCase());
  if (new Set(keys).size < keys.length)
    throw invalidInput("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
}

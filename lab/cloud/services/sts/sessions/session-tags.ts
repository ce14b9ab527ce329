import type { Tag } from "@aws-sdk/client-sts";
import type { Caller } from "../../../auth/caller.ts";
import { AwsError } from "../../../errors.ts";
import { violationOf } from "../../../wire/constraints.ts";

const MOST_TAGS = 50;

/** The tags of a session, and which of them go on to the next one. */
export interface SessionTags {
  readonly tags: readonly Tag[];
  /** Keys in lower case. */
  readonly transitive: readonly string[];
}

/**
 * The tags that a session gets: those of the request, and those that the caller's own session hands on. Keys are told apart
 * without regard to case. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
export function sessionTagsOf(
  {
    Tags = [],
    TransitiveTagKeys = [],
  }: { readonly Tags?: readonly Tag[]; readonly TransitiveTagKeys?: readonly string[] },
  caller?: Caller,
): SessionTags {
  checkTags(Tags);
  const keys = new Set(Tags.map(({ Key = "" }) => Key.toLowerCase()));
  const inherited = inheritedTags(caller);
  if (inherited.some(({ Key }) => keys.has(Key.toLowerCase())))
    throw invalid(
      "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    );
  const transitive = TransitiveTagKeys.map((key) => key.toLowerCase());
  if (transitive.some((key) => !keys.has(key)))
    throw invalid("The specified transitive tag key must be included in the requested tags.");
  return {
    tags: [...inherited, ...Tags],
    transitive: [...inherited.map(({ Key }) => Key.toLowerCase()), ...transitive],
  };
}

/** The tags that a caller's session hands on. */
export function inheritedTags({ issuance, sessionTags = {} }: Partial<Caller> = {}): { Key: string; Value: string }[] {
  const { transitive = [] } = issuance ?? {};
  return Object.entries(sessionTags)
    .filter(([key]) => transitive.includes(key.toLowerCase()))
    .map(([Key, Value]) => ({ Key, Value }));
}

/** Tags come in tokens and assertions as well, which the model's constraints do not reach. */
function checkTags(tags: readonly Tag[]): void {
  if (tags.length > MOST_TAGS) throw tooLong("tags", MOST_TAGS);
  tags.forEach(({ Key = "", Value = "" }, i) => {
    const member = `tags.${i + 1}.member`;
    if (Key.length > 128) throw tooLong(`${member}.key`, 128);
    if (Value.length > 256) throw tooLong(`${member}.value`, 256);
    if (!/^[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/u.test(Key)) throw badText(`${member}.key`, Key, "+");
    if (!/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u.test(Value)) throw badText(`${member}.value`, Value, "*");
    if (/^aws:/i.test(Key)) throw invalid("Tag keys beginning with 'aws:' are reserved for AWS use.");
  });
  if (new Set(tags.map(({ Key = "" }) => Key.toLowerCase())).size < tags.length)
    throw invalid("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
}

/** A list or a text with more in it than there may be. */
export function tooLong(member: string, most: number): AwsError {
  return new AwsError("ValidationError", violationOf(member, `Member must have length less than or equal to ${most}`));
}

function badText(member: string, value: string, times: string): AwsError {
  const rule = `Member must satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]${times}`;
  return new AwsError("ValidationError", violationOf(member, rule, value));
}

function invalid(message: string): AwsError {
  return new AwsError("InvalidParameterValue", message);
}

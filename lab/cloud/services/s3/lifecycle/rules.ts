import type { LifecycleRule } from "@aws-sdk/client-s3";
import type { StoredObject, Tag } from "../records.ts";

const DAY = 86_400_000;

/** What a rule's filter looks at. */
export type Filtered = Pick<StoredObject, "key" | "size" | "tags">;

/** When something happens to an object, and by which rule. */
export interface Due {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly rule: LifecycleRule;
}

/** Whether a rule is about an object. https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-filters.html */
export function applies({ Status, Prefix, Filter = {} }: LifecycleRule, { key, size, tags = [] }: Filtered): boolean {
  if (Status !== "Enabled") return false;
  const { And } = Filter;
  const all = And ?? Filter;
  const wanted = [...(And?.Tags ?? []), ...(Filter.Tag ? [Filter.Tag] : [])] as Tag[];
  return (
    key.startsWith(Prefix ?? all.Prefix ?? "") &&
    size > (all.ObjectSizeGreaterThan ?? -1) &&
    size < (all.ObjectSizeLessThan ?? Number.POSITIVE_INFINITY) &&
    wanted.every((tag) => tags.some(({ Key, Value }) => Key === tag.Key && Value === tag.Value))
  );
}

/** When the current version of an object expires first, if ever. */
export function expiryOf(object: StoredObject, rules: readonly LifecycleRule[]): Due | undefined {
  const dues = rules.flatMap((rule): Due[] => {
    const { Days, Date: date } = rule.Expiration ?? {};
    if (!applies(rule, object)) return [];
    if (date) return [{ at: date.getTime(), rule }];
    return Days === undefined ? [] : [{ at: daysAfter(object.modified, Days), rule }];
  });
  return earliest(dues);
}

/** The storage class that rules have given an object by now, if any has. */
export function classAt(
  now: number,
  object: StoredObject,
  rules: readonly LifecycleRule[],
): StoredObject["storageClass"] {
  const due = rules
    .filter((rule) => applies(rule, object))
    .flatMap(({ Transitions = [] }) => Transitions)
    .map(({ Days = 0, Date: date, StorageClass }) => ({
      at: date?.getTime() ?? daysAfter(object.modified, Days),
      StorageClass,
    }))
    .filter(({ at }) => at <= now);
  return due.sort((one, other) => one.at - other.at).at(-1)?.StorageClass;
}

/**
 * Which of a key's noncurrent versions expire, the newest of them first.
 *
 * @param versions each with the time at which it became noncurrent
 */
export function expiredNoncurrent(
  now: number,
  versions: readonly { readonly object: StoredObject; readonly since: number }[],
  rules: readonly LifecycleRule[],
): StoredObject[] {
  return versions
    .filter(({ object, since }, newer) =>
      rules.some((rule) => {
        const { NoncurrentDays, NewerNoncurrentVersions = 0 } = rule.NoncurrentVersionExpiration ?? {};
        if (NoncurrentDays === undefined || !applies(rule, object)) return false;
        return newer >= NewerNoncurrentVersions && daysAfter(since, NoncurrentDays) <= now;
      }),
    )
    .map(({ object }) => object);
}

/** The x-amz-expiration header of an object: `expiry-date="…", rule-id="…"`. */
export function expirationHeader(object: StoredObject, rules: readonly LifecycleRule[]): string | undefined {
  const expiry = expiryOf(object, rules);
  if (!expiry) return undefined;
  return `expiry-date="${new Date(expiry.at).toUTCString()}", rule-id="${encodeURIComponent(expiry.rule.ID ?? "")}"`;
}

/** When an upload that is not completed is aborted. */
export function abortOf(upload: { key: string; begun: number }, rules: readonly LifecycleRule[]): Due | undefined {
  const dues = rules.flatMap((rule): Due[] => {
    const days = rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation;
    // Uploads have no size and no tags that a filter could look at.
    if (days === undefined || !applies(rule, { key: upload.key, size: 0 })) return [];
    return [{ at: daysAfter(upload.begun, days), rule }];
  });
  return earliest(dues);
}

/** S3 adds the days, and rounds up to the next midnight. */
export function daysAfter(time: number, days: number): number {
  return Math.ceil((time + days * DAY) / DAY) * DAY;
}

function earliest(dues: readonly Due[]): Due | undefined {
  return [...dues].sort((a, b) => a.at - b.at)[0];
}

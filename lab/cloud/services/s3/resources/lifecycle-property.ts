import { boolean, type Convert, date, list, number, same, shape, type Value } from "./template-shapes.ts";

const transition = shape({ StorageClass: same, TransitionInDays: ["Days", number], TransitionDate: ["Date", date] });

const noncurrentTransition = shape({
  StorageClass: same,
  TransitionInDays: ["NoncurrentDays", number],
  NewerNoncurrentVersions: number,
});

const lifecycleFields = shape({
  Id: ["ID", same],
  Status: same,
  Prefix: same,
  TagFilters: same,
  ObjectSizeGreaterThan: number,
  ObjectSizeLessThan: number,
  ExpirationInDays: number,
  ExpirationDate: date,
  ExpiredObjectDeleteMarker: boolean,
  Transition: transition,
  Transitions: list(transition),
  NoncurrentVersionExpirationInDays: number,
  NoncurrentVersionExpiration: shape({ NoncurrentDays: number, NewerNoncurrentVersions: number }),
  NoncurrentVersionTransition: noncurrentTransition,
  NoncurrentVersionTransitions: list(noncurrentTransition),
  AbortIncompleteMultipartUpload: shape({ DaysAfterInitiation: number }),
});

/** A rule of a life cycle. Templates write its filter and expiration flat, where the operation nests them. */
export const lifecycleRule: Convert = (value: Value, path) => {
  const rule = lifecycleFields(value as never, path) as Value;
  const { ExpirationInDays, ExpirationDate, ExpiredObjectDeleteMarker, NoncurrentVersionExpirationInDays } = rule;
  const expires = ExpirationInDays ?? ExpirationDate ?? ExpiredObjectDeleteMarker;
  const transitions = [rule.Transition, rule.Transitions].flat().filter(Boolean);
  const noncurrent = [rule.NoncurrentVersionTransition, rule.NoncurrentVersionTransitions].flat().filter(Boolean);
  return {
    ID: rule.ID,
    Status: rule.Status,
    Filter: lifecycleFilter(rule),
    Expiration: expires && { Days: ExpirationInDays, Date: ExpirationDate, ExpiredObjectDeleteMarker },
    Transitions: transitions.length > 0 ? transitions : undefined,
    NoncurrentVersionExpiration:
      rule.NoncurrentVersionExpiration ??
      (NoncurrentVersionExpirationInDays && { NoncurrentDays: NoncurrentVersionExpirationInDays }),
    NoncurrentVersionTransitions: noncurrent.length > 0 ? noncurrent : undefined,
    AbortIncompleteMultipartUpload: rule.AbortIncompleteMultipartUpload,
  };
};

/** A filter has one condition, or several under `And`. */
function lifecycleFilter({ Prefix, TagFilters = [], ObjectSizeGreaterThan, ObjectSizeLessThan }: Value): Value {
  const tags = TagFilters as unknown[];
  const conditions = { Prefix, ObjectSizeGreaterThan, ObjectSizeLessThan };
  const count = Object.values(conditions).filter((condition) => condition !== undefined).length + tags.length;
  if (count === 0) return { Prefix: "" };
  if (count > 1) return { And: { ...conditions, Tags: tags } };
  return tags.length === 1 ? { Tag: tags[0] } : conditions;
}

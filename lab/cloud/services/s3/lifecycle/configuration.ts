import { randomUUID } from "node:crypto";
import type { GetBucketLifecycleConfigurationOutput, LifecycleRule } from "@aws-sdk/client-s3";
import { AwsError } from "../../../errors.ts";
import { configuration, notConfigured } from "../buckets/configuration.ts";
import { invalidArgument, invalidRequest, malformedXml } from "../errors.ts";
import type { Bucket } from "../records.ts";
import type { S3 } from "../state.ts";

const MOST_RULES = 1000;
const DAY = 86_400_000;

const lifecycle = configuration<GetBucketLifecycleConfigurationOutput>(
  "Lifecycle",
  notConfigured("NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist"),
);

export const putBucketLifecycleConfiguration: S3["PutBucketLifecycleConfiguration"] = (input, context) => {
  const { Rules = [] } = input.LifecycleConfiguration ?? {};
  if (Rules.length === 0 || Rules.length > MOST_RULES) throw malformedXml();
  for (const rule of Rules) checkRule(rule);
  const ids = Rules.map((rule) => rule.ID).filter((id) => id !== undefined);
  const repeated = ids.find((id, i) => ids.indexOf(id) < i);
  if (repeated !== undefined)
    throw invalidArgument("Rule ID must be unique. Found same ID for more than one rule", "ID", repeated);
  const TransitionDefaultMinimumObjectSize = input.TransitionDefaultMinimumObjectSize ?? "all_storage_classes_128K";
  lifecycle.put(context, input, {
    Rules: Rules.map((rule) => ({ ...rule, ID: rule.ID ?? randomUUID() })),
    TransitionDefaultMinimumObjectSize,
  });
  context.state.lifecycle.watch();
  return { TransitionDefaultMinimumObjectSize };
};
export const getBucketLifecycleConfiguration: S3["GetBucketLifecycleConfiguration"] = (input, context) =>
  lifecycle.get(context, input);
export const deleteBucketLifecycle: S3["DeleteBucketLifecycle"] = (input, context) => lifecycle.delete(context, input);

/** A bucket's rules. */
export function lifecycleRules(bucket: Bucket): readonly LifecycleRule[] {
  return lifecycle.of(bucket)?.Rules ?? [];
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleRule.html */
function checkRule(rule: LifecycleRule): void {
  const { ID, Status, Prefix, Filter, Expiration, Transitions = [], NoncurrentVersionExpiration } = rule;
  if (Status !== "Enabled" && Status !== "Disabled") throw malformedXml();
  if ((Prefix === undefined) === (Filter === undefined)) throw malformedXml();
  if (ID !== undefined && ID.length > 255)
    throw invalidArgument("ID length should not exceed allowed limit of 255", "ID", ID);
  const actions = [Expiration, ...Transitions, NoncurrentVersionExpiration, rule.AbortIncompleteMultipartUpload];
  if (![...actions, ...(rule.NoncurrentVersionTransitions ?? [])].some(Boolean))
    throw invalidRequest("At least one action needs to be specified in a rule");
  checkDays("Days", "Expiration", Expiration?.Days, 1);
  checkDays("NoncurrentDays", "NoncurrentVersionExpiration", NoncurrentVersionExpiration?.NoncurrentDays, 1);
  for (const { Days } of Transitions) checkDays("Days", "Transition", Days, 0);
  checkDays(
    "DaysAfterInitiation",
    "AbortIncompleteMultipartUpload",
    rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation,
    1,
  );
  for (const date of [Expiration?.Date, ...Transitions.map((transition) => transition.Date)]) {
    if (date && date.getTime() % DAY !== 0)
      throw invalidArgument("'Date' must be at midnight GMT", "Date", date.toISOString());
  }
  checkFilter(rule);
}

function checkDays(member: string, action: string, days: number | undefined, least: number): void {
  if (days === undefined || (Number.isInteger(days) && days >= least)) return;
  const kind = least === 0 ? "nonnegative" : "positive";
  throw new AwsError("InvalidArgument", `'${member}' for ${action} action must be a ${kind} integer`);
}

function checkFilter({ Filter = {}, AbortIncompleteMultipartUpload, Expiration }: LifecycleRule): void {
  const conditions = Object.values(Filter).filter((value) => value !== undefined);
  if (conditions.length > 1) throw malformedXml();
  const looksAtTags = Filter.Tag ?? Filter.And?.Tags?.length;
  if (looksAtTags && AbortIncompleteMultipartUpload)
    throw invalidRequest("AbortIncompleteMultipartUpload cannot be specified with Tags.");
  if (looksAtTags && Expiration?.ExpiredObjectDeleteMarker)
    throw invalidRequest("ExpiredObjectDeleteMarker cannot be specified with Tags.");
}

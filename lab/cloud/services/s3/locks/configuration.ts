import type { DefaultRetention, ObjectLockConfiguration } from "@aws-sdk/client-s3";
import { AwsError } from "../../../errors.ts";
import { openBucket } from "../access/buckets.ts";
import { configuration, notConfigured } from "../buckets/configuration.ts";
import { malformedXml } from "../errors.ts";
import type { Bucket } from "../records.ts";
import type { S3 } from "../state.ts";

const DAY = 86_400_000;

/** Whether versions of a bucket's objects can be locked, and for how long new ones are. */
const objectLock = configuration<ObjectLockConfiguration>(
  "ObjectLock",
  notConfigured("ObjectLockConfigurationNotFoundError", "Object Lock configuration does not exist for this bucket"),
);

/** What a bucket has that is made with object lock. */
export const WITH_LOCK = { ObjectLock: { ObjectLockEnabled: "Enabled" } };

export const putObjectLockConfiguration: S3["PutObjectLockConfiguration"] = (input, context) => {
  const { ObjectLockEnabled, Rule } = input.ObjectLockConfiguration ?? {};
  if (ObjectLockEnabled !== "Enabled") throw malformedXml();
  if (Rule) checkDefault(Rule.DefaultRetention);
  if (openBucket(context, input).versioning !== "Enabled") {
    const message = "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration";
    throw new AwsError("InvalidBucketState", message, 409);
  }
  return objectLock.put(context, input, { ObjectLockEnabled, ...(Rule && { Rule }) });
};
export const getObjectLockConfiguration: S3["GetObjectLockConfiguration"] = (input, context) => ({
  ObjectLockConfiguration: objectLock.get(context, input),
});

export function hasLock(bucket: Bucket): boolean {
  return objectLock.of(bucket)?.ObjectLockEnabled === "Enabled";
}

/** How long a new version is kept, unless its writer says otherwise. */
export function defaultRetention(
  bucket: Bucket,
  now: number,
): { mode: "GOVERNANCE" | "COMPLIANCE"; until: number } | undefined {
  const { Mode, Days, Years } = objectLock.of(bucket)?.Rule?.DefaultRetention ?? {};
  if (!Mode) return undefined;
  const end = new Date(now);
  if (Years !== undefined) end.setUTCFullYear(end.getUTCFullYear() + Years);
  return { mode: Mode, until: end.getTime() + (Days ?? 0) * DAY };
}

function checkDefault({ Mode, Days, Years }: DefaultRetention = {}): void {
  if (Mode !== "GOVERNANCE" && Mode !== "COMPLIANCE") throw malformedXml();
  if ((Days === undefined) === (Years === undefined)) throw malformedXml();
  const length = Days ?? Years ?? 0;
  if (length > 0 && length <= (Days === undefined ? 100 : 36_500)) return;
  const message =
    length > 0
      ? "Default retention period is too large."
      : "Default retention period must be a positive integer value.";
  throw new AwsError("InvalidArgument", message);
}

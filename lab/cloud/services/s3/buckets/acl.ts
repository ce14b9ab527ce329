import type { Grant, Owner } from "@aws-sdk/client-s3";
import { AwsError } from "../../../errors.ts";
import { openBucket } from "../access/buckets.ts";
import { notYet } from "../errors.ts";
import { readableObject } from "../objects/versions.ts";
import type { Bucket, S3 } from "../state.ts";
import { ownershipOf } from "./configurations.ts";

// Since 2023 the owner of a bucket owns all that is in it, and access control lists are off. Where ownership controls turn
// them on, only lists that say the same are taken: other grants would have no effect here.

export const getBucketAcl: S3["GetBucketAcl"] = (input, context) => fullControl(openBucket(context, input));

export const getObjectAcl: S3["GetObjectAcl"] = (input, context) => {
  const bucket = openBucket(context, input);
  readableObject(context, bucket, input.Key, input.VersionId);
  return fullControl(bucket);
};

export const putBucketAcl: S3["PutBucketAcl"] = (input, context) => {
  const bucket = openBucket(context, input);
  checkAcl(input.ACL ?? "an access control policy", bucket);
  return {};
};

export const putObjectAcl: S3["PutObjectAcl"] = (input, context) => {
  const bucket = openBucket(context, input);
  readableObject(context, bucket, input.Key, input.VersionId);
  checkAcl(input.ACL ?? "an access control policy", bucket);
  return {};
};

/** Refuses an ACL that a request brings, unless it gives the bucket's owner what the owner has anyway. */
export function checkAcl(acl: string | undefined, bucket: Bucket): void {
  if (acl === undefined || acl === "bucket-owner-full-control") return;
  if (ownershipOf(bucket) === "BucketOwnerEnforced")
    throw new AwsError("AccessControlListNotSupported", "The bucket does not allow ACLs");
  if (acl !== "private") throw notYet(`the ACL ${acl}`);
}

/** The owner of an account's buckets: 64 hexadecimal digits. Ours spell the account's number. */
export function ownerOf(account: string): Owner {
  return { ID: Buffer.from(account).toString("hex").padEnd(64, "0") };
}

function fullControl({ account }: Bucket): { Owner: Owner; Grants: Grant[] } {
  const owner = ownerOf(account);
  return { Owner: owner, Grants: [{ Grantee: { ...owner, Type: "CanonicalUser" }, Permission: "FULL_CONTROL" }] };
}

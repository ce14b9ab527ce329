import { decide } from "../../../auth/authorize.ts";
import { isPerson } from "../../../auth/caller.ts";
import { listOf, type Policy } from "../../../auth/policy/document.ts";
import type { Access, Context } from "../../../service.ts";
import { aclStatements } from "../acls/acls.ts";
import { policyOf, publicAccess } from "../buckets/bucket-policy.ts";
import { parseSource } from "../objects/copy.ts";
import { findObject } from "../objects/versions.ts";
import type { Bucket, S3State } from "../state.ts";
import { actionOf } from "./actions.ts";
import { findBucket } from "./buckets.ts";

/** Members of inputs that say what is accessed. */
interface S3Input {
  readonly Bucket?: string;
  readonly Key?: string;
  readonly VersionId?: string;
  readonly CopySource?: string;
  readonly Prefix?: string;
  readonly Delimiter?: string;
  readonly MaxKeys?: number;
  readonly ACL?: string;
  readonly BypassGovernanceRetention?: boolean;
  readonly StorageClass?: string;
  readonly ServerSideEncryption?: string;
  readonly SSEKMSKeyId?: string;
}

/** Root can always mend its bucket's policy. */
const ALWAYS_ROOTS = new Set(["GetBucketPolicy", "PutBucketPolicy", "DeleteBucketPolicy"]);

/** What a call to S3 wants to do to what. Nothing is to be decided for a bucket that is not there: the operation says so. */
export function access(operation: string, input: S3Input, context: Context<S3State>): Access[] | undefined {
  const { Bucket: name } = input;
  const { state, caller, account } = context;
  if (name === undefined || operation === "CreateBucket") {
    if (!isPerson(caller)) return undefined;
    const action = operation === "ListBuckets" ? "s3:ListAllMyBuckets" : `s3:${operation}`;
    return [{ action, resource: name === undefined ? "*" : `arn:aws:s3:::${name}`, account }];
  }
  const bucket = findBucket(state, name);
  if (!bucket) return [];
  if (caller.kind === "root" && caller.account === bucket.account && ALWAYS_ROOTS.has(operation)) return [];
  // Of several keys, each is decided on by itself (`mayDelete`), and its denial told beside the others' success.
  if (operation === "DeleteObjects") return [];
  const asked = accessTo(operation, input, bucket, context);
  return input.CopySource === undefined ? asked : [...asked, ...sourceAccess(input.CopySource, context)];
}

/** Whether one of several objects may be deleted. */
export function mayDelete(input: S3Input, bucket: Bucket, context: Context<S3State>): boolean {
  return accessTo("DeleteObject", input, bucket, context).every((access) => decide(access, context).allowed);
}

function accessTo(operation: string, input: S3Input, bucket: Bucket, context: Context<S3State>): Access[] {
  const policy = policyOf(bucket);
  const isForeign = context.caller.account !== bucket.account;
  // The usual case: the root of the account may do everything in it.
  if (!policy && !isForeign && !isPerson(context.caller)) return [];
  const { action, on } = actionOf(operation, input);
  const arn = `arn:aws:s3:::${bucket.name}`;
  const one = {
    account: bucket.account,
    policy: isForeign ? foreignPolicy(bucket, input, context) : policy,
    keys: keysOf(input),
  };
  const resource = on === "bucket" ? arn : `${arn}/${input.Key ?? ""}`;
  const asked: Access[] = [{ ...one, action, resource }];
  if (input.BypassGovernanceRetention) asked.push({ ...one, action: "s3:BypassGovernanceRetention", resource });
  // That something is not there is told to those only who may list what is.
  const isMissing =
    (isForeign || isPerson(context.caller)) &&
    /^(Get|Head)Object$/.test(operation) &&
    !context.state.objects.has(bucket.name, input.Key ?? "");
  return isMissing ? [...asked, { ...one, action: "s3:ListBucket", resource: arn }] : asked;
}

/** What lets somebody of another account in, or nobody: the bucket's policy, and access control lists. */
function foreignPolicy(bucket: Bucket, { Key, VersionId }: S3Input, context: Context<S3State>): Policy | undefined {
  const policy = publicAccess(bucket, context);
  const object = Key === undefined ? undefined : objectNamed(bucket, Key, VersionId, context);
  const granted = aclStatements(bucket, object, context);
  if (granted.length === 0) return policy;
  const Statement = [...listOf(policy?.document.Statement), ...granted];
  return {
    name: policy?.name ?? `the access control lists of ${bucket.name}`,
    document: { ...policy?.document, Statement },
  };
}

function objectNamed(bucket: Bucket, key: string, version: string | undefined, { state }: Context<S3State>) {
  try {
    return findObject(state, bucket, key, version);
  } catch {
    // The operation itself says what is wrong with the version.
    return undefined;
  }
}

function sourceAccess(source: string, context: Context<S3State>): Access[] {
  const { bucket: name, key, version } = parseSource(source);
  const bucket = findBucket(context.state, name);
  if (!bucket) return [];
  const input = { Bucket: name, Key: key, ...(version !== undefined && { VersionId: version }) };
  return accessTo("GetObject", input, bucket, context);
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html */
function keysOf(input: S3Input): Access["keys"] {
  return {
    "s3:prefix": input.Prefix,
    "s3:delimiter": input.Delimiter,
    "s3:max-keys": input.MaxKeys === undefined ? undefined : String(input.MaxKeys),
    "s3:VersionId": input.VersionId,
    "s3:x-amz-acl": input.ACL,
    "s3:x-amz-storage-class": input.StorageClass,
    "s3:x-amz-server-side-encryption": input.ServerSideEncryption,
    "s3:x-amz-server-side-encryption-aws-kms-key-id": input.SSEKMSKeyId,
  };
}

import { decide } from "../../../auth/authorize.ts";
import { listOf, type Policy } from "../../../auth/policy/document.ts";
import type { Access, Context } from "../../../service.ts";
import { aclStatements } from "../acls/acls.ts";
import { policyOf, publicAccess } from "../buckets/bucket-policy.ts";
import { parseSource } from "../objects/copy.ts";
import { findObject } from "../objects/versions.ts";
import type { Bucket, S3State } from "../state.ts";
import { actionOf, alsoOf } from "./actions.ts";
import { findBucket } from "./buckets.ts";
import { type KeyInput, keysOf } from "./condition-keys.ts";

/** Members of inputs that say what is accessed. */
interface S3Input extends KeyInput {
  readonly Bucket?: string;
  readonly Key?: string;
  readonly BypassGovernanceRetention?: boolean;
  readonly ObjectLockEnabledForBucket?: boolean;
}

/** Root can always mend its bucket's policy. */
const ALWAYS_ROOTS = new Set(["GetBucketPolicy", "PutBucketPolicy", "DeleteBucketPolicy"]);

/** What a call to S3 wants to do to what. Nothing is to be decided for a bucket that is not there: the operation says so. */
export function access(operation: string, input: S3Input, context: Context<S3State>): Access[] | undefined {
  const { Bucket: name } = input;
  const { state, caller, account, cloud } = context;
  if (name === undefined || operation === "CreateBucket") {
    if (!cloud.accounts.isLimited(caller)) return undefined;
    const action = operation === "ListBuckets" ? "s3:ListAllMyBuckets" : `s3:${operation}`;
    const keys = () => keysOf(input, { operation, action, account, existing: () => undefined }, context);
    const one = { resource: name === undefined ? "*" : `arn:aws:s3:::${name}`, account, keys };
    return [action, ...alsoOf(operation, input)].map((each) => ({ ...one, action: each }));
  }
  const bucket = findBucket(state, name);
  if (!bucket) return [];
  // What its organization says counts even then.
  if (caller.kind === "root" && caller.account === bucket.account && ALWAYS_ROOTS.has(operation))
    return accessTo(operation, input, bucket, context).map((one) => ({ ...one, policy: undefined }));
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
  const isLimited = context.cloud.accounts.isLimited(context.caller);
  if (!policy && !isForeign && !isLimited) return [];
  const { action: main, on } = actionOf(operation, input);
  const arn = `arn:aws:s3:::${bucket.name}`;
  const one = {
    account: bucket.account,
    policy: isForeign ? foreignPolicy(bucket, input, context) : policy,
  };
  const resource = on === "bucket" ? arn : `${arn}/${input.Key ?? ""}`;
  const existing = () => objectOf(bucket, input, context);
  const asked: Access[] = [main, ...alsoOf(operation, input)].map((action) => ({
    ...one,
    action,
    resource,
    keys: () => keysOf(input, { operation, action, account: bucket.account, existing }, context),
  }));
  // That something is not there is told to those only who may list what is.
  const isMissing =
    (isForeign || isLimited) &&
    /^(Get|Head)Object$/.test(operation) &&
    !context.state.objects.has(bucket.name, input.Key ?? "");
  return isMissing ? [...asked, { ...one, action: "s3:ListBucket", resource: arn }] : asked;
}

/** What lets somebody of another account in, or nobody: the bucket's policy, and access control lists. */
function foreignPolicy(bucket: Bucket, input: S3Input, context: Context<S3State>): Policy | undefined {
  const policy = publicAccess(bucket, context);
  const granted = aclStatements(bucket, objectOf(bucket, input, context), context);
  if (granted.length === 0) return policy;
  const Statement = [...listOf(policy?.document.Statement), ...granted];
  return {
    name: policy?.name ?? `the access control lists of ${bucket.name}`,
    document: { ...policy?.document, Statement },
  };
}

function objectOf(bucket: Bucket, { Key, VersionId }: S3Input, { state }: Context<S3State>) {
  if (Key === undefined) return undefined;
  try {
    return findObject(state, bucket, Key, VersionId);
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

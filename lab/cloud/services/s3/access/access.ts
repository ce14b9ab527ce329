import { accessOf, type Extra, type Want } from "../../../auth/access-table.ts";
import { decide } from "../../../auth/authorize.ts";
import { listOf, type Policy } from "../../../auth/policy/document.ts";
import { requestTags } from "../../../auth/request-tags.ts";
import type { Context } from "../../../service/service.ts";
import { aclStatements } from "../acls/acls.ts";
import { policyOf, publicAccess } from "../buckets/bucket-policy.ts";
import { parseSource } from "../objects/copy.ts";
import { findObject } from "../objects/versions.ts";
import type { Bucket } from "../records.ts";
import type { S3State } from "../state.ts";
import { actionOf, alsoOf, isOnObject } from "./actions.ts";
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
export const access = accessOf<S3Input, S3State>({
  prefix: "s3",
  action: actionOf,
  resource(operation, input, context) {
    const { Bucket: name } = input;
    if (name === undefined) return "*";
    if (operation === "CreateBucket") return `arn:aws:s3:::${name}`;
    const bucket = findBucket(context.state, name);
    // Of several keys, each is decided on by itself (`mayDelete`), and its denial told beside the others' success.
    if (!bucket || operation === "DeleteObjects") return NOTHING;
    // The usual case: the root of the account may do everything in it.
    if (input.CopySource === undefined && isOpenTo(context, bucket) && !policyOf(bucket)) return NOTHING;
    return resourceOf(operation, input);
  },
  owner: (want, { state }) => bucketOf(want, state)?.account,
  policy(want, context) {
    const bucket = bucketOf(want, context.state);
    if (!bucket) return undefined;
    const { caller } = context;
    if (caller.account !== bucket.account) return foreignPolicy(bucket, want, context);
    return caller.kind === "root" && ALWAYS_ROOTS.has(want.operation) ? undefined : policyOf(bucket);
  },
  also({ operation, input }, context) {
    const { CopySource } = input;
    return [
      ...alsoOf(operation, input).map((action) => ({ action })),
      ...listingToo(operation, input, context),
      ...(CopySource === undefined ? [] : ofSource(CopySource, context)),
    ];
  },
  keys({ operation, action, input }, context) {
    const bucket = operation === "CreateBucket" ? undefined : findBucket(context.state, input.Bucket ?? "");
    const existing = () => bucket && objectOf(bucket, input, context);
    return keysOf(input, { operation, action, account: bucket?.account ?? context.account, existing }, context);
  },
  requestTags: ({ CreateBucketConfiguration }) => requestTags(CreateBucketConfiguration),
});

const NOTHING: readonly string[] = [];

/** Whether one of several objects may be deleted. */
export function mayDelete(input: S3Input, context: Context<S3State>): boolean {
  return (access("DeleteObject", input, context, undefined) ?? []).every((one) => decide(one, context).allowed);
}

/** Whether the caller is the root of a bucket's account, and limited by nobody. */
function isOpenTo({ caller, cloud }: Context<S3State>, { account }: Bucket): boolean {
  return caller.kind === "root" && caller.account === account && !cloud.accounts.isLimited(caller);
}

function resourceOf(operation: string, input: S3Input): string {
  const { Bucket, Key = "" } = input;
  return isOnObject(operation, input) ? `arn:aws:s3:::${Bucket}/${Key}` : `arn:aws:s3:::${Bucket}`;
}

/** The bucket that is accessed, if it is there. One that is to be made belongs to nobody yet. */
function bucketOf({ operation, input }: Want<S3Input>, state: S3State): Bucket | undefined {
  return operation === "CreateBucket" || input.Bucket === undefined ? undefined : findBucket(state, input.Bucket);
}

/** Only callers with the right to list are told that something does not exist. */
function listingToo(operation: string, { Bucket = "", Key = "" }: S3Input, { state, ...context }: Context<S3State>) {
  const bucket = findBucket(state, Bucket);
  const isTold = !bucket || isOpenTo({ state, ...context }, bucket);
  if (isTold || !/^(Get|Head)Object$/.test(operation) || state.objects.has(Bucket, Key)) return [];
  return [{ action: "s3:ListBucket", resource: `arn:aws:s3:::${Bucket}` }];
}

/** What lets somebody of another account in, or nobody: the bucket's policy, and access control lists. */
function foreignPolicy(
  bucket: Bucket,
  { operation, input }: Want<S3Input>,
  context: Context<S3State>,
): Policy | undefined {
  const policy = publicAccess(bucket, context);
  const question = { operation, key: input.Key, object: objectOf(bucket, input, context) };
  const granted = aclStatements(bucket, question, context);
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

/** What a copy does to its source: it reads it. */
function ofSource(source: string, context: Context<S3State>): Extra<S3Input>[] {
  const { bucket: Bucket, key: Key, version } = parseSource(source);
  if (!findBucket(context.state, Bucket)) return [];
  const input: S3Input = { Bucket, Key, ...(version !== undefined && { VersionId: version }) };
  const reading = {
    operation: "GetObject",
    action: `s3:${actionOf("GetObject", input)}`,
    resource: resourceOf("GetObject", input),
    input,
  };
  return [reading, ...listingToo("GetObject", input, context).map((listing) => ({ ...reading, ...listing }))];
}

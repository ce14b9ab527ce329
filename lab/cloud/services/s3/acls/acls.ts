import type { Grant } from "@aws-sdk/client-s3";
import { listOf, type Statement } from "../../../auth/policy/document.ts";
import { AwsError } from "../../../errors.ts";
import { isMaking } from "../access/actions.ts";
import { openBucket } from "../access/buckets.ts";
import { configuration } from "../buckets/configuration.ts";
import { ownershipOf, publicAccessBlockOf } from "../buckets/settings.ts";
import { accessDenied, malformedXml } from "../errors.ts";
import { notify } from "../notifications/events.ts";
import { readableObject, updateVersion } from "../objects/versions.ts";
import type { Bucket, StoredObject } from "../records.ts";
import type { S3, S3Context } from "../state.ts";
import {
  type AclInput,
  fullControl,
  grantsOf,
  isPublicAcl,
  OBJECT_READ,
  ownerOf,
  statementsOf,
  WRITING,
} from "./grants.ts";

// Since 2023 the owner of a bucket owns all that is in it, and access control lists are off unless ownership controls turn
// them on. Here the bucket's owner owns what others put into it in any case.

const bucketAcl = configuration<{ readonly Grants: Grant[] }>("Acl", { Grants: [] });

export const getBucketAcl: S3["GetBucketAcl"] = (input, context) => {
  const bucket = openBucket(context, input);
  return { Owner: ownerOf(bucket.account), Grants: bucketAcl.of(bucket)?.Grants ?? fullControl(bucket.account) };
};

export const putBucketAcl: S3["PutBucketAcl"] = (input, context) => {
  const bucket = openBucket(context, input);
  const Grants = checkedGrants(input, bucket, context, "s3:PutBucketAcl", `arn:aws:s3:::${bucket.name}`);
  if (!Grants) throw malformedXml();
  return bucketAcl.put(context, input, { Grants });
};

export const getObjectAcl: S3["GetObjectAcl"] = (input, context) => {
  const bucket = openBucket(context, input);
  const { grants } = readableObject(context, bucket, input.Key, input.VersionId);
  return { Owner: ownerOf(bucket.account), Grants: [...(grants ?? fullControl(bucket.account))] };
};

export const putObjectAcl: S3["PutObjectAcl"] = (input, context) => {
  const { cloud, state } = context;
  cloud.store.write(() => {
    const bucket = openBucket(context, input);
    const object = readableObject(context, bucket, input.Key, input.VersionId);
    const resource = `arn:aws:s3:::${bucket.name}/${object.key}`;
    const grants = checkedGrants(input, bucket, context, "s3:PutObjectAcl", resource);
    if (!grants) throw malformedXml();
    updateVersion(state, bucket, { ...object, grants });
    notify("ObjectAcl:Put", bucket, object, context);
  });
  return {};
};

/** The grants of a new object; undefined when its writer wants no others than there are anyway. */
export function newGrants(
  input: AclInput & { readonly Key?: string },
  bucket: Bucket,
  context: S3Context,
): Grant[] | undefined {
  const resource = `arn:aws:s3:::${bucket.name}/${input.Key ?? ""}`;
  // Of one's own bucket, private is what all objects are anyway.
  if (input.ACL === "private" && !hasAcls(bucket) && context.account === bucket.account) return undefined;
  const grants = checkedGrants(input, bucket, context, "s3:PutObject", resource);
  return grants && !isUsual(grants, bucket) ? grants : undefined;
}

/** The list of a new bucket. */
export function newBucketAcl(input: AclInput, bucket: Bucket, context: S3Context): Bucket {
  const wanted = grantsOf(input, bucket.account);
  if (!wanted || isUsual(wanted, bucket)) return bucket;
  if (!hasAcls(bucket)) {
    const message = "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting";
    throw new AwsError("InvalidBucketAclWithObjectOwnership", message);
  }
  const Grants = checkedGrants(input, bucket, context, "s3:CreateBucket", `arn:aws:s3:::${bucket.name}`);
  return { ...bucket, configurations: { ...bucket.configurations, Acl: { Grants } } };
}

/** Whether access control lists are on. */
function hasAcls(bucket: Bucket): boolean {
  return ownershipOf(bucket) !== "BucketOwnerEnforced";
}

/** Whether a list says only what is so without one. */
function isUsual(grants: readonly Grant[], { account }: Bucket): boolean {
  const owner = ownerOf(account).ID;
  return (
    grants.length > 0 &&
    grants.every(({ Grantee, Permission }) => Grantee?.ID === owner && Permission === "FULL_CONTROL")
  );
}

/** A call that lists are asked about. */
export interface AclQuestion {
  readonly operation: string;
  readonly key: string | undefined;
  /** Undefined also where there is none of the key. */
  readonly object: StoredObject | undefined;
}

/** What the lists of a bucket, and of an object in it, allow somebody of another account, or nobody. */
export function aclStatements(
  bucket: Bucket,
  { operation, key, object }: AclQuestion,
  { caller }: Pick<S3Context, "caller">,
): Statement[] {
  if (!hasAcls(bucket)) return [];
  const { IgnorePublicAcls } = publicAccessBlockOf(bucket);
  const counting = (grants: readonly Grant[] = []) =>
    grants.filter((grant) => !IgnorePublicAcls || !isPublicAcl([grant]));
  const arn = `arn:aws:s3:::${bucket.name}`;
  const ofBucket = counting(bucketAcl.of(bucket)?.Grants);
  const statements = statementsOf(ofBucket, caller, "bucket", arn);
  const writers = ofBucket.filter(({ Permission }) => Permission === "WRITE" || Permission === "FULL_CONTROL");
  // A caller that may read by the list is decided on again for writing.
  const writing = statementsOf(
    writers.map((grant) => ({ ...grant, Permission: "READ" })),
    caller,
    "bucket",
    arn,
  );
  const Action = isMaking(operation) ? [...WRITING, "s3:PutObjectAcl"] : WRITING;
  if (writing[0]) statements.push({ ...writing[0], Action, Resource: `${arn}/*` });
  // Who may list a bucket may learn that something is not in it.
  const reading = statements.find((statement) => listOf(statement.Action).includes("s3:ListBucket"));
  if (reading && key !== undefined && !object)
    statements.push({ ...reading, Action: OBJECT_READ, Resource: `${arn}/${key}` });
  if (object) statements.push(...statementsOf(counting(object.grants), caller, "object", `${arn}/${object.key}`));
  return statements;
}

/** The grants that a request asks for, when the bucket takes any. */
function checkedGrants(
  input: AclInput,
  bucket: Bucket,
  { caller }: S3Context,
  action: string,
  resource: string,
): Grant[] | undefined {
  const { ACL } = input;
  const isOn = hasAcls(bucket);
  if (!isOn && ACL === "bucket-owner-full-control") return fullControl(bucket.account);
  const grants = grantsOf(input, bucket.account);
  if (!grants) return undefined;
  // A name says what is wanted; a list that is written out may say what is so anyway.
  if (!isOn && ACL === undefined && isUsual(grants, bucket)) return grants;
  if (!isOn) throw new AwsError("AccessControlListNotSupported", "The bucket does not allow ACLs");
  if (publicAccessBlockOf(bucket).BlockPublicAcls && isPublicAcl(grants)) {
    const why =
      "because public access control lists (ACLs) are prevented by the BlockPublicAcls setting in S3 Block Public Access";
    throw accessDenied(`User: ${caller.arn} is not authorized to perform: ${action} on resource: "${resource}" ${why}`);
  }
  return grants;
}

/**
 * The actions of operations that are named otherwise, without `s3:`.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
const NAMED: Readonly<Record<string, string>> = {
  ListBuckets: "ListAllMyBuckets",
  HeadObject: "GetObject",
  CopyObject: "PutObject",
  CreateMultipartUpload: "PutObject",
  UploadPart: "PutObject",
  UploadPartCopy: "PutObject",
  CompleteMultipartUpload: "PutObject",
  ListParts: "ListMultipartUploadParts",
  DeleteObjects: "DeleteObject",
  HeadBucket: "ListBucket",
  ListObjects: "ListBucket",
  ListObjectsV2: "ListBucket",
  ListObjectVersions: "ListBucketVersions",
  ListMultipartUploads: "ListBucketMultipartUploads",
  PutBucketCors: "PutBucketCORS",
  GetBucketCors: "GetBucketCORS",
  DeleteBucketCors: "PutBucketCORS",
  DeleteBucketTagging: "PutBucketTagging",
  PutBucketEncryption: "PutEncryptionConfiguration",
  GetBucketEncryption: "GetEncryptionConfiguration",
  DeleteBucketEncryption: "PutEncryptionConfiguration",
  PutBucketLifecycleConfiguration: "PutLifecycleConfiguration",
  GetBucketLifecycleConfiguration: "GetLifecycleConfiguration",
  DeleteBucketLifecycle: "PutLifecycleConfiguration",
  PutBucketNotificationConfiguration: "PutBucketNotification",
  GetBucketNotificationConfiguration: "GetBucketNotification",
  PutBucketAccelerateConfiguration: "PutAccelerateConfiguration",
  GetBucketAccelerateConfiguration: "GetAccelerateConfiguration",
  PutBucketReplication: "PutReplicationConfiguration",
  GetBucketReplication: "GetReplicationConfiguration",
  DeleteBucketReplication: "PutReplicationConfiguration",
  PutBucketInventoryConfiguration: "PutInventoryConfiguration",
  GetBucketInventoryConfiguration: "GetInventoryConfiguration",
  ListBucketInventoryConfigurations: "GetInventoryConfiguration",
  DeleteBucketInventoryConfiguration: "PutInventoryConfiguration",
  PutPublicAccessBlock: "PutBucketPublicAccessBlock",
  GetPublicAccessBlock: "GetBucketPublicAccessBlock",
  DeletePublicAccessBlock: "PutBucketPublicAccessBlock",
  DeleteBucketOwnershipControls: "PutBucketOwnershipControls",
  GetObjectLockConfiguration: "GetBucketObjectLockConfiguration",
  PutObjectLockConfiguration: "PutBucketObjectLockConfiguration",
};

/** Operations that name a version need another action then. */
const VERSIONED = new Set([
  "GetObject",
  "DeleteObject",
  "GetObjectAcl",
  "PutObjectAcl",
  "GetObjectTagging",
  "PutObjectTagging",
  "DeleteObjectTagging",
  "GetObjectAttributes",
]);

/** The action of an operation, without `s3:`. */
export function actionOf(operation: string, { VersionId }: { readonly VersionId?: string }): string {
  const name = NAMED[operation] ?? operation;
  if (VersionId === undefined || !VERSIONED.has(name)) return name;
  return name.replace(/^(Get|Put|Delete)Object/, "$1ObjectVersion");
}

/** Whether an operation is decided on by an object in the bucket, rather than by the bucket. */
export function isOnObject(operation: string, { Key }: { readonly Key?: string }): boolean {
  return Key !== undefined || operation === "DeleteObjects";
}

/** What inputs ask for besides what their operation is for. */
interface Extras {
  readonly Tagging?: unknown;
  readonly ACL?: string;
  readonly GrantFullControl?: string;
  readonly GrantRead?: string;
  readonly GrantReadACP?: string;
  readonly GrantWriteACP?: string;
  readonly ObjectLockMode?: string;
  readonly ObjectLockLegalHoldStatus?: string;
  readonly BypassGovernanceRetention?: boolean;
  readonly ObjectLockEnabledForBucket?: boolean;
  readonly ObjectOwnership?: string;
  readonly CreateBucketConfiguration?: { readonly Tags?: unknown };
}

/** Operations that make an object, together with what is said of it. */
export function isMaking(operation: string): boolean {
  return MAKING.has(operation);
}

const MAKING = new Set(["PutObject", "CopyObject", "CreateMultipartUpload"]);

/**
 * Further actions that creating something needs, by what the request says of it.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
 */
export function alsoOf(operation: string, input: Extras): string[] {
  // What gives all to the bucket's owner needs no more: so do policies for deliveries, such as CloudTrail's, have it.
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html#example-bucket-policies-acl-2
  const acl = isMaking(operation) && input.ACL === "bucket-owner-full-control" ? undefined : input.ACL;
  const grants = [acl, input.GrantFullControl, input.GrantRead, input.GrantReadACP, input.GrantWriteACP];
  const hasAcl = grants.some((grant) => grant !== undefined);
  const also: [action: string, isAsked: unknown][] = isMaking(operation)
    ? [
        ["PutObjectTagging", input.Tagging],
        ["PutObjectAcl", hasAcl],
        ["PutObjectRetention", input.ObjectLockMode],
        ["PutObjectLegalHold", input.ObjectLockLegalHoldStatus],
      ]
    : operation === "CreateBucket"
      ? [
          ["TagResource", input.CreateBucketConfiguration?.Tags],
          ["PutBucketAcl", hasAcl],
          ["PutBucketOwnershipControls", input.ObjectOwnership],
          ["PutBucketVersioning", input.ObjectLockEnabledForBucket],
          ["PutBucketObjectLockConfiguration", input.ObjectLockEnabledForBucket],
        ]
      : [["BypassGovernanceRetention", input.BypassGovernanceRetention]];
  return also.filter(([, isAsked]) => isAsked).map(([action]) => `s3:${action}`);
}

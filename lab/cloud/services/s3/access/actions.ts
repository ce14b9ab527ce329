/** What an operation does is decided on by an action of IAM, on the bucket or on an object in it. */
export interface S3Action {
  readonly action: string;
  readonly on: "bucket" | "object";
}

/**
 * The actions of operations that are named otherwise, without `s3:`.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
const NAMED: Readonly<Record<string, string>> = {
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

/** The action of an operation. */
export function actionOf(operation: string, input: { readonly Key?: string; readonly VersionId?: string }): S3Action {
  const name = NAMED[operation] ?? operation;
  const on = input.Key !== undefined || operation === "DeleteObjects" ? "object" : "bucket";
  if (input.VersionId === undefined || !VERSIONED.has(name)) return { action: `s3:${name}`, on };
  return { action: `s3:${name.replace(/^(Get|Put|Delete)Object/, "$1ObjectVersion")}`, on };
}

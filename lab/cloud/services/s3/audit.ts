import type { AuditFacts } from "../../service/audit-facts.ts";

interface ObjectInput {
  readonly Bucket?: string;
  readonly Key?: string;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html */
export const audit: AuditFacts = {
  names: {
    DeletePublicAccessBlock: "DeleteBucketPublicAccessBlock",
    GetBucketLifecycleConfiguration: "GetBucketLifecycle",
    GetBucketNotificationConfiguration: "GetBucketNotification",
    GetObjectLockConfiguration: "GetBucketObjectLockConfiguration",
    GetPublicAccessBlock: "GetBucketPublicAccessBlock",
    ListObjectsV2: "ListObjects",
    PutBucketLifecycleConfiguration: "PutBucketLifecycle",
    PutBucketNotificationConfiguration: "PutBucketNotification",
    PutObjectLockConfiguration: "PutBucketObjectLockConfiguration",
    PutPublicAccessBlock: "PutBucketPublicAccessBlock",
  },
  resources: { Bucket: "AWS::S3::Bucket" },
  data: [
    {
      type: "AWS::S3::Object",
      operations: [
        "AbortMultipartUpload",
        "CompleteMultipartUpload",
        "CopyObject",
        "CreateMultipartUpload",
        "DeleteObject",
        "DeleteObjects",
        "DeleteObjectTagging",
        "GetObject",
        "GetObjectAcl",
        "GetObjectAttributes",
        "GetObjectLegalHold",
        "GetObjectRetention",
        "GetObjectTagging",
        "HeadBucket",
        "HeadObject",
        "ListMultipartUploads",
        "ListObjects",
        "ListObjectsV2",
        "ListObjectVersions",
        "ListParts",
        "PutObject",
        "PutObjectAcl",
        "PutObjectLegalHold",
        "PutObjectRetention",
        "PutObjectTagging",
        "RestoreObject",
        "UploadPart",
        "UploadPartCopy",
      ],
      arn: ({ Bucket, Key }: ObjectInput) =>
        Bucket === undefined ? undefined : `arn:aws:s3:::${Bucket}${Key === undefined ? "" : `/${Key}`}`,
    },
  ],
};

import { stored } from "../../service/coverage.ts";
import { defineService } from "../../service/service.ts";
import { access } from "./access/access.ts";
import { admits } from "./access/foreign-pages.ts";
import * as acl from "./acls/acls.ts";
import { address, SERVER } from "./address.ts";
import { audit } from "./audit.ts";
import * as policy from "./buckets/bucket-policy.ts";
import * as buckets from "./buckets/buckets.ts";
import * as cors from "./buckets/cors.ts";
import * as configurations from "./buckets/settings.ts";
import * as lifecycle from "./lifecycle/configuration.ts";
import * as listing from "./listing/listing.ts";
import { listObjectVersions } from "./listing/version-listing.ts";
import * as locking from "./locks/configuration.ts";
import * as locks from "./locks/locks.ts";
import { completeMultipartUpload } from "./multipart/completion.ts";
import * as parts from "./multipart/parts.ts";
import * as uploads from "./multipart/uploads.ts";
import * as notifications from "./notifications/configuration.ts";
import { getObjectAttributes, NO_ATTRIBUTES } from "./objects/attributes.ts";
import { copyObject } from "./objects/copy.ts";
import * as deletion from "./objects/deletion.ts";
import * as objects from "./objects/objects.ts";
import { restoreObject } from "./objects/restore.ts";
import * as tagging from "./objects/tagging.ts";
import { verifyBody } from "./objects/xml-body.ts";
import { serve } from "./serve.ts";
import { S3State } from "./state.ts";
import { target } from "./target.ts";
import * as website from "./website/configuration.ts";

/**
 * Amazon S3, general-purpose buckets.
 *
 * Known gaps:
 * - Encryption is what objects say of themselves: KMS keys are not looked up, and bodies lie unencrypted on the disk. A
 *   customer's key (SSE-C) is checked.
 * - What another account puts into a bucket belongs to the bucket's owner, whatever the ownership controls say.
 * - Refused by name: MFA delete.
 */
export const service = defineService("s3", {
  sdk: () => import("@aws-sdk/client-s3"),
  state: S3State,
  forget: (account, state) => state.forget(account),
  close: async ({ lifecycle, notifications }) => {
    await lifecycle.close();
    await notifications.close();
  },
  due: (_key, _moment, { lifecycle }) => lifecycle.due(),
  serve,
  address,
  admits,
  access,
  audit,
  target,
  server: SERVER,
  headerProblems: {
    "x-amz-object-attributes": NO_ATTRIBUTES,
    "x-amz-object-lock-retain-until-date": "The retain until date must be provided in ISO 8601 format",
  },
  // By bucket policies and access control lists.
  unsigned: "all",
  // A thousand keys, and ten thousand parts with their checksums.
  limits: { operations: { DeleteObjects: 5_242_880, CompleteMultipartUpload: 5_242_880 } },
  verifyBody,
  resources: async () => (await import("./resources/index.ts")).resources,
  operations: {
    CreateBucket: buckets.createBucket,
    HeadBucket: buckets.headBucket,
    DeleteBucket: buckets.deleteBucket,
    ListBuckets: buckets.listBuckets,
    GetBucketLocation: buckets.getBucketLocation,
    PutBucketVersioning: buckets.putBucketVersioning,
    GetBucketVersioning: buckets.getBucketVersioning,

    PutObject: objects.putObject,
    GetObject: objects.getObject,
    HeadObject: objects.headObject,
    GetObjectAttributes: getObjectAttributes,
    CopyObject: copyObject,
    DeleteObject: deletion.deleteObject,
    DeleteObjects: deletion.deleteObjects,
    PutObjectTagging: tagging.putObjectTagging,
    GetObjectTagging: tagging.getObjectTagging,
    DeleteObjectTagging: tagging.deleteObjectTagging,
    GetObjectAcl: acl.getObjectAcl,
    PutObjectAcl: acl.putObjectAcl,

    ListObjectsV2: listing.listObjectsV2,
    ListObjects: listing.listObjects,
    ListObjectVersions: listObjectVersions,

    CreateMultipartUpload: uploads.createMultipartUpload,
    UploadPart: parts.uploadPart,
    UploadPartCopy: parts.uploadPartCopy,
    ListParts: parts.listParts,
    CompleteMultipartUpload: completeMultipartUpload,
    AbortMultipartUpload: uploads.abortMultipartUpload,
    ListMultipartUploads: uploads.listMultipartUploads,

    PutBucketCors: cors.putBucketCors,
    GetBucketCors: cors.getBucketCors,
    DeleteBucketCors: cors.deleteBucketCors,
    PutBucketPolicy: policy.putBucketPolicy,
    GetBucketPolicy: policy.getBucketPolicy,
    DeleteBucketPolicy: policy.deleteBucketPolicy,
    GetBucketPolicyStatus: policy.getBucketPolicyStatus,
    GetBucketAcl: acl.getBucketAcl,
    PutBucketAcl: acl.putBucketAcl,

    PutBucketTagging: configurations.putBucketTagging,
    GetBucketTagging: configurations.getBucketTagging,
    DeleteBucketTagging: configurations.deleteBucketTagging,
    PutBucketEncryption: configurations.putBucketEncryption,
    GetBucketEncryption: configurations.getBucketEncryption,
    DeleteBucketEncryption: configurations.deleteBucketEncryption,
    PutPublicAccessBlock: configurations.putPublicAccessBlock,
    GetPublicAccessBlock: configurations.getPublicAccessBlock,
    DeletePublicAccessBlock: configurations.deletePublicAccessBlock,
    PutBucketOwnershipControls: configurations.putBucketOwnershipControls,
    GetBucketOwnershipControls: configurations.getBucketOwnershipControls,
    DeleteBucketOwnershipControls: configurations.deleteBucketOwnershipControls,
    PutBucketLifecycleConfiguration: lifecycle.putBucketLifecycleConfiguration,
    GetBucketLifecycleConfiguration: lifecycle.getBucketLifecycleConfiguration,
    DeleteBucketLifecycle: lifecycle.deleteBucketLifecycle,
    PutBucketWebsite: website.putBucketWebsite,
    GetBucketWebsite: website.getBucketWebsite,
    DeleteBucketWebsite: website.deleteBucketWebsite,
    PutBucketLogging: stored(configurations.putBucketLogging),
    GetBucketLogging: configurations.getBucketLogging,
    PutBucketAccelerateConfiguration: stored(configurations.putBucketAccelerateConfiguration),
    GetBucketAccelerateConfiguration: configurations.getBucketAccelerateConfiguration,
    PutBucketRequestPayment: stored(configurations.putBucketRequestPayment),
    GetBucketRequestPayment: configurations.getBucketRequestPayment,
    PutBucketNotificationConfiguration: notifications.putBucketNotificationConfiguration,
    GetBucketNotificationConfiguration: notifications.getBucketNotificationConfiguration,
    PutBucketReplication: stored(configurations.putBucketReplication),
    GetBucketReplication: configurations.getBucketReplication,
    DeleteBucketReplication: stored(configurations.deleteBucketReplication),
    PutBucketInventoryConfiguration: stored(configurations.putBucketInventoryConfiguration),
    GetBucketInventoryConfiguration: configurations.getBucketInventoryConfiguration,
    ListBucketInventoryConfigurations: configurations.listBucketInventoryConfigurations,
    DeleteBucketInventoryConfiguration: stored(configurations.deleteBucketInventoryConfiguration),
    RestoreObject: restoreObject,
    PutObjectLockConfiguration: locking.putObjectLockConfiguration,
    GetObjectLockConfiguration: locking.getObjectLockConfiguration,
    PutObjectRetention: locks.putObjectRetention,
    GetObjectRetention: locks.getObjectRetention,
    PutObjectLegalHold: locks.putObjectLegalHold,
    GetObjectLegalHold: locks.getObjectLegalHold,
  },
});

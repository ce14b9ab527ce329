import type { ResourceContext } from "../../../service/service.ts";
import { lifecycleRule } from "./lifecycle-property.ts";
import { boolean, type Convert, kebab, list, number, same, shape, type Value } from "./template-shapes.ts";

/** A property of AWS::S3::Bucket that is a configuration: how it is put, and how it is taken away again. */
export interface BucketProperty {
  put(Bucket: string, value: unknown, context: ResourceContext): Promise<unknown>;
  remove(Bucket: string, context: ResourceContext): Promise<unknown>;
}

function property(
  name: string,
  convert: Convert,
  put: (Bucket: string, value: never, context: ResourceContext) => Promise<unknown>,
  remove: BucketProperty["remove"],
): [string, BucketProperty] {
  return [
    name,
    { put: (Bucket, value, context) => put(Bucket, convert(value as never, name) as never, context), remove },
  ];
}

const corsRule = shape({
  Id: ["ID", same],
  AllowedHeaders: same,
  AllowedMethods: same,
  AllowedOrigins: same,
  ExposedHeaders: ["ExposeHeaders", same],
  MaxAge: ["MaxAgeSeconds", number],
});

const encryptionRule = shape({
  ServerSideEncryptionByDefault: [
    "ApplyServerSideEncryptionByDefault",
    shape({ SSEAlgorithm: same, KMSMasterKeyID: same }),
  ],
  BucketKeyEnabled: boolean,
});

const routingRule = shape({
  RedirectRule: [
    "Redirect",
    shape({
      HostName: same,
      HttpRedirectCode: same,
      Protocol: same,
      ReplaceKeyPrefixWith: same,
      ReplaceKeyWith: same,
    }),
  ],
  RoutingRuleCondition: ["Condition", shape({ HttpErrorCodeReturnedEquals: same, KeyPrefixEquals: same })],
});

/** A rule of a notification: a template gives each one event. */
const notification = (destination: Record<string, string>): Convert =>
  shape({
    Event: ["Events", (event: string) => [event]],
    Filter: shape({ S3Key: ["Key", shape({ Rules: ["FilterRules", list(shape({ Name: same, Value: same }))] })] }),
    ...Object.fromEntries(Object.entries(destination).map(([name, member]) => [name, [member, same]])),
  });

const status = shape({ Status: same });
const minutes = shape({ Minutes: number });
const tag = shape({ Key: same, Value: same });

const replicationRule = shape({
  Id: ["ID", same],
  Status: same,
  Priority: number,
  Prefix: same,
  Filter: shape({
    Prefix: same,
    TagFilter: ["Tag", tag],
    And: shape({ Prefix: same, TagFilters: ["Tags", list(tag)] }),
  }),
  DeleteMarkerReplication: status,
  SourceSelectionCriteria: shape({ SseKmsEncryptedObjects: status, ReplicaModifications: status }),
  Destination: shape({
    Bucket: same,
    Account: same,
    StorageClass: same,
    AccessControlTranslation: shape({ Owner: same }),
    EncryptionConfiguration: shape({ ReplicaKmsKeyID: same }),
    ReplicationTime: shape({ Status: same, Time: minutes }),
    Metrics: shape({ Status: same, EventThreshold: minutes }),
  }),
});

const inventoryConfiguration = shape({
  Id: same,
  Enabled: ["IsEnabled", boolean],
  IncludedObjectVersions: same,
  OptionalFields: same,
  Prefix: ["Filter", (Prefix: string) => ({ Prefix })],
  ScheduleFrequency: ["Schedule", (Frequency: string) => ({ Frequency })],
  Destination: [
    "Destination",
    (destination: Value) => {
      const { BucketArn: Bucket, BucketAccountId: AccountId, ...others } = destination;
      return { S3BucketDestination: { Bucket, AccountId, ...others } };
    },
  ],
});

/** Replaces all inventories of a bucket: a template lists them, an operation puts one at a time. */
async function putInventories(Bucket: string, wanted: readonly { Id: string }[], { call }: ResourceContext) {
  const { InventoryConfigurationList: there = [] } = await call.s3.ListBucketInventoryConfigurations({ Bucket });
  for (const { Id = "" } of there) {
    if (!wanted.some((one) => one.Id === Id)) await call.s3.DeleteBucketInventoryConfiguration({ Bucket, Id });
  }
  for (const one of wanted) {
    const InventoryConfiguration = one as never;
    await call.s3.PutBucketInventoryConfiguration({ Bucket, Id: one.Id, InventoryConfiguration });
  }
}

/** The properties that have operations, by name. */
export const bucketProperties: ReadonlyMap<string, BucketProperty> = new Map([
  property(
    "AccelerateConfiguration",
    shape({ AccelerationStatus: ["Status", same] }),
    (Bucket, AccelerateConfiguration, { call }) =>
      call.s3.PutBucketAccelerateConfiguration({ Bucket, AccelerateConfiguration }),
    (Bucket, { call }) =>
      call.s3.PutBucketAccelerateConfiguration({ Bucket, AccelerateConfiguration: { Status: "Suspended" } }),
  ),
  property(
    "BucketEncryption",
    shape({ ServerSideEncryptionConfiguration: ["Rules", list(encryptionRule)] }),
    (Bucket, ServerSideEncryptionConfiguration, { call }) =>
      call.s3.PutBucketEncryption({ Bucket, ServerSideEncryptionConfiguration }),
    (Bucket, { call }) => call.s3.DeleteBucketEncryption({ Bucket }),
  ),
  property(
    "CorsConfiguration",
    shape({ CorsRules: ["CORSRules", list(corsRule)] }),
    (Bucket, CORSConfiguration, { call }) => call.s3.PutBucketCors({ Bucket, CORSConfiguration }),
    (Bucket, { call }) => call.s3.DeleteBucketCors({ Bucket }),
  ),
  property("InventoryConfigurations", list(inventoryConfiguration), putInventories, (Bucket, context) =>
    putInventories(Bucket, [], context),
  ),
  property(
    "LifecycleConfiguration",
    shape({ Rules: list(lifecycleRule) }),
    (Bucket, LifecycleConfiguration, { call }) =>
      call.s3.PutBucketLifecycleConfiguration({ Bucket, LifecycleConfiguration }),
    (Bucket, { call }) => call.s3.DeleteBucketLifecycle({ Bucket }),
  ),
  property(
    "LoggingConfiguration",
    shape({ DestinationBucketName: ["TargetBucket", same], LogFilePrefix: ["TargetPrefix", same] }),
    (
      Bucket,
      { TargetBucket = Bucket, TargetPrefix = "" }: { TargetBucket?: string; TargetPrefix?: string },
      { call },
    ) => call.s3.PutBucketLogging({ Bucket, BucketLoggingStatus: { LoggingEnabled: { TargetBucket, TargetPrefix } } }),
    (Bucket, { call }) => call.s3.PutBucketLogging({ Bucket, BucketLoggingStatus: {} }),
  ),
  property(
    "NotificationConfiguration",
    shape({
      LambdaConfigurations: ["LambdaFunctionConfigurations", list(notification({ Function: "LambdaFunctionArn" }))],
      QueueConfigurations: list(notification({ Queue: "QueueArn" })),
      TopicConfigurations: list(notification({ Topic: "TopicArn" })),
      EventBridgeConfiguration: ["EventBridgeConfiguration", () => ({})],
    }),
    (Bucket, NotificationConfiguration, { call }) =>
      call.s3.PutBucketNotificationConfiguration({ Bucket, NotificationConfiguration }),
    (Bucket, { call }) => call.s3.PutBucketNotificationConfiguration({ Bucket, NotificationConfiguration: {} }),
  ),
  property(
    "ObjectLockConfiguration",
    shape({
      ObjectLockEnabled: same,
      Rule: shape({ DefaultRetention: shape({ Mode: same, Days: number, Years: number }) }),
    }),
    (Bucket, ObjectLockConfiguration, { call }) =>
      call.s3.PutObjectLockConfiguration({ Bucket, ObjectLockConfiguration }),
    // A bucket's object lock stays; only its rule goes.
    (Bucket, { call }) =>
      call.s3.PutObjectLockConfiguration({ Bucket, ObjectLockConfiguration: { ObjectLockEnabled: "Enabled" } }),
  ),
  property(
    "OwnershipControls",
    shape({ Rules: list(shape({ ObjectOwnership: same })) }),
    (Bucket, OwnershipControls, { call }) => call.s3.PutBucketOwnershipControls({ Bucket, OwnershipControls }),
    (Bucket, { call }) => call.s3.DeleteBucketOwnershipControls({ Bucket }),
  ),
  property(
    "PublicAccessBlockConfiguration",
    shape({
      BlockPublicAcls: boolean,
      BlockPublicPolicy: boolean,
      IgnorePublicAcls: boolean,
      RestrictPublicBuckets: boolean,
    }),
    (Bucket, PublicAccessBlockConfiguration, { call }) =>
      call.s3.PutPublicAccessBlock({ Bucket, PublicAccessBlockConfiguration }),
    (Bucket, { call }) => call.s3.DeletePublicAccessBlock({ Bucket }),
  ),
  property(
    "Tags",
    list(shape({ Key: same, Value: same })),
    (Bucket, TagSet, { call }) => call.s3.PutBucketTagging({ Bucket, Tagging: { TagSet } }),
    (Bucket, { call }) => call.s3.DeleteBucketTagging({ Bucket }),
  ),
  property(
    "VersioningConfiguration",
    shape({ Status: same }),
    (Bucket, VersioningConfiguration, { call }) => call.s3.PutBucketVersioning({ Bucket, VersioningConfiguration }),
    (Bucket, { call }) => call.s3.PutBucketVersioning({ Bucket, VersioningConfiguration: { Status: "Suspended" } }),
  ),
  property(
    // After versioning, which it needs.
    "ReplicationConfiguration",
    shape({ Role: same, Rules: list(replicationRule) }),
    (Bucket, ReplicationConfiguration, { call }) => call.s3.PutBucketReplication({ Bucket, ReplicationConfiguration }),
    (Bucket, { call }) => call.s3.DeleteBucketReplication({ Bucket }),
  ),
  property(
    "WebsiteConfiguration",
    shape({
      IndexDocument: ["IndexDocument", (Suffix: string) => ({ Suffix })],
      ErrorDocument: ["ErrorDocument", (Key: string) => ({ Key })],
      RedirectAllRequestsTo: shape({ HostName: same, Protocol: same }),
      RoutingRules: list(routingRule),
    }),
    (Bucket, WebsiteConfiguration, { call }) => call.s3.PutBucketWebsite({ Bucket, WebsiteConfiguration }),
    (Bucket, { call }) => call.s3.DeleteBucketWebsite({ Bucket }),
  ),
  property(
    "AccessControl",
    kebab,
    // After ownership controls and public access blocks, which decide whether there may be one. Private is what a bucket is; templates from before 2023 say it all the same, where ACLs may even be off.
    async (Bucket, ACL, { call }) => ACL === "private" || (await call.s3.PutBucketAcl({ Bucket, ACL })),
    async () => {},
  ),
]);

import type { ResourceContext } from "../../service.ts";
import { notYet } from "./errors.ts";

// The properties of AWS::S3::Bucket that are configurations, as the operations' inputs want them. Templates name some
// things otherwise, and may write numbers and booleans as text.

/** How a property is put, and how it is taken away again. */
export interface BucketProperty {
  put(Bucket: string, value: unknown, context: ResourceContext): Promise<unknown>;
  remove(Bucket: string, context: ResourceContext): Promise<unknown>;
}

type Value = Record<string, unknown>;
type Convert = (value: never, path: string) => unknown;

const same: Convert = (value: unknown) => value;
const number: Convert = (value: unknown) => Number(value);
const boolean: Convert = (value: unknown) => value === true || value === "true";
const date: Convert = (value: string) => new Date(value);
const list =
  (item: Convert): Convert =>
  (values: never[], path) =>
    values.map((value) => item(value, path));

/** Converts an object's properties, and refuses those it does not know, by name. A pair gives the input's name for one. */
function shape(fields: Record<string, Convert | readonly [member: string, convert: Convert]>): Convert {
  return (value: Value, path) => {
    const converted: Value = {};
    for (const [name, given] of Object.entries(value)) {
      const field = fields[name];
      if (!field) throw unknownProperty(`${path}.${name}`);
      const [member, convert] = typeof field === "function" ? [name, field] : field;
      converted[member] = convert(given as never, `${path}.${name}`);
    }
    return converted;
  };
}

/** The refusal of a property that the lab does not have. */
export function unknownProperty(path: string): Error {
  return notYet(`the property ${path} of AWS::S3::Bucket`);
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

const transition = shape({ StorageClass: same, TransitionInDays: ["Days", number], TransitionDate: ["Date", date] });

const noncurrentTransition = shape({
  StorageClass: same,
  TransitionInDays: ["NoncurrentDays", number],
  NewerNoncurrentVersions: number,
});

const lifecycleFields = shape({
  Id: ["ID", same],
  Status: same,
  Prefix: same,
  TagFilters: same,
  ObjectSizeGreaterThan: number,
  ObjectSizeLessThan: number,
  ExpirationInDays: number,
  ExpirationDate: date,
  ExpiredObjectDeleteMarker: boolean,
  Transition: transition,
  Transitions: list(transition),
  NoncurrentVersionExpirationInDays: number,
  NoncurrentVersionExpiration: shape({ NoncurrentDays: number, NewerNoncurrentVersions: number }),
  NoncurrentVersionTransition: noncurrentTransition,
  NoncurrentVersionTransitions: list(noncurrentTransition),
  AbortIncompleteMultipartUpload: shape({ DaysAfterInitiation: number }),
});

/** Templates write a rule's filter and expiration flat, where the operation nests them. */
const lifecycleRule: Convert = (value: Value, path) => {
  const rule = lifecycleFields(value as never, path) as Value;
  const { ExpirationInDays, ExpirationDate, ExpiredObjectDeleteMarker, NoncurrentVersionExpirationInDays } = rule;
  const expires = ExpirationInDays ?? ExpirationDate ?? ExpiredObjectDeleteMarker;
  const transitions = [rule.Transition, rule.Transitions].flat().filter(Boolean);
  const noncurrent = [rule.NoncurrentVersionTransition, rule.NoncurrentVersionTransitions].flat().filter(Boolean);
  return {
    ID: rule.ID,
    Status: rule.Status,
    Filter: lifecycleFilter(rule),
    Expiration: expires && { Days: ExpirationInDays, Date: ExpirationDate, ExpiredObjectDeleteMarker },
    Transitions: transitions.length > 0 ? transitions : undefined,
    NoncurrentVersionExpiration:
      rule.NoncurrentVersionExpiration ??
      (NoncurrentVersionExpirationInDays && { NoncurrentDays: NoncurrentVersionExpirationInDays }),
    NoncurrentVersionTransitions: noncurrent.length > 0 ? noncurrent : undefined,
    AbortIncompleteMultipartUpload: rule.AbortIncompleteMultipartUpload,
  };
};

/** A filter has one condition, or several under `And`. */
function lifecycleFilter({ Prefix, TagFilters = [], ObjectSizeGreaterThan, ObjectSizeLessThan }: Value): Value {
  const tags = TagFilters as unknown[];
  const conditions = { Prefix, ObjectSizeGreaterThan, ObjectSizeLessThan };
  const count = Object.values(conditions).filter((condition) => condition !== undefined).length + tags.length;
  if (count === 0) return { Prefix: "" };
  if (count > 1) return { And: { ...conditions, Tags: tags } };
  return tags.length === 1 ? { Tag: tags[0] } : conditions;
}

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
]);

import type {
  AccelerateConfiguration,
  BucketLoggingStatus,
  InventoryConfiguration,
  OwnershipControls,
  PublicAccessBlockConfiguration,
  ReplicationConfiguration,
  RequestPaymentConfiguration,
  ServerSideEncryptionConfiguration,
  Tag,
  Tagging,
} from "@aws-sdk/client-s3";
import { AwsError } from "../../../errors.ts";
import { own } from "../../../own.ts";
import { openBucket } from "../access/buckets.ts";
import { invalidArgument, invalidRequest, malformedXml } from "../errors.ts";
import { checkBucketTags } from "../objects/tagging.ts";
import type { Bucket, Configurations } from "../records.ts";
import type { S3 } from "../state.ts";
import { configuration, notConfigured, withoutContent } from "./configuration.ts";

/** What S3 gives every new bucket, since April 2023. */
export function initialConfigurations(ownership = "BucketOwnerEnforced"): Configurations {
  return {
    PublicAccessBlock: {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    },
    OwnershipControls: { Rules: [{ ObjectOwnership: ownership }] },
  };
}

const tagging = configuration<Tagging>("Tagging", notConfigured("NoSuchTagSet", "The TagSet does not exist"));
export const putBucketTagging: S3["PutBucketTagging"] = (input, context) =>
  withoutContent(tagging.put(context, input, tagSet(input.Tagging.TagSet)), context);
export const getBucketTagging: S3["GetBucketTagging"] = (input, context) => tagging.get(context, input);
export const deleteBucketTagging: S3["DeleteBucketTagging"] = (input, context) => tagging.delete(context, input);

/** A bucket's tags as they are stored; to have none of them is to have no set. */
export function tagSet(tags: readonly Tag[] | undefined): Tagging | undefined {
  if (!tags) throw malformedXml();
  const TagSet = checkBucketTags(tags);
  return TagSet.length > 0 ? { TagSet } : undefined;
}

const encryption = configuration<ServerSideEncryptionConfiguration>("Encryption", {
  // A bucket is encrypted with S3's own keys unless it says otherwise.
  Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" }, BucketKeyEnabled: false }],
});
export const putBucketEncryption: S3["PutBucketEncryption"] = (input, context) => {
  const { Rules } = input.ServerSideEncryptionConfiguration;
  if (Rules?.length !== 1) throw malformedXml();
  const { SSEAlgorithm, KMSMasterKeyID } = Rules[0]?.ApplyServerSideEncryptionByDefault ?? {};
  if (SSEAlgorithm === "AES256" && KMSMasterKeyID !== undefined) {
    throw invalidArgument(
      "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse",
      "ApplyServerSideEncryptionByDefault",
      KMSMasterKeyID,
    );
  }
  return encryption.put(context, input, input.ServerSideEncryptionConfiguration);
};
export const getBucketEncryption: S3["GetBucketEncryption"] = (input, context) => ({
  ServerSideEncryptionConfiguration: encryption.get(context, input),
});
export const deleteBucketEncryption: S3["DeleteBucketEncryption"] = (input, context) =>
  encryption.delete(context, input);

const publicAccessBlock = configuration<PublicAccessBlockConfiguration>(
  "PublicAccessBlock",
  notConfigured("NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found"),
);
export const putPublicAccessBlock: S3["PutPublicAccessBlock"] = (input, context) => {
  const { BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets } =
    input.PublicAccessBlockConfiguration;
  return publicAccessBlock.put(context, input, {
    BlockPublicAcls: BlockPublicAcls ?? false,
    IgnorePublicAcls: IgnorePublicAcls ?? false,
    BlockPublicPolicy: BlockPublicPolicy ?? false,
    RestrictPublicBuckets: RestrictPublicBuckets ?? false,
  });
};
export const getPublicAccessBlock: S3["GetPublicAccessBlock"] = (input, context) => ({
  PublicAccessBlockConfiguration: publicAccessBlock.get(context, input),
});
export const deletePublicAccessBlock: S3["DeletePublicAccessBlock"] = (input, context) =>
  publicAccessBlock.delete(context, input);

/** What a bucket keeps the public from. */
export function publicAccessBlockOf(bucket: Bucket): PublicAccessBlockConfiguration {
  return publicAccessBlock.of(bucket) ?? {};
}

const ownership = configuration<OwnershipControls>(
  "OwnershipControls",
  notConfigured("OwnershipControlsNotFoundError", "The bucket ownership controls were not found"),
);
export const putBucketOwnershipControls: S3["PutBucketOwnershipControls"] = (input, context) => {
  const { Rules } = input.OwnershipControls;
  if (Rules?.length !== 1 || !isOwnership(Rules[0]?.ObjectOwnership)) throw malformedXml();
  return ownership.put(context, input, input.OwnershipControls);
};
export const getBucketOwnershipControls: S3["GetBucketOwnershipControls"] = (input, context) => ({
  OwnershipControls: ownership.get(context, input),
});
export const deleteBucketOwnershipControls: S3["DeleteBucketOwnershipControls"] = (input, context) =>
  ownership.delete(context, input);

/** Who owns what others put into a bucket; without controls, who put it. */
export function ownershipOf(bucket: Bucket): string {
  return ownership.of(bucket)?.Rules?.[0]?.ObjectOwnership ?? "ObjectWriter";
}

export function isOwnership(text: string | undefined): boolean {
  return text === "BucketOwnerEnforced" || text === "BucketOwnerPreferred" || text === "ObjectWriter";
}

// From here on: stored without an effect. service.ts marks them.

const logging = configuration<BucketLoggingStatus>("Logging", {});
export const putBucketLogging: S3["PutBucketLogging"] = (input, context) => {
  openBucket(context, input);
  const target = input.BucketLoggingStatus.LoggingEnabled?.TargetBucket;
  const there = target === undefined || context.state.buckets.get(target)?.account === context.account;
  if (!there)
    throw new AwsError("InvalidTargetBucketForLogging", "The target bucket for logging does not exist", 400, {
      TargetBucket: target,
    });
  return logging.put(context, input, input.BucketLoggingStatus);
};
export const getBucketLogging: S3["GetBucketLogging"] = (input, context) => logging.get(context, input);

const acceleration = configuration<AccelerateConfiguration>("Acceleration", {});
export const putBucketAccelerateConfiguration: S3["PutBucketAccelerateConfiguration"] = (input, context) => {
  const { Status } = input.AccelerateConfiguration;
  if (Status !== "Enabled" && Status !== "Suspended") throw malformedXml();
  if (input.Bucket.includes("."))
    throw new AwsError(
      "InvalidRequest",
      "S3 Transfer Acceleration is not supported for buckets with periods (.) in their names",
    );
  return acceleration.put(context, input, { Status });
};
export const getBucketAccelerateConfiguration: S3["GetBucketAccelerateConfiguration"] = (input, context) =>
  acceleration.get(context, input);

const requestPayment = configuration<RequestPaymentConfiguration>("RequestPayment", { Payer: "BucketOwner" });
export const putBucketRequestPayment: S3["PutBucketRequestPayment"] = (input, context) => {
  const { Payer } = input.RequestPaymentConfiguration;
  if (Payer !== "BucketOwner" && Payer !== "Requester") throw malformedXml();
  return requestPayment.put(context, input, { Payer });
};
export const getBucketRequestPayment: S3["GetBucketRequestPayment"] = (input, context) =>
  requestPayment.get(context, input);

const replication = configuration<ReplicationConfiguration>(
  "Replication",
  notConfigured("ReplicationConfigurationNotFoundError", "The replication configuration was not found"),
);
export const putBucketReplication: S3["PutBucketReplication"] = (input, context) => {
  const { Role, Rules = [] } = input.ReplicationConfiguration;
  if (!Role || Rules.length === 0 || Rules.length > 1000) throw malformedXml();
  if (openBucket(context, input).versioning !== "Enabled")
    throw invalidRequest("Versioning must be 'Enabled' on the bucket to apply a replication configuration");
  return replication.put(context, input, input.ReplicationConfiguration);
};
export const getBucketReplication: S3["GetBucketReplication"] = (input, context) => ({
  ReplicationConfiguration: replication.get(context, input),
});
export const deleteBucketReplication: S3["DeleteBucketReplication"] = (input, context) =>
  replication.delete(context, input);

const inventory = configuration<Readonly<Record<string, InventoryConfiguration>>>("Inventory", {});
export const putBucketInventoryConfiguration: S3["PutBucketInventoryConfiguration"] = (input, context) => {
  const { Id, InventoryConfiguration: one } = input;
  if (one.Id !== Id || !one.Destination?.S3BucketDestination?.Bucket || !one.Schedule?.Frequency) throw malformedXml();
  return inventory.put(context, input, { ...inventory.get(context, input), [Id]: one });
};
export const getBucketInventoryConfiguration: S3["GetBucketInventoryConfiguration"] = (input, context) => {
  const InventoryConfiguration = own(inventory.get(context, input), input.Id);
  if (InventoryConfiguration) return { InventoryConfiguration };
  throw new AwsError("NoSuchConfiguration", "The specified configuration does not exist.", 404);
};
export const listBucketInventoryConfigurations: S3["ListBucketInventoryConfigurations"] = (input, context) => ({
  InventoryConfigurationList: Object.values(inventory.get(context, input)),
  IsTruncated: false,
});
export const deleteBucketInventoryConfiguration: S3["DeleteBucketInventoryConfiguration"] = (input, context) => {
  const all = inventory.get(context, input);
  const { [input.Id]: _, ...others } = all;
  if (!own(all, input.Id))
    throw new AwsError("NoSuchConfiguration", "The specified configuration does not exist.", 404);
  return inventory.put(context, input, others);
};

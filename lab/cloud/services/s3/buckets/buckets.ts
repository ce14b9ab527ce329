import { AwsError } from "../../../errors.ts";
import { findBucket, isBucketName, openBucket, openBucketAnywhere } from "../access/buckets.ts";
import { newBucketAcl } from "../acls/acls.ts";
import { ownerOf } from "../acls/grants.ts";
import { invalidArgument, invalidBucketName, notYet } from "../errors.ts";
import { hasLock, WITH_LOCK } from "../locks/configuration.ts";
import { dropUpload } from "../multipart/uploads.ts";
import { toldTime } from "../objects/times.ts";
import type { Bucket } from "../records.ts";
import type { S3, S3Context } from "../state.ts";
import { initialConfigurations, isOwnership, tagSet } from "./settings.ts";

export const createBucket: S3["CreateBucket"] = (input, context) => {
  const { cloud, state, account, region } = context;
  const { Bucket: name } = input;
  const bucket = newBucket(input, context);
  const existing = findBucket(state, name);
  if (existing && existing.account !== account) throw alreadyExists(name);
  // Only us-east-1 answers success to creating one's own bucket again, for reasons of history.
  if (existing && !(region === "us-east-1" && existing.region === region)) throw alreadyOwned(name);
  if (!existing) cloud.store.write(() => state.buckets.put([name], bucket));
  const Location = bucket.region === "us-east-1" ? `/${name}` : `http://${name}.s3.amazonaws.com/`;
  return { Location, BucketArn: arnOf(name) };
};

export const headBucket: S3["HeadBucket"] = (input, context) => {
  const { name, region } = openBucket(context, input);
  // Though there is no body.
  if (context.http) context.http.responseHeaders["content-type"] = "application/xml";
  return { BucketRegion: region, BucketArn: arnOf(name), AccessPointAlias: false };
};

export const deleteBucket: S3["DeleteBucket"] = (input, context) => {
  const { cloud, state } = context;
  cloud.store.write(() => {
    const { name } = openBucket(context, input);
    if (state.objects.first({ under: [name] }) || state.history.first({ under: [name] })) throw notEmpty(name);
    for (const upload of [...state.uploads.values({ under: [name] })]) dropUpload(cloud.store, state, upload);
    state.buckets.delete(name);
  });
  return {};
};

export const listBuckets: S3["ListBuckets"] = (input, { state, account }) => {
  const { Prefix, BucketRegion, MaxBuckets = 10_000, ContinuationToken } = input;
  const asked = [Prefix, BucketRegion, input.MaxBuckets, ContinuationToken].some((given) => given !== undefined);
  if (!(MaxBuckets >= 1 && MaxBuckets <= 10_000)) {
    const message = "Argument max-buckets must be an integer between 1 and 10000";
    throw invalidArgument(message, "max-buckets", String(MaxBuckets));
  }
  const from = ContinuationToken === undefined ? "" : Buffer.from(ContinuationToken, "base64url").toString();
  const page: Bucket[] = [];
  let next: string | undefined;
  for (const bucket of state.buckets.values({ from: [from.slice(0, 63)] })) {
    if (bucket.account !== account || !bucket.name.startsWith(Prefix ?? "")) continue;
    if (BucketRegion !== undefined && bucket.region !== BucketRegion) continue;
    if (page.length === MaxBuckets) {
      next = Buffer.from(bucket.name).toString("base64url");
      break;
    }
    page.push(bucket);
  }
  return {
    Owner: ownerOf(account),
    Buckets: page.map(({ name, created, region }) => ({
      Name: name,
      CreationDate: toldTime(created),
      ...(asked ? { BucketRegion: region } : {}),
      BucketArn: arnOf(name),
    })),
    Prefix,
    ContinuationToken: next,
  };
};

export const getBucketLocation: S3["GetBucketLocation"] = (input, context) => {
  const { region } = openBucketAnywhere(context, input);
  // The region that was there before regions had names answers with nothing.
  return region === "us-east-1" ? {} : { LocationConstraint: region as "eu-west-1" };
};

export const putBucketVersioning: S3["PutBucketVersioning"] = (input, context) => {
  const { cloud, state } = context;
  const { Status, MFADelete } = input.VersioningConfiguration;
  if (MFADelete === "Enabled") throw notYet("MFA delete");
  if (Status !== "Enabled" && Status !== "Suspended") {
    throw new AwsError("IllegalVersioningConfigurationException", "The Versioning element must be specified");
  }
  cloud.store.write(() => {
    const bucket = openBucket(context, input);
    if (Status === "Suspended" && hasLock(bucket)) {
      const message =
        "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.";
      throw new AwsError("InvalidBucketState", message, 409);
    }
    state.buckets.put([bucket.name], { ...bucket, versioning: Status });
  });
  return {};
};

export const getBucketVersioning: S3["GetBucketVersioning"] = (input, context) => {
  const { versioning } = openBucket(context, input);
  return versioning ? { Status: versioning } : {};
};

function newBucket(input: Parameters<S3["CreateBucket"]>[0], context: S3Context): Bucket {
  const { cloud, account, region } = context;
  const { Bucket: name, CreateBucketConfiguration: configuration, ObjectOwnership = "BucketOwnerEnforced" } = input;
  if (!isBucketName(name)) throw invalidBucketName(name);
  if (configuration?.Bucket ?? configuration?.Location) throw notYet("directory buckets");
  if (!isOwnership(ObjectOwnership))
    throw invalidArgument(
      `Invalid x-amz-object-ownership header: ${ObjectOwnership}`,
      "x-amz-object-ownership",
      ObjectOwnership,
    );
  const bucket: Bucket = {
    name,
    account,
    region: locationOf(configuration?.LocationConstraint, region),
    created: cloud.clock.now(),
    ...(input.ObjectLockEnabledForBucket && { versioning: "Enabled" as const }),
    configurations: {
      ...initialConfigurations(ObjectOwnership),
      ...(input.ObjectLockEnabledForBucket && WITH_LOCK),
      ...(configuration?.Tags && { Tagging: tagSet(configuration.Tags) }),
    },
  };
  return newBucketAcl(input, bucket, context);
}

/** Where a bucket comes to lie: us-east-1 may make it anywhere, the other regions only at home, and want that said. */
function locationOf(constraint: string | undefined, region: string): string {
  if (constraint === "us-east-1" || (constraint && !/^([a-z]{2}(-[a-z]+)+-\d|EU)$/.test(constraint))) {
    throw new AwsError("InvalidLocationConstraint", "The specified location-constraint is not valid", 400, {
      LocationConstraint: constraint,
    });
  }
  const location = constraint === "EU" ? "eu-west-1" : constraint;
  if (region === "us-east-1") return location ?? region;
  if (location === region) return region;
  throw new AwsError(
    "IllegalLocationConstraintException",
    `The ${constraint ?? "unspecified"} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  );
}

const arnOf = (name: string) => `arn:aws:s3:::${name}`;

const alreadyExists = (BucketName: string) =>
  new AwsError(
    "BucketAlreadyExists",
    "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.",
    409,
    { BucketName },
  );

const alreadyOwned = (BucketName: string) =>
  new AwsError(
    "BucketAlreadyOwnedByYou",
    "Your previous request to create the named bucket succeeded and you already own it.",
    409,
    { BucketName },
  );

const notEmpty = (BucketName: string) =>
  new AwsError("BucketNotEmpty", "The bucket you tried to delete is not empty", 409, { BucketName });

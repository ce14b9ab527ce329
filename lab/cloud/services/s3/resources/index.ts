import { isDeepStrictEqual } from "node:util";
import { AwsError } from "../../../errors.ts";
import { tolerate } from "../../../service/gone.ts";
import { allTags } from "../../../service/resource-tags.ts";
import type { ReadContext, ResourceContext, ResourceProvider } from "../../../service/service.ts";
import { bucketProperties } from "./bucket-properties.ts";
import { unknownProperty } from "./template-shapes.ts";

type BucketProperties = Readonly<Record<string, unknown>> & {
  readonly BucketName?: string;
  readonly ObjectLockEnabled?: boolean | string;
  readonly Tags?: readonly { Key: string; Value: string }[];
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html */
const bucket: ResourceProvider<BucketProperties> = {
  replacedBy: ["BucketName", "ObjectLockEnabled"],
  async create(properties, context) {
    const { call, region } = context;
    checkKnown(properties);
    const Bucket = properties.BucketName ?? context.name(63, "lowercase");
    // In us-east-1 creating one's own bucket again succeeds; a stack must not take over a bucket that is there.
    if (await exists(call.s3.HeadBucket({ Bucket }), "NoSuchBucket", "AccessDenied")) throw alreadyExists(Bucket);
    const CreateBucketConfiguration =
      region === "us-east-1" ? undefined : { LocationConstraint: region as "eu-west-1" };
    const ObjectLockEnabledForBucket = String(properties.ObjectLockEnabled) === "true";
    await call.s3.CreateBucket({ Bucket, CreateBucketConfiguration, ObjectLockEnabledForBucket });
    context.initiated(Bucket);
    await configure(Bucket, properties, {}, context);
    return created(Bucket, context);
  },
  async update(Bucket, properties, previous, context) {
    checkKnown(properties);
    await configure(Bucket, properties, previous, context);
    return created(Bucket, context);
  },
  async read(Bucket, context) {
    const { s3 } = context.call;
    if (!(await exists(s3.HeadBucket({ Bucket }), "NoSuchBucket", "NotFound"))) return undefined;
    const { Status } = await s3.GetBucketVersioning({ Bucket });
    const block = await s3.GetPublicAccessBlock({ Bucket }).catch(() => undefined);
    const properties = {
      BucketName: Bucket,
      VersioningConfiguration: Status && { Status },
      PublicAccessBlockConfiguration: block?.PublicAccessBlockConfiguration,
    };
    return { properties, attributes: created(Bucket, context).attributes };
  },
  async delete(Bucket, _properties, { call }) {
    await exists(call.s3.DeleteBucket({ Bucket }), "NoSuchBucket");
  },
};

interface BucketPolicyProperties {
  readonly Bucket: string;
  readonly PolicyDocument: object;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucketpolicy.html */
const bucketPolicy: ResourceProvider<BucketPolicyProperties> = {
  replacedBy: ["Bucket"],
  async create({ Bucket, PolicyDocument }, { call }) {
    if (await exists(call.s3.GetBucketPolicy({ Bucket }), "NoSuchBucketPolicy"))
      throw new AwsError("AlreadyExists", `The bucket policy already exists on bucket ${Bucket}.`);
    await call.s3.PutBucketPolicy({ Bucket, Policy: JSON.stringify(PolicyDocument) });
    return { id: Bucket };
  },
  async update(id, { Bucket, PolicyDocument }, _previous, { call }) {
    await call.s3.PutBucketPolicy({ Bucket, Policy: JSON.stringify(PolicyDocument) });
    return { id };
  },
  async delete(_id, { Bucket }, { call }) {
    await exists(call.s3.DeleteBucketPolicy({ Bucket }), "NoSuchBucket");
  },
};

/** The CloudFormation types of S3. */
export const resources: Record<string, ResourceProvider> = {
  "AWS::S3::Bucket": bucket,
  "AWS::S3::BucketPolicy": bucketPolicy,
};

/** Puts what is new or changed, and removes what is gone. */
async function configure(
  Bucket: string,
  properties: BucketProperties,
  previous: BucketProperties,
  context: ResourceContext,
): Promise<void> {
  const wanted = withStackTags(properties, context);
  for (const [name, { put, remove }] of bucketProperties) {
    if (wanted[name] === undefined && previous[name] !== undefined) await remove(Bucket, context);
    if (wanted[name] !== undefined && !isDeepStrictEqual(wanted[name], previous[name]))
      await put(Bucket, wanted[name], context);
  }
}

/** A stack's tags are its buckets' tags, too; a bucket's own ones win. */
function withStackTags(properties: BucketProperties, context: ResourceContext): BucketProperties {
  const Tags = allTags(properties.Tags, context);
  return Tags.length === 0 ? properties : { ...properties, Tags };
}

/** Properties with which a bucket is made. */
const ITSELF = new Set(["BucketName", "ObjectLockEnabled"]);

function checkKnown(properties: BucketProperties): void {
  const unknown = Object.keys(properties).find((name) => !ITSELF.has(name) && !bucketProperties.has(name));
  if (unknown !== undefined) throw unknownProperty(unknown);
}

/** Whether a call finds what it is about; false when it fails with a code that says there is none. */
async function exists(call: Promise<unknown>, ...absent: string[]): Promise<boolean> {
  return (await call.then(() => true).catch(tolerate(...absent))) ?? false;
}

/** What `Ref` and `Fn::GetAtt` answer. */
function created(name: string, { region }: ReadContext) {
  const website = DASHED_WEBSITES.has(region) ? `s3-website-${region}` : `s3-website.${region}`;
  return {
    id: name,
    attributes: {
      Arn: `arn:aws:s3:::${name}`,
      DomainName: `${name}.s3.amazonaws.com`,
      RegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
      DualStackDomainName: `${name}.s3.dualstack.${region}.amazonaws.com`,
      WebsiteURL: `http://${name}.${website}.amazonaws.com`,
    },
  };
}

/** The oldest regions write their website endpoint with a dash. https://docs.aws.amazon.com/general/latest/gr/s3.html */
const DASHED_WEBSITES = new Set([
  "us-east-1",
  "us-west-1",
  "us-west-2",
  "ap-northeast-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "eu-west-1",
  "sa-east-1",
]);

function alreadyExists(name: string): AwsError {
  return new AwsError("AlreadyExists", `${name} already exists`, 409);
}

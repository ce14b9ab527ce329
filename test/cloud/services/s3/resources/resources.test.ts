import {
  GetBucketCorsCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLoggingCommand,
  GetBucketPolicyCommand,
  GetBucketReplicationCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetBucketWebsiteCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  ListBucketInventoryConfigurationsCommand,
} from "@aws-sdk/client-s3";
import { expect } from "chai";
import { rootOf } from "../../../../../lab/cloud/auth/caller.ts";
import type { ResourceContext, ResourceProvider } from "../../../../../lab/cloud/service/service.ts";
import { resources } from "../../../../../lab/cloud/services/s3/resources/index.ts";
import { failure } from "../../../use-cloud.ts";
import { useS3 } from "../use-s3.ts";

describe("s3 resources", () => {
  const suite = useS3();
  const bucket = resources["AWS::S3::Bucket"] as ResourceProvider;
  const policy = resources["AWS::S3::BucketPolicy"] as ResourceProvider;
  let names = 0;
  const contextWith = (stackTags: { Key: string; Value: string }[] = [], initiated: string[] = []): ResourceContext => {
    const { cloud } = suite.cloud.running;
    return {
      cloud,
      call: cloud.clients(rootOf("000000000000"), "us-east-1"),
      callIn: (region: string) => cloud.clients(rootOf("000000000000"), region),
      account: "000000000000",
      region: "us-east-1",
      partition: "aws",
      stack: { id: "stack-id", name: "stack", tags: stackTags },
      logicalId: "Bucket",
      type: "AWS::S3::Bucket",
      name: () => `stack-bucket-${++names}`,
      signal: new AbortController().signal,
      initiated: (id) => initiated.push(id),
      token: "token",
    };
  };
  const create = async (properties: object, context = contextWith()) => (await bucket.create(properties, context)).id;
  const tagsOf = async (Bucket: string) => {
    const { TagSet = [] } = await suite.s3.send(new GetBucketTaggingCommand({ Bucket }));
    return Object.fromEntries(TagSet.map(({ Key, Value }) => [Key, Value]));
  };

  it("make a bucket with a name of the stack's, and answer its attributes", async () => {
    const initiated: string[] = [];
    const { id, attributes } = await bucket.create({}, contextWith([], initiated));
    await suite.s3.send(new HeadBucketCommand({ Bucket: id }));
    expect(initiated).to.deep.equal([id]);
    expect(attributes).to.deep.equal({
      Arn: `arn:aws:s3:::${id}`,
      DomainName: `${id}.s3.amazonaws.com`,
      RegionalDomainName: `${id}.s3.us-east-1.amazonaws.com`,
      DualStackDomainName: `${id}.s3.dualstack.us-east-1.amazonaws.com`,
      WebsiteURL: `http://${id}.s3-website-us-east-1.amazonaws.com`,
    });
  });

  it("configure a bucket as its properties say, numbers and booleans as text included", async () => {
    const Bucket = await create({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          { ServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" }, BucketKeyEnabled: "true" },
        ],
      },
      CorsConfiguration: {
        CorsRules: [{ AllowedMethods: ["GET"], AllowedOrigins: ["*"], ExposedHeaders: ["ETag"], MaxAge: "3000" }],
      },
      PublicAccessBlockConfiguration: { BlockPublicAcls: "true", BlockPublicPolicy: false },
      VersioningConfiguration: { Status: "Enabled" },
      LoggingConfiguration: { LogFilePrefix: "log/" },
      WebsiteConfiguration: { IndexDocument: "index.html", ErrorDocument: "error.html" },
      Tags: [{ Key: "a", Value: "b" }],
    });
    const { s3 } = suite;
    const encryption = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
    expect(encryption.ServerSideEncryptionConfiguration?.Rules).to.deep.equal([
      { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" }, BucketKeyEnabled: true },
    ]);
    const cors = await s3.send(new GetBucketCorsCommand({ Bucket }));
    expect(cors.CORSRules).to.deep.equal([
      { AllowedMethods: ["GET"], AllowedOrigins: ["*"], ExposeHeaders: ["ETag"], MaxAgeSeconds: 3000 },
    ]);
    const block = await s3.send(new GetPublicAccessBlockCommand({ Bucket }));
    expect(block.PublicAccessBlockConfiguration).to.include({ BlockPublicAcls: true, BlockPublicPolicy: false });
    expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).to.equal("Enabled");
    const logging = await s3.send(new GetBucketLoggingCommand({ Bucket }));
    expect(logging.LoggingEnabled).to.deep.equal({ TargetBucket: Bucket, TargetPrefix: "log/" });
    const website = await s3.send(new GetBucketWebsiteCommand({ Bucket }));
    expect(website.IndexDocument).to.deep.equal({ Suffix: "index.html" });
    expect(await tagsOf(Bucket)).to.deep.equal({ a: "b" });
  });

  it("nest the rules of a life cycle as the operation wants them", async () => {
    const Bucket = await create({
      LifecycleConfiguration: {
        Rules: [
          { Id: "all", Status: "Enabled", ExpirationInDays: "7" },
          {
            Id: "prefix",
            Status: "Enabled",
            Prefix: "a/",
            Transitions: [{ StorageClass: "GLACIER", TransitionInDays: 1 }],
            AbortIncompleteMultipartUpload: { DaysAfterInitiation: 3 },
          },
          {
            Id: "both",
            Status: "Disabled",
            Prefix: "b/",
            TagFilters: [{ Key: "k", Value: "v" }],
            NoncurrentVersionExpiration: { NoncurrentDays: "2" },
          },
        ],
      },
    });
    const { Rules } = await suite.s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
    expect(Rules).to.deep.equal([
      { ID: "all", Status: "Enabled", Filter: { Prefix: "" }, Expiration: { Days: 7 } },
      {
        ID: "prefix",
        Status: "Enabled",
        Filter: { Prefix: "a/" },
        Transitions: [{ StorageClass: "GLACIER", Days: 1 }],
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 3 },
      },
      {
        ID: "both",
        Status: "Disabled",
        Filter: { And: { Prefix: "b/", Tags: [{ Key: "k", Value: "v" }] } },
        NoncurrentVersionExpiration: { NoncurrentDays: 2 },
      },
    ]);
  });

  it("keep replications and inventories as the operations would, and let go of them", async () => {
    const Destination = { BucketArn: "arn:aws:s3:::reports", Format: "CSV", Prefix: "p" };
    const inventory = { Enabled: "true", IncludedObjectVersions: "All", ScheduleFrequency: "Daily", Destination };
    const rule = {
      Id: "all",
      Status: "Enabled",
      Priority: "1",
      Filter: { And: { Prefix: "a/", TagFilters: [{ Key: "k", Value: "v" }] } },
      DeleteMarkerReplication: { Status: "Disabled" },
      Destination: { Bucket: "arn:aws:s3:::copies", ReplicationTime: { Status: "Enabled", Time: { Minutes: "15" } } },
    };
    const before = {
      ReplicationConfiguration: { Role: "arn:aws:iam::000000000000:role/copier", Rules: [rule] },
      VersioningConfiguration: { Status: "Enabled" },
      InventoryConfigurations: [
        { Id: "one", Prefix: "a/", ...inventory },
        { Id: "two", ...inventory },
      ],
    };
    const context = contextWith();
    const Bucket = await create(before, context);
    const { ReplicationConfiguration } = await suite.s3.send(new GetBucketReplicationCommand({ Bucket }));
    expect(ReplicationConfiguration?.Rules).to.deep.equal([
      {
        ID: "all",
        Status: "Enabled",
        Priority: 1,
        Filter: { And: { Prefix: "a/", Tags: [{ Key: "k", Value: "v" }] } },
        DeleteMarkerReplication: { Status: "Disabled" },
        Destination: { Bucket: "arn:aws:s3:::copies", ReplicationTime: { Status: "Enabled", Time: { Minutes: 15 } } },
      },
    ]);
    const inventories = async () => {
      const answer = await suite.s3.send(new ListBucketInventoryConfigurationsCommand({ Bucket }));
      return answer.InventoryConfigurationList ?? [];
    };
    expect((await inventories())[0]).to.deep.equal({
      Id: "one",
      IsEnabled: true,
      IncludedObjectVersions: "All",
      Filter: { Prefix: "a/" },
      Schedule: { Frequency: "Daily" },
      Destination: { S3BucketDestination: { Bucket: "arn:aws:s3:::reports", Format: "CSV", Prefix: "p" } },
    });
    const after = { ...before, InventoryConfigurations: [{ Id: "two", ...inventory }] };
    await bucket.update?.(Bucket, after, before, context);
    expect((await inventories()).map(({ Id }) => Id)).to.deep.equal(["two"]);
    await bucket.update?.(Bucket, { VersioningConfiguration: before.VersioningConfiguration }, after, context);
    expect(await inventories()).to.deep.equal([]);
    expect((await failure(suite.s3.send(new GetBucketReplicationCommand({ Bucket })))).name).to.equal(
      "ReplicationConfigurationNotFoundError",
    );
  });

  it("refuse properties that the lab does not have, by name, and make no bucket", async () => {
    const before = names;
    expect((await failure(create({ MetadataTableConfiguration: {} }))).message).to.include(
      "MetadataTableConfiguration",
    );
    expect(names).to.equal(before);
    const nested = create({ CorsConfiguration: { CorsRules: [{ Methods: [] }] } });
    expect((await failure(nested)).message).to.include("CorsConfiguration.CorsRules.Methods");
  });

  it("take the ACL that buckets have anyway, as the CDK's own bucket asks for it, and no other", async () => {
    await create({ AccessControl: "Private" });
    const open = create({ AccessControl: "PublicRead" });
    expect((await failure(open)).name).to.equal("AccessControlListNotSupported");
    await create({
      AccessControl: "PublicRead",
      OwnershipControls: { Rules: [{ ObjectOwnership: "ObjectWriter" }] },
      PublicAccessBlockConfiguration: { BlockPublicAcls: false },
    });
  });

  it("do not take over a bucket that is there", async () => {
    const BucketName = await suite.bucket();
    const error = await failure(create({ BucketName }));
    expect(error).to.include({ name: "AlreadyExists", message: `${BucketName} already exists` });
  });

  it("change what changed, and remove what is gone", async () => {
    const before = {
      CorsConfiguration: { CorsRules: [{ AllowedMethods: ["GET"], AllowedOrigins: ["*"] }] },
      VersioningConfiguration: { Status: "Enabled" },
      Tags: [{ Key: "a", Value: "b" }],
    };
    const context = contextWith([{ Key: "stack", Value: "tag" }]);
    const Bucket = await create(before, context);
    expect(await tagsOf(Bucket)).to.deep.equal({ a: "b", stack: "tag" });
    await bucket.update?.(Bucket, { Tags: [{ Key: "stack", Value: "own" }] }, before, context);
    expect((await failure(suite.s3.send(new GetBucketCorsCommand({ Bucket })))).name).to.equal(
      "NoSuchCORSConfiguration",
    );
    expect((await suite.s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).to.equal("Suspended");
    expect(await tagsOf(Bucket)).to.deep.equal({ stack: "own" });
  });

  it("delete an empty bucket, or one that is gone, and refuse a full one", async () => {
    const Bucket = await create({});
    await suite.put(Bucket, "key");
    expect((await failure(bucket.delete(Bucket, {}, contextWith()))).name).to.equal("BucketNotEmpty");
    const empty = await create({});
    await bucket.delete(empty, {}, contextWith());
    await bucket.delete(empty, {}, contextWith());
  });

  it("put, change and remove a bucket's policy, the only one", async () => {
    const Bucket = await create({});
    const document = (Action: string) => ({
      Bucket,
      PolicyDocument: {
        Statement: {
          Effect: "Allow",
          Principal: { AWS: "111111111111" },
          Action,
          Resource: `arn:aws:s3:::${Bucket}/*`,
        },
      },
    });
    const get = async () => (await suite.s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy;
    const { id } = await policy.create(document("s3:GetObject"), contextWith());
    expect(await get()).to.include("s3:GetObject");
    expect((await failure(policy.create(document("s3:GetObject"), contextWith()))).name).to.equal("AlreadyExists");
    await policy.update?.(id, document("s3:PutObject"), document("s3:GetObject"), contextWith());
    expect(await get()).to.include("s3:PutObject");
    await policy.delete(id, document("s3:PutObject"), contextWith());
    expect((await failure(get())).name).to.equal("NoSuchBucketPolicy");
    await bucket.delete(Bucket, {}, contextWith());
    await policy.delete(id, document("s3:PutObject"), contextWith());
  });
});

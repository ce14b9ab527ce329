import * as sdk from "@aws-sdk/client-s3";
import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { useS3 } from "../use-s3.ts";

type Call = (Bucket: string) => Promise<Record<string, unknown>>;

describe("s3 bucket configurations", () => {
  const suite = useS3();
  /** A call of the operation, by name. */
  const call =
    (operation: string, input: object = {}): Call =>
    async (Bucket) => {
      const Command = (sdk as unknown as Record<string, new (input: object) => sdk.ListBucketsCommand>)[
        `${operation}Command`
      ] as new (
        input: object,
      ) => sdk.ListBucketsCommand;
      const { $metadata: _, ...output } = await suite.s3.send(new Command({ Bucket, ...input }));
      return output as Record<string, unknown>;
    };

  const encryption = {
    Rules: [
      {
        ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: "key-1" },
        BucketKeyEnabled: true,
      },
    ],
  };
  const block = {
    BlockPublicAcls: true,
    IgnorePublicAcls: false,
    BlockPublicPolicy: false,
    RestrictPublicBuckets: true,
  };
  const replication = {
    Role: "arn:aws:iam::000000000000:role/replication",
    Rules: [{ Status: "Enabled", Priority: 1, Destination: { Bucket: "arn:aws:s3:::other" } }],
  };
  const inventory = {
    Id: "weekly",
    IsEnabled: true,
    IncludedObjectVersions: "All",
    Schedule: { Frequency: "Weekly" },
    Destination: { S3BucketDestination: { Bucket: "arn:aws:s3:::other", Format: "CSV" } },
  };
  const ownership = { Rules: [{ ObjectOwnership: "ObjectWriter" }] };
  const rules = [
    { ID: "old", Status: "Enabled", Filter: { Prefix: "logs/" }, Expiration: { Days: 3 } },
    {
      ID: "parts",
      Status: "Disabled",
      Filter: { Prefix: "" },
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
    },
  ];
  const website = {
    IndexDocument: { Suffix: "index.html" },
    ErrorDocument: { Key: "404.html" },
    RoutingRules: [{ Condition: { KeyPrefixEquals: "a/" }, Redirect: { ReplaceKeyPrefixWith: "b/" } }],
  };
  const cors = [{ ID: "any", AllowedMethods: ["GET"], AllowedOrigins: ["*"], AllowedHeaders: ["*"], MaxAgeSeconds: 1 }];

  interface Configuration {
    readonly put: Call;
    readonly get: Call;
    readonly remove?: Call;
    readonly value: object;
    /** What a new bucket answers: an error's code, or a default. */
    readonly initial: string | object;
    /** What it answers after the removal; as initially unless given. */
    readonly removed?: string;
  }
  const configurations: Record<string, Configuration> = {
    tagging: {
      put: call("PutBucketTagging", { Tagging: { TagSet: [{ Key: "a", Value: "b" }] } }),
      get: call("GetBucketTagging"),
      remove: call("DeleteBucketTagging"),
      value: { TagSet: [{ Key: "a", Value: "b" }] },
      initial: "NoSuchTagSet",
    },
    cors: {
      put: call("PutBucketCors", { CORSConfiguration: { CORSRules: cors } }),
      get: call("GetBucketCors"),
      remove: call("DeleteBucketCors"),
      value: { CORSRules: cors },
      initial: "NoSuchCORSConfiguration",
    },
    encryption: {
      put: call("PutBucketEncryption", { ServerSideEncryptionConfiguration: encryption }),
      get: call("GetBucketEncryption"),
      remove: call("DeleteBucketEncryption"),
      value: { ServerSideEncryptionConfiguration: encryption },
      initial: {
        ServerSideEncryptionConfiguration: {
          Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" }, BucketKeyEnabled: false }],
        },
      },
    },
    "public access block": {
      put: call("PutPublicAccessBlock", { PublicAccessBlockConfiguration: block }),
      get: call("GetPublicAccessBlock"),
      remove: call("DeletePublicAccessBlock"),
      value: { PublicAccessBlockConfiguration: block },
      initial: {
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          IgnorePublicAcls: true,
          BlockPublicPolicy: true,
          RestrictPublicBuckets: true,
        },
      },
      removed: "NoSuchPublicAccessBlockConfiguration",
    },
    "ownership controls": {
      put: call("PutBucketOwnershipControls", { OwnershipControls: ownership }),
      get: call("GetBucketOwnershipControls"),
      remove: call("DeleteBucketOwnershipControls"),
      value: { OwnershipControls: ownership },
      initial: { OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] } },
      removed: "OwnershipControlsNotFoundError",
    },
    lifecycle: {
      put: call("PutBucketLifecycleConfiguration", { LifecycleConfiguration: { Rules: rules } }),
      get: call("GetBucketLifecycleConfiguration"),
      remove: call("DeleteBucketLifecycle"),
      value: { Rules: rules, TransitionDefaultMinimumObjectSize: "all_storage_classes_128K" },
      initial: "NoSuchLifecycleConfiguration",
    },
    website: {
      put: call("PutBucketWebsite", { WebsiteConfiguration: website }),
      get: call("GetBucketWebsite"),
      remove: call("DeleteBucketWebsite"),
      value: website,
      initial: "NoSuchWebsiteConfiguration",
    },
    logging: {
      put: async (Bucket) =>
        call("PutBucketLogging", {
          BucketLoggingStatus: { LoggingEnabled: { TargetBucket: Bucket, TargetPrefix: "log/" } },
        })(Bucket),
      get: async (Bucket) => {
        const answer = await call("GetBucketLogging")(Bucket);
        return answer.LoggingEnabled
          ? { TargetPrefix: (answer.LoggingEnabled as sdk.LoggingEnabled).TargetPrefix }
          : {};
      },
      value: { TargetPrefix: "log/" },
      initial: {},
    },
    replication: {
      put: async (Bucket: string) => {
        await call("PutBucketVersioning", { VersioningConfiguration: { Status: "Enabled" } })(Bucket);
        return await call("PutBucketReplication", { ReplicationConfiguration: replication })(Bucket);
      },
      get: call("GetBucketReplication"),
      remove: call("DeleteBucketReplication"),
      value: { ReplicationConfiguration: replication },
      initial: "ReplicationConfigurationNotFoundError",
    },
    inventory: {
      put: call("PutBucketInventoryConfiguration", { Id: "weekly", InventoryConfiguration: inventory }),
      get: call("GetBucketInventoryConfiguration", { Id: "weekly" }),
      value: { InventoryConfiguration: inventory },
      initial: "NoSuchConfiguration",
    },
    acceleration: {
      put: call("PutBucketAccelerateConfiguration", { AccelerateConfiguration: { Status: "Enabled" } }),
      get: call("GetBucketAccelerateConfiguration"),
      value: { Status: "Enabled" },
      initial: {},
    },
    "request payment": {
      put: call("PutBucketRequestPayment", { RequestPaymentConfiguration: { Payer: "Requester" } }),
      get: call("GetBucketRequestPayment"),
      value: { Payer: "Requester" },
      initial: { Payer: "BucketOwner" },
    },
  };

  for (const [name, { put, get, remove, value, initial, removed = initial }] of Object.entries(configurations)) {
    it(`for ${name} have their own answer when there is none, and are given back as they were put`, async () => {
      const bucket = await suite.bucket();
      const expectAbsent = async (absent: string | object) => {
        if (typeof absent === "object") return expect(await get(bucket)).to.deep.equal(absent);
        const error = await failure(get(bucket));
        expect([error.name, error.$metadata?.httpStatusCode]).to.deep.equal([absent, 404]);
      };
      await expectAbsent(initial);
      await put(bucket);
      expect(await get(bucket)).to.deep.equal(value);
      await remove?.(bucket);
      await remove?.(bucket);
      if (remove) await expectAbsent(removed);
      expect((await failure(put("nobody-took-this"))).name).to.equal("NoSuchBucket");
      expect((await failure(get("nobody-took-this"))).name).to.equal("NoSuchBucket");
    });
  }

  it("for an inventory are found by names that all objects have only when they were put", async () => {
    const bucket = await suite.bucket();
    const Id = "constructor";
    const get = () => call("GetBucketInventoryConfiguration", { Id })(bucket);
    expect((await failure(get())).name).to.equal("NoSuchConfiguration");
    expect((await failure(call("DeleteBucketInventoryConfiguration", { Id })(bucket))).name).to.equal(
      "NoSuchConfiguration",
    );
    const InventoryConfiguration = { ...inventory, Id };
    await call("PutBucketInventoryConfiguration", { Id, InventoryConfiguration })(bucket);
    expect(await get()).to.deep.equal({ InventoryConfiguration });
  });

  const absent: Record<string, string> = {
    GetObjectLockConfiguration: "ObjectLockConfigurationNotFoundError",
  };
  for (const [operation, answer] of Object.entries(absent)) {
    it(`that can't be put are absent: ${operation}`, async () => {
      const bucket = await suite.bucket();
      expect((await failure(call(operation)(bucket))).name).to.equal(answer);
    });
  }

  const wrong: [operation: string, input: object, code: string][] = [
    [
      "PutBucketTagging",
      { Tagging: { TagSet: Array.from({ length: 51 }, (_, i) => ({ Key: `${i}`, Value: "" })) } },
      "InvalidArgument",
    ],
    ["PutBucketEncryption", { ServerSideEncryptionConfiguration: { Rules: [] } }, "MalformedXML"],
    ["PutBucketOwnershipControls", { OwnershipControls: { Rules: [{ ObjectOwnership: "Nobody" }] } }, "MalformedXML"],
    ["PutBucketLifecycleConfiguration", { LifecycleConfiguration: { Rules: [] } }, "MalformedXML"],
    ["PutBucketLifecycleConfiguration", { LifecycleConfiguration: { Rules: [rules[0], rules[0]] } }, "InvalidArgument"],
    ["PutBucketWebsite", { WebsiteConfiguration: { ErrorDocument: { Key: "x" } } }, "InvalidArgument"],
    [
      "PutBucketLogging",
      { BucketLoggingStatus: { LoggingEnabled: { TargetBucket: "nobody-took-this", TargetPrefix: "" } } },
      "InvalidTargetBucketForLogging",
    ],
    ["PutBucketRequestPayment", { RequestPaymentConfiguration: { Payer: "Nobody" } }, "MalformedXML"],
    [
      "PutBucketCors",
      { CORSConfiguration: { CORSRules: [{ AllowedMethods: ["PATCH"], AllowedOrigins: ["*"] }] } },
      "InvalidRequest",
    ],
    [
      "PutBucketCors",
      { CORSConfiguration: { CORSRules: [{ AllowedMethods: ["GET"], AllowedOrigins: ["*.*"] }] } },
      "InvalidRequest",
    ],
    ["PutBucketCors", { CORSConfiguration: { CORSRules: [] } }, "MalformedXML"],
    ["PutBucketAcl", { ACL: "public-read" }, "AccessControlListNotSupported"],
    ["PutBucketAcl", { ACL: "private" }, "AccessControlListNotSupported"],
    ["PutObjectLockConfiguration", { ObjectLockConfiguration: {} }, "MalformedXML"],
  ];
  for (const [operation, input, code] of wrong) {
    it(`that are wrong answer ${code}: ${operation} ${JSON.stringify(input).slice(0, 60)}`, async () => {
      expect((await failure(call(operation, input)(await suite.bucket()))).name).to.equal(code);
    });
  }

  it("give the owner full control, and nobody else anything", async () => {
    const bucket = await suite.bucket();
    await suite.put(bucket, "key");
    for (const answer of [await call("GetBucketAcl")(bucket), await call("GetObjectAcl", { Key: "key" })(bucket)]) {
      const { ID } = answer.Owner as sdk.Owner;
      expect(answer.Grants).to.deep.equal([{ Grantee: { ID, Type: "CanonicalUser" }, Permission: "FULL_CONTROL" }]);
    }
  });
});

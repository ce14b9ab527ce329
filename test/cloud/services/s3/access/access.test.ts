import {
  CopyObjectCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectsCommand,
  DeletePublicAccessBlockCommand,
  GetBucketPolicyStatusCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { useS3 } from "../use-s3.ts";

const OTHER = "111111111111";

describe("Access to buckets", () => {
  const suite = useS3();
  let other: S3Client;
  before(() => {
    other = suite.cloud.client(S3Client, { credentials: { accessKeyId: OTHER, secretAccessKey: "test" } });
  });
  const open = (Bucket: string) => suite.s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
  const allow = async (Bucket: string, ...Statement: object[]) => {
    const Policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: Statement.map((one) => ({ Effect: "Allow", Resource: `arn:aws:s3:::${Bucket}/*`, ...one })),
    });
    await suite.s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  };
  const PUBLIC = { Principal: "*", Action: "s3:GetObject" };
  const anonymously = async (path: string, init?: RequestInit) => {
    const answer = await fetch(`${suite.cloud.endpoint}/${path}`, init);
    return [answer.status, await answer.text()] as const;
  };
  const status = async (path: string, init?: RequestInit) => (await anonymously(path, init))[0];

  describe("of nobody", () => {
    it("is denied, as long as no policy allows it", async () => {
      const bucket = await suite.bucket();
      await suite.put(bucket, "a", "1");
      for (const [path, init] of [
        [`${bucket}/a`],
        [`${bucket}/none`],
        [bucket],
        [`${bucket}/b`, { method: "PUT", body: "1" }],
        [`${bucket}/a`, { method: "DELETE" }],
        [`${bucket}?policy`],
        ["new-bucket", { method: "PUT" }],
        [""],
      ] as const) {
        expect(await status(path, init), `${init?.method ?? "GET"} ${path}`).to.equal(403);
      }
      expect(await suite.text(bucket, "a")).to.equal("1");
    });

    it("is as the bucket's policy says", async () => {
      const bucket = await suite.bucket();
      await suite.put(bucket, "a", "1");
      await open(bucket);
      await allow(bucket, { ...PUBLIC, Resource: `arn:aws:s3:::${bucket}/a*` });
      expect(await anonymously(`${bucket}/a`)).to.deep.equal([200, "1"]);
      expect(await status(`${bucket}/b`)).to.equal(403);
      expect(await status(`${bucket}/a`, { method: "PUT", body: "2" })).to.equal(403);
      await suite.s3.send(new DeleteBucketPolicyCommand({ Bucket: bucket }));
      expect(await status(`${bucket}/a`)).to.equal(403);
    });

    it("tells what is not there to those only who may list what is", async () => {
      const bucket = await suite.bucket();
      await open(bucket);
      await allow(bucket, PUBLIC);
      expect(await status(`${bucket}/none`)).to.equal(403);
      await allow(bucket, PUBLIC, { ...PUBLIC, Action: "s3:ListBucket", Resource: `arn:aws:s3:::${bucket}` });
      expect(await status(`${bucket}/none`)).to.equal(404);
      expect(await status(bucket)).to.equal(200);
      expect(await status("no-such-bucket-at-all/a")).to.equal(404);
    });

    it("ends where public access is blocked", async () => {
      const bucket = await suite.bucket();
      await suite.put(bucket, "a", "1");
      expect((await failure(allow(bucket, PUBLIC))).message).to.match(/prevented by the BlockPublicPolicy setting/);
      await open(bucket);
      await allow(bucket, PUBLIC);
      expect(await status(`${bucket}/a`)).to.equal(200);
      await suite.s3.send(
        new PutPublicAccessBlockCommand({
          Bucket: bucket,
          PublicAccessBlockConfiguration: { RestrictPublicBuckets: true },
        }),
      );
      expect(await status(`${bucket}/a`)).to.equal(403);
    });
  });

  describe("of another account", () => {
    it("is denied, as long as no policy allows it", async () => {
      const Bucket = await suite.bucket();
      await suite.put(Bucket, "a", "1");
      expect((await failure(other.send(new GetObjectCommand({ Bucket, Key: "a" })))).name).to.equal("AccessDenied");
      expect((await failure(other.send(new ListObjectsV2Command({ Bucket })))).name).to.equal("AccessDenied");
    });

    it("is as the bucket's policy says", async () => {
      const Bucket = await suite.bucket();
      await suite.put(Bucket, "a", "1");
      const Principal = { AWS: `arn:aws:iam::${OTHER}:root` };
      await allow(
        Bucket,
        { Principal, Action: ["s3:GetObject", "s3:PutObject"] },
        {
          Principal,
          Action: "s3:ListBucket",
          Resource: `arn:aws:s3:::${Bucket}`,
          Condition: { StringLike: { "s3:prefix": "shared/*" } },
        },
      );
      await other.send(new PutObjectCommand({ Bucket, Key: "b", Body: "2" }));
      expect(await suite.text(Bucket, "b")).to.equal("2");
      await other.send(new CopyObjectCommand({ Bucket, Key: "c", CopySource: `${Bucket}/a` }));
      await other.send(new ListObjectsV2Command({ Bucket, Prefix: "shared/x" }));
      expect((await failure(other.send(new ListObjectsV2Command({ Bucket })))).name).to.equal("AccessDenied");
      const gone = await failure(other.send(new DeleteBucketPolicyCommand({ Bucket })));
      expect(gone.name).to.equal("AccessDenied");
    });

    it("is decided key by key when several objects are deleted", async () => {
      const Bucket = await suite.bucket();
      for (const key of ["a", "b"]) await suite.put(Bucket, key, "1");
      const Resource = `arn:aws:s3:::${Bucket}/a`;
      await allow(Bucket, { Principal: { AWS: OTHER }, Action: "s3:DeleteObject", Resource });
      const Objects = [{ Key: "a" }, { Key: "b" }];
      const { Deleted = [], Errors = [] } = await other.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
      expect(Deleted.map(({ Key }) => Key)).to.deep.equal(["a"]);
      expect(Errors.map(({ Key, Code }) => [Key, Code])).to.deep.equal([["b", "AccessDenied"]]);
      expect(await suite.text(Bucket, "b")).to.equal("1");
    });

    it("does not reach another bucket by copying from it", async () => {
      const [Bucket, secret] = [await suite.bucket(), await suite.bucket()];
      await suite.put(secret, "a", "1");
      await allow(Bucket, { Principal: { AWS: OTHER }, Action: "s3:*" });
      const copy = new CopyObjectCommand({ Bucket, Key: "mine", CopySource: `${secret}/a` });
      expect((await failure(other.send(copy))).name).to.equal("AccessDenied");
    });
  });

  describe("of its own account", () => {
    it("is denied where the policy says so, with the reason, and root can always mend that", async () => {
      const Bucket = await suite.bucket();
      const Resource = [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`];
      await allow(Bucket, { Effect: "Deny", Principal: "*", Action: "s3:*", Resource });
      const error = await failure(suite.s3.send(new GetObjectCommand({ Bucket, Key: "a" })));
      expect(error.message).to.equal(
        `User: arn:aws:iam::000000000000:root is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::${Bucket}/a" with an explicit deny in a resource-based policy`,
      );
      await suite.s3.send(new DeleteBucketPolicyCommand({ Bucket }));
      await suite.put(Bucket, "a", "1");
    });

    it("is taken for one by HTTPS, as it will be on AWS", async () => {
      const Bucket = await suite.bucket();
      const Condition = { Bool: { "aws:SecureTransport": "false" } };
      await allow(Bucket, { Effect: "Deny", Principal: "*", Action: "s3:*", Condition });
      await suite.put(Bucket, "a", "1");
    });
  });

  for (const [isPublic, what, statement] of [
    [true, "everybody", {}],
    [true, "everybody, otherwise said", { Principal: { AWS: "*" } }],
    [false, "an account", { Principal: { AWS: OTHER } }],
    [false, "everybody of an organization", { Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } }],
    [false, "some addresses", { Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } }],
    [true, "all addresses", { Condition: { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } } }],
    [true, "a prefix", { Condition: { StringLike: { "s3:prefix": "a" } } }],
  ] as const) {
    it(`${isPublic ? "is" : "is not"} public when it is for ${what}`, async () => {
      const Bucket = await suite.bucket();
      await open(Bucket);
      const Action = what === "a prefix" ? "s3:ListBucket" : "s3:GetObject";
      const Resource = what === "a prefix" ? `arn:aws:s3:::${Bucket}` : `arn:aws:s3:::${Bucket}/*`;
      await allow(Bucket, { ...PUBLIC, Action, Resource, ...statement });
      const { PolicyStatus } = await suite.s3.send(new GetBucketPolicyStatusCommand({ Bucket }));
      expect(PolicyStatus?.IsPublic).to.equal(isPublic);
    });
  }
});

import { createHash, randomBytes } from "node:crypto";
import {
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutBucketEncryptionCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { sendSigned } from "../raw.ts";
import { useS3 } from "../use-s3.ts";

describe("s3 encryption", () => {
  const suite = useS3();
  const Key = "key";
  let Bucket: string;
  beforeEach(async () => {
    Bucket = await suite.bucket();
  });
  const put = (input: Partial<PutObjectCommandInput> = {}) =>
    suite.s3.send(new PutObjectCommand({ Bucket, Key, Body: "secret", ...input }));
  const head = (input: object = {}) => suite.s3.send(new HeadObjectCommand({ Bucket, Key, ...input }));
  const get = async (input: object = {}) =>
    (await suite.s3.send(new GetObjectCommand({ Bucket, Key, ...input }))).Body?.transformToString();

  it("is S3's own unless something else is said", async () => {
    expect(await put()).to.include({ ServerSideEncryption: "AES256" });
    expect(await head()).to.include({ ServerSideEncryption: "AES256" });
  });

  it("is with KMS when the request says so", async () => {
    await put({ ServerSideEncryption: "aws:kms", SSEKMSKeyId: "key-1", BucketKeyEnabled: true });
    expect(await head()).to.include({ ServerSideEncryption: "aws:kms", SSEKMSKeyId: "key-1", BucketKeyEnabled: true });
    await put({ ServerSideEncryption: "aws:kms" });
    expect((await head()).SSEKMSKeyId).to.equal("arn:aws:kms:us-east-1:000000000000:alias/aws/s3");
    expect((await failure(put({ ServerSideEncryption: "rot13" as "AES256" }))).name).to.equal("InvalidArgument");
    expect((await failure(put({ SSEKMSKeyId: "key-1" }))).name).to.equal("InvalidArgument");
  });

  it("is the bucket's when the request says nothing", async () => {
    const rule = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" as const, KMSMasterKeyID: "key-2" } };
    const ServerSideEncryptionConfiguration = { Rules: [{ ...rule, BucketKeyEnabled: true }] };
    await suite.s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration }));
    await put();
    expect(await head()).to.include({ ServerSideEncryption: "aws:kms", SSEKMSKeyId: "key-2", BucketKeyEnabled: true });
    await put({ ServerSideEncryption: "AES256" });
    expect(await head()).to.include({ ServerSideEncryption: "AES256" });
  });

  describe("with a customer's key", () => {
    const keyOf = (bytes: Buffer) => ({
      SSECustomerAlgorithm: "AES256",
      SSECustomerKey: bytes.toString("base64"),
      SSECustomerKeyMD5: createHash("md5").update(bytes).digest("base64"),
    });
    const key = keyOf(randomBytes(32));
    const other = keyOf(randomBytes(32));

    it("is opened by the same key only", async () => {
      expect(await put(key)).to.include({ SSECustomerAlgorithm: "AES256", SSECustomerKeyMD5: key.SSECustomerKeyMD5 });
      expect(await get(key)).to.equal("secret");
      expect((await failure(get())).message).to.include("must be provided to retrieve the object");
      expect(await failure(get(other))).to.include({ name: "AccessDenied" });
      expect((await failure(head())).$metadata?.httpStatusCode).to.equal(400);
      await put();
      expect((await failure(get(key))).message).to.include("not applicable");
    });

    it("is copied with the keys of both sides", async () => {
      await put(key);
      const copy = (input: object) =>
        suite.s3.send(new CopyObjectCommand({ Bucket, Key: "copy", CopySource: `${Bucket}/${Key}`, ...input }));
      expect((await failure(copy(other))).name).to.equal("InvalidRequest");
      const source = Object.fromEntries(Object.entries(key).map(([name, value]) => [`CopySource${name}`, value]));
      await copy({ ...source, ...other });
      expect(await get({ Key: "copy", ...other })).to.equal("secret");
    });

    it("is the same for all parts of an upload", async () => {
      const { UploadId } = await suite.s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ...key }));
      const part = (input: object) =>
        suite.s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: "x", ...input }));
      await part(key);
      expect((await failure(part({}))).name).to.equal("InvalidRequest");
      expect((await failure(part(other))).name).to.equal("AccessDenied");
    });

    it("is the only one: another way of encryption beside it is refused", async () => {
      for (const more of [{ ServerSideEncryption: "AES256" as const }, { ServerSideEncryption: "aws:kms" as const }])
        expect(await failure(put({ ...key, ...more }))).to.include({
          name: "InvalidArgument",
          message:
            "Server Side Encryption with Customer provided key is incompatible with the encryption method specified",
          ArgumentName: "x-amz-server-side-encryption",
          ArgumentValue: more.ServerSideEncryption,
        });
    });

    it("must be a key", async () => {
      const short = keyOf(randomBytes(16));
      expect((await failure(put(short))).message).to.include("secret key was invalid");
      // The SDK computes the MD5 itself.
      const answer = await sendSigned(suite.cloud.endpoint, {
        method: "PUT",
        path: `/${Bucket}/${Key}`,
        headers: {
          "x-amz-server-side-encryption-customer-algorithm": "AES256",
          "x-amz-server-side-encryption-customer-key": key.SSECustomerKey,
          "x-amz-server-side-encryption-customer-key-md5": other.SSECustomerKeyMD5,
        },
      });
      expect(answer.text).to.include("MD5 hash of the key did not match");
      const algorithm = put({ ...key, SSECustomerAlgorithm: "AES128" });
      expect((await failure(algorithm)).name).to.equal("InvalidEncryptionAlgorithmError");
    });
  });
});

import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { expect } from "chai";
import { addressOf } from "../../../../lab/cloud/services/s3/address.ts";
import { failure } from "../../use-cloud.ts";
import { send } from "./raw.ts";
import { useS3 } from "./use-s3.ts";

describe("s3 addresses", () => {
  const cases: [host: string, path: string, bucket: string | undefined, rest: string][] = [
    ["127.0.0.1:4566", "/", undefined, "/"],
    ["127.0.0.1:4566", "/bucket", "bucket", "/"],
    ["127.0.0.1:4566", "/bucket/", "bucket", "/"],
    ["127.0.0.1:4566", "/bucket/a/../b//c/", "bucket", "/a/../b//c/"],
    ["127.0.0.1:4566", "/bucket//", "bucket", "//"],
    ["localhost:4566", "/bucket/%2e%2e%2F", "bucket", "/%2e%2e%2F"],
    ["s3.localhost", "/bucket/key", "bucket", "/key"],
    ["s3.eu-west-1.amazonaws.com", "/bucket/key", "bucket", "/key"],
    ["s3.localhost.localstack.cloud:4566", "/bucket/key", "bucket", "/key"],
    ["bucket.s3.localhost.localstack.cloud:4566", "/key", "bucket", "/key"],
    ["bucket.s3.amazonaws.com", "/", "bucket", "/"],
    ["bucket.s3.eu-west-1.amazonaws.com", "/a/b", "bucket", "/a/b"],
    ["bucket.s3-eu-west-1.amazonaws.com", "/a/b", "bucket", "/a/b"],
    ["my.s3.bucket.s3.localhost", "/key", "my.s3.bucket", "/key"],
    ["bucket.localhost:80", "/key", "bucket", "/key"],
    ["BUCKET.S3.LOCALHOST", "/Key", "bucket", "/Key"],
  ];
  for (const [host, path, bucket, rest] of cases) {
    it(`read ${host}${path} as ${bucket ?? "no bucket"} and ${rest}`, () => {
      const address = addressOf({ path, headers: { host } });
      expect(address).to.deep.include({ path: rest, labels: bucket === undefined ? {} : { Bucket: bucket } });
    });
  }

  it("say what the path is with the bucket of the host", () => {
    expect(addressOf({ path: "/a/b", headers: { host: "bucket.s3.localhost" } }).wholePath).to.equal("/bucket/a/b");
    expect(addressOf({ path: "/a/b", headers: { host: "localhost" } }).wholePath).to.equal(undefined);
  });

  it("refuse a path that is not percent-encoded", () => {
    const bad = () => addressOf({ path: "/bucket/%zz", headers: {} });
    expect(bad).to.throw("Couldn't parse the specified URI.").with.property("name", "InvalidURI");
  });
});

const hostileKeys = [
  ".",
  "..",
  "../../etc/passwd",
  "a/../b",
  "/",
  "//",
  "/leading",
  "trailing/",
  "double//slash",
  "percent%",
  "percent%2F%2e",
  "plus+and space",
  "question?mark=1&a#hash",
  "quotes\"'`<>&",
  "grün/ünïcödé",
  "日本語",
  "😀/😀",
  "e\u0301 and é",
  "tab\tnewline\n",
  "\u0001control\u001f",
  "back\\slash",
  "CON",
  "__proto__",
  "constructor",
  "null",
  "k".repeat(1024),
  "é".repeat(512),
];

describe("s3 keys", () => {
  const suite = useS3();
  let Bucket: string;
  before(async () => {
    Bucket = await suite.bucket();
    await suite.s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
  });

  for (const Key of hostileKeys) {
    it(`may be ${JSON.stringify(Key.slice(0, 30))}`, async () => {
      const { s3 } = suite;
      await suite.put(Bucket, Key, `body of ${Key}`);
      expect(await suite.text(Bucket, Key)).to.equal(`body of ${Key}`);
      await s3.send(new HeadObjectCommand({ Bucket, Key }));
      await s3.send(new GetObjectTaggingCommand({ Bucket, Key }));
      const CopySource = `${Bucket}/${encodeURIComponent(Key)}`;
      await s3.send(new CopyObjectCommand({ Bucket, Key: "copy", CopySource }));
      expect(await suite.text(Bucket, "copy")).to.equal(`body of ${Key}`);
      const url = await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key }));
      expect((await putByUrl(url, "by URL")).status).to.equal(200);
      expect(await suite.text(Bucket, Key)).to.equal("by URL");
      const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: Key }));
      expect(Contents?.map((object) => object.Key)).to.include(Key);
      const { Versions } = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: Key }));
      expect(Versions?.filter((version) => version.Key === Key)).to.have.length(2);
      await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key }] } }));
      expect((await failure(suite.text(Bucket, Key))).name).to.equal("NoSuchKey");
    });
  }

  it("have at most 1,024 bytes, whoever names one", async () => {
    const Key = "é".repeat(513);
    const calls = [
      () => suite.put(Bucket, Key),
      () => suite.text(Bucket, Key),
      () => suite.s3.send(new DeleteObjectCommand({ Bucket, Key })),
      () => suite.s3.send(new ListObjectsV2Command({ Bucket, Prefix: Key })),
      () => suite.s3.send(new ListObjectsV2Command({ Bucket, StartAfter: "k".repeat(9000) })),
    ];
    for (const call of calls) {
      const error = await failure(call());
      expect(error).to.include({ name: "KeyTooLongError", MaxSizeAllowed: "1024" });
      expect(error.$metadata?.httpStatusCode).to.equal(400);
    }
  });

  it("of one bucket never reach into another", async () => {
    const [one, other] = [await suite.bucket(), await suite.bucket()];
    await suite.put(other, "secret", "x");
    expect((await failure(suite.text(one, `../${other}/secret`))).name).to.equal("NoSuchKey");
  });

  it("are the same whether the bucket is in the path or in the host", async () => {
    const { port } = new URL(suite.cloud.endpoint);
    const hosted = new S3Client({
      endpoint: `http://s3.localhost.localstack.cloud:${port}`,
      region: "us-east-1",
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    });
    const url = await getSignedUrl(hosted, new PutObjectCommand({ Bucket, Key: "hosted/../key" }));
    expect(new URL(url).host).to.equal(`${Bucket}.s3.localhost.localstack.cloud:${port}`);
    expect((await putByUrl(url, "through the host")).status).to.equal(200);
    expect(await suite.text(Bucket, "hosted/../key")).to.equal("through the host");
  });

  /** Puts as if the host of the URL led to the cloud: no name is resolved, and no path is tidied up. */
  function putByUrl(url: string, body: string) {
    const { host } = new URL(url);
    const path = url.slice(url.indexOf(host) + host.length);
    return send(suite.cloud.endpoint, { method: "PUT", path, headers: { host }, body });
  }
});

import { createHash, randomBytes } from "node:crypto";
import { readdir } from "node:fs/promises";
import { Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import {
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type PutObjectCommandInput,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { expect } from "chai";
import { rootOf } from "../../../../../lab/cloud/auth/caller.ts";
import { failure } from "../../../use-cloud.ts";
import { sendSigned } from "../raw.ts";
import { useS3 } from "../use-s3.ts";

describe("s3 objects", () => {
  const suite = useS3();
  let Bucket: string;
  before(async () => {
    Bucket = await suite.bucket();
  });
  const put = (input: Partial<PutObjectCommandInput>) =>
    suite.s3.send(new PutObjectCommand({ Bucket, Key: "key", ...input }));
  const get = (input: object = {}) => suite.s3.send(new GetObjectCommand({ Bucket, Key: "key", ...input }));
  const head = (input: object = {}) => suite.s3.send(new HeadObjectCommand({ Bucket, Key: "key", ...input }));

  for (const size of [0, 1, 1024, 16 * 1024, 16 * 1024 + 1, 64 * 1024 + 1, 3_000_000]) {
    it(`of ${size} bytes come back as they were put`, async () => {
      const Body = randomBytes(size);
      const { ETag } = await put({ Body });
      expect(ETag).to.equal(`"${createHash("md5").update(Body).digest("hex")}"`);
      const answer = await get();
      expect(answer).to.include({ ETag, ContentLength: size, AcceptRanges: "bytes", ServerSideEncryption: "AES256" });
      expect(Buffer.from((await answer.Body?.transformToByteArray()) ?? []).equals(Body)).to.equal(true);
      expect((await head()).ContentLength).to.equal(size);
    });
  }

  it("may be streamed in, when their length is known", async () => {
    const pieces = Array.from({ length: 50 }, () => randomBytes(10_000));
    await put({ Body: Readable.from(pieces), ContentLength: 500_000 });
    const body = await (await get()).Body?.transformToByteArray();
    expect(Buffer.from(body ?? []).equals(Buffer.concat(pieces))).to.equal(true);
  });

  it("keep what is said of them, and default to binary/octet-stream", async () => {
    const said = {
      ContentType: "text/html; charset=utf-8",
      CacheControl: "max-age=60",
      ContentDisposition: 'attachment; filename="ü.html"',
      ContentEncoding: "gzip",
      ContentLanguage: "de, en",
      WebsiteRedirectLocation: "/elsewhere",
      StorageClass: "STANDARD_IA" as const,
      Metadata: { one: "1", "two-words": "a, b; c" },
    };
    await put({ ...said, ContentDisposition: "attachment", Expires: new Date("2030-01-01T00:00:00Z") });
    for (const answer of [await get(), await head()]) {
      expect(answer).to.deep.include({ ...said, ContentDisposition: "attachment" });
      expect(answer.ExpiresString).to.equal("Tue, 01 Jan 2030 00:00:00 GMT");
    }
    const sent = (await fetch(await presigned("get"))).headers;
    expect([sent.get("expires"), sent.get("expiresstring")]).to.deep.equal(["Tue, 01 Jan 2030 00:00:00 GMT", null]);
    expect(sent.get("server")).to.equal("AmazonS3");
    await fetch(await presigned("put"), { method: "PUT", body: Buffer.from("x") });
    expect(await head()).to.deep.include({ Metadata: {}, ContentType: "binary/octet-stream" });
  });

  it("answer what the reader asks for instead of what is stored", async () => {
    await put({ Body: "x", ContentType: "text/plain" });
    const answer = await get({
      ResponseContentType: "text/csv",
      ResponseCacheControl: "no-store",
      ResponseContentDisposition: "inline",
      ResponseContentEncoding: "identity",
      ResponseContentLanguage: "fr",
      ResponseExpires: new Date("2031-01-01T00:00:00Z"),
    });
    expect(answer).to.include({
      ContentType: "text/csv",
      CacheControl: "no-store",
      ContentDisposition: "inline",
      ContentEncoding: "identity",
      ContentLanguage: "fr",
      ExpiresString: "Wed, 01 Jan 2031 00:00:00 GMT",
    });
  });

  it("answer user metadata beyond ASCII in the encoding of RFC 2047", async () => {
    const { cloud } = suite.cloud.running;
    const inside = cloud.clients(rootOf("000000000000"), "us-east-1").s3;
    await inside.PutObject({ Bucket, Key: "key", Body: "x", Metadata: { colour: "grün", plain: "green" } });
    expect((await head()).Metadata).to.deep.equal({ colour: "=?UTF-8?B?Z3LDvG4=?=", plain: "green" });
  });

  it("refuse more than 2 KB of metadata, and storage classes that do not exist", async () => {
    expect(await failure(put({ Metadata: { a: "x".repeat(2048) } }))).to.include({
      name: "MetadataTooLarge",
      Size: "2049",
    });
    expect((await failure(put({ StorageClass: "COLD" as "GLACIER" }))).name).to.equal("InvalidStorageClass");
  });

  it("in an archive can't be read", async () => {
    await put({ Body: "x", StorageClass: "GLACIER" });
    expect((await head()).StorageClass).to.equal("GLACIER");
    expect(await failure(get())).to.include({ name: "InvalidObjectState", StorageClass: "GLACIER" });
  });

  const ranges: [header: string, answer: string | undefined, text: string][] = [
    ["bytes=0-0", "bytes 0-0/10", "0"],
    ["bytes=2-4", "bytes 2-4/10", "234"],
    ["bytes=7-", "bytes 7-9/10", "789"],
    ["bytes=-3", "bytes 7-9/10", "789"],
    ["bytes=-30", "bytes 0-9/10", "0123456789"],
    ["bytes=5-500", "bytes 5-9/10", "56789"],
    ["bytes=4-2", undefined, "0123456789"],
    ["bytes=0-1,4-5", undefined, "0123456789"],
    ["lines=0-1", undefined, "0123456789"],
  ];
  for (const [Range, ContentRange, text] of ranges) {
    it(`answer ${Range} with ${ContentRange ?? "everything"}`, async () => {
      await put({ Key: "digits", Body: "0123456789" });
      const answer = await get({ Key: "digits", Range });
      expect(answer.ContentRange).to.equal(ContentRange);
      expect(answer.$metadata.httpStatusCode).to.equal(ContentRange ? 206 : 200);
      expect(await answer.Body?.transformToString()).to.equal(text);
    });
  }

  it("refuse a range beyond their end", async () => {
    await put({ Key: "digits", Body: "0123456789" });
    for (const Range of ["bytes=10-", "bytes=10-12", "bytes=-0"]) {
      const error = await failure(get({ Key: "digits", Range }));
      expect(error).to.include({ name: "InvalidRange", ActualObjectSize: "10", RangeRequested: Range });
      expect(error.$metadata?.httpStatusCode).to.equal(416);
    }
  });

  it("answer ranges of large bodies from the middle of a file", async () => {
    const Body = randomBytes(1_000_000);
    await put({ Body });
    const answer = await get({ Range: "bytes=500000-600000" });
    const bytes = Buffer.from((await answer.Body?.transformToByteArray()) ?? []);
    expect(bytes.equals(Body.subarray(500_000, 600_001))).to.equal(true);
  });

  it("are read under conditions", async () => {
    const { ETag = "" } = await put({ Body: "x" });
    const earlier = new Date(Date.now() - 60_000);
    const later = new Date(Date.now() + 60_000);
    const status = (conditions: object) =>
      get(conditions).then(
        (answer) => answer.$metadata.httpStatusCode,
        (error) => error.$metadata.httpStatusCode,
      );
    expect(await status({ IfMatch: ETag })).to.equal(200);
    expect(await status({ IfMatch: ETag.replaceAll('"', "") })).to.equal(200);
    expect(await status({ IfMatch: '"other"' })).to.equal(412);
    expect(await status({ IfNoneMatch: ETag })).to.equal(304);
    expect(await status({ IfNoneMatch: "*" })).to.equal(304);
    expect(await status({ IfNoneMatch: '"other"' })).to.equal(200);
    expect(await status({ IfModifiedSince: earlier })).to.equal(200);
    const { LastModified } = await head();
    expect(await status({ IfModifiedSince: LastModified })).to.equal(304);
    // A date that is still to come is no condition.
    expect(await status({ IfModifiedSince: later })).to.equal(200);
    expect(await status({ IfUnmodifiedSince: earlier })).to.equal(412);
    expect(await status({ IfUnmodifiedSince: later })).to.equal(200);
    expect(await status({ IfMatch: ETag, IfUnmodifiedSince: earlier })).to.equal(200);
    expect(await status({ IfNoneMatch: '"other"', IfModifiedSince: later })).to.equal(200);
  });

  it("carry their ETag when they are not modified", async () => {
    const { ETag = "" } = await put({ Body: "x" });
    const response = await fetch(await presigned("get"), { headers: { "if-none-match": ETag } });
    expect(response.status).to.equal(304);
    expect(response.headers.get("etag")).to.equal(ETag);
    expect(response.headers.has("last-modified")).to.equal(true);
    expect(await response.text()).to.equal("");
  });

  it("are written under conditions", async () => {
    const Key = "conditional";
    await put({ Key, IfNoneMatch: "*", Body: "first" });
    expect(await failure(put({ Key, IfNoneMatch: "*", Body: "second" }))).to.include({ name: "PreconditionFailed" });
    const { ETag } = await head({ Key });
    await put({ Key, IfMatch: ETag, Body: "third" });
    expect((await failure(put({ Key, IfMatch: ETag, Body: "fourth" }))).$metadata?.httpStatusCode).to.equal(412);
    expect(await failure(put({ Key: "absent", IfMatch: ETag }))).to.include({ name: "NoSuchKey", Key: "absent" });
    expect((await failure(put({ Key, IfNoneMatch: ETag }))).name).to.equal("NotImplemented");
    const both = await failure(put({ Key, IfNoneMatch: "*", IfMatch: ETag }));
    expect(both).to.include({ name: "NotImplemented", Header: "If-Match,If-None-Match" });
    expect(await suite.text(Bucket, Key)).to.equal("third");
  });

  it("let one of many writers win who all want to be the first", async () => {
    const attempts = Array.from({ length: 20 }, (_, i) => put({ Key: "race", Body: String(i), IfNoneMatch: "*" }));
    const outcomes = await Promise.allSettled(attempts);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).to.have.length(1);
  });

  it("are always whole, however many write and read them at once", async () => {
    const bodies = Array.from({ length: 12 }, (_, i) => Buffer.alloc(200_000 + i, i));
    const whole = (body: Uint8Array | undefined) => bodies.some((one) => one.equals(Buffer.from(body ?? [])));
    await put({ Key: "contended", Body: bodies[0] });
    const read = async () => whole(await (await get({ Key: "contended" })).Body?.transformToByteArray());
    const reads: Promise<boolean>[] = [];
    await Promise.all(
      bodies.map(async (Body) => {
        reads.push(read());
        await put({ Key: "contended", Body });
        reads.push(read());
      }),
    );
    expect(await Promise.all(reads)).to.not.include(false);
    expect(await read()).to.equal(true);
  });

  it("leave no files behind when they are replaced, or were not taken", async () => {
    const large = (byte: number) => Buffer.alloc(100_000, byte);
    const bucket = await suite.bucket();
    const files = async () => (await readdir(`${suite.cloud.running.cloud.folder}/blobs`)).length;
    const before = await files();
    for (let i = 0; i < 5; i++) await suite.put(bucket, "large", large(i));
    await failure(put({ Bucket: bucket, Key: "large", Body: large(6), IfNoneMatch: "*" }));
    await failure(put({ Bucket: bucket, Key: "wrong", Body: large(7), ChecksumCRC32: "AAAAAA==" }));
    // Files go after the transaction that gave them up.
    while ((await files()) > before + 1) await setImmediate();
    expect(await files()).to.equal(before + 1);
  });

  it("tell their attributes", async () => {
    await put({ Key: "attributes", Body: "123456789" });
    const answer = await suite.s3.send(
      new GetObjectAttributesCommand({
        Bucket,
        Key: "attributes",
        ObjectAttributes: ["ETag", "ObjectSize", "StorageClass", "Checksum", "ObjectParts"],
      }),
    );
    expect(answer).to.deep.include({
      ETag: "25f9e794323b453885f5181f1b624d0b",
      ObjectSize: 9,
      StorageClass: "STANDARD",
      Checksum: { ChecksumCRC32: "y/Q5Jg==", ChecksumType: "FULL_OBJECT" },
    });
    expect(answer.ObjectParts).to.equal(undefined);
    const unasked = { path: `/${Bucket}/attributes?attributes` };
    for (const headers of [{}, { "x-amz-object-attributes": "" }] as Record<string, string>[])
      expect((await sendSigned(suite.cloud.endpoint, { ...unasked, headers })).text).to.include(
        "<Code>InvalidRequest</Code><Message>The x-amz-object-attributes header specifying the attributes to be retrieved is either missing or empty</Message>",
      );
  });

  it("that are not there answer NoSuchKey, and 404 without a body to HEAD", async () => {
    const error = await failure(get({ Key: "nothing" }));
    expect(error).to.include({ name: "NoSuchKey", Key: "nothing", message: "The specified key does not exist." });
    const missing = await failure(head({ Key: "nothing" }));
    expect(missing).to.include({ name: "NotFound" });
    expect(missing.$metadata?.httpStatusCode).to.equal(404);
  });

  it("refuse object locks, and ACLs, as buckets without them do", async () => {
    expect((await failure(put({ ACL: "public-read" }))).name).to.equal("AccessControlListNotSupported");
    await put({ ACL: "bucket-owner-full-control" });
    const lock = put({ ObjectLockMode: "GOVERNANCE", ObjectLockRetainUntilDate: new Date("2040-01-01") });
    expect(await failure(lock)).to.include({ name: "InvalidRequest" });
  });

  it("are not put when their length is not known", async () => {
    const response = await fetch(await presigned("put", "streamed"), {
      method: "PUT",
      body: Readable.toWeb(Readable.from(["abc"])) as ReadableStream,
      duplex: "half",
    } as RequestInit);
    expect(response.status).to.equal(411);
    expect(await response.text()).to.include("<Code>MissingContentLength</Code>");
    const { Contents } = await suite.s3.send(new ListObjectsV2Command({ Bucket, Prefix: "streamed" }));
    expect(Contents).to.equal(undefined);
  });

  /** A URL that lets anyone read or write `key`. */
  async function presigned(way: "get" | "put", Key = "key"): Promise<string> {
    const input = { Bucket, Key };
    return await getSignedUrl(suite.s3, way === "get" ? new GetObjectCommand(input) : new PutObjectCommand(input));
  }
});

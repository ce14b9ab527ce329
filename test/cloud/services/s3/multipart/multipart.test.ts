import { createHash, randomBytes } from "node:crypto";
import { readdir } from "node:fs/promises";
import type { Readable } from "node:stream";
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  type CompleteMultipartUploadCommandInput,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
  type UploadPartCommandInput,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3";
import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { useS3 } from "../use-s3.ts";

const MB = 1024 ** 2;

describe("s3 multipart uploads", () => {
  const suite = useS3();
  const Key = "big/file";
  const five = randomBytes(5 * MB);
  const tail = randomBytes(1000);
  let Bucket: string;
  /** A client that sends no checksum of its own accord. */
  let plain: S3Client;
  before(async () => {
    Bucket = await suite.bucket();
    plain = suite.cloud.client(S3Client);
    plain.config.requestChecksumCalculation = async () => "WHEN_REQUIRED";
  });

  const begin = async (input: Partial<CreateMultipartUploadCommandInput> = {}, client = plain) =>
    (await client.send(new CreateMultipartUploadCommand({ Bucket, Key, ...input }))).UploadId as string;
  const upload = (
    UploadId: string,
    PartNumber: number,
    Body: Uint8Array,
    input: Partial<UploadPartCommandInput> = {},
  ) => plain.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body, ...input }));
  const part = async (UploadId: string, PartNumber: number, Body: Uint8Array): Promise<CompletedPart> => {
    const { ETag } = await upload(UploadId, PartNumber, Body);
    return { PartNumber, ETag };
  };
  const complete = (
    UploadId: string,
    Parts: CompletedPart[],
    input: Partial<CompleteMultipartUploadCommandInput> = {},
  ) => plain.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts }, ...input }));
  const bytes = async (input: object = {}) => {
    const { Body } = await plain.send(new GetObjectCommand({ Bucket, Key, ...input }));
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  };

  it("become an object of all their parts, with an ETag that counts them", async () => {
    const id = await begin({ ContentType: "image/png", Metadata: { a: "b" }, Tagging: "t=1" });
    const parts = [await part(id, 1, five), await part(id, 2, tail)];
    expect((await failure(plain.send(new HeadObjectCommand({ Bucket, Key })))).name).to.equal("NotFound");
    const answer = await complete(id, parts);
    const md5 = (data: Uint8Array) => createHash("md5").update(data).digest();
    const expected = `"${md5(Buffer.concat([md5(five), md5(tail)])).toString("hex")}-2"`;
    expect(answer).to.include({ ETag: expected, Bucket, Key, ChecksumType: "FULL_OBJECT" });
    expect(answer.Location).to.equal(`${suite.cloud.endpoint}/${Bucket}/big/file`);
    expect((await bytes()).equals(Buffer.concat([five, tail]))).to.equal(true);
    const head = await plain.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: "ENABLED" }));
    expect(head).to.deep.include({ ContentType: "image/png", Metadata: { a: "b" }, TagCount: 1, ETag: expected });
    expect(head.ContentLength).to.equal(5 * MB + 1000);
    expect(head.ChecksumCRC64NVME).to.equal(answer.ChecksumCRC64NVME);
  });

  it("are read across parts, and part by part", async () => {
    const id = await begin();
    await complete(id, [await part(id, 1, five), await part(id, 2, five), await part(id, 3, tail)]);
    const whole = Buffer.concat([five, five, tail]);
    const range = await bytes({ Range: `bytes=${5 * MB - 10}-${10 * MB + 9}` });
    expect(range.equals(whole.subarray(5 * MB - 10, 10 * MB + 10))).to.equal(true);
    const third = await plain.send(new GetObjectCommand({ Bucket, Key, PartNumber: 3 }));
    expect(third).to.include({ PartsCount: 3, ContentLength: 1000 });
    expect(third.ContentRange).to.equal(`bytes ${10 * MB}-${10 * MB + 999}/${10 * MB + 1000}`);
    expect(Buffer.from((await third.Body?.transformToByteArray()) ?? []).equals(tail)).to.equal(true);
    expect((await failure(bytes({ PartNumber: 4 }))).name).to.equal("InvalidPartNumber");
    const both = await failure(bytes({ PartNumber: 1, Range: "bytes=0-1" }));
    expect(both.name).to.equal("InvalidRequest");
  });

  it("take parts in any order, and the last of each number", async () => {
    const id = await begin();
    const second = await part(id, 700, tail);
    await part(id, 3, tail);
    const first = await part(id, 3, five);
    await complete(id, [first, second]);
    expect((await bytes()).equals(Buffer.concat([five, tail]))).to.equal(true);
  });

  it("leave no files behind: replaced parts, parts not chosen, aborted uploads", async () => {
    const files = async () => (await readdir(`${suite.cloud.running.cloud.folder}/blobs`)).length;
    await plain.send(new DeleteObjectCommand({ Bucket, Key }));
    const before = await files();
    const id = await begin();
    await part(id, 1, five);
    const chosen = await part(id, 1, randomBytes(5 * MB));
    await part(id, 2, randomBytes(100_000));
    await complete(id, [chosen]);
    const aborted = await begin();
    await part(aborted, 1, five);
    await plain.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId: aborted }));
    while ((await files()) > before + 1) await new Promise((done) => setImmediate(done));
    expect((await bytes()).length).to.equal(5 * MB);
    await plain.send(new DeleteObjectCommand({ Bucket, Key }));
    while ((await files()) > before) await new Promise((done) => setImmediate(done));
  });

  it("answer a completion that is repeated with the same again", async () => {
    const id = await begin();
    const parts = [await part(id, 1, tail)];
    const { $metadata: _, ...first } = await complete(id, parts);
    const { $metadata: __, ...second } = await complete(id, parts);
    expect(second).to.deep.equal(first);
    await suite.put(Bucket, Key, "something else");
    expect((await failure(complete(id, parts))).name).to.equal("NoSuchUpload");
  });

  it("complete once, when several complete them at the same time", async () => {
    const id = await begin();
    const parts = [await part(id, 1, tail)];
    const answers = await Promise.all(Array.from({ length: 5 }, () => complete(id, parts)));
    expect(new Set(answers.map(({ ETag }) => ETag))).to.have.length(1);
    expect((await bytes()).equals(tail)).to.equal(true);
  });

  const refusals: [why: string, code: string, parts: (one: CompletedPart, two: CompletedPart) => CompletedPart[]][] = [
    ["parts that are too small", "EntityTooSmall", (one, two) => [one, two]],
    ["parts out of order", "InvalidPartOrder", (one, two) => [two, one]],
    ["a part twice", "InvalidPartOrder", (one) => [one, one]],
    ["a part that was not uploaded", "InvalidPart", (one) => [{ ...one, PartNumber: 9 }]],
    ["another ETag", "InvalidPart", (one) => [{ ...one, ETag: '"00000000000000000000000000000000"' }]],
    ["no parts", "MalformedXML", () => []],
  ];
  for (const [why, code, choose] of refusals) {
    it(`can't be completed with ${why}, and stay as they are`, async () => {
      const id = await begin();
      const [one, two] = [await part(id, 1, tail), await part(id, 2, tail)];
      expect((await failure(complete(id, choose(one, two)))).name).to.equal(code);
      const { Parts } = await plain.send(new ListPartsCommand({ Bucket, Key, UploadId: id }));
      expect(Parts).to.have.length(2);
      await complete(id, [one]);
    });
  }

  it("are completed under conditions", async () => {
    const id = await begin({ Key: "conditional" });
    const { ETag } = await upload(id, 1, tail, { Key: "conditional" });
    const parts = [{ PartNumber: 1, ETag }];
    await suite.put(Bucket, "conditional", "first");
    const taken = await failure(complete(id, parts, { Key: "conditional", IfNoneMatch: "*" }));
    expect(taken.name).to.equal("PreconditionFailed");
    await complete(id, parts, { Key: "conditional" });
  });

  it("answer a conflict when a condition holds that did not when they were begun", async () => {
    const Key = "conflict";
    const conditions = (input: object) => complete(id, parts, { Key, ...input }).catch((error) => error);
    let id = "";
    let parts: CompletedPart[] = [];
    const again = async () => {
      id = await begin({ Key });
      parts = [{ PartNumber: 1, ETag: (await upload(id, 1, tail, { Key })).ETag }];
    };
    const put = () => suite.s3.send(new PutObjectCommand({ Bucket, Key, Body: "first" }));
    await put();
    await again();
    await suite.s3.send(new DeleteObjectCommand({ Bucket, Key }));
    const conflict = { name: "ConditionalRequestConflict", Key };
    expect(await conditions({ IfNoneMatch: "*" })).to.include({ ...conflict, Condition: "If-None-Match" });
    await again();
    await suite.cloud.clock.advance(1000);
    const { ETag } = await put();
    expect(await conditions({ IfMatch: ETag })).to.include({ ...conflict, Condition: "If-Match" });
    await suite.cloud.clock.advance(1000);
    await again();
    expect((await conditions({ IfMatch: ETag })).$metadata.httpStatusCode).to.equal(200);
  });

  it("that are not there are not found, and part numbers go from 1 to 10,000", async () => {
    const id = await begin();
    for (const UploadId of ["nothing", "x".repeat(9000), `${id.slice(0, -1)}-`])
      expect(await failure(upload(UploadId, 1, tail))).to.include({ name: "NoSuchUpload", UploadId });
    expect((await failure(upload(id, 1, tail, { Key: "another" }))).name).to.equal("NoSuchUpload");
    for (const number of [0, 10_001, -1])
      expect(await failure(upload(id, number, tail))).to.include({
        name: "InvalidArgument",
        ArgumentName: "partNumber",
      });
    await plain.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId: id }));
    const again = plain.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId: id }));
    expect((await failure(again)).name).to.equal("NoSuchUpload");
  });

  it("make versions where versioning is enabled", async () => {
    const bucket = await suite.bucket();
    const VersioningConfiguration = { Status: "Enabled" as const };
    await plain.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration }));
    const id = await begin({ Bucket: bucket });
    const { ETag } = await upload(id, 1, tail, { Bucket: bucket });
    const answer = await complete(id, [{ PartNumber: 1, ETag }], { Bucket: bucket });
    expect(answer.VersionId).to.match(/^[\w-]{32}$/);
    const again = await complete(id, [{ PartNumber: 1, ETag }], { Bucket: bucket });
    expect(again.VersionId).to.equal(answer.VersionId);
  });

  it("list their parts in pages", async () => {
    const id = await begin();
    for (const number of [2, 1, 5, 10]) await part(id, number, tail);
    const list = (input: object) => plain.send(new ListPartsCommand({ Bucket, Key, UploadId: id, ...input }));
    const first = await list({ MaxParts: 3 });
    expect(first.Parts?.map(({ PartNumber }) => PartNumber)).to.deep.equal([1, 2, 5]);
    expect(first).to.include({ IsTruncated: true, NextPartNumberMarker: "5", StorageClass: "STANDARD" });
    expect(first.Parts?.[0]?.Size).to.equal(1000);
    const second = await list({ PartNumberMarker: first.NextPartNumberMarker });
    expect(second.Parts?.map(({ PartNumber }) => PartNumber)).to.deep.equal([10]);
    expect(second.IsTruncated).to.equal(false);
    expect((await failure(list({ PartNumberMarker: "x" }))).name).to.equal("InvalidArgument");
  });

  it("are listed in order of key and beginning, in pages, rolled up", async () => {
    const bucket = await suite.bucket();
    const ids = [];
    for (const key of ["b", "a", "b", "dir/1", "dir/2"]) ids.push([key, await begin({ Bucket: bucket, Key: key })]);
    const [b1, a, b2] = ids.map(([, id]) => id);
    const list = (input: object) => plain.send(new ListMultipartUploadsCommand({ Bucket: bucket, ...input }));
    const names = (uploads: { Key?: string; UploadId?: string }[] = []) => uploads.map(({ UploadId }) => UploadId);
    const all = await list({ Delimiter: "/" });
    expect(names(all.Uploads)).to.deep.equal([a, b1, b2]);
    expect(all.CommonPrefixes).to.deep.equal([{ Prefix: "dir/" }]);
    const first = await list({ MaxUploads: 2 });
    expect(names(first.Uploads)).to.deep.equal([a, b1]);
    expect(first).to.include({ NextKeyMarker: "b", NextUploadIdMarker: b1, IsTruncated: true });
    const second = await list({ KeyMarker: "b", UploadIdMarker: b1 });
    expect(names(second.Uploads)[0]).to.equal(b2);
    expect(names((await list({ KeyMarker: "b" })).Uploads)).to.have.length(2);
    expect(names((await list({ Prefix: "dir/" })).Uploads)).to.have.length(2);
    await plain.send(new DeleteBucketCommand({ Bucket: bucket }));
  });

  describe("with checksums", () => {
    const declared = (algorithm: "CRC32" | "SHA256" | "CRC64NVME", type?: "COMPOSITE" | "FULL_OBJECT") =>
      begin({ ChecksumAlgorithm: algorithm, ChecksumType: type });

    it("composite: of the parts' checksums, with the number of parts", async () => {
      const id = await declared("SHA256");
      const Parts: CompletedPart[] = [];
      for (const [i, body] of [five, tail].entries()) {
        const { ETag, ChecksumSHA256 } = await upload(id, i + 1, body, { ChecksumAlgorithm: "SHA256" });
        Parts.push({ PartNumber: i + 1, ETag, ChecksumSHA256 });
      }
      const bare = Parts.map(({ PartNumber, ETag }) => ({ PartNumber, ETag }));
      expect((await failure(complete(id, bare))).message).to.include("It was missing for part 1");
      const wrong = Parts.map((one) => ({ ...one, ChecksumSHA256: Parts[0]?.ChecksumSHA256 }));
      expect((await failure(complete(id, wrong))).name).to.equal("InvalidPart");
      const sha = (data: Uint8Array) => createHash("sha256").update(data).digest();
      const expected = `${sha(Buffer.concat([sha(five), sha(tail)])).toString("base64")}-2`;
      const answer = await complete(id, Parts, { ChecksumSHA256: expected });
      expect(answer).to.include({ ChecksumSHA256: expected, ChecksumType: "COMPOSITE" });
      const attributes = await plain.send(
        new GetObjectAttributesCommand({ Bucket, Key, ObjectAttributes: ["Checksum", "ObjectParts", "ETag"] }),
      );
      // Without the number of parts.
      expect(attributes.Checksum).to.deep.equal({
        ChecksumSHA256: expected.replace("-2", ""),
        ChecksumType: "COMPOSITE",
      });
      const second = { PartNumber: 2, ChecksumMode: "ENABLED" as const };
      const head = await plain.send(new HeadObjectCommand({ Bucket, Key, ...second }));
      expect(head).to.include({ ChecksumSHA256: sha(tail).toString("base64"), ChecksumType: "COMPOSITE" });
      expect(attributes.ObjectParts?.TotalPartsCount).to.equal(2);
      expect(attributes.ObjectParts?.Parts?.[1]).to.deep.equal({
        PartNumber: 2,
        Size: 1000,
        ChecksumSHA256: sha(tail).toString("base64"),
      });
    });

    it("full-object: of all bytes, though nobody reads them again", async () => {
      const id = await declared("CRC32", "FULL_OBJECT");
      const parts = [await part(id, 1, five), await part(id, 2, tail)];
      const wrong = await failure(complete(id, parts, { ChecksumCRC32: "AAAAAA==" }));
      expect(wrong.name).to.equal("BadDigest");
      const answer = await complete(id, parts);
      await suite.put(Bucket, "same", Buffer.concat([five, tail]));
      const { ChecksumCRC32 } = await suite.s3.send(
        new HeadObjectCommand({ Bucket, Key: "same", ChecksumMode: "ENABLED" }),
      );
      expect(answer).to.include({ ChecksumCRC32, ChecksumType: "FULL_OBJECT" });
      const { ObjectParts } = await plain.send(
        new GetObjectAttributesCommand({ Bucket, Key, ObjectAttributes: ["ObjectParts"] }),
      );
      expect(ObjectParts).to.deep.equal({ TotalPartsCount: 2 });
    });

    it("are told of a part as the client sent them, though the upload was begun without", async () => {
      const ChecksumSHA256 = createHash("sha256").update(tail).digest("base64");
      const { ChecksumSHA256: told, ChecksumCRC64NVME } = await upload(await begin(), 1, tail, { ChecksumSHA256 });
      expect([told, ChecksumCRC64NVME]).to.deep.equal([ChecksumSHA256, undefined]);
    });

    it("refuse what does not go together", async () => {
      const message = async (call: Promise<unknown>) => (await failure(call)).message;
      expect(await message(declared("SHA256", "FULL_OBJECT"))).to.include("cannot be used with the sha256");
      expect(await message(declared("CRC64NVME", "COMPOSITE"))).to.include("cannot be used with the crc64nvme");
      expect(await message(begin({ ChecksumType: "COMPOSITE" }))).to.include("x-amz-checksum-type");
      const sha = await declared("SHA256");
      expect(await message(upload(sha, 1, tail))).to.include(
        "expected checksum Type: sha256, actual checksum Type: null",
      );
      const none = await begin();
      const parts = [await part(none, 1, tail)];
      expect(await message(complete(none, parts, { MpuObjectSize: 999 }))).to.include(
        "does not match what was computed: 1000",
      );
      expect(await message(complete(none, parts, { ChecksumType: "COMPOSITE" }))).to.include(
        "FULL_OBJECT checksum mode",
      );
    });

    it("as the SDK sends them by itself are verified, though the upload was begun without", async () => {
      const id = await begin({}, suite.s3);
      const wrong = upload(id, 1, tail, { ChecksumCRC32: "AAAAAA==" });
      expect((await failure(wrong)).name).to.equal("BadDigest");
      const { ETag, ChecksumCRC32 } = await suite.s3.send(
        new UploadPartCommand({ Bucket, Key, UploadId: id, PartNumber: 1, Body: tail }),
      );
      const MultipartUpload = { Parts: [{ PartNumber: 1, ETag, ChecksumCRC32 }] };
      await suite.s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId: id, MultipartUpload }));
    });
  });

  describe("of copied parts", () => {
    const copy = (UploadId: string, PartNumber: number, CopySource: string, CopySourceRange?: string) =>
      plain.send(new UploadPartCopyCommand({ Bucket, Key, UploadId, PartNumber, CopySource, CopySourceRange }));

    it("take whole objects and ranges", async () => {
      await suite.put(Bucket, "source", five);
      const id = await begin();
      const one = await copy(id, 1, `${Bucket}/source`);
      const two = await copy(id, 2, `/${Bucket}/source`, "bytes=10-19");
      await complete(id, [
        { PartNumber: 1, ETag: one.CopyPartResult?.ETag },
        { PartNumber: 2, ETag: two.CopyPartResult?.ETag },
      ]);
      expect((await bytes()).equals(Buffer.concat([five, five.subarray(10, 20)]))).to.equal(true);
    });

    it("refuse ranges that are not in the source", async () => {
      await suite.put(Bucket, "source", "0123456789");
      const id = await begin();
      for (const range of ["bytes=0-10", "bytes=5-4", "bytes=5-", "5-6"])
        expect((await failure(copy(id, 1, `${Bucket}/source`, range))).name).to.equal("InvalidArgument");
      expect((await failure(copy(id, 1, `${Bucket}/nothing`))).name).to.equal("NoSuchKey");
    });
  });

  it("are read to their end, though the object is replaced meanwhile", async () => {
    const UploadId = await begin();
    const parts = [await part(UploadId, 1, five), await part(UploadId, 2, five), await part(UploadId, 3, tail)];
    await complete(UploadId, parts);
    const { Body } = await plain.send(new GetObjectCommand({ Bucket, Key }));
    const reading = (Body as Readable)[Symbol.asyncIterator]();
    const hash = createHash("sha256").update((await reading.next()).value);
    await suite.put(Bucket, Key, "another");
    for (let next = await reading.next(); !next.done; next = await reading.next()) hash.update(next.value);
    const whole = createHash("sha256").update(five).update(five).update(tail);
    expect(hash.digest("hex")).to.equal(whole.digest("hex"));
  });
});

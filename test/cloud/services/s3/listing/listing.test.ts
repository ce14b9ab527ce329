import { createHash } from "node:crypto";
import {
  ListObjectsCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  paginateListObjectsV2,
} from "@aws-sdk/client-s3";
import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { sendSigned } from "../raw.ts";
import { useS3 } from "../use-s3.ts";

describe("s3 listings", () => {
  const suite = useS3();
  let Bucket: string;
  const keys = ["a.txt", "b/1", "b/2", "b/c/3", "d", "é", "\uFFFD", "😀"];
  before(async () => {
    Bucket = await suite.bucket();
    for (const key of [...keys].reverse()) await suite.put(Bucket, key, key);
  });
  const list = (input: Partial<ListObjectsV2CommandInput> = {}) =>
    suite.s3.send(new ListObjectsV2Command({ Bucket, ...input }));
  const namesOf = (contents: { Key?: string }[] | undefined) => contents?.map(({ Key }) => Key) ?? [];

  it("tell all keys in UTF-8 order, with what there is to know of each", async () => {
    const { Contents, ...answer } = await list();
    expect(namesOf(Contents)).to.deep.equal(keys);
    expect(answer).to.include({ Name: Bucket, Prefix: "", MaxKeys: 1000, KeyCount: 8, IsTruncated: false });
    expect(Contents?.[0]).to.deep.include({
      Size: 5,
      ETag: `"${createHash("md5").update("a.txt").digest("hex")}"`,
      StorageClass: "STANDARD",
      ChecksumAlgorithm: ["CRC32"],
      ChecksumType: "FULL_OBJECT",
    });
    // In whole seconds.
    expect(Contents?.map(({ LastModified }) => LastModified?.getMilliseconds())).to.deep.equal(keys.map(() => 0));
    expect(Contents?.[0]?.Owner).to.equal(undefined);
    expect((await list({ FetchOwner: true })).Contents?.[0]?.Owner?.ID).to.match(/^[0-9a-f]{64}$/);
  });

  it("roll up common prefixes", async () => {
    const answer = await list({ Delimiter: "/" });
    expect(namesOf(answer.Contents)).to.deep.equal(["a.txt", "d", "é", "\uFFFD", "😀"]);
    expect(answer.CommonPrefixes).to.deep.equal([{ Prefix: "b/" }]);
    expect(answer).to.include({ KeyCount: 6, Delimiter: "/" });
    const below = await list({ Delimiter: "/", Prefix: "b/" });
    expect(namesOf(below.Contents)).to.deep.equal(["b/1", "b/2"]);
    expect(below.CommonPrefixes).to.deep.equal([{ Prefix: "b/c/" }]);
  });

  it("go on where the page before ended", async () => {
    for (const pageSize of [1, 2, 3, 8]) {
      const found: unknown[] = [];
      const pages = paginateListObjectsV2({ client: suite.s3, pageSize }, { Bucket, Delimiter: "/" });
      for await (const { Contents, CommonPrefixes } of pages)
        found.push(...namesOf(Contents), ...(CommonPrefixes ?? []).map(({ Prefix }) => Prefix));
      expect(found).to.have.members(["a.txt", "b/", "d", "é", "\uFFFD", "😀"]);
    }
  });

  it("go on from a token even when its key is gone", async () => {
    const bucket = await suite.bucket();
    for (const key of ["1", "2", "3"]) await suite.put(bucket, key);
    const first = await list({ Bucket: bucket, MaxKeys: 2 });
    await suite.put(bucket, "2a");
    const second = await list({ Bucket: bucket, ContinuationToken: first.NextContinuationToken });
    expect(namesOf(second.Contents)).to.deep.equal(["2a", "3"]);
  });

  it("begin after a key", async () => {
    const answer = await list({ StartAfter: "b/1" });
    expect(namesOf(answer.Contents)[0]).to.equal("b/2");
    expect(answer.StartAfter).to.equal("b/1");
    expect(namesOf((await list({ StartAfter: "b/1", Prefix: "b/" })).Contents)).to.deep.equal(["b/2", "b/c/3"]);
  });

  it("hold at most 1,000 keys, and none when none is asked for", async () => {
    const bucket = await suite.bucket();
    await Promise.all(Array.from({ length: 1003 }, (_, i) => suite.put(bucket, `key-${String(i).padStart(4, "0")}`)));
    const answer = await list({ Bucket: bucket, MaxKeys: 5000 });
    expect(answer).to.include({ KeyCount: 1000, MaxKeys: 1000, IsTruncated: true });
    const rest = await list({ Bucket: bucket, ContinuationToken: answer.NextContinuationToken });
    expect(namesOf(rest.Contents)).to.deep.equal(["key-1000", "key-1001", "key-1002"]);
    expect(await list({ Bucket: bucket, MaxKeys: 0 })).to.include({ KeyCount: 0, IsTruncated: false });
  });

  it("refuse what makes no sense", async () => {
    expect(await failure(list({ MaxKeys: -1 }))).to.include({ name: "InvalidArgument", ArgumentName: "maxKeys" });
    expect(await failure(list({ ContinuationToken: "no token" }))).to.include({ name: "InvalidArgument" });
    expect((await failure(list({ EncodingType: "base64" as "url" }))).name).to.equal("InvalidArgument");
    expect((await failure(list({ Bucket: "nobody-took-this" }))).name).to.equal("NoSuchBucket");
  });

  it("encode keys when asked to", async () => {
    const bucket = await suite.bucket();
    await suite.put(bucket, "a b/é\u0001");
    const answer = await list({ Bucket: bucket, EncodingType: "url", Delimiter: "/", Prefix: "a " });
    expect(answer).to.include({ EncodingType: "url", Prefix: "a+", Delimiter: "/" });
    expect(answer.CommonPrefixes).to.deep.equal([{ Prefix: "a+b/" }]);
    const raw = await sendSigned(suite.cloud.endpoint, { path: `/${bucket}?encoding-type=url&list-type=2` });
    expect(raw.text).to.include("<Key>a+b/%C3%A9%01</Key>");
  });

  it("of version 1 go on from a marker, and name the next one when there is a delimiter", async () => {
    const v1 = (input: object) => suite.s3.send(new ListObjectsCommand({ Bucket, ...input }));
    const first = await v1({ MaxKeys: 2, Delimiter: "/" });
    expect(first).to.include({ NextMarker: "b/", IsTruncated: true, Marker: "" });
    expect(first.Contents?.[0]?.Owner?.ID).to.match(/^[0-9a-f]{64}$/);
    const second = await v1({ Marker: first.NextMarker, Delimiter: "/" });
    expect(namesOf(second.Contents)).to.deep.equal(["d", "é", "\uFFFD", "😀"]);
    expect(second.CommonPrefixes).to.equal(undefined);
    expect((await v1({ MaxKeys: 2 })).NextMarker).to.equal(undefined);
  });
});

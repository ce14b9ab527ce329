import {
  CopyObjectCommand,
  type CopyObjectCommandInput,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { useS3 } from "../use-s3.ts";

describe("s3 copies", () => {
  const suite = useS3();
  let Bucket: string;
  before(async () => {
    Bucket = await suite.bucket();
    const said = { ContentType: "text/plain", Metadata: { a: "b" }, Tagging: "t=1", CacheControl: "no-cache" };
    const more = { StorageClass: "STANDARD_IA" as const, WebsiteRedirectLocation: "/there" };
    await suite.s3.send(new PutObjectCommand({ Bucket, Key: "source", Body: "the source", ...said, ...more }));
  });
  const copy = (input: Partial<CopyObjectCommandInput> = {}) =>
    suite.s3.send(new CopyObjectCommand({ Bucket, Key: "copy", CopySource: `${Bucket}/source`, ...input }));
  const head = (Key = "copy") => suite.s3.send(new HeadObjectCommand({ Bucket, Key }));

  it("take over bytes, metadata and tags, and neither storage class nor redirect", async () => {
    const { CopyObjectResult } = await copy();
    expect(await suite.text(Bucket, "copy")).to.equal("the source");
    const answer = await head();
    expect(answer).to.deep.include({ ContentType: "text/plain", Metadata: { a: "b" }, CacheControl: "no-cache" });
    expect(answer).to.not.have.property("StorageClass");
    expect(answer).to.not.have.property("WebsiteRedirectLocation");
    expect(answer.ETag).to.equal(CopyObjectResult?.ETag);
    const { TagSet } = await suite.s3.send(new GetObjectTaggingCommand({ Bucket, Key: "copy" }));
    expect(TagSet).to.deep.equal([{ Key: "t", Value: "1" }]);
  });

  it("say everything anew when told to", async () => {
    await copy({ MetadataDirective: "REPLACE", Metadata: { c: "d" }, TaggingDirective: "REPLACE", Tagging: "u=2&v=3" });
    const answer = await head();
    expect(answer).to.deep.include({ Metadata: { c: "d" }, TagCount: 2 });
    expect(answer.CacheControl).to.equal(undefined);
    const bad = copy({ MetadataDirective: "MERGE" as "COPY" });
    expect(await failure(bad)).to.include({ name: "InvalidArgument", ArgumentName: "x-amz-metadata-directive" });
  });

  it("onto themselves must change something", async () => {
    const itself = { Key: "source" };
    expect((await failure(copy(itself))).message).to.include("trying to copy an object to itself");
    await copy({ ...itself, StorageClass: "STANDARD_IA" });
    expect(await suite.text(Bucket, "source")).to.equal("the source");
  });

  it("are made under conditions on the source", async () => {
    const { ETag, LastModified } = await head("source");
    await copy({ CopySourceIfMatch: ETag });
    await copy({ CopySourceIfModifiedSince: new Date(Date.now() + 60_000) });
    const refused: Partial<CopyObjectCommandInput>[] = [
      { CopySourceIfMatch: '"other"' },
      { CopySourceIfNoneMatch: ETag },
      { CopySourceIfModifiedSince: LastModified },
      { CopySourceIfUnmodifiedSince: new Date(Date.now() - 60_000) },
    ];
    for (const condition of refused) {
      const error = await failure(copy(condition));
      expect(error.name).to.equal("PreconditionFailed");
      expect(error.$metadata?.httpStatusCode).to.equal(412);
    }
  });

  it("are made under conditions on the target", async () => {
    await copy({ Key: "target", IfNoneMatch: "*" });
    expect((await failure(copy({ Key: "target", IfNoneMatch: "*" }))).name).to.equal("PreconditionFailed");
  });

  const sources: [source: string, code: string][] = [
    ["nonsense", "InvalidArgument"],
    ["/bucket/", "InvalidArgument"],
    ["nobody-took-this/key", "NoSuchBucket"],
    ["bucket/%zz", "InvalidArgument"],
    ["BUCKET/nothing", "NoSuchKey"],
    ["BUCKET/source?versionId=bad", "InvalidArgument"],
  ];
  for (const [source, code] of sources) {
    it(`of ${source} answer ${code}`, async () => {
      expect((await failure(copy({ CopySource: source.replace("BUCKET", Bucket) }))).name).to.equal(code);
    });
  }

  it("can't be taken from another account's bucket", async () => {
    const credentials = { accessKeyId: "111122223333", secretAccessKey: "test" };
    const other = suite.cloud.client(S3Client, { credentials });
    const attempt = other.send(new CopyObjectCommand({ Bucket, Key: "x", CopySource: `${Bucket}/source` }));
    expect((await failure(attempt)).name).to.equal("AccessDenied");
  });
});

import {
  CopyObjectCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandInput,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from "@aws-sdk/client-s3";
import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { sendSigned } from "../raw.ts";
import { useS3 } from "../use-s3.ts";

describe("s3 versions", () => {
  const suite = useS3();
  let Bucket: string;
  const Key = "key";
  const versioning = (Status: "Enabled" | "Suspended") =>
    suite.s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
  // Lists tell times in whole seconds.
  const later = () => suite.cloud.clock.advance(1000);
  const put = async (Body: string) => {
    await later();
    return (await suite.s3.send(new PutObjectCommand({ Bucket, Key, Body }))).VersionId as string;
  };
  const remove = async (VersionId?: string) => {
    await later();
    return await suite.s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
  };
  const text = (VersionId?: string) => suite.text(Bucket, Key, VersionId);
  /** The history of the key, newest first: texts, and `x` for a delete marker. */
  const history = async (input: Partial<ListObjectVersionsCommandInput> = {}) => {
    const answer = await suite.s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: Key, ...input }));
    const all = [
      ...(answer.Versions ?? []),
      ...(answer.DeleteMarkers ?? []).map((marker) => ({ ...marker, marker: true })),
    ];
    all.sort((a, b) => (b.LastModified?.getTime() ?? 0) - (a.LastModified?.getTime() ?? 0));
    expect(all.filter(({ IsLatest }) => IsLatest)).to.have.length(all.length > 0 ? 1 : 0);
    return await Promise.all(all.map(async (one) => ("marker" in one ? "x" : await text(one.VersionId))));
  };
  beforeEach(async () => {
    Bucket = await suite.bucket();
  });

  it("are all kept once versioning is enabled, each under an id of its own", async () => {
    await versioning("Enabled");
    const ids = [await put("1"), await put("2"), await put("3")];
    expect(new Set(ids)).to.have.length(3);
    for (const id of ids) expect(id).to.match(/^[\w-]{32}$/);
    expect(await text()).to.equal("3");
    expect(await text(ids[0])).to.equal("1");
    expect(await history()).to.deep.equal(["3", "2", "1"]);
    const { Contents } = await suite.s3.send(new ListObjectsV2Command({ Bucket }));
    expect(Contents).to.have.length(1);
  });

  it("are not told of in a bucket that never had any", async () => {
    expect(await put("1")).to.equal(undefined);
    expect((await suite.s3.send(new HeadObjectCommand({ Bucket, Key }))).VersionId).to.equal(undefined);
    expect(await remove()).to.not.have.any.keys("VersionId", "DeleteMarker");
    expect(await history()).to.deep.equal([]);
  });

  it("begin with the one named null, which was there before", async () => {
    await put("before");
    await versioning("Enabled");
    expect(await history()).to.deep.equal(["before"]);
    await put("after");
    expect(await text("null")).to.equal("before");
    expect(await history()).to.deep.equal(["after", "before"]);
    await remove("null");
    expect(await history()).to.deep.equal(["after"]);
  });

  it("are hidden by a delete marker, and come back when it is removed", async () => {
    await versioning("Enabled");
    await put("1");
    const marker = await remove();
    expect(marker.DeleteMarker).to.equal(true);
    expect((await failure(text())).name).to.equal("NoSuchKey");
    expect(await history()).to.deep.equal(["x", "1"]);
    expect((await suite.s3.send(new ListObjectsV2Command({ Bucket }))).Contents).to.equal(undefined);
    expect(await remove(marker.VersionId)).to.include({ DeleteMarker: true, VersionId: marker.VersionId });
    expect(await text()).to.equal("1");
    expect(await history()).to.deep.equal(["1"]);
  });

  it("that are delete markers say so when they are read", async () => {
    await versioning("Enabled");
    await put("1");
    const { VersionId } = await remove();
    const current = await sendSigned(suite.cloud.endpoint, { path: `/${Bucket}/${Key}` });
    expect(current.status).to.equal(404);
    expect(current.headers).to.include({ "x-amz-delete-marker": "true", "x-amz-version-id": VersionId });
    const named = await sendSigned(suite.cloud.endpoint, { path: `/${Bucket}/${Key}?versionId=${VersionId}` });
    expect(named.status).to.equal(405);
    expect(named.headers).to.include({ "x-amz-delete-marker": "true", allow: "DELETE" });
    expect(named.text).to.include("<Code>MethodNotAllowed</Code>").and.to.include("<Method>GET</Method>");
    const head = await failure(suite.s3.send(new HeadObjectCommand({ Bucket, Key, VersionId })));
    expect(head.$metadata?.httpStatusCode).to.equal(405);
  });

  it("pile up markers when what is deleted is deleted again, or never was", async () => {
    await versioning("Enabled");
    await remove();
    await remove();
    expect(await history()).to.deep.equal(["x", "x"]);
    await put("1");
    expect(await history()).to.deep.equal(["1", "x", "x"]);
  });

  it("are removed one by one, whichever it is", async () => {
    await versioning("Enabled");
    const [one, two, three] = [await put("1"), await put("2"), await put("3")];
    await remove(two);
    expect(await history()).to.deep.equal(["3", "1"]);
    await remove(three);
    expect(await text()).to.equal("1");
    await remove(one);
    expect((await failure(text())).name).to.equal("NoSuchKey");
    expect(await history()).to.deep.equal([]);
    await suite.s3.send(new DeleteBucketCommand({ Bucket }));
  });

  it("leave a key deleted when what is removed is below its marker", async () => {
    await versioning("Enabled");
    const [one] = [await put("1"), await put("2")];
    await remove();
    await remove(one);
    expect(await history()).to.deep.equal(["x", "2"]);
    expect((await failure(text())).name).to.equal("NoSuchKey");
  });

  it("are replaced by one named null while versioning is suspended", async () => {
    await versioning("Enabled");
    const one = await put("1");
    await versioning("Suspended");
    expect(await put("2")).to.equal(undefined);
    await put("3");
    expect(await history()).to.deep.equal(["3", "1"]);
    expect(await text("null")).to.equal("3");
    expect(await remove()).to.include({ DeleteMarker: true, VersionId: "null" });
    await remove();
    expect(await history()).to.deep.equal(["x", "1"]);
    await put("4");
    expect(await history()).to.deep.equal(["4", "1"]);
    await versioning("Enabled");
    await put("5");
    expect(await history()).to.deep.equal(["5", "4", "1"]);
    await versioning("Suspended");
    await put("6");
    expect(await history()).to.deep.equal(["6", "5", "1"]);
    expect(await text(one)).to.equal("1");
  });

  it("are copied, tagged and read by their id", async () => {
    await versioning("Enabled");
    const [one, two] = [await put("1"), await put("2")];
    const tag = { TagSet: [{ Key: "a", Value: "b" }] };
    await suite.s3.send(new PutObjectTaggingCommand({ Bucket, Key, VersionId: one, Tagging: tag }));
    const tags = async (VersionId?: string) =>
      (await suite.s3.send(new GetObjectTaggingCommand({ Bucket, Key, VersionId }))).TagSet;
    expect(await tags(one)).to.deep.equal(tag.TagSet);
    expect(await tags(two)).to.deep.equal([]);
    const CopySource = `${Bucket}/${Key}?versionId=${one}`;
    const copied = await suite.s3.send(new CopyObjectCommand({ Bucket, Key, CopySource }));
    expect(copied.CopySourceVersionId).to.equal(one);
    expect(await text(copied.VersionId)).to.equal("1");
    expect(await history()).to.deep.equal(["1", "2", "1"]);
    const answer = await suite.s3.send(new GetObjectCommand({ Bucket, Key, VersionId: two }));
    expect(answer.VersionId).to.equal(two);
    await answer.Body?.transformToString();
  });

  it("are listed in pages, also in the middle of a key's history", async () => {
    await versioning("Enabled");
    for (const key of ["a", "b", "c"]) for (const body of ["1", "2", "3"]) await suite.put(Bucket, key, body);
    await suite.s3.send(new DeleteObjectCommand({ Bucket, Key: "b" }));
    const all = await suite.s3.send(new ListObjectVersionsCommand({ Bucket }));
    const seen: string[] = [];
    let marker: { KeyMarker?: string; VersionIdMarker?: string } = {};
    for (;;) {
      const page = await suite.s3.send(new ListObjectVersionsCommand({ Bucket, MaxKeys: 2, ...marker }));
      const items = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
      expect(items.length).to.be.at.most(2);
      seen.push(...items.map(({ Key, VersionId }) => `${Key} ${VersionId}`));
      if (!page.IsTruncated) break;
      marker = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
    }
    const expected = [...(all.Versions ?? []), ...(all.DeleteMarkers ?? [])];
    expect(seen)
      .to.have.members(expected.map(({ Key, VersionId }) => `${Key} ${VersionId}`))
      .and.to.have.length(10);
    const latest = expected.filter(({ IsLatest }) => IsLatest).map(({ Key }) => Key);
    expect(latest).to.have.members(["a", "b", "c"]);
  });

  it("are rolled up under a delimiter", async () => {
    await versioning("Enabled");
    for (const key of ["a/1", "a/2", "b"]) await suite.put(Bucket, key);
    await suite.s3.send(new DeleteObjectCommand({ Bucket, Key: "a/1" }));
    const page = await suite.s3.send(new ListObjectVersionsCommand({ Bucket, Delimiter: "/" }));
    expect(page.CommonPrefixes).to.deep.equal([{ Prefix: "a/" }]);
    expect(page.Versions?.map((version) => version.Key)).to.deep.equal(["b"]);
  });

  it("with ids that can't be are refused, and ids that are not there not found", async () => {
    await versioning("Enabled");
    const one = await put("1");
    expect(await failure(text("bad id"))).to.include({ name: "InvalidArgument", ArgumentName: "versionId" });
    const other = one.slice(0, -1) + (one.endsWith("A") ? "B" : "A");
    expect(await failure(text(other))).to.include({ name: "NoSuchVersion", VersionId: other });
    expect(await remove(other)).to.include({ VersionId: other });
    const marker = { KeyMarker: "", VersionIdMarker: one };
    expect((await failure(history(marker))).name).to.equal("InvalidArgument");
    expect(await history()).to.deep.equal(["1"]);
  });

  it("stay in order when many are written at the same moment", async () => {
    await versioning("Enabled");
    const ids = await Promise.all(Array.from({ length: 30 }, (_, i) => put(String(i))));
    expect(new Set(ids)).to.have.length(30);
    const [newest] = await history();
    expect(await text()).to.equal(newest);
    expect(await history()).to.have.length(30);
  });

  it("go with their bucket's emptying, all in one request", async () => {
    await versioning("Enabled");
    await put("1");
    await put("2");
    await remove();
    const { Versions = [], DeleteMarkers = [] } = await suite.s3.send(new ListObjectVersionsCommand({ Bucket }));
    expect((await failure(suite.s3.send(new DeleteBucketCommand({ Bucket })))).name).to.equal("BucketNotEmpty");
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
    const answer = await suite.s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(answer.Deleted).to.have.length(3);
    await suite.s3.send(new DeleteBucketCommand({ Bucket }));
  });
});

import { createHash } from "node:crypto";
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  type ObjectIdentifier,
} from "@aws-sdk/client-s3";
import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { sendSigned } from "../raw.ts";
import { useS3 } from "../use-s3.ts";

describe("s3 deletions", () => {
  const suite = useS3();
  let Bucket: string;
  before(async () => {
    Bucket = await suite.bucket();
  });
  const remove = (Objects: ObjectIdentifier[], Quiet?: boolean) =>
    suite.s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet } }));

  it("succeed whether the key is there or not", async () => {
    await suite.put(Bucket, "key");
    for (let i = 0; i < 2; i++) {
      const { $metadata } = await suite.s3.send(new DeleteObjectCommand({ Bucket, Key: "key" }));
      expect($metadata.httpStatusCode).to.equal(204);
    }
    expect((await failure(suite.text(Bucket, "key"))).name).to.equal("NoSuchKey");
  });

  it("happen only if the ETag matches, when one is given", async () => {
    await suite.put(Bucket, "guarded", "x");
    const attempt = (IfMatch: string) => suite.s3.send(new DeleteObjectCommand({ Bucket, Key: "guarded", IfMatch }));
    expect((await failure(attempt('"other"'))).name).to.equal("PreconditionFailed");
    const { ETag = "" } = await suite.s3.send(new HeadObjectCommand({ Bucket, Key: "guarded" }));
    await attempt(ETag);
    expect((await failure(attempt(ETag))).name).to.equal("NoSuchKey");
  });

  it("of many keys tell what was deleted, and what was not", async () => {
    for (const key of ["1", "2"]) await suite.put(Bucket, key);
    const answer = await remove([{ Key: "1" }, { Key: "2", ETag: '"other"' }, { Key: "3" }, { Key: "k".repeat(1025) }]);
    expect(answer.Deleted).to.deep.equal([{ Key: "1" }, { Key: "3" }]);
    expect(answer.Errors?.map(({ Code }) => Code)).to.deep.equal(["PreconditionFailed", "KeyTooLongError"]);
    const { Contents } = await suite.s3.send(new ListObjectsV2Command({ Bucket }));
    expect(Contents?.map(({ Key }) => Key)).to.deep.equal(["2"]);
    expect((await remove([{ Key: "2" }], true)).Deleted).to.equal(undefined);
  });

  it("take at most 1,000 keys, and at least one", async () => {
    const keys = Array.from({ length: 1000 }, (_, i) => ({ Key: String(i) }));
    expect((await remove(keys)).Deleted).to.have.length(1000);
    expect((await failure(remove([...keys, { Key: "more" }]))).name).to.equal("MalformedXML");
    expect((await failure(remove([]))).name).to.equal("MalformedXML");
  });

  it("refuse a body that is no XML, and one that is not what it should be", async () => {
    for (const [body, code] of [
      ["", "MissingRequestBodyError"],
      ["no xml", "MalformedXML"],
      ["<Delete><Object></Object></Delete>", "MalformedXML"],
      ["<Delete><Object><Key>", "MalformedXML"],
    ] as const) {
      const headers = { "content-md5": createHash("md5").update(body).digest("base64") };
      const path = `/${Bucket}?delete`;
      const answer = await sendSigned(suite.cloud.endpoint, { method: "POST", path, headers, body });
      expect([answer.status, /<Code>(\w+)/.exec(answer.text)?.[1]]).to.deep.equal([400, code]);
    }
  });
});

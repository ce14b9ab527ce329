import {
  DeleteObjectTaggingCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type Tag,
} from "@aws-sdk/client-s3";
import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { sendSigned } from "../raw.ts";
import { useS3 } from "../use-s3.ts";

describe("s3 tags of objects", () => {
  const suite = useS3();
  let Bucket: string;
  before(async () => {
    Bucket = await suite.bucket();
    await suite.put(Bucket, "key", "text");
  });
  const set = (TagSet: Tag[]) =>
    suite.s3.send(new PutObjectTaggingCommand({ Bucket, Key: "key", Tagging: { TagSet } }));
  const get = async (Key = "key") => (await suite.s3.send(new GetObjectTaggingCommand({ Bucket, Key }))).TagSet;

  it("are set, counted, replaced and removed, and the object stays as it is", async () => {
    expect(await get()).to.deep.equal([]);
    const tags = [
      { Key: "b", Value: "" },
      { Key: "a + ä", Value: "x=y@z" },
    ];
    await set(tags);
    expect(await get()).to.deep.equal(tags);
    expect((await suite.s3.send(new HeadObjectCommand({ Bucket, Key: "key" }))).TagCount).to.equal(2);
    await set([{ Key: "c", Value: "d" }]);
    expect(await get()).to.deep.equal([{ Key: "c", Value: "d" }]);
    await suite.s3.send(new DeleteObjectTaggingCommand({ Bucket, Key: "key" }));
    expect(await get()).to.deep.equal([]);
    expect(await suite.text(Bucket, "key")).to.equal("text");
  });

  it("come with an upload as a query string", async () => {
    await suite.s3.send(new PutObjectCommand({ Bucket, Key: "tagged", Tagging: "a=1&b=two%20words&c" }));
    const expected = [
      { Key: "a", Value: "1" },
      { Key: "b", Value: "two words" },
      { Key: "c", Value: "" },
    ];
    expect(await get("tagged")).to.deep.equal(expected);
  });

  const many = Array.from({ length: 11 }, (_, i) => ({ Key: `k${i}`, Value: "v" }));
  const refused: [why: string, code: string, tags: Tag[], inHeader?: string][] = [
    ["more than ten", "BadRequest", many],
    ["the same key twice", "InvalidTag", [...many.slice(0, 1), ...many.slice(0, 1)], "InvalidArgument"],
    ["a key that is too long", "InvalidTag", [{ Key: "k".repeat(129), Value: "v" }]],
    ["a value that is too long", "InvalidTag", [{ Key: "k", Value: "v".repeat(257) }]],
    ["an empty key", "InvalidTag", [{ Key: "", Value: "v" }], "InvalidArgument"],
    ["a sign in its key that is none of a tag's", "InvalidTag", [{ Key: "a!", Value: "v" }], "InvalidArgument"],
    ["a sign in its value that is none of a tag's", "InvalidTag", [{ Key: "a", Value: "<v>" }], "InvalidArgument"],
    ["a key of AWS's own", "InvalidTag", [{ Key: "aws:thing", Value: "v" }]],
  ];
  for (const [why, code, tags, inHeader = code] of refused) {
    it(`with ${why} are refused, and nothing changes`, async () => {
      await set([{ Key: "kept", Value: "1" }]);
      expect((await failure(set(tags))).name).to.equal(code);
      const Tagging = tags.map(({ Key, Value }) => `${Key}=${Value}`).join("&");
      const upload = suite.s3.send(new PutObjectCommand({ Bucket, Key: "key", Tagging }));
      expect((await failure(upload)).name).to.equal(inHeader);
      expect(await get()).to.deep.equal([{ Key: "kept", Value: "1" }]);
    });
  }

  it("are refused when their header is no query string", async () => {
    for (const Tagging of ["a=%ZZ", "a=%ff"]) {
      const error = await failure(suite.s3.send(new PutObjectCommand({ Bucket, Key: "key", Tagging })));
      expect(error, Tagging).to.include({ name: "InvalidArgument", ArgumentName: "x-amz-tagging" });
      expect(error.message).to.include("URL query parameters without tag name duplicates");
    }
  });

  it("are a set, which may be empty but not absent", async () => {
    await set([]);
    expect(await get()).to.deep.equal([]);
    const bad = ["<Tagging/>", "<Tagging><TagSet><Tag><Key>a</Key></Tag></TagSet></Tagging>"];
    for (const body of bad) {
      const answer = await sendSigned(suite.cloud.endpoint, { method: "PUT", path: `/${Bucket}/key?tagging`, body });
      expect(answer.text, body).to.include("<Code>MalformedXML</Code>");
    }
  });

  it("of what is not there answer NoSuchKey", async () => {
    expect((await failure(get("nothing"))).name).to.equal("NoSuchKey");
  });
});

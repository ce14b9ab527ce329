import {
  CreateBucketCommand,
  DeletePublicAccessBlockCommand,
  GetBucketAclCommand,
  GetObjectAclCommand,
  GetObjectCommand,
  type ObjectCannedACL,
  type ObjectOwnership,
  PutBucketAclCommand,
  PutObjectAclCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { expect } from "chai";
import { ownerOf } from "../../../../../lab/cloud/services/s3/acls/grants.ts";
import { failure } from "../../../use-cloud.ts";
import { useS3 } from "../use-s3.ts";

const OTHER = "111111111111";

describe("Access control lists", () => {
  const suite = useS3();
  let count = 0;
  /** A bucket whose ownership controls let lists be. */
  const bucketWith = async (ObjectOwnership: ObjectOwnership = "ObjectWriter", isOpen = true) => {
    const Bucket = `acl-${++count}`;
    await suite.s3.send(new CreateBucketCommand({ Bucket, ObjectOwnership }));
    if (isOpen) await suite.s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
    return Bucket;
  };
  const put = (Bucket: string, changes: object = {}) =>
    suite.s3.send(new PutObjectCommand({ Bucket, Key: "a", Body: "1", ...changes }));
  const status = async (path: string, init?: RequestInit) =>
    (await fetch(`${suite.cloud.endpoint}/${path}`, init)).status;
  const grants = async (Bucket: string, Key?: string) => {
    const { Grants = [] } = Key
      ? await suite.s3.send(new GetObjectAclCommand({ Bucket, Key }))
      : await suite.s3.send(new GetBucketAclCommand({ Bucket }));
    return Grants.map(({ Grantee, Permission }) => `${Grantee?.URI?.split("/").at(-1) ?? "owner"} ${Permission}`);
  };

  it("let everybody read an object that says so", async () => {
    const bucket = await bucketWith();
    await put(bucket, { ACL: "public-read" });
    await put(bucket, { Key: "b" });
    expect(await status(`${bucket}/a`)).to.equal(200);
    expect(await status(`${bucket}/b`)).to.equal(403);
    expect(await grants(bucket, "a")).to.deep.equal(["owner FULL_CONTROL", "AllUsers READ"]);
    expect(await grants(bucket, "b")).to.deep.equal(["owner FULL_CONTROL"]);
    await suite.s3.send(new PutObjectAclCommand({ Bucket: bucket, Key: "a", ACL: "private" }));
    expect(await status(`${bucket}/a`)).to.equal(403);
  });

  it("let everybody list a bucket, and write into it", async () => {
    const bucket = await bucketWith();
    await put(bucket);
    expect(await status(`${bucket}/none`)).to.equal(403);
    await suite.s3.send(new PutBucketAclCommand({ Bucket: bucket, ACL: "public-read" }));
    expect(await status(bucket)).to.equal(200);
    // Who may list it may know what is not there.
    expect(await status(`${bucket}/none`)).to.equal(404);
    // A bucket's list is not about reading what is in it.
    expect(await status(`${bucket}/a`)).to.equal(403);
    const write = { method: "PUT", body: "2" };
    expect(await status(`${bucket}/b`, write)).to.equal(403);
    await suite.s3.send(new PutBucketAclCommand({ Bucket: bucket, ACL: "public-read-write" }));
    expect(await status(`${bucket}/b`, write)).to.equal(200);
    // With a list of its own, too, though nobody may change that of what is there.
    const open = { headers: { "x-amz-acl": "public-read" } };
    expect(await status(`${bucket}/c`, { ...write, ...open })).to.equal(200);
    expect(await status(`${bucket}/c`)).to.equal(200);
    expect(await status(`${bucket}/a?acl`, { method: "PUT", ...open })).to.equal(403);
    expect(await grants(bucket)).to.deep.equal(["owner FULL_CONTROL", "AllUsers READ", "AllUsers WRITE"]);
  });

  it("let in an account that they name, or anyone who has one", async () => {
    const Bucket = await bucketWith();
    const other = suite.cloud.client(S3Client, { credentials: { accessKeyId: OTHER, secretAccessKey: "test" } });
    const read = (Key: string) => other.send(new GetObjectCommand({ Bucket, Key }));
    await put(Bucket, { GrantRead: `id="${ownerOf(OTHER).ID}"` });
    await put(Bucket, { Key: "b", ACL: "authenticated-read" });
    await put(Bucket, { Key: "c" });
    await read("a");
    await read("b");
    expect((await failure(read("c"))).name).to.equal("AccessDenied");
    expect(await status(`${Bucket}/b`)).to.equal(403);
  });

  it("are as they were written out, grant by grant", async () => {
    const Bucket = await bucketWith();
    await put(Bucket);
    const { Owner } = await suite.s3.send(new GetObjectAclCommand({ Bucket, Key: "a" }));
    const Grants = [
      { Grantee: { Type: "CanonicalUser" as const, ID: ownerOf(OTHER).ID }, Permission: "READ_ACP" as const },
    ];
    await suite.s3.send(new PutObjectAclCommand({ Bucket, Key: "a", AccessControlPolicy: { Owner, Grants } }));
    const found = await suite.s3.send(new GetObjectAclCommand({ Bucket, Key: "a" }));
    expect(found.Grants).to.deep.equal(Grants);
  });

  it("are refused, or count for nothing, where public access is blocked", async () => {
    const Bucket = await bucketWith("ObjectWriter", false);
    expect((await failure(put(Bucket, { ACL: "public-read" }))).message).to.match(/prevented by the BlockPublicAcls/);
    await suite.s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
    await put(Bucket, { ACL: "public-read" });
    expect(await status(`${Bucket}/a`)).to.equal(200);
    const PublicAccessBlockConfiguration = { IgnorePublicAcls: true };
    await suite.s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }));
    expect(await status(`${Bucket}/a`)).to.equal(403);
  });

  it("are off in buckets as they are usually made", async () => {
    const Bucket = await suite.bucket();
    expect((await failure(put(Bucket, { ACL: "public-read" }))).name).to.equal("AccessControlListNotSupported");
    for (const ACL of ["bucket-owner-full-control", "private"]) await put(Bucket, { ACL });
    await put(Bucket, { GrantFullControl: `id="${ownerOf("000000000000").ID}"` });
    expect((await failure(put(Bucket, { ACL: "authenticated-read" }))).name).to.equal("AccessControlListNotSupported");
    // A list that is put says what is so anyway.
    const { Owner, Grants } = await suite.s3.send(new GetBucketAclCommand({ Bucket }));
    await suite.s3.send(new PutBucketAclCommand({ Bucket, AccessControlPolicy: { Owner, Grants } }));
    const create = new CreateBucketCommand({ Bucket: "acl-usual", ACL: "public-read" });
    expect((await failure(suite.s3.send(create))).name).to.equal("InvalidBucketAclWithObjectOwnership");
  });

  for (const [what, changes, code] of [
    ["an unknown name", { ACL: "everyone" as ObjectCannedACL }, "InvalidArgument"],
    ["a name and grants", { ACL: "private", GrantRead: `id="${"0".repeat(64)}"` }, "InvalidRequest"],
    ["an unknown group", { GrantRead: 'uri="http://example.com/all"' }, "InvalidArgument"],
    ["an id that is none", { GrantRead: 'id="me"' }, "InvalidArgument"],
    ["a name that all objects have", { ACL: "constructor" as ObjectCannedACL }, "InvalidArgument"],
    ["a grant without an equals sign", { GrantRead: "id" }, "InvalidArgument"],
    [
      "a header that is nearly a grant",
      { GrantRead: `id=${" ".repeat(5000)}"x"${" ".repeat(5000)}.` },
      "InvalidArgument",
    ],
    ["an address of e-mail", { GrantRead: 'emailAddress="a@example.com"' }, "UnresolvableGrantByEmailAddress"],
    ["something else", { GrantRead: "me" }, "InvalidArgument"],
  ] as const) {
    it(`are refused with ${what}`, async () => {
      expect((await failure(put(await bucketWith(), changes))).name).to.equal(code);
    });
  }
});

import { createHmac, randomBytes } from "node:crypto";
import { connect } from "node:net";
import {
  DeletePublicAccessBlockCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
} from "@aws-sdk/client-s3";
import { createPresignedPost, type PresignedPostOptions } from "@aws-sdk/s3-presigned-post";
import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { useS3 } from "../use-s3.ts";

describe("s3 form uploads", () => {
  const suite = useS3();
  let Bucket: string;
  beforeEach(async () => {
    Bucket = await suite.bucket();
  });
  const presign = (options: Partial<PresignedPostOptions> = {}) =>
    createPresignedPost(suite.s3, { Bucket, Key: "key", ...options });
  /** Sends a form as a browser does. */
  const post = async (
    { url, fields }: { url: string; fields: Record<string, string> },
    file: string | Uint8Array<ArrayBuffer> = "text",
    more: Record<string, string> = {},
  ) => {
    const form = new FormData();
    for (const [name, value] of Object.entries({ ...fields, ...more })) form.append(name, value);
    form.append("file", new Blob([file], { type: "image/gif" }), "path/to/photo 1.gif");
    form.append("after", "ignored");
    const answer = await fetch(url, { method: "POST", body: form, redirect: "manual" });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  const codeOf = ({ status, text }: { status: number; text: string }) => [status, /<Code>(\w+)/.exec(text)?.[1]];
  const keys = async () =>
    (await suite.s3.send(new ListObjectsV2Command({ Bucket }))).Contents?.map(({ Key }) => Key) ?? [];

  it("put the file, and answer 204 with its ETag and place", async () => {
    const answer = await post(await presign());
    expect(answer.status).to.equal(204);
    expect(answer.headers.get("etag")).to.equal('"1cb251ec0d568de6a929b520c4aed8d1"');
    expect(answer.headers.get("location")).to.equal(`${suite.cloud.endpoint}/${Bucket}/key`);
    // Of the file, though the form brought no checksum.
    expect(answer.headers.get("x-amz-checksum-crc64nvme")).to.match(/^[\w+/]{11}=$/);
    expect(answer.headers.get("x-amz-checksum-type")).to.equal("FULL_OBJECT");
    expect(answer.headers.get("x-amz-server-side-encryption")).to.equal("AES256");
    expect(await suite.text(Bucket, "key")).to.equal("text");
  });

  for (const size of [0, 1, 20_000, 3_000_000]) {
    it(`take a file of ${size} bytes as it is`, async () => {
      const file = randomBytes(size);
      await post(await presign(), file);
      const { Body } = await suite.s3.send(new GetObjectCommand({ Bucket, Key: "key" }));
      expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(file)).to.equal(true);
    });
  }

  it("say of the object what their fields say, not what the file's part says", async () => {
    const Fields = {
      "Content-Type": "image/png",
      "Cache-Control": "no-store",
      "x-amz-meta-who": "me",
      "x-amz-storage-class": "STANDARD_IA",
      "x-amz-server-side-encryption": "AES256",
    };
    await post(await presign({ Fields }));
    expect(await suite.s3.send(new HeadObjectCommand({ Bucket, Key: "key" }))).to.deep.include({
      ContentType: "image/png",
      CacheControl: "no-store",
      Metadata: { who: "me" },
      StorageClass: "STANDARD_IA",
    });
    await post(await presign());
    const { ContentType } = await suite.s3.send(new HeadObjectCommand({ Bucket, Key: "key" }));
    expect(ContentType).to.equal("binary/octet-stream");
  });

  it("tag the object as their document says", async () => {
    const tagging = "<Tagging><TagSet><Tag><Key>a</Key><Value>1 &#43; 2</Value></Tag></TagSet></Tagging>";
    await post(await presign({ Fields: { tagging } }));
    const { TagSet } = await suite.s3.send(new GetObjectTaggingCommand({ Bucket, Key: "key" }));
    expect(TagSet).to.deep.equal([{ Key: "a", Value: "1 + 2" }]);
    for (const bad of ["<Tagging><TagSet>", "no document", "<Tags/>"])
      expect(codeOf(await post(await presign({ Fields: { tagging: bad } })))).to.deep.equal([400, "MalformedXML"]);
  });

  it("may be signed as of old, with Signature Version 2", async () => {
    const conditions = [{ bucket: Bucket }, ["starts-with", "$key", ""]];
    const policy = Buffer.from(JSON.stringify({ expiration: "2099-01-01T00:00:00Z", conditions })).toString("base64");
    const signature = createHmac("sha1", "test").update(policy).digest("base64");
    const form = { url: `${suite.cloud.endpoint}/${Bucket}`, fields: { key: "old", AWSAccessKeyId: "test", policy } };
    expect((await post(form, "text", { signature })).status).to.equal(204);
    expect(await suite.text(Bucket, "old")).to.equal("text");
    const forged = await post(form, "text", { signature: signature.toLowerCase() });
    expect(codeOf(forged)).to.deep.equal([403, "SignatureDoesNotMatch"]);
  });

  it("without a policy are anybody's, and taken where anybody may put", async () => {
    const form = { url: `${suite.cloud.endpoint}/${Bucket}`, fields: { key: "a" } };
    expect(codeOf(await post(form))).to.deep.equal([403, "AccessDenied"]);
    await suite.s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
    const Statement = { Effect: "Allow", Principal: "*", Action: "s3:PutObject", Resource: `arn:aws:s3:::${Bucket}/*` };
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
    await suite.s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    expect((await post(form)).status).to.equal(204);
    expect(codeOf(await post(form, "text", { signature: "no policy" }))).to.deep.equal([403, "AccessDenied"]);
  });

  it("put the file's name in the key", async () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: S3's own variable, not JavaScript's
    await post(await presign({ Key: "user/${filename}" }));
    expect(await keys()).to.deep.equal(["user/photo 1.gif"]);
  });

  it("answer 201 with a document, or 200 with nothing, when they are asked to", async () => {
    const made = await post(await presign({ Fields: { success_action_status: "201" } }));
    expect(made.status).to.equal(201);
    expect(made.text).to.include(`<PostResponse><Location>${suite.cloud.endpoint}/${Bucket}/key</Location>`);
    expect(made.text).to.include(`<Bucket>${Bucket}</Bucket><Key>key</Key><ETag>`);
    const fine = await post(await presign({ Fields: { success_action_status: "200" } }));
    expect([fine.status, fine.text]).to.deep.equal([200, ""]);
    const odd = await post(await presign({ Fields: { success_action_status: "302" } }));
    expect(odd.status).to.equal(204);
  });

  it("send the browser on, when they are asked to", async () => {
    const answer = await post(await presign({ Fields: { success_action_redirect: "https://a.example/done?x=1" } }));
    expect(answer.status).to.equal(303);
    const location = new URL(answer.headers.get("location") ?? "");
    expect(Object.fromEntries(location.searchParams)).to.deep.equal({
      x: "1",
      bucket: Bucket,
      key: "key",
      etag: '"1cb251ec0d568de6a929b520c4aed8d1"',
    });
  });

  const conditions: PresignedPostOptions["Conditions"] = [["content-length-range", 3, 100_000]];
  const refused: [why: string, code: [number, string], attempt: () => Promise<{ status: number; text: string }>][] = [
    [
      "a file that is too large",
      [400, "EntityTooLarge"],
      async () => post(await presign({ Conditions: conditions }), randomBytes(300_000)),
    ],
    [
      "a file that is too small",
      [400, "EntityTooSmall"],
      async () => post(await presign({ Conditions: conditions }), "ab"),
    ],
    [
      "a range that is none",
      [400, "InvalidPolicyDocument"],
      async () => post(await presign({ Conditions: [["content-length-range", "a", "b"] as never] })),
    ],
    [
      "a lock that the bucket does not know",
      [400, "InvalidRequest"],
      async () => post(await presign({ Fields: { "x-amz-object-lock-legal-hold": "ON" } })),
    ],
    ["another key", [403, "AccessDenied"], async () => post(await presign(), "text", { key: "other" })],
    [
      "a field that the policy does not name",
      [403, "AccessDenied"],
      async () => post(await presign(), "text", { "x-amz-meta-a": "b" }),
    ],
    [
      "a wrong signature",
      [403, "SignatureDoesNotMatch"],
      async () => post(await presign(), "text", { "X-Amz-Signature": "0".repeat(64) }),
    ],
    [
      "a wrong checksum",
      [400, "BadDigest"],
      async () => post(await presign({ Fields: { "x-amz-checksum-crc32": "AAAAAA==" } })),
    ],
    [
      "fields that are too long",
      [400, "MaxPostPreDataLengthExceeded"],
      async () => post(await presign(), "text", { "x-ignore-me": "x".repeat(21_000) }),
    ],
    [
      "a bucket that is not there",
      [404, "NoSuchBucket"],
      async () => post(await presign({ Bucket: "nobody-took-this" })),
    ],
  ];
  for (const [why, code, attempt] of refused) {
    it(`are refused with ${why}, and put nothing`, async () => {
      expect(codeOf(await attempt())).to.deep.equal(code);
      expect(await keys()).to.deep.equal([]);
    });
  }

  it("are refused after their policy's end", async () => {
    const signed = await presign({ Expires: 60 });
    suite.cloud.clock.advance(61_000);
    expect(codeOf(await post(signed))).to.deep.equal([403, "AccessDenied"]);
  });

  it("are refused without a policy, without a file, and when they are no form", async () => {
    const url = `${suite.cloud.endpoint}/${Bucket}`;
    expect(codeOf(await post({ url, fields: { key: "key" } }))).to.deep.equal([403, "AccessDenied"]);
    const send = async (body: FormData | string, type?: string) => {
      const answer = await fetch(url, { method: "POST", body, ...(type ? { headers: { "content-type": type } } : {}) });
      return codeOf({ status: answer.status, text: await answer.text() });
    };
    const fileless = new FormData();
    fileless.append("key", "key");
    expect(await send(fileless)).to.deep.equal([400, "InvalidArgument"]);
    expect(await send("x", "multipart/form-data")).to.deep.equal([400, "MalformedPOSTRequest"]);
    expect(await send("x", "multipart/form-data; boundary=b")).to.deep.equal([400, "MalformedPOSTRequest"]);
  });

  it("that break off put nothing, and do the cloud no harm", async () => {
    const { fields } = await presign();
    const parts = Object.entries(fields).map(
      ([name, value]) => `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    );
    const file = `--b\r\ncontent-disposition: form-data; name="file"; filename="f"\r\n\r\n${"x".repeat(50_000)}`;
    const body = parts.join("") + file;
    // Without the closing boundary, the length being right.
    const answer = await fetch(`${suite.cloud.endpoint}/${Bucket}`, {
      method: "POST",
      headers: { "content-type": "multipart/form-data; boundary=b" },
      body,
    });
    expect(codeOf({ status: answer.status, text: await answer.text() })).to.deep.equal([400, "MalformedPOSTRequest"]);
    // With the connection torn in the middle.
    const { hostname, port } = new URL(suite.cloud.endpoint);
    const socket = connect(Number(port), hostname);
    const head = `POST /${Bucket} HTTP/1.1\r\nhost: x\r\ncontent-type: multipart/form-data; boundary=b\r\ncontent-length: 900000\r\n\r\n`;
    await new Promise((done) => socket.write(head + body, done));
    socket.destroy();
    await post(await presign({ Key: "after" }));
    expect(await keys()).to.deep.equal(["after"]);
    expect((await failure(suite.text(Bucket, "key"))).name).to.equal("NoSuchKey");
  });
});

import { PutBucketCorsCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { createPresignedPost } from "@aws-sdk/s3-presigned-post";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { expect } from "chai";
import { rootOf } from "../../../../../lab/cloud/auth/caller.ts";
import { type RawRequest, send } from "../raw.ts";
import { useS3 } from "../use-s3.ts";

const page = { origin: "https://app.example.com", "sec-fetch-site": "cross-site" };

describe("s3 requests of foreign pages", () => {
  const suite = useS3();
  let open: string;
  let shared: string;
  let closed: string;
  /** A client with a key that was issued, which no page can guess. */
  let s3: S3Client;

  before(async () => {
    [open, shared, closed] = [await suite.bucket(), await suite.bucket(), await suite.bucket()];
    const allow = (Bucket: string, AllowedOrigins: string[]) => {
      const CORSRules = [{ AllowedMethods: ["GET", "PUT"], AllowedOrigins, AllowedHeaders: ["*"] }];
      return suite.s3.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules } }));
    };
    await allow(open, ["*"]);
    await allow(shared, ["https://app.example.com", `https://*.${"a".repeat(50)}.example`]);
    const key = suite.cloud.running.cloud.credentials.issueAccessKey(rootOf("000000000000"));
    const credentials = { accessKeyId: key.AccessKeyId, secretAccessKey: key.SecretAccessKey };
    s3 = suite.cloud.client(S3Client, { credentials });
  });

  /** Whether the door let a request in, and S3 decided on it. */
  const isAdmitted = async (raw: RawRequest) => {
    const { text } = await send(suite.cloud.endpoint, { ...raw, headers: { ...page, ...raw.headers } });
    return !text.includes("may not use this cloud");
  };
  const pathOf = (url: string) => url.slice(suite.cloud.endpoint.length);
  const put = async (client: S3Client, Bucket: string) =>
    pathOf(await getSignedUrl(client, new PutObjectCommand({ Bucket, Key: "k" })));

  const cases: [what: string, is: boolean, sent: () => RawRequest][] = [
    ["a change of a bucket whose rules allow every origin", true, () => ({ method: "PUT", path: `/${open}/k` })],
    ["the same in its host", true, () => ({ method: "PUT", path: "/k", headers: { host: `${open}.s3.localhost` } })],
    ["a change of a bucket whose rules allow this origin", true, () => ({ method: "PUT", path: `/${shared}/k` })],
    ["another method than the rules allow", false, () => ({ method: "DELETE", path: `/${shared}/k` })],
    [
      "another origin",
      false,
      () => ({ method: "PUT", path: `/${shared}/k`, headers: { origin: "https://evil.example" } }),
    ],
    ["a change of a bucket without rules", false, () => ({ method: "PUT", path: `/${closed}/k` })],
    ["a change of a bucket that does not exist", false, () => ({ method: "PUT", path: "/nobody-took-this/k" })],
    ["a new bucket", false, () => ({ method: "PUT", path: "/a-new-bucket" })],
    ["a deletion of many objects", false, () => ({ method: "POST", path: `/${closed}?delete`, body: "<Delete/>" })],
    ["a look at an object, such as a picture in a page", true, () => ({ path: `/${closed}/k` })],
    ["a preflight, which S3 itself answers", true, () => ({ method: "OPTIONS", path: `/${closed}/k` })],
    ["a website", true, () => ({ method: "GET", path: `/_aws/s3-website/${closed}/` })],
    [
      "a hostile origin",
      false,
      () => ({ method: "PUT", path: `/${shared}/k`, headers: { origin: `https://${"a.".repeat(3000)}x` } }),
    ],
  ];
  for (const [what, is, sent] of cases) {
    it(`are ${is ? "admitted" : "not admitted"} for ${what}`, async () => {
      expect(await isAdmitted(sent())).to.equal(is);
    });
  }

  it("may be signed in their address by a key that no page knows, and by no other", async () => {
    const sent = async (path: string) =>
      await send(suite.cloud.endpoint, { method: "PUT", path, headers: page, body: "x" });
    expect((await sent(await put(s3, closed))).status).to.equal(200);
    for (const bucket of [closed, open]) {
      const refused = await sent(await put(suite.s3, bucket));
      expect(refused.status).to.equal(403);
      expect(refused.text).to.contain("may not sign with keys that everybody knows");
    }
    const old = await sent(`/${closed}/k?AWSAccessKeyId=111122223333&Signature=x&Expires=1`);
    expect(old.text).to.contain("may not sign with keys that everybody knows");
  });

  it("may be forms whose policy is signed by a key that no page knows, and by no other", async () => {
    const upload = async (client: S3Client) => {
      const { url, fields } = await createPresignedPost(client, { Bucket: closed, Key: "form" });
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.append(name, value);
      form.append("file", "x");
      return (await fetch(url, { method: "POST", headers: page, body: form })).status;
    };
    expect(await upload(s3)).to.equal(204);
    expect(await upload(suite.s3)).to.equal(403);
  });
});

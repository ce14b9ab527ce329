import { PutBucketCorsCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { expect } from "chai";
import { rootOf } from "../../../../lab/cloud/auth/caller.ts";
import type { Exchange } from "../../../../lab/cloud/service.ts";
import { checkForeignForm } from "../../../../lab/cloud/services/s3/foreign-pages.ts";
import { useS3 } from "./use-s3.ts";

interface Sent {
  readonly method?: string;
  /** Path and query, or a whole URL. */
  readonly url: string;
  readonly headers?: Record<string, string>;
}

describe("s3 requests of foreign pages", () => {
  const suite = useS3();
  const page = { origin: "https://app.example.com" };
  const form = { "content-type": "multipart/form-data; boundary=b" };
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

  const exchangeOf = ({ method = "GET", url, headers = {} }: Sent) => {
    const { pathname: path, searchParams: query } = new URL(url, suite.cloud.endpoint);
    const host = new URL(suite.cloud.endpoint).host;
    return { method, path, query, headers: { host, ...page, ...headers }, request: {} } as unknown as Exchange;
  };
  const admitted = async (sent: Sent, exchange = exchangeOf(sent)) => {
    const { cloud } = suite.cloud.running;
    const { definition, state } = await cloud.service("s3");
    return await definition.admits?.(exchange, state, cloud);
  };
  const put = (client: S3Client, Bucket: string) => getSignedUrl(client, new PutObjectCommand({ Bucket, Key: "k" }));

  const cases: [what: string, is: boolean, sent: () => Sent | Promise<Sent>][] = [
    ["a bucket whose rules allow every origin", true, () => ({ url: `/${open}/k` })],
    ["the same in its host", true, () => ({ url: "/k", headers: { host: `${open}.s3.localhost:4566` } })],
    ["a bucket whose rules allow this origin", true, () => ({ method: "PUT", url: `/${shared}/k` })],
    ["another method than the rules allow", false, () => ({ method: "DELETE", url: `/${shared}/k` })],
    ["another origin", false, () => ({ url: `/${shared}/k`, headers: { origin: "https://evil.example" } })],
    [
      "no origin, as of a picture, where every origin may",
      true,
      () => ({ url: `/${open}/k`, headers: { origin: undefined as never } }),
    ],
    ["no origin where some may", false, () => ({ url: `/${shared}/k`, headers: { origin: undefined as never } })],
    ["a bucket without rules", false, () => ({ url: `/${closed}/k` })],
    ["a bucket that does not exist", false, () => ({ url: "/nobody-took-this/k" })],
    ["no bucket", false, () => ({ url: "/" })],
    ["a preflight, which S3 itself answers", true, () => ({ method: "OPTIONS", url: `/${closed}/k` })],
    ["a website", true, () => ({ url: `/_aws/s3-website/${closed}/` })],
    [
      "a website's host",
      true,
      () => ({ url: "/", headers: { host: `${closed}.s3-website.us-east-1.localhost:4566` } }),
    ],
    ["a form upload, whose policy is read later", true, () => ({ method: "POST", url: `/${closed}`, headers: form })],
    ["a form elsewhere", false, () => ({ method: "POST", url: `/${closed}/k?delete`, headers: form })],
    ["a URL presigned by an issued key", true, async () => ({ method: "PUT", url: await put(s3, closed) })],
    [
      "a URL presigned by a key that every page knows",
      false,
      async () => ({ method: "PUT", url: await put(suite.s3, closed) }),
    ],
    ["a URL with both", false, async () => ({ method: "PUT", url: `${await put(s3, closed)}&AWSAccessKeyId=test` })],
    ["an old URL of an issued key", true, () => ({ url: `/${closed}/k?AWSAccessKeyId=AKIAX&Signature=x&Expires=1` })],
    ["an old URL of a well-known key", false, () => ({ url: `/${closed}/k?AWSAccessKeyId=111122223333&Signature=x` })],
  ];
  for (const [what, is, sent] of cases) {
    it(`are ${is ? "admitted" : "not admitted"} for ${what}`, async () => {
      expect(await admitted(await sent())).to.equal(is);
    });
  }

  it("that are forms need a policy that was signed by a key no page knows", async () => {
    const { cloud } = suite.cloud.running;
    const upload: Sent = { method: "POST", url: `/${closed}`, headers: form };
    const exchange = exchangeOf(upload);
    const check = (key: string) => () => checkForeignForm(exchange, key, cloud);
    check("test")();
    await admitted(upload, exchange);
    expect(check("test")).to.throw("signed by a key that no page knows");
    expect(check("")).to.throw("signed by a key that no page knows");
    check((await s3.config.credentials()).accessKeyId)();
  });

  it("with a hostile origin are judged in linear time", async () => {
    const origin = `https://${"a.".repeat(500_000)}x`;
    expect(await admitted({ url: `/${shared}/k`, headers: { origin } })).to.equal(false);
  });
});

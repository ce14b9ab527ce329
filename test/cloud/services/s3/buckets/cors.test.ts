import { type CORSRule, PutBucketCorsCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { expect } from "chai";
import { rootOf } from "../../../../../lab/cloud/auth/caller.ts";
import { useS3 } from "../use-s3.ts";

describe("s3 cross-origin requests", () => {
  const suite = useS3();
  const rules: CORSRule[] = [
    {
      AllowedMethods: ["GET", "PUT"],
      AllowedOrigins: ["https://app.example.com", "https://*.example.org"],
      AllowedHeaders: ["content-type", "x-amz-*"],
      ExposeHeaders: ["ETag", "x-amz-version-id"],
      MaxAgeSeconds: 600,
    },
    { AllowedMethods: ["GET"], AllowedOrigins: ["*"] },
  ];
  let Bucket: string;
  let url: string;
  before(async () => {
    Bucket = await suite.bucket();
    await suite.s3.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: rules } }));
    await suite.put(Bucket, "key", "text");
    url = `${suite.cloud.endpoint}/${Bucket}/key`;
  });
  const preflight = (origin: string, method: string, headers?: string, to = url) =>
    fetch(to, {
      method: "OPTIONS",
      headers: {
        origin,
        "access-control-request-method": method,
        ...(headers ? { "access-control-request-headers": headers } : {}),
      },
    });

  it("are allowed beforehand by the rule that fits", async () => {
    const answer = await preflight("https://app.example.com", "PUT", "Content-Type, X-Amz-Meta-A");
    expect(answer.status).to.equal(200);
    expect(Object.fromEntries(answer.headers)).to.include({
      "access-control-allow-origin": "https://app.example.com",
      "access-control-allow-methods": "GET, PUT",
      "access-control-allow-headers": "content-type, x-amz-meta-a",
      "access-control-expose-headers": "ETag, x-amz-version-id",
      "access-control-max-age": "600",
      "access-control-allow-credentials": "true",
      vary: "Origin, Access-Control-Request-Headers, Access-Control-Request-Method",
    });
    const anyone = await preflight("https://somewhere.net", "GET");
    expect(anyone.headers.get("access-control-allow-origin")).to.equal("*");
    expect(anyone.headers.has("access-control-allow-credentials")).to.equal(false);
  });

  const refused: [why: string, origin: string, method: string, headers?: string][] = [
    ["another origin", "https://somewhere.net", "PUT"],
    ["a part of an origin", "https://example.org", "PUT"],
    ["another method", "https://app.example.com", "DELETE"],
    ["another header", "https://app.example.com", "PUT", "authorization"],
  ];
  for (const [why, origin, method, headers] of refused) {
    it(`are refused beforehand to ${why}`, async () => {
      const answer = await preflight(origin, method, headers);
      expect(answer.status).to.equal(403);
      expect(answer.headers.has("access-control-allow-origin")).to.equal(false);
      const body = await answer.text();
      expect(body).to.include("<Code>AccessForbidden</Code>").and.to.include(`<Method>${method}</Method>`);
    });
  }

  it("are refused with a reason", async () => {
    const without = await suite.bucket();
    const reason = async (answer: Response) => /<Message>([^<]+)/.exec(await answer.text())?.[1];
    const to = (bucket: string) => preflight("https://a.b", "GET", undefined, `${suite.cloud.endpoint}/${bucket}`);
    expect(await reason(await to(without))).to.equal("CORSResponse: CORS is not enabled for this bucket.");
    expect(await reason(await to("nobody-took-this"))).to.equal("CORSResponse: Bucket not found");
    expect(await reason(await fetch(url, { method: "OPTIONS" }))).to.include("Origin request header needed");
    expect(await reason(await preflight("https://a.b", "PATCH"))).to.include("Invalid Access-Control-Request-Method");
  });

  it("carry the headers on real answers, errors included", async () => {
    const headers = { origin: "https://one.example.org" };
    const put = await fetch(await getSignedUrl(suite.s3, new PutObjectCommand({ Bucket, Key: "k" })), {
      method: "PUT",
      headers,
      body: "x",
    });
    expect(put.status).to.equal(200);
    expect(put.headers.get("access-control-allow-origin")).to.equal("https://one.example.org");
    expect(put.headers.get("access-control-expose-headers")).to.include("ETag");
    const denied = await fetch(url, { headers });
    expect(denied.status).to.equal(403);
    expect(denied.headers.get("access-control-allow-origin")).to.equal("https://one.example.org");
  });

  it("to other origins are answered without", async () => {
    // Signed by an issued key: what every page can sign by itself, the front door refuses.
    const key = suite.cloud.running.cloud.credentials.issueAccessKey(rootOf("000000000000"));
    const credentials = { accessKeyId: key.AccessKeyId, secretAccessKey: key.SecretAccessKey };
    const s3 = suite.cloud.client(S3Client, { credentials });
    const signed = await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key: "k" }));
    const answer = await fetch(signed, { method: "PUT", headers: { origin: "https://somewhere.net" }, body: "x" });
    expect(answer.status).to.equal(200);
    expect(answer.headers.has("access-control-allow-origin")).to.equal(false);
  });
});

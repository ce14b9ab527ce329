import { createHmac } from "node:crypto";
import { AwsError } from "../errors.ts";
import type { Caller } from "./caller.ts";
import type { Credentials } from "./credentials.ts";
import { refused } from "./refusals.ts";
import type { AuthRequest } from "./signature-header.ts";
import { sameSignature } from "./sigv4.ts";

// Signature Version 2 lives on in presigned URLs of S3: the AWS CLI v1 makes them so in us-east-1.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/RESTAuthentication.html

/** Query parameters that are part of the signed resource. */
const SIGNED = [
  "acl",
  "cors",
  "delete",
  "lifecycle",
  "location",
  "logging",
  "notification",
  "partNumber",
  "policy",
  "requestPayment",
  "response-cache-control",
  "response-content-disposition",
  "response-content-encoding",
  "response-content-language",
  "response-content-type",
  "response-expires",
  "restore",
  "tagging",
  "torrent",
  "uploadId",
  "uploads",
  "versionId",
  "versioning",
  "versions",
  "website",
];

export function isV2({ query }: AuthRequest): boolean {
  return query.has("AWSAccessKeyId") && query.has("Signature") && !query.has("X-Amz-Algorithm");
}

/** Verifies a URL that was presigned with Signature Version 2. */
export function authenticateV2(
  { method, path, query, headers }: AuthRequest,
  credentials: Credentials,
  now: number,
): Caller {
  const accessKeyId = query.get("AWSAccessKeyId") as string;
  const identity = credentials.find(accessKeyId, query.get("x-amz-security-token") ?? undefined);
  if (typeof identity === "string") throw refused(identity, accessKeyId, "restXml");
  const expires = query.get("Expires") ?? "";
  if (!/^\d+$/.test(expires))
    throw new AwsError("AccessDenied", "Invalid date (should be seconds since epoch): ".concat(expires), 403);
  const stringToSign = [
    method,
    headers["content-md5"] ?? "",
    headers["content-type"] ?? "",
    expires,
    amzHeaders(headers, query) + path + subresource(query),
  ].join("\n");
  const signature = signatureV2(identity.secret, stringToSign);
  const provided = query.get("Signature") as string;
  if (!sameSignature(signature, provided)) {
    const message =
      "The request signature we calculated does not match the signature you provided. Check your key and signing method.";
    throw new AwsError("SignatureDoesNotMatch", message, 403, {
      AWSAccessKeyId: accessKeyId,
      StringToSign: stringToSign,
      SignatureProvided: provided,
    });
  }
  if (Number(expires) * 1000 < now) {
    const fields = { Expires: new Date(Number(expires) * 1000).toISOString(), ServerTime: new Date(now).toISOString() };
    throw new AwsError("AccessDenied", "Request has expired", 403, fields);
  }
  // It names no region.
  credentials.lastUsed.noteKey(accessKeyId, "s3", "us-east-1", now);
  return identity.caller;
}

/** Base64 of an HMAC-SHA1. */
export function signatureV2(secret: string, stringToSign: string): string {
  return createHmac("sha1", secret).update(stringToSign).digest("base64");
}

function amzHeaders(headers: AuthRequest["headers"], query: URLSearchParams): string {
  const all = [...Object.entries(headers), ...query].filter(([name]) => name.startsWith("x-amz-"));
  return all
    .map(([name, value]) => `${name}:${String(value).trim()}\n`)
    .sort()
    .join("");
}

function subresource(query: URLSearchParams): string {
  const parts = SIGNED.filter((name) => query.has(name)).map((name) =>
    query.get(name) ? `${name}=${query.get(name)}` : name,
  );
  return parts.length > 0 ? `?${parts.join("&")}` : "";
}

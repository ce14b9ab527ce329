import { createHmac } from "node:crypto";
import { AwsError } from "../errors.ts";
import type { AuthContext } from "./authenticate.ts";
import type { Caller } from "./caller.ts";
import { identify, stringMismatch } from "./refusals.ts";
import type { AuthRequest } from "./signature-header.ts";
import { sameSignature } from "./sigv4.ts";

// Signature Version 2 lives on in presigned URLs of S3: the AWS CLI v1 makes them so in us-east-1.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/RESTAuthentication.html

/**
 * Query parameters that are part of the signed resource: all that choose an operation, and those that change an answer's headers.
 * Parameters of listings are not.
 */
const SIGNED = new Set([
  "accelerate",
  "acl",
  "analytics",
  "attributes",
  "cors",
  "defaultObjectAcl",
  "delete",
  "encryption",
  "intelligent-tiering",
  "inventory",
  "legal-hold",
  "lifecycle",
  "location",
  "logging",
  "metrics",
  "notification",
  "object-lock",
  "ownershipControls",
  "partNumber",
  "policy",
  "policyStatus",
  "publicAccessBlock",
  "replication",
  "requestPayment",
  "response-cache-control",
  "response-content-disposition",
  "response-content-encoding",
  "response-content-language",
  "response-content-type",
  "response-expires",
  "restore",
  "retention",
  "select",
  "select-type",
  "session",
  "storageClass",
  "tagging",
  "torrent",
  "uploadId",
  "uploads",
  "versionId",
  "versioning",
  "versions",
  "website",
]);

/** Whether a request carries a Version 2 signature in its query, or a part of one. */
export function isV2({ query }: Pick<AuthRequest, "query">): boolean {
  return (query.has("AWSAccessKeyId") || query.has("Signature")) && !query.has("X-Amz-Algorithm");
}

/** Verifies a URL that was presigned with Signature Version 2. */
export function authenticateV2(
  { method, path, query, headers, sender, service = "" }: AuthRequest,
  { credentials, now, wholePath = path }: AuthContext,
): Caller {
  const [accessKeyId, provided, expires] = ["AWSAccessKeyId", "Signature", "Expires"].map((name) => query.get(name));
  if (!accessKeyId || !provided || !expires)
    throw new AwsError(
      "AccessDenied",
      "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters",
      403,
    );
  const token = query.get("x-amz-security-token") ?? undefined;
  const identity = identify(credentials, { accessKeyId, token }, "restXml", sender);
  if (!/^\d+$/.test(expires))
    throw new AwsError("AccessDenied", `Invalid date (should be seconds since epoch): ${expires}`, 403);
  const stringToSign = [
    method,
    headers["content-md5"] ?? "",
    headers["content-type"] ?? "",
    expires,
    amzHeaders(headers, query) + wholePath + subresource(query),
  ].join("\n");
  if (!sameSignature(signatureV2(identity.secret, stringToSign), provided))
    throw stringMismatch(accessKeyId, stringToSign, provided);
  if (Number(expires) * 1000 < now) {
    const fields = { Expires: new Date(Number(expires) * 1000).toISOString(), ServerTime: new Date(now).toISOString() };
    throw new AwsError("AccessDenied", "Request has expired", 403, fields);
  }
  // It names no region.
  credentials.lastUsed.noteKey(accessKeyId, service, "us-east-1", now);
  return identity.caller;
}

/**
 * Base64 of an HMAC-SHA1.
 * @param stringToSign its bytes as characters of Latin-1, as Node.js reads those of headers
 */
export function signatureV2(secret: string, stringToSign: string): string {
  return createHmac("sha1", secret).update(stringToSign, "latin1").digest("base64");
}

/** The bytes of a parameter's text as characters of Latin-1. */
function bytesOf(text: string): string {
  return Buffer.from(text).toString("latin1");
}

/** Parameters stand for headers, but not for those that the request brings as well; of several the first counts. */
function amzHeaders(headers: AuthRequest["headers"], query: URLSearchParams): string {
  const parameters = [...query].reverse().map(([name, value]) => [name, bytesOf(value)]);
  const all = Object.entries({ ...Object.fromEntries(parameters), ...headers }).filter(([name]) =>
    name.startsWith("x-amz-"),
  );
  return all
    .map(([name, value]) => `${name}:${String(value).trim()}\n`)
    .sort()
    .join("");
}

function subresource(query: URLSearchParams): string {
  const parts = [...query]
    .filter(([name]) => SIGNED.has(name))
    .map(([name, value]) => (value === "" ? name : `${name}=${bytesOf(value)}`))
    .sort();
  return parts.length > 0 ? `?${parts.join("&")}` : "";
}

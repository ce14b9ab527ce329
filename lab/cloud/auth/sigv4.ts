import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/** The parts of a request that a signature covers. */
export interface SignedRequest {
  readonly method: string;
  /** As sent, percent-encoded. */
  readonly path: string;
  readonly rawQuery: string;
  readonly headers: IncomingHttpHeaders;
}

/** A Signature Version 4, from the Authorization header or the query. */
export interface Signature {
  readonly accessKeyId: string;
  /** `20261120`, of the credential scope. */
  readonly day: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** `20261120T223000Z`. */
  readonly timestamp: string;
  readonly token: string | undefined;
  /** For a presigned URL, the seconds it is valid. */
  readonly expires: number | undefined;
}

/** What was computed, for the comparison and for the error that explains a mismatch. */
export interface Computed {
  readonly signature: string;
  readonly canonicalRequest: string;
  readonly stringToSign: string;
}

/**
 * Computes the signature that a request should have.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function computeSignature(
  request: SignedRequest,
  signature: Signature,
  secret: string,
  payloadHash: string,
): Computed {
  const path = signature.service === "s3" ? reencode(request.path) : encodeSegments(request.path);
  const headers = signature.signedHeaders.map((name) => `${name}:${headerValue(request.headers, name)}\n`).join("");
  const canonicalRequest = [
    request.method,
    path || "/",
    canonicalQuery(request.rawQuery),
    headers,
    signature.signedHeaders.join(";"),
    payloadHash,
  ].join("\n");
  const scope = `${signature.day}/${signature.region}/${signature.service}/aws4_request`;
  const stringToSign = `AWS4-HMAC-SHA256\n${signature.timestamp}\n${scope}\n${sha256(canonicalRequest)}`;
  const key = signingKey(secret, signature.day, signature.region, signature.service);
  return { signature: hmac(key, stringToSign).toString("hex"), canonicalRequest, stringToSign };
}

/** Compares without telling by its time where the difference is. */
export function sameSignature(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

export function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

export function hmac(key: string | Buffer, data: string): Buffer {
  return createHmac("sha256", key).update(data).digest();
}

const KEPT_KEYS = 256;
const signingKeys = new Map<string, Buffer>();

/** The key derived for a day, a region and a service. Kept, since deriving it costs more than the signature itself. */
export function signingKey(secret: string, day: string, region: string, service: string): Buffer {
  const id = `${day}/${region}/${service}/${secret}`;
  const known = signingKeys.get(id);
  if (known) return known;
  const key = hmac(hmac(hmac(hmac(`AWS4${secret}`, day), region), service), "aws4_request");
  if (signingKeys.size >= KEPT_KEYS) signingKeys.clear();
  signingKeys.set(id, key);
  return key;
}

/** Percent-encodes all but AWS's unreserved characters. */
export function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** S3 signs the path with each segment encoded once, whatever way the client wrote it. */
function reencode(path: string): string {
  return path
    .split("/")
    .map((segment) => encode(decode(segment)))
    .join("/");
}

/** Other services sign the path encoded once more than it is sent. */
function encodeSegments(path: string): string {
  return path.split("/").map(encode).join("/");
}

function canonicalQuery(rawQuery: string): string {
  if (rawQuery === "") return "";
  return rawQuery
    .split("&")
    .filter((part) => part !== "" && !part.startsWith("X-Amz-Signature="))
    .map((part) => {
      const mark = part.indexOf("=");
      const [name, value] = mark < 0 ? [part, ""] : [part.slice(0, mark), part.slice(mark + 1)];
      return [encode(decode(name.replaceAll("+", " "))), encode(decode(value.replaceAll("+", " ")))] as const;
    })
    .sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

function headerValue(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name];
  const text = Array.isArray(value) ? value.join(",") : (value ?? "");
  return text.trim().replace(/ +/g, " ");
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

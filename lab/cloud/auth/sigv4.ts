import { createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { hashAtOnce } from "../hash.ts";
import { type ServiceEntry, services } from "../services/index.ts";

/** The parts of a request that a signature covers. */
export interface SignedRequest {
  readonly method: string;
  /** As sent, percent-encoded. */
  readonly path: string;
  readonly rawQuery: string;
  /** The same, read; absent where nobody has yet. */
  readonly query?: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** The HTTP request itself, for the headers as they were sent; absent where `headers` are those. */
  readonly request?: Pick<IncomingMessage, "rawHeaders">;
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

/** The names that requests are signed for whose path is signed as it was sent, and not encoded a second time. */
const ENCODED_ONCE = new Set(
  Object.entries<ServiceEntry>(services).flatMap(([name, { signed = name, signedPath }]) =>
    signedPath === "encoded once" ? [signed] : [],
  ),
);

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
  const path = ENCODED_ONCE.has(signature.service) ? reencode(request.path) : encodeSegments(request.path);
  let headers = "";
  let names = "";
  for (const name of signature.signedHeaders) {
    headers += `${name}:${headerValue(request, name)}\n`;
    names += names === "" ? name : `;${name}`;
  }
  const query = canonicalQuery(request, signature.expires !== undefined);
  const canonicalRequest = `${request.method}\n${path || "/"}\n${query}\n${headers}\n${names}\n${payloadHash}`;
  const scope = `${signature.day}/${signature.region}/${signature.service}/aws4_request`;
  const signed = sha256(hasBytes(headers) ? Buffer.from(canonicalRequest, "latin1") : canonicalRequest);
  const stringToSign = `AWS4-HMAC-SHA256\n${signature.timestamp}\n${scope}\n${signed}`;
  const key = signingKey(secret, signature.day, signature.region, signature.service);
  const computed = createHmac("sha256", key).update(stringToSign).digest("hex");
  return { signature: computed, canonicalRequest, stringToSign };
}

/** Whether headers hold bytes beyond ASCII: Node.js reads each as a character of Latin-1, and what is signed is the bytes. */
function hasBytes(headers: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is that of all bytes
  return /[\x80-\xff]/.test(headers) && /^[\x00-\xff]*$/.test(headers);
}

/** Compares without telling by its time where the difference is. */
export function sameSignature(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}

export function sha256(data: string | Uint8Array): string {
  return hashAtOnce("sha256", data);
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
  if (/^[\w.~/-]*$/.test(path)) return path;
  return path
    .split("/")
    .map((segment) => encode(decode(segment)))
    .join("/");
}

/** Other services sign the path encoded once more than it is sent. */
function encodeSegments(path: string): string {
  return path.split("/").map(encode).join("/");
}

/** Made of the parameters as handlers read them, so that what is signed is what they see. */
function canonicalQuery(
  { rawQuery, query = new URLSearchParams(rawQuery) }: SignedRequest,
  presigned: boolean,
): string {
  if (rawQuery === "") return "";
  return [...query]
    .filter(([name]) => !presigned || name !== "X-Amz-Signature")
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

function headerValue({ headers, request }: SignedRequest, name: string): string {
  const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
  const joined = Array.isArray(value) ? value.join(",") : (value ?? "");
  // Node.js joins a header that came several times with a comma and a blank, signatures with a comma.
  const text = request && joined.includes(", ") ? sentValues(request, name).join(",") || joined : joined;
  const trimmed = text.trim();
  return trimmed.includes("  ") ? trimmed.replace(/ +/g, " ") : trimmed;
}

function sentValues({ rawHeaders }: Pick<IncomingMessage, "rawHeaders">, name: string): string[] {
  return rawHeaders.filter((_, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === name);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { Bytes } from "../bytes.ts";
import { AwsError } from "../errors.ts";
import type { ProtocolName } from "../wire/model.ts";
import { anonymous, type Caller } from "./caller.ts";
import { type ChunkSigner, decodeChunks } from "./chunked.ts";
import type { Credentials } from "./credentials.ts";
import { identify, mismatch, notSigned, outsideValidity, signedTwice, skewed } from "./refusals.ts";
import { type AuthRequest, isPresigned, readSignature, timeOf } from "./signature-header.ts";
import { authenticateV2, isV2 } from "./sigv2.ts";
import { computeSignature, type Signature, sameSignature, sha256, signingKey } from "./sigv4.ts";

/** Milliseconds by which the clocks of a client and the lab may differ. */
const ALLOWED_SKEW = 15 * 60 * 1000;

/** Who sent a request, for which region, and how to read its body. */
export interface Authenticated {
  readonly caller: Caller;
  /** Of the credential scope; undefined when nothing was signed. */
  readonly region: string | undefined;
  /** The id of the access key that signed; undefined when none did. */
  readonly accessKey: string | undefined;
  /** Unwraps a streaming body and checks it as it passes: reading it to its end proves that it is what was signed. */
  readonly open: (body: Readable, trailers: Record<string, string>) => Readable;
  /** The same for a body that is here already. */
  readonly opened: (body: Buffer, trailers: Record<string, string>) => Promise<Buffer> | Buffer;
}

/** What authenticating takes besides the request. */
export interface AuthContext {
  readonly credentials: Credentials;
  /** The lab's time. */
  readonly now: number;
  readonly protocol: ProtocolName;
  /** The body, unless it is read as a stream. */
  readonly body: Buffer | undefined;
  /** The path with the bucket that the host names: signatures of Version 2 cover this, and not the host. */
  readonly wholePath?: string | undefined;
}

/** Finds out who sent a request, and that it was not changed on its way. A request without a signature is anonymous. */
export function authenticate(request: AuthRequest, context: AuthContext): Authenticated {
  const { credentials, now, protocol, body } = context;
  const s3 = protocol === "restXml";
  const { authorization } = request.headers;
  if (s3 && authorization !== undefined && (isPresigned(request) || isV2(request))) throw signedTwice(authorization);
  if (s3 && isV2(request)) {
    return {
      caller: authenticateV2(request, context),
      region: undefined,
      accessKey: undefined,
      ...unwrapped,
    };
  }
  const signature = readSignature(request, s3);
  if (!signature) return { caller: anonymous, region: undefined, accessKey: undefined, ...unwrapped };

  const identity = identify(credentials, signature, protocol, request.sender);
  const left = unsigned(request, signature.signedHeaders);
  if (left.length > 0) throw notSigned(left, protocol);
  checkTime(signature, now, protocol);
  const payload = payloadHash(request, signature, s3, body);
  const computed = computeSignature(request, signature, identity.secret, payload);
  if (!sameSignature(computed.signature, signature.signature)) throw mismatch(signature, computed, protocol);
  // What others than S3 sign is the hash of what came.
  if (body && s3 && isHash(payload) && sha256(body) !== payload) throw contentMismatch(payload, sha256(body));
  credentials.lastUsed.noteKey(signature.accessKeyId, signature.service, signature.region, now);
  const { open, opened } = wrapped(request, payload, signature, identity.secret);
  return { caller: identity.caller, region: signature.region, accessKey: signature.accessKeyId, open, opened };
}

/**
 * Headers that AWS lets a request carry unsigned: the body's hash is part of what is signed, whatever header tells it, and the
 * others are added on the way and mean nothing to an operation.
 */
const FREE = new Set(["x-amz-content-sha256", "x-amz-user-agent", "x-amz-cf-id"]);

/**
 * The headers that must be signed, and are not: the host, all that say what is to be done, and S3's Content-MD5.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
function unsigned({ request, headers }: AuthRequest, signed: readonly string[]): string[] {
  const left = signed.includes("host") || signed.includes(":authority") ? [] : ["host"];
  // As they were sent: by now a presigned URL's parameters stand among the headers.
  const sent = request?.rawHeaders ?? Object.keys(headers).flatMap((name) => [name, ""]);
  for (let at = 0; at < sent.length; at += 2) {
    const name = sent[at] as string;
    if (!mayMean(name) || !MEANINGFUL.test(name)) continue;
    const lower = name.toLowerCase();
    if (!signed.includes(lower) && !FREE.has(lower) && !left.includes(lower)) left.push(lower);
  }
  return left;
}

const MEANINGFUL = /^(?:x-amz-|content-md5$)/i;

/** Most headers differ from those in their first letter. */
function mayMean(name: string): boolean {
  const lower = name.charCodeAt(0) | 0x20;
  return lower === 0x78 || lower === 0x63;
}

/**
 * A request may be dated by the lab's clock, by the machine's, or between: the clock may have been moved, and many clients (the
 * AWS CLI, boto3) never correct theirs by what the server says.
 */
function checkTime({ timestamp, expires }: Signature, now: number, protocol: ProtocolName): void {
  const signed = timeOf(timestamp);
  if (expires === undefined) {
    const earliest = Math.min(now, Date.now()) - ALLOWED_SKEW;
    if (signed < earliest || signed > now + ALLOWED_SKEW) throw skewed(timestamp, now, ALLOWED_SKEW, protocol);
  } else if (now > signed + expires * 1000 || now < signed - ALLOWED_SKEW) {
    throw outsideValidity(signed, expires, now);
  }
}

/** The hash of the body that was signed: S3's clients say it in a header, others sign what they send. */
function payloadHash({ headers }: AuthRequest, { expires }: Signature, s3: boolean, body: Buffer | undefined): string {
  const declared = headers["x-amz-content-sha256"];
  if (!s3 && body) return sha256(body);
  if (declared !== undefined) return String(declared);
  if (expires !== undefined) return "UNSIGNED-PAYLOAD";
  throw new AwsError("InvalidRequest", "Missing required header for this request: x-amz-content-sha256");
}

function chunkSigner({ day, region, service, timestamp, signature }: Signature, secret: string): ChunkSigner {
  return {
    key: signingKey(secret, day, region, service),
    timestamp,
    scope: `${day}/${region}/${service}/aws4_request`,
    seed: signature,
  };
}

function isHash(payload: string): boolean {
  return payload.length === 64 && /^[0-9a-f]{64}$/.test(payload);
}

type Opening = Pick<Authenticated, "open" | "opened">;

/** For bodies that come as they are. */
const unwrapped: Opening = { open: (body) => body, opened: (body) => body };

/** How a signed body is unwrapped and checked. */
function wrapped({ headers }: AuthRequest, payload: string, signature: Signature, secret: string): Opening {
  if (!payload.startsWith("STREAMING-")) {
    if (!isHash(payload)) return unwrapped;
    // What is here already was compared with its hash.
    return { open: (body) => new Unwrapped(hashed(body, payload)), opened: unwrapped.opened };
  }
  const decoded = headers["x-amz-decoded-content-length"];
  const length = decoded === undefined ? undefined : Number(decoded);
  const signer = payload.includes("UNSIGNED") ? undefined : chunkSigner(signature, secret);
  const chunks = (body: AsyncIterable<Buffer>, trailers: Record<string, string>) =>
    decodeChunks(body, signer, length, trailers);
  return {
    open: (body, trailers) => new Unwrapped(chunks(body, trailers)),
    async opened(body, trailers) {
      const pieces: Buffer[] = [];
      for await (const piece of chunks(new Bytes(body), trailers)) pieces.push(piece);
      return Buffer.concat(pieces);
    },
  };
}

/** A body that is unwrapped as it is read. Who iterates over it gets the pieces themselves: a stream between costs more than they do. */
class Unwrapped extends Readable {
  readonly #pieces: AsyncGenerator<Buffer>;

  constructor(pieces: AsyncGenerator<Buffer>) {
    super();
    this.#pieces = pieces;
  }

  override _read(): void {
    this.#pieces.next().then(
      ({ done, value }) => this.push(done ? null : value),
      (error) => this.destroy(error),
    );
  }

  override [Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    return this.#pieces;
  }
}

async function* hashed(body: AsyncIterable<Buffer>, expected: string): AsyncGenerator<Buffer> {
  const hash = createHash("sha256");
  for await (const chunk of body) {
    hash.update(chunk);
    yield chunk;
  }
  const actual = hash.digest("hex");
  if (actual !== expected) throw contentMismatch(expected, actual);
}

function contentMismatch(ClientComputedContentSHA256: string, S3ComputedContentSHA256: string): AwsError {
  const message = "The provided 'x-amz-content-sha256' header does not match what was computed.";
  return new AwsError("XAmzContentSHA256Mismatch", message, 400, {
    ClientComputedContentSHA256,
    S3ComputedContentSHA256,
  });
}

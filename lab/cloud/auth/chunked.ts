import { createHash } from "node:crypto";
import { AwsError } from "../errors.ts";
import { Turns } from "../time/turns.ts";
import { hmac, sameSignature, sha256 } from "./sigv4.ts";

/** What signs the chunks of a body: each signature covers the one before it, the first one the request's. */
export interface ChunkSigner {
  readonly key: Buffer;
  readonly timestamp: string;
  /** `20261120/us-east-1/s3/aws4_request` */
  readonly scope: string;
  /** The request's own signature. */
  readonly seed: string;
}

const LONGEST_LINE = 16 * 1024;

/** Many chunks smaller than this, in bytes, may have come at once, each of which is work. */
const USUAL_CHUNK = 8192;

/**
 * Decodes an aws-chunked body, with constant memory. What it yields is unproven until it ends without throwing: a chunk's
 * signature is known only after the chunk.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html and …/sigv4-streaming-trailers.html
 * @param signer absent for unsigned bodies
 * @param length the length that the decoded body must have (x-amz-decoded-content-length), when it was given
 * @param trailers receives the headers that follow the body, by lower-case name
 */
export async function* decodeChunks(
  body: AsyncIterable<Buffer>,
  signer: ChunkSigner | undefined,
  length: number | undefined,
  trailers: Record<string, string>,
): AsyncGenerator<Buffer> {
  const reader = new Reader(body);
  let previous = signer?.seed ?? "";
  let decoded = 0;
  const turns = new Turns();
  for (;;) {
    const { size, signature } = parseHeader(await reader.line());
    // AWS takes no smaller chunks but the last; SDKs whose caller's stream has small pieces send them all the same.
    if (size < USUAL_CHUNK) await turns.next();
    const hash = signer && createHash("sha256");
    for (let left = size; left > 0; ) {
      const piece = await reader.take(left);
      left -= piece.length;
      hash?.update(piece);
      yield piece;
    }
    if (signer && hash) {
      if (
        !sameSignature(
          sign(signer, "AWS4-HMAC-SHA256-PAYLOAD", previous, `${sha256("")}\n${hash.digest("hex")}`),
          signature,
        )
      )
        throw mismatch();
      previous = signature;
    }
    decoded += size;
    if (size === 0) break;
    if ((await reader.line()) !== "") throw incomplete();
  }
  await readTrailers(reader, signer, previous, trailers);
  if (length !== undefined && decoded !== length) throw incomplete();
}

function parseHeader(line: string): { size: number; signature: string } {
  const found = /^([0-9a-fA-F]{1,13})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line);
  if (!found)
    throw new AwsError(
      "InvalidChunkSizeError",
      "Only the last chunk is allowed to have a size less than 8192 bytes",
      403,
    );
  return { size: Number.parseInt(found[1] as string, 16), signature: found[2] ?? "" };
}

async function readTrailers(
  reader: Reader,
  signer: ChunkSigner | undefined,
  previous: string,
  trailers: Record<string, string>,
): Promise<void> {
  let signed = "";
  let signature: string | undefined;
  let size = 0;
  for (let line = await reader.line(true); line !== ""; line = await reader.line(true)) {
    const [name = "", ...rest] = line.split(":");
    const value = rest.join(":").trim();
    size += line.length;
    if (rest.length === 0 || size > LONGEST_LINE)
      throw new AwsError(
        "MalformedTrailerError",
        "The request contained trailing data that was not well-formed or did not conform to our published schema.",
      );
    if (name.toLowerCase() === "x-amz-trailer-signature") {
      signature = value;
    } else {
      trailers[name.toLowerCase()] = value;
      signed += `${name.toLowerCase()}:${value}\n`;
    }
  }
  if (!signer || (signed === "" && signature === undefined)) return;
  if (!sameSignature(sign(signer, "AWS4-HMAC-SHA256-TRAILER", previous, sha256(signed)), signature ?? ""))
    throw mismatch();
}

function sign({ key, timestamp, scope }: ChunkSigner, algorithm: string, previous: string, hashes: string): string {
  return hmac(key, [algorithm, timestamp, scope, previous, hashes].join("\n")).toString("hex");
}

/** Reads lines and runs of bytes from a stream whose pieces may end anywhere. */
class Reader {
  readonly #pieces: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);
  #ended = false;

  constructor(body: AsyncIterable<Buffer>) {
    this.#pieces = body[Symbol.asyncIterator]();
  }

  /** Up to CRLF, without it. At the end of the body an error, or an empty line where the body may end. */
  async line(mayEnd = false): Promise<string> {
    for (;;) {
      const end = this.#held.indexOf("\r\n");
      if (end >= 0) {
        const line = this.#held.toString("latin1", 0, end);
        this.#held = this.#held.subarray(end + 2);
        return line;
      }
      if (this.#held.length > LONGEST_LINE) throw incomplete();
      if (!(await this.#more())) {
        if (mayEnd && this.#held.length === 0) return "";
        throw incomplete();
      }
    }
  }

  /** At least one byte, at most `most`. */
  async take(most: number): Promise<Buffer> {
    if (this.#held.length === 0 && !(await this.#more())) throw incomplete();
    const piece = this.#held.subarray(0, most);
    this.#held = this.#held.subarray(piece.length);
    return piece;
  }

  async #more(): Promise<boolean> {
    while (!this.#ended) {
      const { done, value } = await this.#pieces.next();
      if (done) this.#ended = true;
      else if (value.length > 0) {
        this.#held = this.#held.length === 0 ? value : Buffer.concat([this.#held, value]);
        return true;
      }
    }
    return false;
  }
}

function incomplete(): AwsError {
  return new AwsError("IncompleteBody", "The request body terminated unexpectedly");
}

function mismatch(): AwsError {
  return new AwsError(
    "SignatureDoesNotMatch",
    "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
    403,
  );
}

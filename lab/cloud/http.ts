import { randomUUID } from "node:crypto";
import { IncomingMessage, type ServerResponse, validateHeaderValue } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { gunzipSync } from "node:zlib";
import { Bytes } from "./bytes.ts";
import { AwsError } from "./errors.ts";
import type { Exchange, HttpFacts } from "./service.ts";
import type { WireResponse } from "./wire/protocol.ts";

/** The largest body that is collected in memory: a 50 MB function in base64, and room for the rest. */
const LARGEST_BODY = 72 * 1024 * 1024;

/** Reads what every step needs from a request, once. */
export function exchangeOf(request: IncomingMessage, response: ServerResponse): Exchange {
  return { ...requestOf(request), response };
}

/** The same of a request that has no response: it wants another protocol. */
export function requestOf(request: IncomingMessage): Omit<Exchange, "response"> {
  const url = request.url ?? "/";
  const mark = url.indexOf("?");
  const path = mark < 0 ? url : url.slice(0, mark);
  const rawQuery = mark < 0 ? "" : url.slice(mark + 1);
  return {
    request,
    method: request.method ?? "GET",
    path,
    rawQuery,
    query: new URLSearchParams(rawQuery),
    headers: request.headers,
    requestId: randomUUID(),
  };
}

/** What a handler may see of a request. */
export function httpFacts({ request, method, path, query, headers }: Exchange): HttpFacts {
  return {
    method,
    path,
    query,
    headers,
    sourceIp: request.socket.remoteAddress ?? "",
    responseHeaders: {},
    trailers: {},
  };
}

const NOTHING = Buffer.alloc(0);

/** The whole body of a request, or of an answer, in memory. */
export function collect(body: Readable): Promise<Buffer> | Buffer {
  if (body instanceof Bytes) return body.bytes;
  if (body instanceof IncomingMessage && isBodiless(body)) return NOTHING;
  // Events, not an iterator: most bodies are one chunk, and an iterator's machinery would cost more than the rest.
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    body.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= LARGEST_BODY) chunks.push(chunk);
      else reject(new AwsError("RequestEntityTooLarge", `Request must be smaller than ${LARGEST_BODY} bytes`, 413));
    });
    body.once("end", () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, size)));
    body.once("error", reject);
    body.once("close", () => {
      if (!body.readableEnded) reject(new Error("The client went away in the middle of its request"));
    });
  });
}

function isBodiless({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] === undefined && (headers["content-length"] ?? "0") === "0";
}

/** Bodies up to this many bytes are not worth streaming. */
const SMALL_BODY = 64 * 1024;

/** Whether a request says that its body is small. */
export function isSmall({ headers }: Exchange): boolean {
  return headers["transfer-encoding"] === undefined && Number(headers["content-length"] ?? 0) <= SMALL_BODY;
}

/** A collected body as its sender meant it: clients compress long ones, such as CloudWatch's metrics, and sign what they send. */
export function decompressed({ headers }: Exchange, body: Buffer): Buffer {
  // S3 says so of objects whose bytes come with another request.
  if (headers["content-encoding"] !== "gzip" || body.length === 0) return body;
  try {
    return gunzipSync(body, { maxOutputLength: LARGEST_BODY });
  } catch {
    throw new AwsError("SerializationException", "Could not decompress the request body");
  }
}

/** Writes an answer. A stream that fails midway closes the connection, so that the client sees the body is not whole. */
export async function respond(
  { response, method }: Exchange,
  answer: WireResponse,
  extra: Record<string, string> = {},
): Promise<void> {
  const { status, body } = answer;
  const headers = sendable({ ...answer.headers, ...extra }, body);
  if (body instanceof Readable && !(body instanceof Bytes)) {
    response.writeHead(status, headers);
    if (method !== "HEAD") return await pipeline(body, response);
    body.destroy();
    response.end();
    return;
  }
  const bytes = typeof body === "string" ? Buffer.from(body) : body instanceof Bytes ? body.bytes : (body ?? NOTHING);
  const bodiless = status === 204 || status === 304;
  if (!bodiless) headers["content-length"] ??= String(bytes.length);
  response.writeHead(status, headers);
  response.end(method === "HEAD" || bodiless || bytes.length === 0 ? undefined : bytes);
}

/** Headers that HTTP can carry, the length last: Node.js spoils a Content-Disposition in Latin-1 that follows it. */
function sendable(
  { "content-length": length, ...headers }: Record<string, string>,
  body: WireResponse["body"],
): Record<string, string> {
  try {
    for (const [name, value] of Object.entries(headers)) validateHeaderValue(name, value);
  } catch {
    if (body instanceof Readable) body.destroy();
    throw new AwsError("InvalidArgument", "Header value cannot be represented using ISO-8859-1.");
  }
  return length === undefined ? headers : { ...headers, "content-length": length };
}

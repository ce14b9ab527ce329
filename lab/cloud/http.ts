import { randomUUID } from "node:crypto";
import { type IncomingMessage, type ServerResponse, validateHeaderValue } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { gunzipSync } from "node:zlib";
import { AwsError } from "./errors.ts";
import type { Exchange, HttpFacts } from "./service.ts";
import type { WireResponse } from "./wire/protocol.ts";

/** The largest body that is collected in memory: a 50 MB function in base64, and room for the rest. */
const LARGEST_BODY = 72 * 1024 * 1024;

/** Reads what every step needs from a request, once. */
export function exchangeOf(request: IncomingMessage, response: ServerResponse): Exchange {
  const url = request.url ?? "/";
  const mark = url.indexOf("?");
  const path = mark < 0 ? url : url.slice(0, mark);
  const rawQuery = mark < 0 ? "" : url.slice(mark + 1);
  return {
    request,
    response,
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

/** The whole body in memory. */
export async function collect(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > LARGEST_BODY)
      throw new AwsError("RequestEntityTooLarge", `Request must be smaller than ${LARGEST_BODY} bytes`, 413);
    chunks.push(chunk);
  }
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, size);
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
  if (body instanceof Readable) {
    response.writeHead(status, headers);
    if (method !== "HEAD") return await pipeline(body, response);
    body.destroy();
    response.end();
    return;
  }
  const bytes = typeof body === "string" ? Buffer.from(body) : (body ?? new Uint8Array());
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

import { randomUUID } from "node:crypto";
import { IncomingMessage, type ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { gunzipSync } from "node:zlib";
import { Bytes } from "../bytes.ts";
import { AwsError } from "../errors.ts";
import { FileBody } from "../file-body.ts";
import type { Exchange, HttpFacts } from "../service/service.ts";
import type { WireResponse } from "../wire/protocol.ts";
import { endSoon } from "./end-soon.ts";

/** The largest body that is collected in memory by who says nothing else, in bytes. */
const USUAL = 2 * 1024 * 1024;

/** Reads what every step needs from a request, once. */
export function exchangeOf(request: IncomingMessage, response: ServerResponse): Exchange {
  const { path, rawQuery } = targetOf(request);
  // Every member at once, though some are found later: objects of one shape cost a request far less than those that grow.
  return {
    request,
    response,
    method: request.method ?? "GET",
    path,
    rawQuery,
    query: new URLSearchParams(rawQuery),
    headers: request.headers,
    requestId: randomUUID(),
    sender: undefined,
    service: undefined,
    authorization: undefined,
    form: undefined,
  };
}

/** The same of a request that has no response: it wants another protocol. */
export function requestOf(request: IncomingMessage): Omit<Exchange, "response"> {
  const { path, rawQuery } = targetOf(request);
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

function targetOf({ url = "/" }: IncomingMessage): Pick<Exchange, "path" | "rawQuery"> {
  const mark = url.indexOf("?");
  return mark < 0 ? { path: url, rawQuery: "" } : { path: url.slice(0, mark), rawQuery: url.slice(mark + 1) };
}

/** What a handler may see of a request. */
export function httpFacts({ request, response, method, path, query, headers }: Exchange): HttpFacts {
  return {
    method,
    path,
    query,
    headers,
    sourceIp: request.socket.remoteAddress ?? "",
    responseHeaders: {},
    status: undefined,
    whenGone: (listener) => {
      response.once("close", listener);
      return () => response.off("close", listener);
    },
    trailers: {},
  };
}

const NOTHING = Buffer.alloc(0);

/** The whole body of a request, or of an answer, in memory. Rejects with RequestEntityTooLarge when it is larger than `largest` bytes. */
export async function collect(body: Readable, largest = USUAL): Promise<Buffer> {
  const collected = await collectWithin(body, largest);
  if (!collected) throw new AwsError("RequestEntityTooLarge", `Request must be smaller than ${largest} bytes`, 413);
  return collected;
}

/** The same; nothing when it is larger, and no more of it is read then. */
export function collectWithin(body: Readable, largest: number): Promise<Buffer | undefined> | Buffer | undefined {
  if (body instanceof Bytes) return body.bytes.length > largest ? undefined : body.bytes;
  if (body instanceof IncomingMessage) {
    if (isBodiless(body)) return NOTHING;
    if (declaredLength(body) > largest) return undefined;
  }
  // Events, not an iterator: most bodies are one chunk, and an iterator's machinery would cost more than the rest.
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const take = (chunk: Buffer) => {
      size += chunk.length;
      if (size <= largest) return void chunks.push(chunk);
      chunks.length = 0;
      body.off("data", take);
      body.pause();
      resolve(undefined);
    };
    body.on("data", take);
    body.on("end", () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, size)));
    body.on("error", reject);
    body.on("close", () => {
      if (!body.readableEnded) reject(new Error("The client disconnected in the middle of its request"));
    });
  });
}

function declaredLength({ headers }: IncomingMessage): number {
  return Number(headers["content-length"] ?? 0);
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

/**
 * A collected body as its sender meant it: clients compress long ones, such as CloudWatch's metrics, and sign what they send.
 * Nothing when it is larger than `largest` bytes then.
 */
export function decompressed({ headers }: Exchange, body: Buffer, largest = USUAL): Buffer | undefined {
  // S3 says so of objects whose bytes come with another request.
  if (headers["content-encoding"] !== "gzip" || body.length === 0) return body;
  try {
    return gunzipSync(body, { maxOutputLength: largest });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") return undefined;
    throw new AwsError("SerializationException", "Could not decompress the request body");
  }
}

/**
 * Writes an answer; there is nothing to wait for when its bytes are all here. A stream that fails midway closes the connection,
 * so that the client sees the body is not whole.
 */
export function respond(
  { request, response, method }: Exchange,
  answer: WireResponse,
  extra?: Readonly<Record<string, string>>,
): Promise<void> | undefined {
  const { status, body } = answer;
  const stream = body instanceof Readable && !(body instanceof Bytes) ? body : undefined;
  const bytes = stream ? undefined : sendable(body as Exclude<typeof body, Readable> | Bytes);
  const isBodiless = status === 204 || status === 304;
  const headers = headerList(answer.headers, extra, isBodiless ? undefined : bytes?.length);
  if (stream) {
    writeHead(response, status, headers, stream);
    if (method !== "HEAD") return stream instanceof FileBody ? stream.sendTo(response) : pipeline(stream, response);
    stream.destroy();
    response.end();
    return undefined;
  }
  const sent = method === "HEAD" || isBodiless || bytes?.length === 0 ? undefined : bytes;
  const isEarly = isUnread(request);
  if (isEarly) headers.push("connection", "close");
  writeHead(response, status, headers);
  if (isEarly) return respondEarly(request, response, sent);
  endSoon(response, sent);
  return undefined;
}

/** A body as it is sent: its bytes, or a text of ASCII as it is, whose characters are its bytes. */
function sendable(body: Uint8Array | string | Bytes | undefined): Uint8Array | string {
  if (body === undefined) return NOTHING;
  if (typeof body !== "string") return body instanceof Bytes ? body.bytes : body;
  return Buffer.byteLength(body) === body.length ? body : Buffer.from(body);
}

/** Begins an answer. Headers that HTTP can't carry are an error, and nothing of them stays for the answer that tells it. */
function writeHead(response: ServerResponse, status: number, headers: string[], body?: Readable): void {
  try {
    response.writeHead(status, headers);
  } catch (error) {
    body?.destroy();
    if (!UNSENDABLE.has((error as NodeJS.ErrnoException).code)) throw error;
    for (let at = 0; at < headers.length; at += 2) response.removeHeader(headers[at] as string);
    throw new AwsError("InvalidArgument", "Header value cannot be represented using ISO-8859-1.");
  }
}

const UNSENDABLE = new Set<string | undefined>(["ERR_INVALID_CHAR", "ERR_HTTP_INVALID_HEADER_VALUE"]);

/** How much of a body is read, in bytes and milliseconds, after its request was answered. */
const LINGERING = { bytes: 8 * 1024 * 1024, time: 1000 };

/** Whether much of a request's body may be still on its way. */
function isUnread(request: IncomingMessage): boolean {
  return !request.complete && (request.headers["transfer-encoding"] !== undefined || declaredLength(request) > USUAL);
}

/**
 * Sends the answer to a request that has not ended, and closes the connection. It is closed a little later: what a client still sends to
 * a closed one would make its system throw the answer away.
 */
async function respondEarly(
  request: IncomingMessage,
  response: ServerResponse,
  body: Uint8Array | string | undefined,
): Promise<void> {
  if (body) response.write(body);
  else response.flushHeaders();
  await new Promise<void>((resolve) => {
    let size = 0;
    const timer = setTimeout(resolve, LINGERING.time);
    request.on("data", ({ length }: Buffer) => {
      size += length;
      if (size > LINGERING.bytes) resolve();
    });
    for (const event of ["end", "error", "close"]) request.once(event, resolve);
    response.once("close", () => clearTimeout(timer));
    request.resume();
  });
  response.end();
}

/**
 * Names and values in turn, which costs Node.js least. The length comes last: Node.js spoils a Content-Disposition in Latin-1
 * that follows it.
 */
function headerList(
  usual: Readonly<Record<string, string>>,
  extra: Readonly<Record<string, string>> = {},
  length: number | undefined,
): string[] {
  const headers: string[] = [];
  for (const name in usual)
    if (name !== LENGTH && !Object.hasOwn(extra, name)) headers.push(name, usual[name] as string);
  for (const name in extra) if (name !== LENGTH) headers.push(name, extra[name] as string);
  const declared = extra[LENGTH] ?? usual[LENGTH] ?? length;
  if (declared !== undefined) headers.push(LENGTH, String(declared));
  return headers;
}

const LENGTH = "content-length";

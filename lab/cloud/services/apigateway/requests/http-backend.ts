import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Readable } from "node:stream";
import { collectWithin } from "../../../door/http.ts";

/** A request to an HTTP backend. */
export interface HttpCall {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
  /** Takes any certificate. */
  readonly insecure?: boolean;
}

export interface HttpAnswer {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer;
}

/** Headers that are about one connection only, and those that belong to the body as it is sent. */
const OWN = new Set([
  "connection",
  "content-length",
  "expect",
  "host",
  "keep-alive",
  "proxy-connection",
  "te",
  "transfer-encoding",
  "upgrade",
]);

/** The largest answer of a backend, in bytes. */
export const LARGEST_ANSWER = 10 * 1024 * 1024;

/** Calls an HTTP backend. Rejects when it can't be reached, or answers more than API Gateway takes. */
export async function callHttp(call: HttpCall): Promise<HttpAnswer> {
  const { stream, ...head } = await openHttp(call);
  const body = await collectWithin(stream, LARGEST_ANSWER);
  if (body) return { ...head, body };
  stream.destroy();
  throw new Error("The backend's answer is too large");
}

/** The same with the answer's body as it comes. */
export function openHttp({
  url,
  method,
  headers,
  body,
  insecure = false,
}: HttpCall): Promise<Omit<HttpAnswer, "body"> & { readonly stream: Readable }> {
  const send = url.protocol === "https:" ? httpsRequest : httpRequest;
  const passed = Object.entries(headers).filter(([name]) => !OWN.has(name.toLowerCase()));
  const options = {
    method,
    headers: { ...Object.fromEntries(passed), "content-length": String(body.length) } as Record<string, string>,
    ...(insecure && { rejectUnauthorized: false }),
  };
  return new Promise((resolve, reject) => {
    const sent = send(url, options, (stream) =>
      resolve({ status: stream.statusCode ?? 502, headers: passedHeaders(stream.headers), stream }),
    );
    sent.once("error", reject);
    sent.end(body);
  });
}

/** The headers of an answer, by lower-case name, that are not about its connection. */
export function passedHeaders(headers: IncomingHttpHeaders): HttpAnswer["headers"] {
  const given = Object.entries(headers).filter(([name, value]) => value !== undefined && !OWN.has(name));
  return Object.fromEntries(given) as Record<string, string | string[]>;
}

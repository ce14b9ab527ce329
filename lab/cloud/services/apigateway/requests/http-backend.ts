import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { request as httpsRequest } from "node:https";

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
export function callHttp({ url, method, headers, body, insecure = false }: HttpCall): Promise<HttpAnswer> {
  const send = url.protocol === "https:" ? httpsRequest : httpRequest;
  const passed = Object.entries(headers).filter(([name]) => !OWN.has(name.toLowerCase()));
  const options = {
    method,
    headers: { ...Object.fromEntries(passed), "content-length": String(body.length) } as Record<string, string>,
    ...(insecure && { rejectUnauthorized: false }),
  };
  return new Promise((resolve, reject) => {
    const sent = send(url, options, (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > LARGEST_ANSWER) sent.destroy(new Error("The backend's answer is too large"));
        else chunks.push(chunk);
      });
      response.once("error", reject);
      response.once("end", () => {
        resolve({
          status: response.statusCode ?? 502,
          headers: passedHeaders(response.headers),
          body: Buffer.concat(chunks),
        });
      });
    });
    sent.once("error", reject);
    sent.end(body);
  });
}

/** The headers of an answer, by lower-case name, that are not about its connection. */
export function passedHeaders(headers: IncomingHttpHeaders): HttpAnswer["headers"] {
  const given = Object.entries(headers).filter(([name, value]) => value !== undefined && !OWN.has(name));
  return Object.fromEntries(given) as Record<string, string | string[]>;
}

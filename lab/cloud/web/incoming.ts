import type { IncomingHttpHeaders } from "node:http";
import type { Exchange } from "../service/service.ts";

/** A request to a deployed API, of any kind, as it came in. */
export interface Incoming {
  readonly requestId: string;
  readonly method: string;
  /** As sent, percent-encoded, without the stage or what else leads to the API. */
  readonly path: string;
  readonly rawQuery: string;
  readonly query: URLSearchParams;
  /** By lower-case name, those that came several times joined. */
  readonly headers: IncomingHttpHeaders;
  /** Names and values in turn, as they were spelled. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  readonly sourceIp: string;
  /** The port that it came to. */
  readonly port: string;
  /** Such as `HTTP/1.1`. */
  readonly protocol: string;
  /** The Host header. */
  readonly host: string;
  /** When, in lab time. */
  readonly at: Date;
}

export function incomingOf(exchange: Omit<Exchange, "response">, path: string, body: Buffer, at: Date): Incoming {
  const { request, requestId, method, rawQuery, query, headers } = exchange;
  return {
    requestId,
    method,
    path,
    rawQuery,
    query,
    headers,
    rawHeaders: request.rawHeaders,
    body,
    sourceIp: request.socket.remoteAddress ?? "",
    port: String(request.socket.localPort ?? ""),
    protocol: `HTTP/${request.httpVersion}`,
    host: headers.host ?? "",
    at,
  };
}

/** All values of each header as it was spelled. */
export function headersOf({ rawHeaders }: Incoming): Record<string, string[]> {
  const headers: Record<string, string[]> = {};
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] as string;
    const values = headers[name];
    if (values) values.push(rawHeaders[i + 1] as string);
    else headers[name] = [rawHeaders[i + 1] as string];
  }
  return headers;
}

/** All values of each query parameter; nothing when there are none. */
export function queryOf({ query }: Incoming): Record<string, string[]> | null {
  const names = [...new Set(query.keys())];
  return names.length === 0 ? null : Object.fromEntries(names.map((name) => [name, query.getAll(name)]));
}

/** The last of several values, as events have them. */
export function lastOf(values: Record<string, string[]>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, all]) => [name, all.at(-1) as string]));
}

/** The trace header that AWS's front ends add. */
export function traceHeader({ requestId }: Pick<Incoming, "requestId">): string {
  return `Root=1-${requestId.slice(0, 8)}-${requestId.replaceAll("-", "").slice(8)}`;
}

/** `20/Nov/2026:22:30:00 +0000` */
export function logTime(time: Date): string {
  const [, day, month, year, clock] = time.toUTCString().split(" ");
  return `${day}/${month}/${year}:${clock} +0000`;
}

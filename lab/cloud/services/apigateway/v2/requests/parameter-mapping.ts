import { headersOf, type Incoming, queryOf } from "../../../../web/incoming.ts";
import { expressed, type ResponseValues } from "./expressions.ts";
import type { HttpRequest } from "./http-request.ts";

/** Headers that a mapping may not touch. */
export const RESERVED =
  /^(access-control-|apigw-|authorization$|connection$|content-encoding$|content-length$|content-location$|forwarded$|keep-alive$|origin$|proxy-authenticate$|proxy-authorization$|te$|trailers$|transfer-encoding$|upgrade$|x-amz-|x-amzn-|x-forwarded-for$|x-forwarded-host$|x-forwarded-proto$|via$)/;

/** What is sent to a backend, as mappings change it. */
export interface Sent {
  path: string;
  /** By lower-case name. */
  readonly headers: Record<string, string[]>;
  readonly query: Record<string, string[]>;
}

/** Changes a request as its integration's parameters say: `append:header.x`, `overwrite:querystring.y`, `remove:…`, `overwrite:path`. */
export function mapRequest(
  parameters: Readonly<Record<string, string>> | undefined,
  sent: Sent,
  request: HttpRequest,
): void {
  for (const [key, expression] of Object.entries(parameters ?? {})) {
    const [, action, place, name = ""] =
      /^(append|overwrite|remove):(header|querystring|path)(?:\.(.+))?$/.exec(key) ?? [];
    const value = expressed(expression, request);
    if (place === "path") sent.path = value ?? sent.path;
    else if (place === "querystring") change(sent.query, action, name, value);
    else if (place === "header" && !RESERVED.test(name.toLowerCase()))
      change(sent.headers, action, name.toLowerCase(), value);
  }
}

/** A request as its integration's parameters change it: what a function gets. */
export function mappedIncoming(
  parameters: Readonly<Record<string, string>> | undefined,
  request: HttpRequest,
): Incoming {
  const { incoming } = request;
  if (!parameters || Object.keys(parameters).length === 0) return incoming;
  const spelled = Object.entries(headersOf(incoming));
  const headers: Record<string, string[]> = {};
  for (const [name, values] of spelled)
    headers[name.toLowerCase()] = [...(headers[name.toLowerCase()] ?? []), ...values];
  const query = queryOf(incoming) ?? {};
  const before = JSON.stringify(query);
  const sent: Sent = { path: incoming.path, headers, query };
  mapRequest(parameters, sent, request);
  const spelling = new Map(spelled.map(([name]) => [name.toLowerCase(), name]));
  const joined = (name: string, values: readonly string[]) => values.join(name === "cookie" ? "; " : ",");
  return {
    ...incoming,
    path: sent.path.startsWith("/") ? sent.path : `/${sent.path}`,
    headers: Object.fromEntries(Object.entries(headers).map(([name, values]) => [name, joined(name, values)])),
    rawHeaders: Object.entries(headers).flatMap(([name, values]) =>
      values.flatMap((value) => [spelling.get(name) ?? name, value]),
    ),
    // Another query is written anew; one that is the same stays as it was sent.
    ...(JSON.stringify(query) !== before && withQueryOf(query)),
  };
}

function withQueryOf(values: Readonly<Record<string, readonly string[]>>): Pick<Incoming, "query" | "rawQuery"> {
  const pairs = Object.entries(values).flatMap(([name, all]) => all.map((value) => [name, value]));
  const query = new URLSearchParams(pairs);
  return { query, rawQuery: query.toString().replaceAll("+", "%20") };
}

/** A backend's answer. */
export interface MappedAnswer {
  status: number;
  readonly headers: Record<string, string[]>;
}

/** Changes an answer as its integration's parameters for its status say. */
export function mapResponse(
  parameters: Readonly<Record<string, string>> | undefined,
  answer: MappedAnswer,
  request: HttpRequest,
  response: ResponseValues,
): void {
  for (const [key, expression] of Object.entries(parameters ?? {})) {
    const value = expressed(expression, request, response);
    const [, action, name = ""] = /^(append|overwrite|remove):header\.(.+)$/.exec(key) ?? [];
    if (key === "overwrite:statuscode") answer.status = Number(value);
    else if (action && !RESERVED.test(name.toLowerCase())) change(answer.headers, action, name.toLowerCase(), value);
  }
}

function change(
  values: Record<string, string[]>,
  action: string | undefined,
  name: string,
  value: string | undefined,
): void {
  if (action === "remove") delete values[name];
  else if (value === undefined) return;
  else values[name] = action === "append" ? [...(values[name] ?? []), value] : [value];
}

import { expressed, type ResponseValues } from "./expressions.ts";
import type { HttpRequest } from "./http-request.ts";

/** Headers that a mapping may not touch. */
const RESERVED =
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

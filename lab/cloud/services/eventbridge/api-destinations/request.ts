import type { ConnectionHttpParameters } from "@aws-sdk/client-eventbridge";
import type { Message } from "../../../delivery/message.ts";
import { valuesOf } from "../connections/auth-parameters.ts";
import type { HttpCall } from "../connections/http-call.ts";
import type { ApiDestination } from "../records.ts";

/** What a connection adds to requests. */
interface Additions extends ConnectionHttpParameters {
  readonly authorization: Readonly<Record<string, string>>;
}

/** Headers that nobody but EventBridge sets. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html */
const RESERVED =
  /^(a-im|accept-charset|accept-datetime|accept-encoding|cache-control|connection|content-encoding|content-length|content-md5|date|expect|forwarded|from|host|http2-settings|if-.*|max-forwards|origin|pragma|proxy-authorization|range|referer|te|trailer|transfer-encoding|user-agent|upgrade|via|warning)$/i;

/** The request that a message becomes. What the connection says goes before what the sender says. */
export function requestOf(destination: ApiDestination, { body, http }: Message, additions: Additions): HttpCall {
  const { method } = destination;
  const { authorization, HeaderParameters, QueryStringParameters, BodyParameters } = additions;
  const url = new URL(filled(destination.endpoint, http?.path ?? []));
  for (const [name, value] of Object.entries(http?.query ?? {})) url.searchParams.set(name, value);
  for (const [name, value] of valuesOf(QueryStringParameters)) url.searchParams.set(name, value);
  const headers = new Headers({ "Content-Type": "application/json; charset=utf-8" });
  const given = [...Object.entries(http?.headers ?? {}), ...valuesOf(HeaderParameters)];
  for (const [name, value] of given) if (!RESERVED.test(name)) headers.set(name, value);
  for (const [name, value] of Object.entries(authorization)) headers.set(name, value);
  headers.set("User-Agent", "Amazon/EventBridge/ApiDestinations");
  headers.set("Range", "bytes=0-1048575");
  headers.set("Accept-Encoding", "identity");
  const hasBody = method !== "GET" && method !== "HEAD";
  return {
    url,
    method,
    headers: Object.fromEntries(headers),
    ...(hasBody && { body: withParameters(body, BodyParameters) }),
  };
}

/** A path whose wildcards are filled, in their order; those for which there is nothing stay. */
function filled(endpoint: string, values: readonly string[]): string {
  let next = 0;
  return endpoint.replace(/\*/g, () => {
    const value = values[next++];
    return value === undefined ? "*" : encodeURIComponent(value);
  });
}

/** A body that is an object gets the connection's members. */
function withParameters(body: string, parameters: Additions["BodyParameters"] = []): string {
  if (parameters.length === 0) return body;
  try {
    const parsed = JSON.parse(body);
    if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return body;
    return JSON.stringify({ ...parsed, ...Object.fromEntries(valuesOf(parameters)) });
  } catch {
    return body;
  }
}

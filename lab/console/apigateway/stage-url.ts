import type { Place } from "../cloud/place.ts";
import type { Api } from "./apis.ts";

/**
 * Where a stage of an API answers, without a slash at the end. The stage $default of an HTTP API needs no name.
 * @param own where the console's server is: on the lab, APIs are there, too
 */
export function stageUrl(
  { id, kind, endpoint }: Pick<Api, "id" | "kind" | "endpoint">,
  stage: string,
  { isLab, region, endpoint: own }: Pick<Place, "isLab" | "region" | "endpoint">,
): string {
  const scheme = kind === "WebSocket" ? "ws" : "http";
  const base = isLab
    ? `${own.replace(/^http/, scheme)}/_aws/execute-api/${id}`
    : (endpoint ?? `${scheme}s://${id}.execute-api.${region}.amazonaws.com`);
  return stage === "$default" ? base : `${base}/${encodeURIComponent(stage)}`;
}

/** An address of the lab by the name that this page knows it by, so that it may ask there: the lab has several. */
export function ofThisServer(url: string): string {
  const { protocol, pathname, search } = new URL(url);
  const origin = protocol.startsWith("ws") ? location.origin.replace(/^http/, "ws") : location.origin;
  return `${origin}${pathname}${search}`;
}

/** What says where an API is. */
interface Placed {
  readonly id: string;
  readonly kind: "REST" | "HTTP" | "WebSocket";
  /** Address, without a stage, where it tells so itself. */
  readonly endpoint: string | undefined;
}

/** Where the console looks. */
interface Place {
  readonly isLab: boolean;
  readonly region: string;
  readonly endpoint: string;
}

/**
 * Where a stage of an API answers, without a slash at the end. The stage $default of an HTTP API needs no name.
 * @param own where the console's server is: on the lab, APIs are there, too
 */
export function stageUrl(
  { id, kind, endpoint }: Placed,
  stage: string,
  { isLab, region, endpoint: own }: Place,
): string {
  const scheme = kind === "WebSocket" ? "ws" : "http";
  const base = isLab
    ? `${own.replace(/^http/, scheme)}/_aws/execute-api/${id}`
    : (endpoint ?? `${scheme}s://${id}.execute-api.${region}.amazonaws.com`);
  return stage === "$default" ? base : `${base}/${encodeURIComponent(stage)}`;
}

import type { Exchange } from "../service/service.ts";
import { respond } from "./http.ts";

/** What AWS's own endpoints show to pages. */
const EXPOSED = "x-amzn-RequestId, x-amzn-ErrorType, x-amzn-ErrorMessage, x-amz-request-id, Date";
/** Seconds, as AWS answers. */
const MAX_AGE = "172800";

/** Whether a page of another origin than the request's own sends it. */
export function isCrossOrigin({ headers: { origin, host } }: Pick<Exchange, "headers">): boolean {
  return origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`;
}

/** Whether it is the question of a browser that comes before a page's request. */
export function isPreflight({ method, headers }: Pick<Exchange, "method" | "headers">): boolean {
  return method === "OPTIONS" && headers["access-control-request-method"] !== undefined;
}

/** Lets a page read the answer, errors included: the SDK works in browsers, as it does against AWS. */
export function shareWith(origin: string, { response }: Exchange): void {
  response.setHeader("access-control-allow-origin", origin);
  response.setHeader("access-control-expose-headers", EXPOSED);
  response.setHeader("vary", "Origin");
}

/** Answers a preflight of a page that may use the cloud. */
export async function answerPreflight(exchange: Exchange): Promise<void> {
  const asked = exchange.headers;
  const headers: Record<string, string> = {
    "access-control-allow-origin": String(asked.origin),
    vary: "Origin",
    "access-control-allow-methods": String(asked["access-control-request-method"]),
    "access-control-max-age": MAX_AGE,
  };
  const wanted = asked["access-control-request-headers"];
  if (wanted !== undefined) headers["access-control-allow-headers"] = String(wanted);
  // https://wicg.github.io/private-network-access/
  if (asked["access-control-request-private-network"]) headers["access-control-allow-private-network"] = "true";
  await respond(exchange, { status: 200, headers });
}

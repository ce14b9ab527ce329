import type { Cloud } from "../cloud.ts";
import { AwsError } from "../errors.ts";
import { respond } from "../http.ts";
import { protocolOf } from "../identify.ts";
import type { Exchange } from "../service.ts";
import { wireError } from "../wire/errors.ts";
import { loadProtocol } from "../wire/protocols.ts";

/** Refuses a request before anything of it is parsed. */
export async function refuse(exchange: Exchange, message: string): Promise<void> {
  await respondError(exchange, new AwsError("AccessDenied", message, 403));
}

/** Ends a request that failed outside of an API call's way. It must take nothing else down. */
export function fail(cloud: Cloud, exchange: Exchange, error: unknown): void {
  const { request, response, method, path } = exchange;
  // A client that went away is no fault.
  if (request.destroyed && !request.complete) return void response.destroy();
  if (!(error instanceof AwsError)) cloud.log(`${method} ${path} failed: ${(error as Error).stack ?? error}`);
  if (response.headersSent) return void response.destroy();
  respondError(exchange, error).catch(() => response.destroy());
}

/** Answers with an error in the shape that the request's protocol has. */
async function respondError(exchange: Exchange, error: unknown): Promise<void> {
  const protocol = await loadProtocol(protocolOf(exchange));
  await respond(exchange, protocol.encodeError(wireError(error, undefined), undefined, exchange.requestId));
}

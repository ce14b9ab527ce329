import type { Socket } from "node:net";
import type { Cloud } from "../cloud.ts";
import { AwsError } from "../errors.ts";
import type { Exchange } from "../service/service.ts";
import { wireError } from "../wire/errors.ts";
import { loadProtocol } from "../wire/protocols.ts";
import { respond } from "./http.ts";
import { protocolOf } from "./identify.ts";

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

/** Answers what HTTP itself can't read. Nothing is known of it yet, its protocol neither. */
export function refuseUnread({ code }: NodeJS.ErrnoException, socket: Socket): void {
  // A client that went away is no fault, and what is half answered is not to be spoiled.
  if (code === "ECONNRESET" || !socket.writable || socket.bytesWritten > 0) return void socket.destroy();
  const [status, reason] = UNREAD.get(code ?? "") ?? ["400 Bad Request", "The request can't be read."];
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: text/plain\r\nContent-Length: ${reason.length + 1}\r\nConnection: close\r\n\r\n${reason}\n`,
  );
}

const UNREAD: ReadonlyMap<string, readonly [status: string, reason: string]> = new Map([
  [
    "HPE_HEADER_OVERFLOW",
    ["431 Request Header Fields Too Large", "The address and the headers are longer than 16 KiB together."],
  ],
  ["ERR_HTTP_REQUEST_TIMEOUT", ["408 Request Timeout", "The request did not come in time."]],
]);

/** Answers with an error in the shape that the request's protocol has. */
async function respondError(exchange: Exchange, error: unknown): Promise<void> {
  const protocol = await loadProtocol(protocolOf(exchange));
  await respond(exchange, protocol.encodeError(wireError(error, undefined), undefined, exchange.requestId));
}

import type { ServerResponse } from "node:http";

/** Answers a request of a runtime or an extension. */
export function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
}

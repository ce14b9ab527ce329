import { respond } from "../door/http.ts";
import type { Exchange } from "../service/service.ts";

/** Answers with JSON. No page of another origin may read it, and nothing keeps it. */
export async function json(exchange: Exchange, status: number, value: object): Promise<void> {
  await respond(exchange, {
    status,
    headers: { "content-type": "application/json", "cache-control": "no-store" },
    body: `${JSON.stringify(value, null, 2)}\n`,
  });
}

/** A request that can't be done, as `/_lab/` says so. */
export class ControlError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

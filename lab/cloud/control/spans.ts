import type { Span } from "../span.ts";
import type { ControlRequest } from "./index.ts";

/** Without news a comment goes out, so that whoever is between keeps the connection open. In milliseconds. */
const HEARTBEAT = 15_000;

/** What happened last, the newest last; `?limit=` so many at most. */
export function recent({ cloud: { trace }, exchange: { query } }: ControlRequest): { spans: readonly Span[] } {
  const limit = Math.min(Math.max(Number(query.get("limit") ?? 500) || 0, 1), 2000);
  return { spans: trace.spans.slice(-limit) };
}

/** What happens, as it ends: server-sent events, each a span as JSON. */
export function live({ cloud: { trace }, exchange }: ControlRequest): undefined {
  const { response } = exchange;
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  response.write(": what happens in the lab\n\n");
  const end = trace.listen((span) => {
    // A page that does not read must not make the lab hold all that happens for it.
    if (response.writableLength < 4 * 2 ** 20) response.write(`data: ${JSON.stringify(span)}\n\n`);
  });
  const beat = setInterval(() => response.write(":\n\n"), HEARTBEAT).unref();
  response.once("close", () => {
    clearInterval(beat);
    end();
  });
  return undefined;
}

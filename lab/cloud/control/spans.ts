import type { Span } from "../trace/span.ts";
import type { ControlRequest } from "./index.ts";

/** Without news a comment goes out, so that whoever is between keeps the connection open. In milliseconds. */
const HEARTBEAT = 15_000;

/** What happened last, the newest last; `?limit=` so many at most. */
export function recent({ cloud: { trace }, exchange: { query }, asker }: ControlRequest): { spans: readonly Span[] } {
  const limit = Math.min(Math.max(Number(query.get("limit") ?? 500) || 0, 1), 2000);
  if (asker.isTeacher) return { spans: trace.spans.slice(-limit) };
  const { account } = asker.caller;
  const own = trace.spans.filter((span) => span.account === account).slice(-limit);
  return { spans: own.map(withoutOthersPolicies) };
}

/** What happens, as it ends: server-sent events, each a span as JSON. */
export function live({ cloud: { trace, credentials }, exchange, asker }: ControlRequest): undefined {
  const { isTeacher, isKnown, caller } = asker;
  const { response } = exchange;
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  response.write(": what happens in the lab\n\n");
  const end = trace.listen((span) => {
    // Whoever came while everybody might is not to stay when the well-known keys are switched off.
    if (!isKnown && credentials.wellKnownKeys === "off") return response.end();
    if (!isTeacher && span.account !== caller.account) return;
    const shown = isTeacher ? span : withoutOthersPolicies(span);
    // A page that does not read must not make the lab hold all that happens for it.
    if (response.writableLength < 4 * 2 ** 20) response.write(`data: ${JSON.stringify(shown)}\n\n`);
  });
  const beat = setInterval(() => response.write(":\n\n"), HEARTBEAT).unref();
  response.once("close", () => {
    clearInterval(beat);
    end();
  });
  return undefined;
}

/** A span without what the policies of other accounts say: that they decided is all that AWS tells. */
function withoutOthersPolicies(span: Span): Span {
  if (!span.decisions?.some(({ owner }) => owner !== undefined)) return span;
  const decisions = span.decisions.map((decision) => {
    if (decision.owner === undefined) return decision;
    const { statement, policy, ...rest } = decision;
    return rest;
  });
  return { ...span, decisions };
}

import type { Span } from "../../../cloud/trace/span.ts";

/** The spans that are requests to an API, or messages on its connections; the newest first. */
export function spansOfApi(id: string, spans: readonly Span[]): Span[] {
  return spans.filter((span) => span.service === "execute-api" && isOf(id, span)).reverse();
}

/** Requests tell it by their address; what happens on connections, by its name, such as `$connect ID/prod` and `greet ID`. */
function isOf(id: string, { http, operation }: Span): boolean {
  if (!http) return operation.endsWith(` ${id}`) || operation.includes(` ${id}/`);
  const { host = "" } = http.headers as { readonly host?: string };
  return http.path.startsWith(`/_aws/execute-api/${id}/`) || host.startsWith(`${id}.execute-api.`);
}

import { type Answer, internalError } from "./answers.ts";
import type { ApiRequest } from "./receive.ts";
import type { Integration, IntegrationResponse } from "./state.ts";
import { render } from "./templates.ts";

/** What a backend answered, for the choice of an integration response. */
export interface Outcome {
  /** Matched with the responses' selection patterns: an error's message, or the status of a mock. */
  readonly selector: string;
  readonly body: string;
}

/** The payload for the backend: by the template for the request's content type, or the body itself where that is allowed. */
export async function mapRequest(
  request: ApiRequest,
  { requestTemplates, passthroughBehavior }: Integration,
): Promise<string | undefined> {
  const contentType = request.exchange.headers["content-type"]?.split(";")[0] ?? "application/json";
  const template = requestTemplates?.[contentType];
  const body = request.body.toString("utf8");
  if (template !== undefined && template !== null) return (await render(template, request, body)).text;
  const none = Object.keys(requestTemplates ?? {}).length === 0;
  const passes = passthroughBehavior === "WHEN_NO_MATCH" || (passthroughBehavior === "WHEN_NO_TEMPLATES" && none);
  return passes ? body : undefined;
}

/** The answer for an outcome: headers and body as the integration response maps them. */
export async function mapResponse(
  request: ApiRequest,
  { integrationResponses }: Integration,
  outcome: Outcome,
): Promise<Answer> {
  const response = select(Object.values(integrationResponses ?? {}), outcome.selector);
  if (!response) return internalError();
  const headers: Record<string, string> = { "content-type": "application/json" };
  for (const [target, source] of Object.entries(response.responseParameters ?? {})) {
    const name = /^method\.response\.header\.(.+)$/.exec(target)?.[1];
    const value = literal(source);
    if (name && value !== undefined) headers[name.toLowerCase()] = value;
  }
  const template = Object.values(response.responseTemplates ?? {})[0];
  if (!template) return { status: Number(response.statusCode), headers, body: outcome.body };
  const { text, overrides } = await render(template, request, outcome.body);
  return {
    status: overrides.status ?? Number(response.statusCode),
    headers: { ...headers, ...overrides.headers },
    body: text,
  };
}

/** The response whose pattern matches; the one without a pattern is for all that no other takes. */
function select(responses: readonly IntegrationResponse[], selector: string): IntegrationResponse | undefined {
  const matching = responses.find(
    ({ selectionPattern }) => selectionPattern && new RegExp(`^(?:${selectionPattern})$`, "s").test(selector),
  );
  return matching ?? responses.find(({ selectionPattern, statusCode }) => !selectionPattern || statusCode === selector);
}

/** `'*'` stands for itself. The headers of a function's answer can't be referred to: it has none. */
function literal(source: string): string | undefined {
  return /^'(.*)'$/s.exec(source)?.[1];
}

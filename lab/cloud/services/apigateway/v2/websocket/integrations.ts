import type { Cloud } from "../../../../cloud.ts";
import { own } from "../../../../own.ts";
import { userPattern } from "../../../../patterns/regular-expressions.ts";
import { backendOf, functionOf } from "../../requests/backend-address.ts";
import { withQuery } from "../../requests/backend-url.ts";
import { memberOf } from "../../requests/context.ts";
import { callHttp } from "../../requests/http-backend.ts";
import { invokeFunction, within } from "../../requests/invoke.ts";
import { at, parsedBody } from "../../requests/json-path.ts";
import { literal, present } from "../../requests/parameters.ts";
import { callService } from "../../requests/service-backend.ts";
import { render } from "../../requests/templates.ts";
import { mockStatus } from "../../rest/requests/integrations.ts";
import type { Integration, Route } from "../records.ts";
import type { Deployed } from "../requests/deployed.ts";
import { withStageVariables } from "../requests/integrations.ts";
import type { Connection } from "./connections.ts";
import { contextOf, type Happening, proxyEvent } from "./events.ts";

/** Milliseconds. */
const LONGEST_WAIT = 29_000;

/** What a backend answered to what happened. */
export interface Outcome {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** What a client gets when the route answers; text in base64 when it is bytes. */
  readonly body: string;
}

/** A route that something happened on. */
export interface RouteCall {
  readonly cloud: Cloud;
  readonly connection: Connection;
  readonly happened: Happening;
  readonly deployed: Deployed;
  readonly route: Route;
}

/** Hands what happened to a route's backend. Rejects when that fails. */
export async function runIntegration(call: RouteCall): Promise<Outcome> {
  const integration = call.deployed.integrationOf(call.route);
  if (!integration) return { status: 200, headers: {}, body: "" };
  const uri = withStageVariables(integration.IntegrationUri ?? "", { stage: call.connection.stage });
  if (integration.IntegrationType === "AWS_PROXY") {
    const payload = await invoke(call, integration, uri, proxyEvent(call.connection, call.happened));
    return proxyOutcome(payload);
  }
  const body = await requestBody(call, integration);
  const parameters = requestParameters(call, integration.RequestParameters ?? {});
  const answer = await backendAnswer(call, integration, uri, body, parameters);
  if (integration.IntegrationType === "HTTP_PROXY") return answer;
  return await responseOf(call, integration, answer);
}

/** A function's answer may be anything; one with a status says how it went. */
function proxyOutcome(payload: Buffer): Outcome {
  const text = payload.toString("utf8");
  const parsed = parsedBody(text);
  if (typeof parsed !== "object" || parsed === null) return { status: 200, headers: {}, body: "" };
  const { statusCode = 200, headers = {}, body } = parsed as Record<string, unknown>;
  const given = Object.entries((headers ?? {}) as object).map(([name, value]) => [name.toLowerCase(), String(value)]);
  const said = typeof body === "string" ? body : body === undefined || body === null ? "" : JSON.stringify(body);
  return { status: Number(statusCode), headers: Object.fromEntries(given), body: said };
}

async function invoke(
  { cloud, connection, route }: RouteCall,
  integration: Integration,
  uri: string,
  event: unknown,
): Promise<Buffer> {
  const { home, api, stage } = connection;
  const outcome = await invokeFunction({
    cloud,
    home,
    functionArn: functionOf(uri) ?? uri,
    source: `arn:aws:execute-api:${home.region}:${home.account}:${api}/${stage.StageName}/${route.RouteKey}`,
    credentials: integration.CredentialsArn,
    event,
    timeout: integration.TimeoutInMillis ?? LONGEST_WAIT,
  });
  if (outcome === "late" || outcome === "refused") throw new Error(`The function ${uri} was ${outcome}`);
  if (outcome.failed) throw new Error(`The function ${uri} failed: ${outcome.payload}`);
  return outcome.payload;
}

async function backendAnswer(
  call: RouteCall,
  integration: Integration,
  uri: string,
  body: string,
  parameters: ReturnType<typeof requestParameters>,
): Promise<Outcome> {
  const { cloud, connection } = call;
  if (integration.IntegrationType === "MOCK") {
    return { status: mockStatus(body) ?? 200, headers: {}, body: "" };
  }
  if (functionOf(uri)) {
    const payload = await invoke(call, integration, uri, body);
    return { status: 200, headers: {}, body: payload.toString("utf8") };
  }
  const method = integration.IntegrationMethod ?? "POST";
  const backend = backendOf(uri);
  const payload = { body: Buffer.from(body), contentType: "application/json", parameters };
  const { home } = connection;
  const work = backend
    ? callService({ cloud, home, backend, credentials: integration.CredentialsArn, method, payload })
    : callHttp({
        url: withQuery(new URL(uri), parameters.querystring),
        method,
        headers: { "content-type": "application/json", ...parameters.header },
        body: Buffer.from(body),
      });
  const answer = await within(cloud, integration.TimeoutInMillis ?? LONGEST_WAIT, work);
  if (answer === "late") throw new Error(`${uri} did not answer in time`);
  return { status: answer.status, headers: {}, body: answer.body.toString("utf8") };
}

/** What a backend gets, by the template that the integration selects; the message itself when there is none. */
async function requestBody(call: RouteCall, integration: Integration): Promise<string> {
  const { RequestTemplates = {}, TemplateSelectionExpression = "$default" } = integration;
  const { body = "" } = call.happened;
  const key = selected(TemplateSelectionExpression, call);
  const template = own(RequestTemplates, key) ?? RequestTemplates.$default;
  return template === undefined ? body : (await rendered(call, template, body)).text;
}

/** What a client gets of a backend's answer, by the response and the template that the integration selects. */
async function responseOf(call: RouteCall, integration: Integration, answer: Outcome): Promise<Outcome> {
  const responses = call.deployed.snapshot.integrationResponses.filter(
    ({ IntegrationId }) => IntegrationId === integration.IntegrationId,
  );
  const matching = responses.find(({ IntegrationResponseKey = "" }) => {
    const pattern = /^\/(.*)\/$/.exec(IntegrationResponseKey)?.[1];
    return pattern !== undefined && userPattern(pattern).matches(String(answer.status));
  });
  const response = matching ?? responses.find(({ IntegrationResponseKey }) => IntegrationResponseKey === "$default");
  const { ResponseTemplates = {}, TemplateSelectionExpression = "$default" } = response ?? {};
  const template = own(ResponseTemplates, selected(TemplateSelectionExpression, call)) ?? ResponseTemplates.$default;
  return template === undefined ? answer : { ...answer, body: (await rendered(call, template, answer.body)).text };
}

function rendered({ connection, happened }: RouteCall, template: string, body: string) {
  return render(template, {
    body,
    parameters: {
      path: {},
      querystring: Object.fromEntries(connection.opened.query),
      header: connection.opened.headers as Record<string, string>,
    },
    context: contextOf(connection, happened),
    stageVariables: connection.stage.StageVariables ?? {},
  });
}

/** The key that an expression selects: `$default`, text in a pair of backslashes and dollars, or a part of the message. */
export function selected(expression: string, { happened }: Pick<RouteCall, "happened">): string {
  const path = /^\$?\{?(?:request|route\.request)\.body\.?(.*?)\}?$/.exec(expression.replace(/^\$/, ""))?.[1];
  if (path === undefined) return expression.replace(/^\\/, "");
  const body = parsedBody(happened.body ?? "");
  return typeof body === "object" ? (present(at(body, `$.${path}`))[0] ?? "") : "";
}

/** `integration.request.header.x` from `'text'`, `context.…`, `stageVariables.…` or `route.request.body.…`. */
function requestParameters({ connection, happened }: RouteCall, mappings: Readonly<Record<string, string>>) {
  const mapped = {
    path: {} as Record<string, string>,
    querystring: {} as Record<string, string[]>,
    header: {} as Record<string, string[]>,
  };
  const expressed = (source: string): string | undefined => {
    const text = literal(source);
    if (text !== undefined) return text;
    const [, place, rest = ""] =
      /^(context|stageVariables|route\.request\.(?:body|header|querystring))(?:\.(.+))?$/.exec(source) ?? [];
    if (place === "context") return present(memberOf(contextOf(connection, happened), rest))[0];
    if (place === "stageVariables") return own(connection.stage.StageVariables, rest);
    if (place === "route.request.header") return present(own(connection.opened.headers, rest.toLowerCase()))[0];
    if (place === "route.request.querystring") return connection.opened.query.get(rest) ?? undefined;
    if (place === "route.request.body")
      return present(rest ? at(parsedBody(happened.body ?? ""), `$.${rest}`) : happened.body)[0];
    return undefined;
  };
  for (const [target, source] of Object.entries(mappings)) {
    const [, place, name = ""] = /^integration\.request\.(path|querystring|header)\.(.+)$/.exec(target) ?? [];
    const value = expressed(source);
    if (!place || value === undefined) continue;
    if (place === "path") mapped.path[name] = value;
    else mapped[place as "querystring" | "header"][name] = [value];
  }
  return mapped;
}

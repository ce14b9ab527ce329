import { own } from "../../../own.ts";
import { headersOf, lastOf, queryOf } from "../../../web/incoming.ts";
import type { RestRequest, StageRequest } from "../rest/requests/rest-request.ts";
import { contextOf, memberOf } from "./context.ts";
import { at, parsedBody } from "./json-path.ts";
import type { TemplateInput } from "./templates.ts";

/** What an integration sends beside its payload, as its parameters are mapped. */
export interface MappedParameters {
  readonly path: Record<string, string>;
  readonly querystring: Record<string, string[]>;
  readonly header: Record<string, string[]>;
}

/**
 * The parameters of the request to a backend, from those of the method: `integration.request.header.x` from
 * `method.request.querystring.y`, a static `'value'`, `context.…`, `stageVariables.…`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html
 */
export function mapParameters(
  mappings: Readonly<Record<string, string>> | undefined,
  request: RestRequest,
): MappedParameters {
  const mapped: MappedParameters = { path: {}, querystring: {}, header: {} };
  for (const [target, source] of Object.entries(mappings ?? {})) {
    const [, place, name = ""] = /^integration\.request\.(path|querystring|header)\.(.+)$/.exec(target) ?? [];
    const values = valuesOf(source, request);
    if (!place || values.length === 0) continue;
    if (place === "path") mapped.path[name] = values[0] as string;
    else mapped[place as "querystring" | "header"][name] = values;
  }
  return mapped;
}

/** The values that an expression such as `method.request.header.Accept` stands for. */
export function valuesOf(source: string, request: StageRequest & Partial<Pick<RestRequest, "route">>): string[] {
  const text = literal(source);
  if (text !== undefined) return [text];
  const [, place, name = ""] = /^method\.request\.([a-z]+)(?:\.(.+))?$/s.exec(source) ?? [];
  const { incoming, stage, route } = request;
  switch (place) {
    case "path":
      return present(own(route?.pathParameters, name));
    case "querystring":
      return present(incoming.query.getAll(name).at(-1));
    case "multivaluequerystring":
      return incoming.query.getAll(name);
    case "header":
      return present(headerValues(request, name).at(-1));
    case "multivalueheader":
      return headerValues(request, name);
    case "body":
      return present(bodyPart(incoming.body.toString("utf8"), name));
    default:
  }
  if (source.startsWith("stageVariables."))
    return present(own(stage.variables, source.slice("stageVariables.".length)));
  if (source.startsWith("context.")) return present(memberOf(contextOf(request), source.slice("context.".length)));
  return [];
}

/** What `'*'` stands for. */
export function literal(source: string): string | undefined {
  return /^'(.*)'$/s.exec(source)?.[1];
}

/** A body, or what a JSON path names in it. */
export function bodyPart(body: string, path: string): unknown {
  return path === "" ? body : at(parsedBody(body), path.startsWith("$") ? path : `$.${path}`);
}

export function headerValues({ incoming }: StageRequest, name: string): string[] {
  const wanted = name.toLowerCase();
  const { rawHeaders } = incoming;
  return rawHeaders.filter((_, i) => i % 2 === 1 && (rawHeaders[i - 1] as string).toLowerCase() === wanted);
}

export function present(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  return [typeof value === "string" ? value : JSON.stringify(value)];
}

/** What a template of a request may speak of. */
export function templateInput(request: RestRequest, body: string): TemplateInput {
  const { incoming, route, stage } = request;
  return {
    body,
    parameters: {
      path: route.pathParameters ?? {},
      querystring: lastOf(queryOf(incoming) ?? {}),
      header: lastOf(headersOf(incoming)),
    },
    context: contextOf(request),
    stageVariables: stage.variables ?? {},
  };
}

/** A URI with its stage variables written out: `https://${stageVariables.host}/pets`. */
export function withStageVariables(uri: string, { stage }: StageRequest): string {
  return uri.replace(/\$\{stageVariables\.(\w+)\}/g, (_, name: string) => own(stage.variables, name) ?? "");
}

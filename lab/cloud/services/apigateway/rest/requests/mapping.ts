import { own } from "../../../../own.ts";
import { userPattern } from "../../../../patterns/regular-expressions.ts";
import type { Answer } from "../../requests/answers.ts";
import { contextOf, memberOf } from "../../requests/context.ts";
import {
  bodyPart,
  literal,
  type MappedParameters,
  mapParameters,
  present,
  templateInput,
} from "../../requests/parameters.ts";
import { internalError, unsupportedMediaType } from "../../requests/refusals.ts";
import { overriding, type RequestOverride, render, textsOf } from "../../requests/templates.ts";
import type { Integration, IntegrationResponse } from "../records.ts";
import { convertedRequest, convertedResponse, isBinary, wantsBinary } from "./content.ts";
import type { RestRequest } from "./rest-request.ts";

/** What a backend gets. */
export interface Payload {
  readonly body: Buffer;
  readonly contentType: string;
  readonly parameters: MappedParameters;
}

/** What a backend answered. */
export interface Outcome {
  /** Matched with the responses' selection patterns: a function's error message, or the status of any other backend. */
  readonly selector: string;
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer;
}

/**
 * The payload for the backend: by the template for the request's content type, or the body itself where that is allowed.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-passthrough-behaviors.html
 */
export async function mapRequest(request: RestRequest, integration: Integration): Promise<Payload> {
  const { incoming, deployed, known } = request;
  const { requestTemplates, passthroughBehavior, contentHandling } = integration;
  const contentType = incoming.headers["content-type"]?.split(";")[0]?.trim() ?? "application/json";
  const parameters = mapParameters(integration.requestParameters, request);
  const binary = isBinary(contentType, deployed.binaryMediaTypes);
  const body = convertedRequest(incoming.body, binary, contentHandling);
  const template = own(requestTemplates, contentType) ?? requestTemplates?.$default;
  if (typeof template === "string") {
    // To templates, a request without a body has an empty object: https://github.com/localstack/localstack/pull/12413.
    const { text, overrides } = await rendered(template, request, body.toString("utf8") || "{}");
    // Behind a mock there is nothing that it would go to.
    if (integration.type !== "MOCK") known.log.push(() => `Endpoint request body after transformations: ${text}`);
    return { body: Buffer.from(text), contentType, parameters: overridden(parameters, overrides.request) };
  }
  const none = Object.keys(requestTemplates ?? {}).length === 0;
  const passes = passthroughBehavior === "WHEN_NO_MATCH" || (passthroughBehavior === "WHEN_NO_TEMPLATES" && none);
  if (!passes) throw unsupportedMediaType();
  return { body, contentType, parameters };
}

async function rendered(template: string, request: RestRequest, body: string) {
  const { known } = request;
  try {
    const made = await render(template, { ...templateInput(request, body), overrides: known.overrides });
    known.overrides = made.overrides;
    return made;
  } catch (error) {
    known.log.push(
      () => `Execution failed due to configuration error: Unable to transform request: ${(error as Error).message}`,
    );
    throw internalError();
  }
}

function overridden({ path, querystring, header }: MappedParameters, overrides: RequestOverride): MappedParameters {
  const listed = (values: unknown) =>
    Object.fromEntries(Object.entries(textsOf(values)).map(([name, value]) => [name, [value]]));
  return {
    path: { ...path, ...textsOf(overrides.path) },
    querystring: { ...querystring, ...listed(overrides.querystring) },
    header: { ...header, ...listed(overrides.header) },
  };
}

/** The answer for an outcome: headers and body as the integration response maps them. */
export async function mapResponse(request: RestRequest, integration: Integration, outcome: Outcome): Promise<Answer> {
  const response = select(Object.values(integration.integrationResponses ?? {}), outcome.selector, request);
  if (!response) {
    request.known.log.push(
      () =>
        "Execution failed due to configuration error: No match for output mapping and no default output mapping configured",
    );
    throw internalError();
  }
  const { incoming, route } = request;
  const headers: Record<string, string | string[]> = { "content-type": contentTypeOf(response, route.method, outcome) };
  for (const [target, source] of Object.entries(response.responseParameters ?? {})) {
    const name = /^method\.response\.(?:multivalue)?header\.(.+)$/.exec(target)?.[1];
    const values = responseValues(source, request, outcome);
    if (name && values.length > 0) headers[name.toLowerCase()] = values.length === 1 ? (values[0] as string) : values;
  }
  const [type, template] = templateFor(response, incoming.headers.accept);
  const made = template === undefined ? undefined : await rendered(template, request, outcome.body.toString("utf8"));
  const overridden = overriding(request.known.overrides?.response);
  const typed = made && type && !hasContentType(response) ? { "content-type": type } : {};
  return {
    status: overridden.status ?? Number(response.statusCode),
    headers: { ...headers, ...typed, ...overridden.headers },
    body: made ? madeBody(made.text, response) : passedOn(outcome, response, request),
  };
}

function madeBody(text: string, { contentHandling }: IntegrationResponse): Buffer | string {
  return contentHandling === "CONVERT_TO_BINARY" ? Buffer.from(text, "base64") : text;
}

/** The backend's body where no template makes another. */
function passedOn({ headers, body }: Outcome, response: IntegrationResponse, { incoming, deployed }: RestRequest) {
  const binary = isBinary(headers["content-type"] as string | undefined, deployed.binaryMediaTypes);
  const wanted = wantsBinary(incoming.headers.accept, deployed.binaryMediaTypes);
  return convertedResponse(body, binary, wanted, response.contentHandling);
}

/** The response whose pattern matches; the one without a pattern is for all that no other takes. */
function select(
  responses: readonly IntegrationResponse[],
  selector: string,
  { known }: RestRequest,
): IntegrationResponse | undefined {
  const fits = ({ selectionPattern }: IntegrationResponse) => {
    try {
      // The message of an error may have several lines.
      return selectionPattern && userPattern(selectionPattern, { dotAll: true }).matches(selector);
    } catch (error) {
      known.log.push(
        () => `Execution failed due to configuration error: Selection pattern: ${(error as Error).message}`,
      );
      throw internalError();
    }
  };
  const matching = responses.find(fits);
  return matching ?? responses.find(({ selectionPattern, statusCode }) => !selectionPattern || statusCode === selector);
}

/** The template for a type that the client accepts, or the first one. */
function templateFor(
  { responseTemplates }: IntegrationResponse,
  accept = "",
): [type: string | undefined, template: string | undefined] {
  const templates = responseTemplates ?? {};
  const accepted = accept.split(",").map((type) => type.split(";")[0]?.trim() ?? "");
  const type = accepted.find((one) => Object.hasOwn(templates, one)) ?? Object.keys(templates)[0];
  return [type, type === undefined ? undefined : templates[type] || undefined];
}

function hasContentType({ responseParameters = {} }: IntegrationResponse): boolean {
  return Object.keys(responseParameters).some((name) => /^method\.response\.header\.content-type$/i.test(name));
}

/** What the method's response says it is, or the backend. */
function contentTypeOf(
  response: IntegrationResponse,
  method: RestRequest["route"]["method"],
  { headers }: Outcome,
): string {
  const declared = Object.keys(own(method.methodResponses, response.statusCode ?? "")?.responseModels ?? {})[0];
  const given = headers["content-type"];
  return declared ?? (typeof given === "string" ? given : "application/json");
}

/** The values that an expression such as `integration.response.header.ETag` stands for. */
function responseValues(source: string, request: RestRequest, { headers, body }: Outcome): string[] {
  const text = literal(source);
  if (text !== undefined) return [text];
  const [, place, name = ""] = /^integration\.response\.(header|multivalueheader|body)(?:\.(.+))?$/s.exec(source) ?? [];
  if (place === "body") return present(bodyPart(body.toString("utf8"), name));
  if (place) {
    const values = [own(headers, name.toLowerCase()) ?? []].flat();
    return place === "header" ? values.slice(-1) : values;
  }
  if (source.startsWith("stageVariables."))
    return present(own(request.stage.variables, source.slice("stageVariables.".length)));
  if (source.startsWith("context.")) return present(memberOf(contextOf(request), source.slice("context.".length)));
  return [];
}

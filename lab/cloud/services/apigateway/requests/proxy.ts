import { own } from "../../../own.ts";
import { headersOf, type Incoming, lastOf, logTime, queryOf, traceHeader } from "../../../web/incoming.ts";
import { finalStatus, headersFrom } from "../../../web/payload-v2.ts";
import { isBinary, wantsBinary } from "../rest/requests/content.ts";
import type { RestRequest } from "../rest/requests/rest-request.ts";
import type { Answer } from "./answers.ts";
import { extendedId, identityOf } from "./context.ts";
import { malformedProxyResponse } from "./refusals.ts";

/**
 * The event that a proxy integration hands to a function, version 1.0.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-input-format
 */
export function proxyEvent(request: RestRequest): Record<string, unknown> {
  const { incoming, deployed, route } = request;
  const { body, path, method } = incoming;
  const binary = isBinary(incoming.headers["content-type"], deployed.binaryMediaTypes);
  return {
    resource: route.resource.path,
    path,
    httpMethod: method,
    ...eventParameters(request),
    requestContext: requestContext(request),
    body: body.length === 0 ? null : body.toString(binary ? "base64" : "utf8"),
    isBase64Encoded: binary && body.length > 0,
  };
}

/** Headers, query, path parameters and stage variables, as events of proxies and authorizers have them. */
export function eventParameters({ incoming, route, stage }: RestRequest): Record<string, unknown> {
  const headers = forwarded(incoming);
  const query = queryOf(incoming);
  return {
    headers: lastOf(headers),
    multiValueHeaders: headers,
    queryStringParameters: query && lastOf(query),
    multiValueQueryStringParameters: query,
    pathParameters: route.pathParameters && encodedParameters(route.resource.path, incoming.path),
    stageVariables: stage.variables && Object.keys(stage.variables).length > 0 ? stage.variables : null,
  };
}

/** Path parameters as they were sent: events have them percent-encoded, unlike templates. */
function encodedParameters(resource: string, path: string): Record<string, string> {
  const sent = path.split("/").filter((segment) => segment !== "");
  const parameters: Record<string, string> = {};
  for (const [i, segment] of resource.split("/").slice(1).entries()) {
    const { name, plus } = /^\{(?<name>.+?)(?<plus>\+?)\}$/.exec(segment)?.groups ?? {};
    if (name !== undefined) parameters[name] = plus ? sent.slice(i).join("/") : (sent[i] ?? "");
  }
  return parameters;
}

export function requestContext(request: RestRequest): Record<string, unknown> {
  const { incoming, home, api, stage, route, known } = request;
  const { requestId, method, at, path, protocol, host } = incoming;
  return {
    resourceId: route.resource.id,
    ...(known.authorizer && { authorizer: known.authorizer }),
    resourcePath: route.resource.path,
    operationName: route.method.operationName,
    httpMethod: method,
    extendedRequestId: extendedId(requestId),
    requestTime: logTime(at),
    path: `/${stage.stageName}${path}`,
    accountId: home.account,
    protocol,
    stage: stage.stageName,
    domainPrefix: api,
    requestTimeEpoch: at.getTime(),
    requestId,
    identity: identityOf(request),
    domainName: host,
    deploymentId: stage.deploymentId,
    apiId: api,
  };
}

/** Headers that API Gateway spells in its own way, however the client did. */
const SPELLED: Readonly<Record<string, string>> = { host: "Host", "user-agent": "User-Agent" };

/** Headers of the connection and the length, which a REST API's events don't have. */
const LEFT_OUT = new Set(["connection", "content-length", "keep-alive", "transfer-encoding"]);

/** The request's headers as they were spelled, and those that API Gateway adds. */
export function forwarded(incoming: Incoming): Record<string, string[]> {
  const headers: Record<string, string[]> = {};
  for (const [name, values] of Object.entries(headersOf(incoming))) {
    const lower = name.toLowerCase();
    if (!LEFT_OUT.has(lower)) headers[own(SPELLED, lower) ?? name] = values;
  }
  headers["X-Amzn-Trace-Id"] ??= [traceHeader(incoming)];
  headers["X-Forwarded-For"] ??= [incoming.sourceIp];
  headers["X-Forwarded-Port"] ??= [incoming.port];
  headers["X-Forwarded-Proto"] ??= ["http"];
  return headers;
}

interface ProxyResponse {
  readonly statusCode?: unknown;
  readonly headers?: Record<string, unknown> | null;
  readonly multiValueHeaders?: Record<string, unknown[]> | null;
  readonly body?: unknown;
  readonly isBase64Encoded?: unknown;
}

const MEMBERS = new Set(["statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"]);

/** What a function answered, as HTTP. Throws the refusal with 502 unless it has the form that API Gateway wants. */
export function proxyAnswer(payload: Buffer, { incoming, deployed }: RestRequest): Answer {
  const response = parse(payload);
  if (!response || Object.keys(response).some((member) => !MEMBERS.has(member))) throw malformedProxyResponse();
  const { body, isBase64Encoded } = response;
  if (body !== undefined && body !== null && typeof body !== "string") throw malformedProxyResponse();
  const { status, headers } = headOf(response);
  // A binary body is decoded for a client that asks for one of the API's binary types.
  const decode = isBase64Encoded === true && wantsBinary(incoming.headers.accept, deployed.binaryMediaTypes);
  return { status, headers, body: decode ? Buffer.from(body ?? "", "base64") : (body ?? "") };
}

/** Status and headers of a proxy's response; headers that come several times win over those that come once. */
export function headOf({
  statusCode = 200,
  headers,
  multiValueHeaders,
}: ProxyResponse): Pick<Answer, "status" | "headers"> {
  const status = finalStatus(statusCode);
  if (status === undefined) throw malformedProxyResponse();
  try {
    const one = headersFrom(headers, String);
    const several = headersFrom(multiValueHeaders, (values) => (values as unknown[]).map(String));
    return { status, headers: { "content-type": "application/json", ...one, ...several } };
  } catch {
    throw malformedProxyResponse();
  }
}

function parse(payload: Buffer): ProxyResponse | undefined {
  try {
    const response = JSON.parse(payload.toString("utf8"));
    return typeof response === "object" && response !== null && !Array.isArray(response) ? response : undefined;
  } catch {
    return undefined;
  }
}

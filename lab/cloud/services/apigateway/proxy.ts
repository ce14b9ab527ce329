import type { Answer } from "./answers.ts";
import { isBinary, malformedProxyResponse } from "./answers.ts";
import type { ApiRequest } from "./receive.ts";

/**
 * The event that a proxy integration hands to a function, version 1.0.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-input-format
 */
export function proxyEvent(request: ApiRequest): Record<string, unknown> {
  const { exchange, route, path, stage, body, binaryMediaTypes } = request;
  const headers = multiValued(request);
  const query = multiValuedQuery(exchange.query);
  const binary = isBinary(exchange.headers["content-type"], binaryMediaTypes);
  return {
    resource: route.resource.path,
    path,
    httpMethod: exchange.method,
    headers: lastOf(headers),
    multiValueHeaders: headers,
    queryStringParameters: query && lastOf(query),
    multiValueQueryStringParameters: query,
    pathParameters: route.pathParameters,
    stageVariables: stage.variables && Object.keys(stage.variables).length > 0 ? stage.variables : null,
    requestContext: requestContext(request),
    body: body.length === 0 ? null : body.toString(binary ? "base64" : "utf8"),
    isBase64Encoded: binary && body.length > 0,
  };
}

function requestContext({ exchange, cloud, home, api, stage, route, path }: ApiRequest): Record<string, unknown> {
  const { headers, request, requestId } = exchange;
  const now = cloud.clock.date();
  return {
    resourceId: route.resource.id,
    resourcePath: route.resource.path,
    operationName: route.method.operationName,
    httpMethod: exchange.method,
    extendedRequestId: requestId.slice(0, 16),
    requestTime: commonLogTime(now),
    path: `/${stage.stageName}${path}`,
    accountId: home.account,
    protocol: `HTTP/${request.httpVersion}`,
    stage: stage.stageName,
    domainPrefix: api,
    requestTimeEpoch: now.getTime(),
    requestId,
    identity: {
      cognitoIdentityPoolId: null,
      accountId: null,
      cognitoIdentityId: null,
      caller: null,
      sourceIp: request.socket.remoteAddress ?? "",
      principalOrgId: null,
      accessKey: null,
      cognitoAuthenticationType: null,
      cognitoAuthenticationProvider: null,
      userArn: null,
      userAgent: headers["user-agent"] ?? null,
      user: null,
    },
    domainName: headers.host ?? "",
    deploymentId: stage.deploymentId,
    apiId: api,
  };
}

/** The request's headers as they were spelled, and those that API Gateway adds. */
function multiValued({ exchange: { request, requestId } }: ApiRequest): Record<string, string[]> {
  const headers: Record<string, string[]> = {};
  const { rawHeaders } = request;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] as string;
    headers[name] = [...(headers[name] ?? []), rawHeaders[i + 1] as string];
  }
  headers["X-Amzn-Trace-Id"] ??= [`Root=1-${requestId.slice(0, 8)}-${requestId.replaceAll("-", "").slice(8)}`];
  headers["X-Forwarded-For"] ??= [request.socket.remoteAddress ?? ""];
  headers["X-Forwarded-Port"] ??= [String(request.socket.localPort ?? "")];
  headers["X-Forwarded-Proto"] ??= ["http"];
  return headers;
}

function multiValuedQuery(query: URLSearchParams): Record<string, string[]> | null {
  const names = [...new Set(query.keys())];
  return names.length === 0 ? null : Object.fromEntries(names.map((name) => [name, query.getAll(name)]));
}

function lastOf(values: Record<string, string[]>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, all]) => [name, all.at(-1) as string]));
}

/** `20/Nov/2026:22:30:00 +0000` */
function commonLogTime(time: Date): string {
  const [, day, month, year, clock] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(
    time.toUTCString(),
  ) as unknown as string[];
  return `${day}/${month}/${year}:${clock} +0000`;
}

interface ProxyResponse {
  readonly statusCode?: unknown;
  readonly headers?: Record<string, unknown> | null;
  readonly multiValueHeaders?: Record<string, unknown[]> | null;
  readonly body?: unknown;
  readonly isBase64Encoded?: unknown;
}

const MEMBERS = new Set(["statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"]);

/** What a function answered, as HTTP; 502 unless it has the form that API Gateway wants. */
export function proxyAnswer(payload: Buffer, { exchange, binaryMediaTypes }: ApiRequest): Answer {
  const response = parse(payload);
  if (!response || Object.keys(response).some((member) => !MEMBERS.has(member))) return malformedProxyResponse();
  const { statusCode = 200, headers, multiValueHeaders, body, isBase64Encoded } = response;
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599) return malformedProxyResponse();
  if (body !== undefined && body !== null && typeof body !== "string") return malformedProxyResponse();
  const all: Record<string, string | string[]> = { "content-type": "application/json" };
  for (const [name, value] of Object.entries(headers ?? {})) all[name.toLowerCase()] = String(value);
  for (const [name, values] of Object.entries(multiValueHeaders ?? {})) all[name.toLowerCase()] = values.map(String);
  // A binary body is decoded for a client that asks for one of the API's binary types.
  const decode = isBase64Encoded === true && isBinary(exchange.headers.accept?.split(",")[0], binaryMediaTypes);
  return { status, headers: all, body: decode ? Buffer.from(body ?? "", "base64") : (body ?? "") };
}

function parse(payload: Buffer): ProxyResponse | undefined {
  try {
    const response = JSON.parse(payload.toString("utf8"));
    return typeof response === "object" && response !== null && !Array.isArray(response) ? response : undefined;
  } catch {
    return undefined;
  }
}

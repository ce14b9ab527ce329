import { validateHeaderName, validateHeaderValue } from "node:http";
import type { Caller } from "../auth/caller.ts";
import { headersOf, type Incoming, logTime, traceHeader } from "./incoming.ts";

/** What an event says besides the request itself. */
export interface EventFacts {
  /** Function URLs word a few things otherwise than HTTP APIs do. */
  readonly front?: "HTTP API" | "function URL";
  /** Such as `GET /pets/{id}`, or `$default`. */
  readonly routeKey: string;
  readonly rawPath: string;
  readonly accountId: string;
  readonly apiId: string;
  readonly stage: string;
  /** What an authorizer found out: `{ jwt: … }`, `{ lambda: … }`, `{ iam: … }`. */
  readonly authorizer?: object | undefined;
  readonly pathParameters?: Readonly<Record<string, string>> | null | undefined;
  readonly stageVariables?: Readonly<Record<string, string>> | undefined;
}

/**
 * A request as an event for a function, payload format 2.0: of HTTP APIs and of function URLs.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function eventV2(incoming: Incoming, facts: EventFacts): Record<string, unknown> {
  const { body } = incoming;
  const binary = body.length > 0 && !isText(incoming.headers["content-type"]);
  return {
    version: "2.0",
    ...requestV2(incoming, facts),
    ...(body.length > 0 && { body: body.toString(binary ? "base64" : "utf8") }),
    isBase64Encoded: binary,
  };
}

/** All of an event but the body, which authorizers don't see. */
export function requestV2(incoming: Incoming, facts: EventFacts): Record<string, unknown> {
  const { query, rawQuery } = incoming;
  const { cookie, ...others } = joinedHeaders(incoming);
  // An HTTP API takes the cookies out of the headers, and always tells a length.
  const headers =
    facts.front === "function URL"
      ? { ...others, ...(cookie && { cookie }) }
      : { ...others, "content-length": String(incoming.body.length) };
  const names = [...new Set(query.keys())];
  const variables = facts.stageVariables ?? {};
  return {
    routeKey: facts.routeKey,
    rawPath: facts.rawPath,
    rawQueryString: rawQuery,
    ...(cookie && { cookies: cookie.split(/; */) }),
    headers,
    ...(names.length > 0 && {
      queryStringParameters: Object.fromEntries(names.map((name) => [name, query.getAll(name).join(",")])),
    }),
    requestContext: contextV2(incoming, facts),
    ...(facts.pathParameters && { pathParameters: facts.pathParameters }),
    ...(Object.keys(variables).length > 0 && { stageVariables: variables }),
  };
}

function contextV2(
  incoming: Incoming,
  { accountId, apiId, authorizer, front, rawPath, routeKey, stage }: EventFacts,
): object {
  const { headers, method, protocol, sourceIp, host, requestId, at } = incoming;
  // Decoded in any case: the raw path of an HTTP API is, too.
  const path = front === "function URL" ? decodedPath(rawPath) : rawPath;
  return {
    accountId,
    apiId,
    ...(authorizer && { authorizer }),
    domainName: host,
    domainPrefix: apiId,
    http: { method, path, protocol, sourceIp, userAgent: headers["user-agent"] ?? "" },
    requestId,
    routeKey,
    stage,
    time: logTime(at),
    timeEpoch: at.getTime(),
  };
}

/** Who signed a request, as events show it. */
export function iamIdentity({ account, arn, userId }: Caller, accessKey: string | null = null): object {
  return {
    accessKey,
    accountId: account,
    callerId: userId,
    cognitoIdentity: null,
    principalOrgId: null,
    userArn: arn,
    userId,
  };
}

function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Headers of the connection alone, which no event has. */
const HOP_BY_HOP = new Set(["connection", "keep-alive", "transfer-encoding", "upgrade"]);

/** The headers in lower case, those that came several times joined by a comma alone, and those that the platform adds. */
export function joinedHeaders(incoming: Incoming): Record<string, string> {
  const joined: Record<string, string> = {
    "x-amzn-trace-id": traceHeader(incoming),
    "x-forwarded-for": incoming.sourceIp,
    "x-forwarded-port": incoming.port,
    "x-forwarded-proto": "http",
  };
  const given: Record<string, string[]> = {};
  for (const [spelled, values] of Object.entries(headersOf(incoming))) {
    const name = spelled.toLowerCase();
    if (!HOP_BY_HOP.has(name)) given[name] = [...(given[name] ?? []), ...values];
  }
  for (const [name, values] of Object.entries(given)) joined[name] = values.join(name === "cookie" ? "; " : ",");
  return joined;
}

/** Whether a body of this type is handed on as text. */
export function isText(contentType = "text/plain"): boolean {
  return /^(text\/|application\/(json|javascript|xml|[^;]*\+(json|xml)))/i.test(contentType);
}

/** What a function answered with, as HTTP. */
export interface FunctionResponse {
  readonly status: number;
  readonly headers: Record<string, string | string[]>;
  readonly body: Buffer | string;
}

/** How a function describes an HTTP response: as its answer, or at the head of a stream. */
export interface ResponseHead {
  readonly statusCode?: unknown;
  readonly headers?: Record<string, unknown> | null;
  readonly cookies?: readonly unknown[] | null;
}

/** Headers of the connection, which are not the function's to say: the client would wait for more than there is. */
const CONNECTION = ["connection", "content-length", "keep-alive", "trailer", "transfer-encoding", "upgrade"];

/** The status that a function gives its response; nothing when a response can't end with it. */
export function finalStatus(statusCode: unknown): number | undefined {
  const status = Number(statusCode);
  return Number.isInteger(status) && status >= 200 && status <= 599 ? status : undefined;
}

/** Headers that a function describes, in lower case. Throws a TypeError when they are no map, or can't be sent. */
export function headersFrom<T extends string | string[]>(
  described: unknown,
  convert: (value: unknown) => T,
): Record<string, T> {
  if (described === undefined || described === null) return {};
  if (typeof described !== "object" || Array.isArray(described)) throw new TypeError("Headers are a map");
  const headers: Record<string, T> = {};
  for (const [name, given] of Object.entries(described)) {
    const value = convert(given);
    validateHeaderName(name);
    for (const one of [value].flat()) validateHeaderValue(name, one);
    if (!CONNECTION.includes(name.toLowerCase())) headers[name.toLowerCase()] = value;
  }
  return headers;
}

/**
 * What a function answered, as HTTP. An answer that says no status is taken as the body. Nothing when it can't be a response.
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-response-payload
 */
export function responseV2(payload: Buffer): FunctionResponse | undefined {
  const json = { "content-type": "application/json" };
  const answer = parse(payload);
  if (typeof answer === "string") return { status: 200, headers: json, body: answer };
  if (typeof answer !== "object" || answer === null || !("statusCode" in answer))
    return { status: 200, headers: json, body: payload };
  const head = headV2(answer);
  if (!head) return undefined;
  const { body, isBase64Encoded } = answer as { body?: unknown; isBase64Encoded?: unknown };
  const text = typeof body === "string" ? body : body === undefined || body === null ? "" : JSON.stringify(body);
  return {
    status: head.status,
    headers: { ...json, ...head.headers },
    body: isBase64Encoded === true ? Buffer.from(text, "base64") : text,
  };
}

/** Status and headers that a function describes; nothing when they can't be those of a response, whatever its members are. */
export function headV2({
  statusCode = 200,
  headers,
  cookies,
}: ResponseHead): Omit<FunctionResponse, "body"> | undefined {
  const status = finalStatus(statusCode);
  if (status === undefined) return undefined;
  try {
    const given = headersFrom(Object(headers), String);
    return { status, headers: { ...given, ...(cookies?.length && { "set-cookie": cookies.map(String) }) } };
  } catch {
    return undefined;
  }
}

function parse(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString());
  } catch {
    return undefined;
  }
}

import type { Caller } from "../../../auth/caller.ts";
import type { Cloud } from "../../../cloud.ts";
import type { Exchange } from "../../../service.ts";
import type { FunctionUrlRecord } from "../state.ts";

/** A request to a function URL. */
export interface UrlRequest {
  readonly exchange: Exchange;
  readonly cloud: Cloud;
  readonly url: FunctionUrlRecord;
  /** As sent, percent-encoded, without what names the URL. */
  readonly path: string;
  readonly body: Buffer;
  readonly caller: Caller;
}

/**
 * The event that a function URL hands to its function: payload format 2.0.
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-request-payload
 */
export function eventOf(request: UrlRequest): object {
  const { exchange, path, body, url } = request;
  const { cookie, ...headers } = headersOf(exchange);
  const query = [...new Set(exchange.query.keys())].map((name) => [name, exchange.query.getAll(name).join(",")]);
  const binary = body.length > 0 && !isText(headers["content-type"]);
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: path,
    rawQueryString: exchange.rawQuery,
    ...(cookie && { cookies: cookie.split(/; */) }),
    headers: { ...headers, ...(cookie && { cookie }) },
    ...(query.length > 0 && { queryStringParameters: Object.fromEntries(query) }),
    requestContext: contextOf(request, url.id),
    ...(body.length > 0 && { body: body.toString(binary ? "base64" : "utf8") }),
    isBase64Encoded: binary,
  };
}

function contextOf({ exchange, cloud, path, url, caller }: UrlRequest, id: string): object {
  const now = cloud.clock.date();
  const { headers, request } = exchange;
  return {
    accountId: url.authType === "AWS_IAM" ? caller.account : "anonymous",
    apiId: id,
    ...(url.authType === "AWS_IAM" && { authorizer: { iam: identityOf(caller) } }),
    domainName: headers.host ?? "",
    domainPrefix: id,
    http: {
      method: exchange.method,
      path,
      protocol: `HTTP/${request.httpVersion}`,
      sourceIp: request.socket.remoteAddress ?? "",
      userAgent: headers["user-agent"] ?? "",
    },
    requestId: exchange.requestId,
    routeKey: "$default",
    stage: "$default",
    time: logTime(now),
    timeEpoch: now.getTime(),
  };
}

function identityOf({ account, arn, userId }: Caller): object {
  return {
    accessKey: null,
    accountId: account,
    callerId: userId,
    cognitoIdentity: null,
    principalOrgId: null,
    userArn: arn,
    userId,
  };
}

/** The headers in lower case, those that came several times joined, and those that the platform adds. */
function headersOf({ request, headers, requestId }: Exchange): Record<string, string> {
  const joined: Record<string, string> = {
    "x-amzn-trace-id": `Root=1-${requestId.slice(0, 8)}-${requestId.replaceAll("-", "").slice(8)}`,
    "x-forwarded-for": request.socket.remoteAddress ?? "",
    "x-forwarded-port": String(request.socket.localPort ?? ""),
    "x-forwarded-proto": "http",
  };
  for (const [name, value] of Object.entries(headers))
    joined[name] = Array.isArray(value) ? value.join(",") : `${value}`;
  return joined;
}

function isText(contentType = "text/plain"): boolean {
  return /^(text\/|application\/(json|javascript|xml|[^;]*\+(json|xml)))/i.test(contentType);
}

/** `12/Mar/2020:19:03:58 +0000` */
function logTime(time: Date): string {
  const [, day, month, year, clock] = time.toUTCString().split(" ");
  return `${day}/${month}/${year}:${clock} +0000`;
}

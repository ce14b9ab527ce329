import type { ApiRequest } from "./receive.ts";

/** What a template made, and the status and headers that it set through `$context.responseOverride`. */
export interface Rendered {
  readonly text: string;
  readonly overrides: { status?: number; readonly headers: Record<string, string> };
}

/**
 * Renders a mapping template (VTL) with the variables that API Gateway documents.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
 * @param body what `$input` stands for: the request's body, or the backend's answer
 */
export async function render(template: string, request: ApiRequest, body: string): Promise<Rendered> {
  const { Compile, parse } = await import("velocityjs");
  const responseOverride: { status?: number; header: Record<string, string> } = { header: {} };
  const variables = {
    input: input(request, body),
    util,
    context: { ...context(request), responseOverride },
    stageVariables: request.stage.variables ?? {},
  };
  const text = new Compile(parse(template), { escape: false }).render(variables as never);
  const { status, header } = responseOverride;
  return {
    text,
    overrides: { ...(status === undefined ? {} : { status: Number(status) }), headers: lowerCased(header) },
  };
}

function input({ exchange, route }: ApiRequest, body: string) {
  const parameters = {
    path: route.pathParameters ?? {},
    querystring: Object.fromEntries(exchange.query),
    header: exchange.headers as Record<string, string>,
  };
  const parsed = parse(body);
  return {
    body,
    json: (path: string) => JSON.stringify(at(parsed, path) ?? ""),
    path: (path: string) => at(parsed, path) ?? "",
    params: (name?: string) => {
      if (name === undefined) return parameters;
      return parameters.path[name] ?? parameters.querystring[name] ?? parameters.header[name.toLowerCase()] ?? "";
    },
  };
}

/** The part of a value that a JSON path names. Members and indexes are understood: `$.pets[0].name`, `$['a b']`. */
function at(value: unknown, path: string): unknown {
  let found = value;
  for (const [, name, quoted, index] of path
    .replace(/^\$/, "")
    .matchAll(/\.([\w-]+)|\[['"]([^'"]+)['"]\]|\[(\d+)\]/g)) {
    if (typeof found !== "object" || found === null) return undefined;
    found = (found as Record<string, unknown>)[name ?? quoted ?? (index as string)];
  }
  return found;
}

const util = {
  escapeJavaScript: (text: unknown) =>
    String(text)
      .replace(/[\\"'/]/g, "\\$&")
      .replace(/\n/g, "\\n")
      .replace(/\r/g, "\\r")
      .replace(/\t/g, "\\t"),
  parseJson: (text: unknown) => JSON.parse(String(text)),
  urlEncode: (text: unknown) => encodeURIComponent(String(text)).replaceAll("%20", "+"),
  urlDecode: (text: unknown) => decodeURIComponent(String(text).replaceAll("+", " ")),
  base64Encode: (text: unknown) => Buffer.from(String(text)).toString("base64"),
  base64Decode: (text: unknown) => Buffer.from(String(text), "base64").toString("utf8"),
};

function context({ exchange, cloud, home, api, stage, route, path }: ApiRequest) {
  return {
    accountId: home.account,
    apiId: api,
    domainName: exchange.headers.host,
    httpMethod: exchange.method,
    identity: { sourceIp: exchange.request.socket.remoteAddress, userAgent: exchange.headers["user-agent"] },
    path: `/${stage.stageName}${path}`,
    protocol: `HTTP/${exchange.request.httpVersion}`,
    requestId: exchange.requestId,
    requestTimeEpoch: cloud.clock.now(),
    resourceId: route.resource.id,
    resourcePath: route.resource.path,
    stage: stage.stageName,
  };
}

function lowerCased(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

import { own } from "../../../../own.ts";
import { memberOf } from "../../requests/context.ts";
import { at, parsedBody } from "../../requests/json-path.ts";
import { present } from "../../requests/parameters.ts";
import { contextOf, type HttpRequest } from "./http-request.ts";

/** What expressions of responses may speak of, besides the request. */
export interface ResponseValues {
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: string;
}

/**
 * The value of an expression such as `$request.header.x-id`, of text with several in braces, or of text alone.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
 */
export function expressed(expression: string, request: HttpRequest, response?: ResponseValues): string | undefined {
  if (/^\$[a-z]/i.test(expression)) return variable(expression.slice(1), request, response);
  return expression.replace(/\$\{([^{}]+)\}/g, (_, name: string) => variable(name, request, response) ?? "");
}

function variable(name: string, request: HttpRequest, response: ResponseValues | undefined): string | undefined {
  const { incoming, stage, pathParameters } = request;
  const [, source, rest = ""] =
    /^(request\.header|request\.querystring|request\.body|request\.path|response\.header|response\.body|context|stageVariables)(?:\.(.+))?$/.exec(
      name,
    ) ?? [];
  switch (source) {
    case "request.header":
      return present([own(incoming.headers, rest.toLowerCase()) ?? []].flat().join(",") || undefined)[0];
    case "request.querystring":
      return incoming.query.has(rest) ? incoming.query.getAll(rest).join(",") : undefined;
    case "request.body":
      return part(incoming.body.toString("utf8"), rest);
    case "request.path":
      return rest === "" ? incoming.path : own(pathParameters, rest);
    case "response.header":
      return present([own(response?.headers, rest.toLowerCase()) ?? []].flat().join(",") || undefined)[0];
    case "response.body":
      return part(response?.body ?? "", rest);
    case "context":
      return present(memberOf(contextOf(request), rest))[0];
    case "stageVariables":
      return own(stage.StageVariables, rest);
    default:
      return undefined;
  }
}

function part(body: string, path: string): string | undefined {
  return path === "" ? body : present(at(parsedBody(body), `$.${path}`))[0];
}

import type { Caller } from "../../../../auth/caller.ts";
import type { Cloud } from "../../../../cloud.ts";
import { type Incoming, logTime } from "../../../../web/incoming.ts";
import { type EventFacts, iamIdentity } from "../../../../web/payload-v2.ts";
import { extendedId } from "../../requests/context.ts";
import { decode } from "../../requests/router.ts";
import type { Home } from "../../shared/homes.ts";
import type { Api, Route, Stage } from "../records.ts";
import type { ApiGatewayV2State } from "../state.ts";
import type { Deployed } from "./deployed.ts";

/** A request to a stage of an HTTP API that has found its route. */
export interface HttpRequest {
  readonly incoming: Incoming;
  readonly cloud: Cloud;
  readonly state: ApiGatewayV2State;
  readonly home: Home;
  readonly api: Api;
  readonly stage: Stage;
  readonly deployed: Deployed;
  readonly route: Route;
  readonly pathParameters: Readonly<Record<string, string>> | null;
  readonly known: Known;
}

/** What is learned of a request on its way: events and logs show it. */
export interface Known {
  caller?: Caller & { readonly accessKey: string };
  jwt?: { readonly claims: Readonly<Record<string, string>>; readonly scopes: readonly string[] | null };
  /** What a function said that decided on the request. */
  lambda?: Readonly<Record<string, unknown>> | null;
  integration?: { status: number; latency: number; error?: string };
  error?: string;
}

/** The path with the stage, where that has a name, decoded: as HTTP APIs show it, other than REST APIs and function URLs. */
export function rawPath({ incoming, stage }: Pick<HttpRequest, "incoming" | "stage">): string {
  const decoded = incoming.path.split("/").map(decode).join("/");
  return stage.StageName === "$default" ? decoded : `/${stage.StageName}${decoded}`;
}

/** What the event for a function says besides the request. */
export function factsOf(request: HttpRequest): EventFacts {
  const { home, api, stage, route, pathParameters, known } = request;
  const { jwt, lambda, caller } = known;
  const authorizer = jwt
    ? { jwt }
    : lambda !== undefined
      ? { lambda }
      : caller
        ? { iam: iamIdentity(caller, caller.accessKey) }
        : undefined;
  return {
    routeKey: route.RouteKey,
    rawPath: rawPath(request),
    accountId: home.account,
    apiId: api.ApiId,
    stage: stage.StageName,
    authorizer,
    pathParameters,
    stageVariables: stage.StageVariables,
  };
}

/** An event of version 2.0 as HTTP APIs have it: cookies are in a list of their own, and in no header. */
export function withoutCookieHeader(event: Record<string, unknown>): Record<string, unknown> {
  const { cookie: _, ...headers } = event.headers as Record<string, string>;
  return { ...event, headers };
}

/** The ARN of what a request wants to do: `…:API/STAGE/GET/pets/1`. */
export function routeArn({ home, api, stage, incoming }: HttpRequest): string {
  const path = incoming.path.replace(/^\//, "");
  return `arn:aws:execute-api:${home.region}:${home.account}:${api.ApiId}/${stage.StageName}/${incoming.method}/${path}`;
}

/** The ARN that a function's policy lets in: the path is the route's own, with its variables. */
export function sourceArn({ home, api, stage, incoming, route }: HttpRequest): string {
  const [, path] = route.RouteKey.split(" ");
  const rest = path === undefined ? route.RouteKey : `${incoming.method}${path}`;
  return `arn:aws:execute-api:${home.region}:${home.account}:${api.ApiId}/${stage.StageName}/${rest}`;
}

/**
 * The variables that logs and parameter mappings call `$context`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
 */
export function contextOf(request: HttpRequest): Record<string, unknown> {
  const { incoming, home, api, stage, route, known } = request;
  const { integration, caller, jwt, lambda, error } = known;
  return {
    accountId: home.account,
    apiId: api.ApiId,
    authorizer: { ...(jwt && { claims: jwt.claims, scopes: jwt.scopes }), ...(lambda ?? {}) },
    domainName: incoming.host,
    domainPrefix: incoming.host.split(".")[0],
    ...(error !== undefined && {
      error: { message: error, messageString: JSON.stringify(error), responseType: "DEFAULT" },
    }),
    extendedRequestId: extendedId(incoming.requestId),
    httpMethod: incoming.method,
    identity: {
      accountId: caller?.account,
      caller: caller?.userId,
      sourceIp: incoming.sourceIp,
      user: caller?.userId,
      userAgent: incoming.headers["user-agent"],
      userArn: caller?.arn,
    },
    ...(integration && {
      integration,
      integrationErrorMessage: integration.error,
      integrationLatency: String(integration.latency),
      integrationStatus: String(integration.status),
    }),
    path: rawPath(request),
    protocol: incoming.protocol,
    requestId: incoming.requestId,
    requestTime: logTime(incoming.at),
    requestTimeEpoch: incoming.at.getTime(),
    routeKey: route.RouteKey,
    stage: stage.StageName,
  };
}

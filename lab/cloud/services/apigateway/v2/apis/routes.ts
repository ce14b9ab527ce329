import { badRequest, conflict, notFound, notYet } from "../../shared/errors.ts";
import { newId } from "../../shared/ids.ts";
import { checkApiQuota } from "../../shared/quotas.ts";
import type { Route } from "../records.ts";
import type { ApiGatewayV2, V2Context } from "../state.ts";
import { type ApiRecords, apiRecords, forgetResponsesOf, given, openApi, page } from "./record-operations.ts";

export const routes: ApiRecords<Route> = apiRecords((state) => state.routes, "Route");

export const createRoute: ApiGatewayV2["CreateRoute"] = ({ ApiId, ...input }, context) => {
  const route: Route = {
    ApiKeyRequired: false,
    AuthorizationType: "NONE",
    ...input,
    RouteId: newId(7),
    RouteKey: input.RouteKey,
  };
  checkRoute(ApiId, route, context);
  checkApiQuota("Routes", routes.all(context, ApiId).length);
  return routes.put(context, ApiId, route.RouteId, route);
};

export const getRoute: ApiGatewayV2["GetRoute"] = ({ ApiId, RouteId }, context) => routes.open(context, ApiId, RouteId);

export const getRoutes: ApiGatewayV2["GetRoutes"] = (input, context) => page(routes.all(context, input.ApiId), input);

export const updateRoute: ApiGatewayV2["UpdateRoute"] = ({ ApiId, RouteId, ...input }, context) => {
  const route = { ...routes.open(context, ApiId, RouteId), ...given(input) } as Route;
  checkRoute(ApiId, route, context);
  return routes.put(context, ApiId, RouteId, route);
};

export const deleteRoute: ApiGatewayV2["DeleteRoute"] = ({ ApiId, RouteId }, context) => {
  context.cloud.store.write(() => {
    routes.remove(context, ApiId, RouteId);
    forgetResponsesOf(context, ApiId, { RouteId });
  });
  return {};
};

export const deleteRouteRequestParameter: ApiGatewayV2["DeleteRouteRequestParameter"] = (input, context) => {
  const { ApiId, RouteId, RequestParameterKey } = input;
  const route = routes.open(context, ApiId, RouteId);
  const { [RequestParameterKey]: found, ...RequestParameters } = route.RequestParameters ?? {};
  if (!found) throw notFound(`Unable to find the request parameter ${RequestParameterKey}`);
  routes.put(context, ApiId, RouteId, { ...route, RequestParameters });
  return {};
};

const HTTP_KEY = /^(GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS|ANY) (\/\S*)$/;

function checkRoute(api: string, route: Route, context: V2Context): void {
  const { state, account, region } = context;
  const { ProtocolType } = openApi(context, api);
  const { RouteKey, RouteId, Target, AuthorizationType = "NONE", AuthorizerId } = route;
  if (RouteKey === "") throw badRequest("Route key is required");
  // Keys of AWS's own begin so.
  if (ProtocolType === "WEBSOCKET" && /^\$(?!(connect|disconnect|default)$)/.test(RouteKey))
    throw badRequest("The provided route key is not formatted properly");
  if (ProtocolType === "HTTP" && RouteKey !== "$default") {
    const path = HTTP_KEY.exec(RouteKey)?.[2];
    if (path === undefined)
      throw badRequest(
        'The provided route key is not formatted properly for HTTP protocol. Format should be "<HTTP METHOD> /<RESOURCE PATH>" or "$default"',
      );
    checkPath(path);
  }
  if (routes.all(context, api).some((one) => one.RouteKey === RouteKey && one.RouteId !== RouteId))
    throw conflict(`Route with key ${RouteKey} already exists for this API`);
  if (route.ApiKeyRequired) {
    if (ProtocolType === "HTTP") throw badRequest("ApiKeyRequired is not currently supported for HTTP APIs");
    throw notYet("API keys of WebSocket APIs");
  }
  const integration = /^integrations\/(\w+)$/.exec(Target ?? "")?.[1];
  if (Target !== undefined && (!integration || !state.integrations.has(account, region, api, integration)))
    throw notFound(`Unable to find Integration by ID ${integration ?? Target}. Ignoring`);
  if (!["NONE", "AWS_IAM", "CUSTOM", "JWT"].includes(AuthorizationType))
    throw badRequest(`Invalid authorization type specified: ${AuthorizationType}`);
  if (ProtocolType === "WEBSOCKET" && AuthorizationType !== "NONE" && RouteKey !== "$connect")
    throw badRequest("Currently, authorization is restricted to the $connect route only");
  if (AuthorizationType === "CUSTOM" || AuthorizationType === "JWT") {
    const authorizer = AuthorizerId && state.authorizers.get(account, region, api, AuthorizerId);
    const fits = authorizer && (authorizer.AuthorizerType === "JWT") === (AuthorizationType === "JWT");
    if (!fits) {
      const wanted =
        AuthorizationType === "JWT"
          ? "JWT requires a valid JWT authorizer."
          : "CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.";
      throw badRequest(`Invalid authorizer ID specified. Setting the authorization type to ${wanted}`);
    }
  }
}

/** A path's variables stand for whole segments, and a greedy one comes last. */
function checkPath(path: string): void {
  const segments = path.split("/").filter(Boolean);
  const fine = segments.every((segment, i) => {
    if (!/[{}]/.test(segment)) return true;
    const variable = /^\{[\w.:-]+(\+?)\}$/.exec(segment);
    return variable !== null && (variable[1] === "" || i === segments.length - 1);
  });
  if (!fine) throw badRequest(`The provided path is not valid: ${path}`);
}

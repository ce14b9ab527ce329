import { functionOf } from "../../requests/backend-address.ts";
import { badRequest, conflict } from "../../shared/errors.ts";
import { newId } from "../../shared/ids.ts";
import { checkApiQuota } from "../../shared/quotas.ts";
import type { Authorizer } from "../records.ts";
import type { ApiGatewayV2, V2Context } from "../state.ts";
import { type ApiRecords, apiRecords, given, openApi, page } from "./record-operations.ts";
import { routes } from "./routes.ts";

export const authorizers: ApiRecords<Authorizer> = apiRecords((state) => state.authorizers, "Authorizer");

export const createAuthorizer: ApiGatewayV2["CreateAuthorizer"] = ({ ApiId, ...input }, context) => {
  const isHttp = openApi(context, ApiId).ProtocolType === "HTTP";
  const authorizer: Authorizer = { ...input, AuthorizerId: newId(6) };
  checkName(ApiId, authorizer, context);
  checkAuthorizer(authorizer, isHttp);
  checkApiQuota("Authorizers", authorizers.all(context, ApiId).length);
  return authorizers.put(context, ApiId, authorizer.AuthorizerId, authorizer);
};

export const getAuthorizer: ApiGatewayV2["GetAuthorizer"] = ({ ApiId, AuthorizerId }, context) =>
  authorizers.open(context, ApiId, AuthorizerId);

export const getAuthorizers: ApiGatewayV2["GetAuthorizers"] = (input, context) =>
  page(authorizers.all(context, input.ApiId), input);

export const updateAuthorizer: ApiGatewayV2["UpdateAuthorizer"] = ({ ApiId, AuthorizerId, ...input }, context) => {
  const authorizer = { ...authorizers.open(context, ApiId, AuthorizerId), ...given(input) } as Authorizer;
  checkName(ApiId, authorizer, context);
  checkAuthorizer(authorizer, openApi(context, ApiId).ProtocolType === "HTTP");
  context.state.authorizations.flush(`${ApiId}/`);
  return authorizers.put(context, ApiId, AuthorizerId, authorizer);
};

export const deleteAuthorizer: ApiGatewayV2["DeleteAuthorizer"] = ({ ApiId, AuthorizerId }, context) => {
  const { Name } = authorizers.open(context, ApiId, AuthorizerId);
  const using = routes.all(context, ApiId).find((route) => route.AuthorizerId === AuthorizerId);
  if (using) throw conflict(`Cannot delete authorizer '${Name}', is referenced in route: ${using.RouteKey}`);
  authorizers.remove(context, ApiId, AuthorizerId);
  return {};
};

export const resetAuthorizersCache: ApiGatewayV2["ResetAuthorizersCache"] = ({ ApiId, StageName }, context) => {
  openApi(context, ApiId);
  context.state.authorizations.flush(`${ApiId}/${StageName}/`);
  return {};
};

function checkName(api: string, { AuthorizerId, Name }: Authorizer, context: V2Context): void {
  if (!Name) throw badRequest("Authorizer name must be non-empty");
  if (authorizers.all(context, api).some((one) => one.Name === Name && one.AuthorizerId !== AuthorizerId))
    throw conflict(`Authorizer name must be unique. Authorizer ${Name} already exists in this RestApi.`);
}

/** What an authorizer may look at. */
const HTTP_SOURCE = /^\$(request\.(header|querystring)\.\S+|context\.\S+|stageVariables\.\w+)$/;
const SOCKET_SOURCE = /^(route\.request\.(header|querystring)\.\S+|context\.\S+|stageVariables\.\w+)$/;

function checkAuthorizer(authorizer: Authorizer, isHttp: boolean): void {
  const { AuthorizerType, AuthorizerUri, JwtConfiguration, IdentitySource = [] } = authorizer;
  const { AuthorizerPayloadFormatVersion: version, AuthorizerResultTtlInSeconds: ttl = 0 } = authorizer;
  if (ttl < 0 || ttl > 3600) throw badRequest("AuthorizerResultTtlInSeconds must be between 0 and 3600");
  if (AuthorizerType === "JWT") {
    if (!isHttp) throw badRequest("Invalid authorizer type specified. JWT is supported for HTTP APIs only");
    if (!JwtConfiguration?.Issuer || !JwtConfiguration.Audience?.length)
      throw badRequest("JwtConfiguration with an issuer and at least one audience is required for JWT authorizers");
    if (IdentitySource.length !== 1 || !/^\$request\.(header|querystring)\./.test(IdentitySource[0] ?? ""))
      throw badRequest("A JWT authorizer has one identity source, such as $request.header.Authorization");
    return;
  }
  if (AuthorizerType !== "REQUEST")
    throw badRequest("Invalid authorizer type specified. Must be one of [REQUEST, JWT]");
  if (!functionOf(AuthorizerUri))
    throw badRequest("AuthorizerUri should be a valid API Gateway ARN that represents a Lambda function invocation");
  if (isHttp && version !== "1.0" && version !== "2.0")
    throw badRequest("AuthorizerPayloadFormatVersion is a required parameter for REQUEST authorizer");
  const wrong = IdentitySource.find((source) => !(isHttp ? HTTP_SOURCE : SOCKET_SOURCE).test(source));
  if (wrong !== undefined) throw badRequest(`Invalid mapping expression specified: ${wrong}`);
  if (ttl > 0 && IdentitySource.length === 0)
    throw badRequest("Identity source must be set if authorizer caching is enabled (TTL is greater than 0)");
  if (authorizer.EnableSimpleResponses && version !== "2.0")
    throw badRequest("EnableSimpleResponses is supported for payload format version 2.0 only");
}

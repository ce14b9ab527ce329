import { EXTENSION } from "../../shared/document.ts";
import { lowered } from "../../shared/member-names.ts";
import type { Authorizer, Integration, Route, Snapshot } from "../records.ts";

interface ExportOptions {
  readonly extensions: boolean;
  readonly stage: string | undefined;
  readonly endpoint: string;
}

/** An HTTP API as an OpenAPI document. */
export function exported(snapshot: Snapshot, { extensions, stage, endpoint }: ExportOptions): object {
  const { api, routes, authorizers } = snapshot;
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const [method = "", path = "/$default"] = route.RouteKey === "$default" ? ["ANY"] : route.RouteKey.split(" ");
    const name = method === "ANY" ? `${EXTENSION}any-method` : method.toLowerCase();
    paths[path] = { ...paths[path], [name]: operation(route, path, snapshot, extensions) };
  }
  const schemes = authorizers.map((one) => [one.Name ?? "", scheme(one, extensions)]);
  const base = stage === undefined || stage === "$default" ? "" : `/${stage}`;
  return {
    openapi: "3.0.1",
    info: {
      title: api.Name,
      ...(api.Description && { description: api.Description }),
      version: api.Version ?? api.CreatedDate?.toISOString() ?? "",
    },
    servers: [{ url: `${endpoint}/_aws/execute-api/${api.ApiId}${base}` }],
    paths,
    ...(schemes.length > 0 && { components: { securitySchemes: Object.fromEntries(schemes) } }),
    ...(extensions && api.CorsConfiguration && { [`${EXTENSION}cors`]: lowered(api.CorsConfiguration) }),
    ...(extensions && { [`${EXTENSION}importexport-version`]: "1.0" }),
  };
}

function operation(route: Route, path: string, { integrations, authorizers }: Snapshot, extensions: boolean): object {
  const names = [...path.matchAll(/\{([\w.:-]+)\+?\}/g)].map(([, name]) => name);
  const parameters = names.map((name) => ({ name, in: "path", required: true, schema: { type: "string" } }));
  const authorizer = authorizers.find(({ AuthorizerId }) => AuthorizerId === route.AuthorizerId);
  const integration = integrations.find(({ IntegrationId }) => route.Target === `integrations/${IntegrationId}`);
  return {
    ...(route.OperationName && { operationId: route.OperationName }),
    ...(parameters.length > 0 && { parameters }),
    responses: { default: { description: `Default response for ${route.RouteKey}` } },
    ...(authorizer && { security: [{ [authorizer.Name ?? ""]: route.AuthorizationScopes ?? [] }] }),
    ...(path === "/$default" && { isDefaultRoute: true }),
    ...(extensions && integration && { [`${EXTENSION}integration`]: integrationNode(integration) }),
  };
}

function integrationNode(integration: Integration): object {
  const {
    IntegrationType,
    IntegrationUri,
    IntegrationMethod,
    CredentialsArn,
    PayloadFormatVersion,
    TimeoutInMillis,
    ConnectionType,
  } = integration;
  const { RequestParameters, ResponseParameters } = integration;
  return {
    type: IntegrationType.toLowerCase(),
    ...(IntegrationMethod && { httpMethod: IntegrationMethod }),
    ...(IntegrationUri && { uri: IntegrationUri }),
    ...(CredentialsArn && { credentials: CredentialsArn }),
    ...(RequestParameters && { requestParameters: RequestParameters }),
    ...(ResponseParameters && { responseParameters: ResponseParameters }),
    connectionType: ConnectionType ?? "INTERNET",
    payloadFormatVersion: PayloadFormatVersion,
    timeoutInMillis: TimeoutInMillis,
  };
}

function scheme(authorizer: Authorizer, extensions: boolean): object {
  const {
    Name: _,
    AuthorizerId: __,
    AuthorizerType,
    JwtConfiguration,
    IdentitySource = [],
    AuthorizerCredentialsArn,
    ...others
  } = authorizer;
  const isJwt = AuthorizerType === "JWT";
  const node = {
    ...lowered(others),
    type: AuthorizerType?.toLowerCase(),
    identitySource: IdentitySource.join(","),
    ...(JwtConfiguration && { jwtConfiguration: lowered(JwtConfiguration) }),
    ...(AuthorizerCredentialsArn && { authorizerCredentials: AuthorizerCredentialsArn }),
  };
  return {
    ...(isJwt ? { type: "oauth2" } : { type: "apiKey", name: "Authorization", in: "header" }),
    ...(extensions && { [`${EXTENSION}authorizer`]: node }),
  };
}

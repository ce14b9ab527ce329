import type { CreateIntegrationCommandInput } from "@aws-sdk/client-apigatewayv2";
import { prefixOf } from "../../rest/definitions/reader.ts";
import { type Node, nodeOf, readDocument } from "../../shared/document.ts";
import { badRequest } from "../../shared/errors.ts";
import { checkPassedRoles } from "../../shared/pass-roles.ts";
import { addApi, shownApi, updateApi } from "../apis/apis.ts";
import { authorizers, createAuthorizer } from "../apis/authorizers.ts";
import { createIntegration, integrations } from "../apis/integrations.ts";
import { openApi } from "../apis/record-operations.ts";
import { createRoute, routes } from "../apis/routes.ts";
import type { ApiGatewayV2, V2Context } from "../state.ts";
import { exported } from "./export.ts";
import { capital, type HttpDefinition, readHttpDefinition } from "./reader.ts";

export const importApi: ApiGatewayV2["ImportApi"] = async (input, context) => {
  const definition = await definitionOf(input.Body, input.Basepath);
  checkPassedRoles(rolesOf(definition), `arn:aws:apigateway:${context.region}::/apis`, input, context);
  return context.cloud.store.write(() => {
    const { ApiId } = addApi({ Name: definition.name, ProtocolType: "HTTP" }, context);
    define(ApiId, definition, context);
    return shownApi(openApi(context, ApiId), context);
  });
};

/** Makes an API what a document says, instead of what it was. */
export const reimportApi: ApiGatewayV2["ReimportApi"] = async (input, context) => {
  const { ApiId, Body, Basepath } = input;
  if (openApi(context, ApiId).ProtocolType !== "HTTP") throw badRequest("Only HTTP APIs can be imported");
  const definition = await definitionOf(Body, Basepath);
  checkPassedRoles(rolesOf(definition), `arn:aws:apigateway:${context.region}::/apis/${ApiId}`, input, context);
  return context.cloud.store.write(() => {
    for (const { RouteId } of routes.all(context, ApiId)) routes.remove(context, ApiId, RouteId);
    for (const { IntegrationId } of integrations.all(context, ApiId))
      integrations.remove(context, ApiId, IntegrationId);
    for (const { AuthorizerId } of authorizers.all(context, ApiId)) authorizers.remove(context, ApiId, AuthorizerId);
    define(ApiId, definition, context);
    return shownApi(openApi(context, ApiId), context);
  });
};

async function definitionOf(body: string, basePath = "ignore"): Promise<HttpDefinition> {
  const document = await readDocument(body);
  return readHttpDefinition(document, prefixOf(document, basePath));
}

/** What a document names as credentials. */
function rolesOf({ integrations, authorizers }: HttpDefinition): unknown[] {
  return [
    ...[...integrations.values()].map(({ credentials }) => credentials),
    ...[...authorizers.values()].map(({ authorizerCredentials }) => authorizerCredentials),
  ];
}

/** What an operation answers at once: these wait for nothing. */
const now = <T>(answer: T | Promise<T>): T => answer as T;

/** Only inside `store.write`, so that a document that can't be leaves everything as it was. */
function define(ApiId: string, definition: HttpDefinition, context: V2Context): void {
  const { name, description, version, cors } = definition;
  updateApi({ ApiId, Name: name, Description: description, Version: version, CorsConfiguration: cors }, context);
  const ids = new Map<string, string>();
  for (const [key, node] of definition.authorizers) {
    const { AuthorizerId = "" } = now(createAuthorizer({ ApiId, ...authorizerInput(key, node) }, context));
    ids.set(`authorizer ${key}`, AuthorizerId);
  }
  for (const [key, node] of definition.integrations) {
    const { IntegrationId = "" } = now(createIntegration({ ApiId, ...integrationInput(node) }, context));
    ids.set(`integration ${key}`, IntegrationId);
  }
  for (const { key, operationName, integration, authorization } of definition.routes) {
    const target = integration === undefined ? undefined : ids.get(`integration ${integration}`);
    createRoute(
      {
        ApiId,
        RouteKey: key,
        OperationName: operationName,
        AuthorizationType: authorization.type,
        AuthorizerId: authorization.authorizer && ids.get(`authorizer ${authorization.authorizer}`),
        ...(authorization.scopes?.length && { AuthorizationScopes: authorization.scopes }),
        ...(target && { Target: `integrations/${target}` }),
      },
      context,
    );
  }
}

function integrationInput(node: Node): Omit<CreateIntegrationCommandInput, "ApiId"> & { IntegrationType: "AWS_PROXY" } {
  const {
    type,
    uri,
    httpMethod,
    credentials,
    payloadFormatVersion,
    timeoutInMillis,
    requestParameters,
    responseParameters,
    connectionType,
    subtype,
  } = node;
  return {
    IntegrationType: String(type ?? "").toUpperCase() as "AWS_PROXY",
    IntegrationUri: uri === undefined ? undefined : String(uri),
    IntegrationMethod:
      httpMethod === undefined
        ? undefined
        : String(httpMethod) === "x-amazon-apigateway-any-method"
          ? "ANY"
          : String(httpMethod).toUpperCase(),
    IntegrationSubtype: subtype === undefined ? undefined : String(subtype),
    CredentialsArn: credentials === undefined ? undefined : String(credentials),
    PayloadFormatVersion: String(payloadFormatVersion ?? "1.0"),
    TimeoutInMillis: timeoutInMillis === undefined ? undefined : Number(timeoutInMillis),
    ConnectionType: connectionType as "INTERNET" | undefined,
    RequestParameters: requestParameters === undefined ? undefined : textsOf(requestParameters),
    ResponseParameters:
      responseParameters === undefined
        ? undefined
        : Object.fromEntries(Object.entries(nodeOf(responseParameters)).map(([status, one]) => [status, textsOf(one)])),
  };
}

/** A map of texts, whatever a document has there. */
function textsOf(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(nodeOf(value)).map(([name, one]) => [name, String(one)]));
}

function authorizerInput(Name: string, node: Node) {
  const { type, identitySource, jwtConfiguration, ...others } = node;
  const { issuer, audience } = nodeOf(jwtConfiguration);
  const source = Array.isArray(identitySource)
    ? identitySource.map(String)
    : String(identitySource ?? "")
        .split(",")
        .map((one) => one.trim())
        .filter(Boolean);
  const settings = Object.fromEntries(Object.entries(others).map(([name, value]) => [capital(name), value]));
  // Documents name these two otherwise than the API does.
  const { EnableSimpleResponses, AuthorizerCredentials, ...rest } = settings as Record<string, unknown>;
  return {
    ...(rest as object),
    Name,
    AuthorizerType: String(type).toUpperCase() as "JWT" | "REQUEST",
    IdentitySource: source.length > 0 ? source : ["$request.header.Authorization"],
    ...(EnableSimpleResponses !== undefined && { EnableSimpleResponses: Boolean(EnableSimpleResponses) }),
    ...(AuthorizerCredentials !== undefined && { AuthorizerCredentialsArn: String(AuthorizerCredentials) }),
    ...(type === "jwt" && {
      JwtConfiguration: { Issuer: String(issuer), Audience: [audience ?? []].flat().map(String) },
    }),
  };
}

export const exportApi: ApiGatewayV2["ExportApi"] = async (input, context) => {
  const { ApiId, OutputType, Specification, StageName, IncludeExtensions = true } = input;
  const { state, account, region } = context;
  const api = openApi(context, ApiId);
  if (Specification !== "OAS30") throw badRequest("Only OAS30 is supported as a specification");
  if (api.ProtocolType !== "HTTP") throw badRequest("Only HTTP APIs can be exported");
  const stage = StageName === undefined ? undefined : state.stages.get(account, region, ApiId, StageName);
  if (StageName !== undefined && !stage) throw badRequest("Invalid stage identifier specified");
  const deployment = stage && state.deployments.get(account, region, ApiId, stage.DeploymentId ?? "");
  const snapshot = deployment?.snapshot ?? state.snapshot({ account, region }, ApiId);
  if (!snapshot) throw badRequest("The API can't be exported");
  const document = exported(snapshot, {
    extensions: IncludeExtensions,
    stage: StageName,
    endpoint: context.cloud.endpoint,
  });
  const text =
    OutputType === "JSON" ? JSON.stringify(document, undefined, 2) : (await import("yaml")).stringify(document);
  return { body: Buffer.from(text) };
};

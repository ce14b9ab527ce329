import { own } from "../../../../own.ts";
import {
  basePathOf,
  type Document,
  EXTENSION,
  type Node,
  nodeOf,
  type Operation,
  operationsOf,
  resolved,
} from "../../shared/document.ts";
import { badRequest } from "../../shared/errors.ts";
import { type DocumentedPart, partsOf } from "../parts/documentation.ts";
import type { Api, Authorizer, GatewayResponse, Integration, Method, Model, RequestValidator } from "../records.ts";
import { Schemas } from "./schemas.ts";

/** What a document says of a REST API. What refers to an authorizer or a validator names it. */
export interface Definition {
  readonly api: Partial<Api>;
  readonly methods: readonly { readonly path: string; readonly method: Method }[];
  readonly models: readonly Model[];
  readonly authorizers: readonly Authorizer[];
  readonly validators: readonly RequestValidator[];
  readonly gatewayResponses: readonly GatewayResponse[];
  readonly documentation: readonly DocumentedPart[];
}

/** How a base path is taken: left away, or put before all paths, whole or without its first part. */
export type BasePath = "ignore" | "prepend" | "split";

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html */
export function readDefinition(document: Document, basePath: BasePath = "ignore"): Definition {
  const { root, isSwagger } = document;
  const info = nodeOf(root.info);
  const schemas = nodeOf(isSwagger ? root.definitions : nodeOf(root.components).schemas);
  const models = new Schemas(root, schemas);
  const securities = nodeOf(isSwagger ? root.securityDefinitions : nodeOf(root.components).securitySchemes);
  const prefix = prefixOf(document, basePath);
  const methods = operationsOf(document).map((operation) => ({
    path: `${prefix}${operation.path}`.replace(/(.)\/$/, "$1"),
    method: methodOf(operation, document, securities, models),
  }));
  return {
    api: {
      name: String(info.title ?? "unnamed"),
      description: text(info.description),
      version: text(info.version),
      ...settingsOf(root),
    },
    methods,
    models: models.models,
    documentation: partsOf(document),
    authorizers: Object.entries(securities).flatMap(([name, node]) => authorizerOf(name, nodeOf(node)) ?? []),
    validators: Object.entries(nodeOf(root[`${EXTENSION}request-validators`])).map(([name, value]) => {
      const { validateRequestBody = false, validateRequestParameters = false } = nodeOf(value);
      return {
        name,
        validateRequestBody: Boolean(validateRequestBody),
        validateRequestParameters: Boolean(validateRequestParameters),
      };
    }),
    gatewayResponses: Object.entries(nodeOf(root[`${EXTENSION}gateway-responses`])).map(([responseType, value]) => {
      const { statusCode } = nodeOf(value);
      const { responseParameters = {}, responseTemplates = {} } = mapsOf(nodeOf(value), [
        "responseParameters",
        "responseTemplates",
      ]);
      const status = statusCode === undefined || statusCode === null ? {} : { statusCode: String(statusCode) };
      return {
        responseType,
        ...status,
        responseParameters,
        responseTemplates,
        defaultResponse: false,
      } as GatewayResponse;
    }),
  };
}

function settingsOf(root: Node): Partial<Api> {
  const policy = root[`${EXTENSION}policy`];
  const endpoint = root[`${EXTENSION}endpoint-configuration`] as Node | undefined;
  const types = root["x-amazon-apigateway-binary-media-types"];
  const { disableExecuteApiEndpoint } = endpoint ?? {};
  return {
    ...(types !== undefined && { binaryMediaTypes: types as string[] }),
    ...(root[`${EXTENSION}api-key-source`] !== undefined && {
      apiKeySource: root[`${EXTENSION}api-key-source`] as "HEADER",
    }),
    ...(root[`${EXTENSION}minimum-compression-size`] !== undefined && {
      minimumCompressionSize: Number(root[`${EXTENSION}minimum-compression-size`]),
    }),
    ...(policy !== undefined && { policy: JSON.stringify(policy) }),
    ...(disableExecuteApiEndpoint !== undefined && { disableExecuteApiEndpoint: Boolean(disableExecuteApiEndpoint) }),
  };
}

/** What a base path puts before all paths. */
export function prefixOf(document: Document, basePath: string): string {
  const base = basePathOf(document).replace(/\/$/, "");
  if (basePath === "prepend") return base;
  return basePath === "split" ? base.replace(/^\/[^/]+/, "") : "";
}

function authorizerOf(name: string, node: Node): Authorizer | undefined {
  const said = node[`${EXTENSION}authorizer`];
  if (said === undefined) return undefined;
  const {
    type,
    authorizerUri,
    authorizerCredentials,
    identitySource,
    identityValidationExpression,
    authorizerResultTtlInSeconds,
    providerARNs,
  } = nodeOf(said);
  const header = text(node.name) ?? "Authorization";
  return {
    name,
    type: String(type).toUpperCase() as "TOKEN",
    authType: text(node[`${EXTENSION}authtype`]) ?? "custom",
    authorizerUri: text(authorizerUri),
    authorizerCredentials: text(authorizerCredentials),
    identitySource: text(identitySource) ?? (type === "token" ? `method.request.header.${header}` : undefined),
    identityValidationExpression: text(identityValidationExpression),
    ...(authorizerResultTtlInSeconds !== undefined && {
      authorizerResultTtlInSeconds: Number(authorizerResultTtlInSeconds),
    }),
    ...(providerARNs !== undefined && { providerARNs: providerARNs as string[] }),
  };
}

const LOCATIONS: Readonly<Record<string, string>> = { query: "querystring", path: "path", header: "header" };

function methodOf(operation: Operation, document: Document, securities: Node, models: Schemas): Method {
  const { node, parameters, httpMethod } = operation;
  const { root } = document;
  const requestParameters = Object.fromEntries(
    parameters
      .filter(({ in: location }) => own(LOCATIONS, String(location)))
      .map(({ in: location, name, required }) => [
        `method.request.${own(LOCATIONS, String(location))}.${name}`,
        required === true,
      ]),
  );
  const validator = text(node[`${EXTENSION}request-validator`]) ?? text(root[`${EXTENSION}request-validator`]);
  const integration = node[`${EXTENSION}integration`];
  const requestModels = bodyModels(operation, document, models);
  return {
    httpMethod,
    ...securityOf(node.security ?? root.security, securities),
    operationName: text(node.operationId),
    ...(validator !== undefined && { requestValidatorId: validator }),
    ...(Object.keys(requestParameters).length > 0 && { requestParameters }),
    ...(Object.keys(requestModels).length > 0 && { requestModels }),
    ...present("methodResponses", responsesOf(node, document, models)),
    ...(integration !== undefined && { methodIntegration: integrationOf(resolved(integration, root), httpMethod) }),
  };
}

/** The authorization that a list of requirements asks for: the first one counts, and a key comes beside it. */
function securityOf(requirements: unknown, securities: Node): Partial<Method> {
  const names = [requirements ?? []].flat().flatMap((one) => Object.entries(nodeOf(one)));
  let method: Partial<Method> = { authorizationType: "NONE", apiKeyRequired: false };
  for (const [name, scopes] of names) {
    const scheme = nodeOf(own(securities, name));
    const authorizer = scheme[`${EXTENSION}authorizer`];
    if (authorizer !== undefined) {
      const isPool = nodeOf(authorizer).type === "cognito_user_pools";
      method = {
        ...method,
        authorizationType: isPool ? "COGNITO_USER_POOLS" : "CUSTOM",
        authorizerId: name,
        ...(Array.isArray(scopes) && scopes.length > 0 && { authorizationScopes: scopes as string[] }),
      };
    } else if (/^awsSigv4$/i.test(String(scheme[`${EXTENSION}authtype`]))) {
      method = { ...method, authorizationType: "AWS_IAM" };
    } else if (scheme.type === "apiKey" && String(scheme.name).toLowerCase() === "x-api-key") {
      method = { ...method, apiKeyRequired: true };
    }
  }
  return method;
}

/** The models of a body, by media type. A schema that is written in place becomes a model. */
function bodyModels(
  { node, parameters, path, httpMethod }: Operation,
  document: Document,
  models: Schemas,
): Record<string, string> {
  const { root, isSwagger } = document;
  const name = `${httpMethod}${path}Request`;
  if (isSwagger) {
    const schema = parameters.find(({ in: location }) => location === "body")?.schema;
    const types = [node.consumes ?? root.consumes ?? ["application/json"]].flat();
    return schema === undefined ? {} : Object.fromEntries(types.map((type) => [type, models.nameOf(schema, name)]));
  }
  return contentModels(resolved(node.requestBody, root).content, name, models);
}

function contentModels(content: unknown, name: string, models: Schemas): Record<string, string> {
  return Object.fromEntries(
    Object.entries(nodeOf(content)).flatMap(([type, media]) => {
      const { schema } = nodeOf(media);
      return schema === undefined ? [] : [[type, models.nameOf(schema, name)]];
    }),
  );
}

function responsesOf(node: Node, document: Document, schemas: Schemas): NonNullable<Method["methodResponses"]> {
  const { root, isSwagger } = document;
  const responses = Object.entries(nodeOf(node.responses)).filter(([status]) => /^\d{3}$/.test(status));
  return Object.fromEntries(
    responses.map(([statusCode, value]) => {
      const response = resolved(value, root);
      const headers = Object.keys(nodeOf(response.headers)).map((name) => [`method.response.header.${name}`, false]);
      const name = `Response${statusCode}${text(node.operationId) ?? ""}`;
      const models = isSwagger
        ? response.schema === undefined
          ? {}
          : { "application/json": schemas.nameOf(response.schema, name) }
        : contentModels(response.content, name, schemas);
      return [
        statusCode,
        {
          statusCode,
          ...(headers.length > 0 && { responseParameters: Object.fromEntries(headers) }),
          ...(Object.keys(models).length > 0 && { responseModels: models }),
        },
      ];
    }),
  );
}

const TYPES = ["AWS", "AWS_PROXY", "HTTP", "HTTP_PROXY", "MOCK"];

function integrationOf(node: Node, httpMethod: string): Integration {
  const type = String(node.type ?? "").toUpperCase();
  if (!TYPES.includes(type))
    throw badRequest(`Invalid OpenAPI input: the integration type ${node.type} of ${httpMethod} is not known`);
  const { responses, httpMethod: backendMethod, timeoutInMillis, cacheKeyParameters, ...others } = node;
  return {
    ...others,
    ...textsOf(node, ["uri", "credentials", "connectionId", "cacheNamespace"]),
    ...mapsOf(node, ["requestParameters", "requestTemplates"]),
    ...(cacheKeyParameters !== undefined && { cacheKeyParameters: [cacheKeyParameters].flat().map(String) }),
    type: type as "AWS",
    ...(backendMethod !== undefined && { httpMethod: methodName(String(backendMethod)) }),
    ...upper(node, ["passthroughBehavior", "connectionType", "contentHandling", "responseTransferMode"]),
    ...(timeoutInMillis !== undefined && { timeoutInMillis: Number(timeoutInMillis) }),
    ...present(
      "integrationResponses",
      Object.fromEntries(
        Object.entries(nodeOf(responses)).map(([pattern, value]) => {
          const { statusCode, ...response } = nodeOf(value);
          const selectionPattern = pattern === "default" ? {} : { selectionPattern: pattern };
          const maps = mapsOf(response, ["responseParameters", "responseTemplates"]);
          return [String(statusCode), { ...response, ...maps, statusCode: String(statusCode), ...selectionPattern }];
        }),
      ),
    ),
  };
}

/** Members that are texts, whatever a document has there. */
function textsOf(node: Node, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (node[name] ? [[name, String(node[name])]] : [])));
}

/** Members that are maps of texts: what is none is written as JSON. */
function mapsOf(node: Node, names: readonly string[]): Record<string, Record<string, string>> {
  const written = (value: unknown) => (typeof value === "string" ? value : (JSON.stringify(value) ?? ""));
  const map = (value: unknown) =>
    Object.fromEntries(Object.entries(nodeOf(value)).map(([name, one]) => [name, written(one)]));
  return Object.fromEntries(names.flatMap((name) => (node[name] ? [[name, map(node[name])]] : [])));
}

/** A member, unless its map is empty. */
function present<T extends object>(name: string, map: T): Record<string, T> {
  return Object.keys(map).length > 0 ? { [name]: map } : {};
}

/** Members that documents may write in small letters. */
function upper(node: Node, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (node[name] ? [[name, String(node[name]).toUpperCase()]] : [])));
}

function methodName(name: string): string {
  return name === "x-amazon-apigateway-any-method" ? "ANY" : name.toUpperCase();
}

function text(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : String(value);
}

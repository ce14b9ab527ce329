import { EXTENSION } from "../../shared/document.ts";
import { LONGEST_WAIT } from "../apis/integrations.ts";
import type { Authorizer, DeployedApi, Integration, Method } from "../records.ts";
import { localized } from "./schemas.ts";

/** What an exported document holds. */
export interface ExportOptions {
  readonly isSwagger: boolean;
  readonly stageName: string;
  readonly host: string;
  /** The extensions of integrations, of authorizers, and all others. */
  readonly integrations: boolean;
  readonly authorizers: boolean;
  readonly apiGateway: boolean;
}

/** A deployment as an OpenAPI document, 2.0 or 3.0. https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-export-api.html */
export function exported(deployment: DeployedApi, options: ExportOptions): object {
  const { isSwagger, stageName, host, apiGateway } = options;
  const { api, resources, models, validators, gatewayResponses } = deployment;
  const server = `http://${host}/_aws/execute-api/${api.id}`;
  const places = isSwagger ? "#/definitions/" : "#/components/schemas/";
  const schemas = Object.fromEntries(models.map(({ name = "", schema }) => [name, localized(schema, places)]));
  const security = securitySchemes(deployment, options);
  const own = apiGateway && {
    ...(api.policy && { [`${EXTENSION}policy`]: JSON.parse(api.policy) }),
    ...(api.binaryMediaTypes && { [`${EXTENSION}binary-media-types`]: api.binaryMediaTypes }),
    ...(validators.length > 0 && {
      [`${EXTENSION}request-validators`]: Object.fromEntries(
        validators.map(({ id: _, name = "", ...one }) => [name, one]),
      ),
    }),
    ...(gatewayResponses.length > 0 && {
      [`${EXTENSION}gateway-responses`]: Object.fromEntries(
        gatewayResponses.map(({ responseType = "", defaultResponse: _, ...one }) => [responseType, one]),
      ),
    }),
  };
  const paths = Object.fromEntries(
    resources
      .filter(({ methods }) => Object.keys(methods).length > 0)
      .map(({ path, methods }) => [
        path,
        Object.fromEntries(Object.values(methods).map((one) => operation(one, deployment, options))),
      ]),
  );
  const info = {
    title: api.name,
    ...(api.description && { description: api.description }),
    version: versionOf(deployment),
  };
  if (isSwagger) {
    return {
      swagger: "2.0",
      info,
      host: `${host}`,
      basePath: `/_aws/execute-api/${api.id}/${stageName}`,
      schemes: ["http"],
      paths,
      ...(Object.keys(security).length > 0 && { securityDefinitions: security }),
      ...(models.length > 0 && { definitions: schemas }),
      ...own,
    };
  }
  return {
    openapi: "3.0.1",
    info,
    servers: [{ url: `${server}/{basePath}`, variables: { basePath: { default: stageName } } }],
    paths,
    components: {
      ...(models.length > 0 && { schemas }),
      ...(Object.keys(security).length > 0 && { securitySchemes: security }),
    },
    ...own,
  };
}

/** The version of an exported document, and of its file: the API's own, or else the moment of the deployment. */
export function versionOf({ api, created }: DeployedApi): string {
  return api.version ?? new Date(created).toISOString().replace(/\.\d+Z$/, "Z");
}

const KEY_SCHEME = "api_key";
const IAM_SCHEME = "sigv4";

function securitySchemes({ authorizers, resources }: DeployedApi, options: ExportOptions): Record<string, object> {
  const methods = resources.flatMap((resource) => Object.values(resource.methods));
  const header = { type: "apiKey", in: "header" };
  return {
    ...(methods.some(({ apiKeyRequired }) => apiKeyRequired) && { [KEY_SCHEME]: { ...header, name: "x-api-key" } }),
    ...(methods.some(({ authorizationType }) => authorizationType === "AWS_IAM") && {
      [IAM_SCHEME]: { ...header, name: "Authorization", [`${EXTENSION}authtype`]: "awsSigv4" },
    }),
    ...Object.fromEntries(authorizers.map((one) => [one.name ?? "", authorizerScheme(one, options)])),
  };
}

function authorizerScheme({ id: _, name: __, type, authType, ...others }: Authorizer, options: ExportOptions): object {
  const source = /^method\.request\.header\.(.+)$/.exec(others.identitySource ?? "")?.[1];
  return {
    type: "apiKey",
    name: type === "TOKEN" ? (source ?? "Authorization") : "Unused",
    in: "header",
    [`${EXTENSION}authtype`]: authType ?? "custom",
    ...(options.authorizers && { [`${EXTENSION}authorizer`]: { ...others, type: type?.toLowerCase() } }),
  };
}

const PLACES: Readonly<Record<string, string>> = { querystring: "query", path: "path", header: "header" };

function operation(method: Method, deployment: DeployedApi, options: ExportOptions): [string, object] {
  const {
    httpMethod = "",
    requestParameters = {},
    requestModels = {},
    methodResponses = {},
    methodIntegration,
  } = method;
  const { isSwagger } = options;
  const schema = (model: string) => ({ $ref: isSwagger ? `#/definitions/${model}` : `#/components/schemas/${model}` });
  const content = (models: Record<string, string>) =>
    Object.fromEntries(Object.entries(models).map(([type, model]) => [type, { schema: schema(model) }]));
  const parameters = Object.entries(requestParameters).flatMap(([source, required]) => {
    const [, place = "", name = ""] = /^method\.request\.(\w+)\.(.+)$/.exec(source) ?? [];
    const type = isSwagger ? { type: "string" } : { schema: { type: "string" } };
    const must = required || place === "path";
    // OpenAPI 3 says only what is required.
    return PLACES[place] ? [{ name, in: PLACES[place], ...((must || isSwagger) && { required: must }), ...type }] : [];
  });
  const body = Object.values(requestModels)[0];
  const responses = Object.entries(methodResponses).map(
    ([status, { responseModels = {}, responseParameters = {} }]) => {
      const headers = Object.fromEntries(
        Object.keys(responseParameters).map((name) => [
          name.replace("method.response.header.", ""),
          isSwagger ? { type: "string" } : { schema: { type: "string" } },
        ]),
      );
      const model = Object.values(responseModels)[0];
      return [
        status,
        {
          description: `${status} response`,
          ...(Object.keys(headers).length > 0 && { headers }),
          ...(isSwagger ? model && { schema: schema(model) } : { content: content(responseModels) }),
        },
      ];
    },
  );
  const validator = deployment.validators.find(({ id }) => id === method.requestValidatorId);
  const security = securityOf(method, deployment);
  const name = httpMethod === "ANY" ? "x-amazon-apigateway-any-method" : httpMethod.toLowerCase();
  return [
    name,
    {
      ...(method.operationName && { operationId: method.operationName }),
      ...(isSwagger && mediaTypes(method)),
      ...((parameters.length > 0 || (isSwagger && body)) && {
        parameters: [
          ...parameters,
          ...(isSwagger && body ? [{ in: "body", name: body, required: true, schema: schema(body) }] : []),
        ],
      }),
      ...(!isSwagger && body && { requestBody: { content: content(requestModels), required: true } }),
      responses: Object.fromEntries(responses),
      ...(security.length > 0 && { security }),
      ...(options.apiGateway && validator && { [`${EXTENSION}request-validator`]: validator.name }),
      ...(options.integrations &&
        methodIntegration && { [`${EXTENSION}integration`]: integrationOf(methodIntegration) }),
    },
  ];
}

/** What a method takes and gives, as Swagger says it: by its models, or else by the templates of its integration. */
function mediaTypes({ requestModels = {}, methodResponses = {}, methodIntegration = {} }: Method): object {
  const { requestTemplates = {}, integrationResponses = {} } = methodIntegration;
  const types = (...maps: object[]) => [...new Set(maps.flatMap((map) => Object.keys(map)))];
  const [taken, given] = [
    types(requestModels),
    types(...Object.values(methodResponses).map((one) => one.responseModels ?? {})),
  ];
  const consumes = taken.length > 0 ? taken : types(requestTemplates);
  const templates = Object.values(integrationResponses).map((one) => one.responseTemplates ?? {});
  const produces = given.length > 0 ? given : types(...templates);
  return { ...(consumes.length > 0 && { consumes }), ...(produces.length > 0 && { produces }) };
}

function securityOf(
  { authorizationType, authorizerId, authorizationScopes = [], apiKeyRequired }: Method,
  { authorizers }: DeployedApi,
): object[] {
  const authorizer = authorizers.find(({ id }) => id === authorizerId)?.name;
  return [
    ...(authorizationType === "AWS_IAM" ? [{ [IAM_SCHEME]: [] }] : []),
    ...(authorizer === undefined ? [] : [{ [authorizer]: authorizationScopes }]),
    ...(apiKeyRequired ? [{ [KEY_SCHEME]: [] }] : []),
  ];
}

function integrationOf({
  type,
  integrationResponses = {},
  cacheNamespace: _,
  cacheKeyParameters: __,
  timeoutInMillis,
  connectionType,
  ...others
}: Integration): object {
  const responses = Object.values(integrationResponses).map(({ selectionPattern, ...response }) => [
    selectionPattern || "default",
    response,
  ]);
  return {
    ...others,
    type: type?.toLowerCase(),
    // What every integration has by itself is left out.
    ...(timeoutInMillis !== LONGEST_WAIT && { timeoutInMillis }),
    ...(connectionType !== "INTERNET" && connectionType && { connectionType }),
    ...(others.passthroughBehavior && { passthroughBehavior: others.passthroughBehavior.toLowerCase() }),
    ...(responses.length > 0 && { responses: Object.fromEntries(responses) }),
  };
}

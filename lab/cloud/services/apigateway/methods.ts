import { badRequest, conflict, notFound, notYet } from "./errors.ts";
import { type Patchable, patched } from "./patch.ts";
import { changeResource, openResource } from "./resources-tree.ts";
import type {
  ApiGateway,
  ApiGatewayContext,
  Integration,
  IntegrationResponse,
  Method,
  MethodResponse,
} from "./state.ts";

const HTTP_METHODS = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "ANY"];
/** Milliseconds: what an integration waits for its backend, at the most and unless told. */
const LONGEST_WAIT = 29_000;

export const putMethod: ApiGateway["PutMethod"] = ({ restApiId, resourceId, ...input }, context) => {
  const { httpMethod, authorizationType } = input;
  if (!HTTP_METHODS.includes(httpMethod))
    throw badRequest(`Invalid HTTP method specified. Must be one of ${HTTP_METHODS.join(",")}`);
  if (authorizationType !== "NONE") throw notYet(`the authorization type ${authorizationType}`);
  if (input.apiKeyRequired) throw notYet("API keys");
  if (input.requestValidatorId) throw notYet("request validators");
  const method: Method = { ...input, apiKeyRequired: false };
  changeResource(restApiId, resourceId, context, (resource) => {
    if (resource.methods[httpMethod]) throw conflict("Method already exists for this resource");
    return { ...resource, methods: { ...resource.methods, [httpMethod]: method } };
  });
  return method;
};

export const getMethod: ApiGateway["GetMethod"] = (input, context) => openMethod(input, context);

export const updateMethod: ApiGateway["UpdateMethod"] = (input, context) =>
  changeMethod(input, context, (method) => patched(method, input.patchOperations, METHOD_PATCHES));

const METHOD_PATCHES: Readonly<Record<string, Patchable>> = {
  operationName: { kind: "value" },
  requestModels: { kind: "map" },
};

export const deleteMethod: ApiGateway["DeleteMethod"] = ({ restApiId, resourceId, httpMethod }, context) => {
  changeResource(restApiId, resourceId, context, (resource) => {
    const { [httpMethod]: found, ...methods } = resource.methods;
    if (!found) throw invalidMethod();
    return { ...resource, methods };
  });
  return {};
};

export const putMethodResponse: ApiGateway["PutMethodResponse"] = (
  { restApiId, resourceId, httpMethod, ...response },
  context,
) => {
  changeMethod({ restApiId, resourceId, httpMethod }, context, (method) => {
    if (method.methodResponses?.[response.statusCode]) throw conflict("Response already exists for this resource");
    return { ...method, methodResponses: { ...method.methodResponses, [response.statusCode]: response } };
  });
  return response;
};

export const getMethodResponse: ApiGateway["GetMethodResponse"] = (input, context): MethodResponse => {
  const found = openMethod(input, context).methodResponses?.[input.statusCode];
  if (!found) throw invalidResponse();
  return found;
};

export const deleteMethodResponse: ApiGateway["DeleteMethodResponse"] = (input, context) => {
  changeMethod(input, context, (method) => {
    const { [input.statusCode]: found, ...methodResponses } = method.methodResponses ?? {};
    if (!found) throw invalidResponse();
    return { ...method, methodResponses };
  });
  return {};
};

export const putIntegration: ApiGateway["PutIntegration"] = (
  { restApiId, resourceId, httpMethod, integrationHttpMethod, ...input },
  context,
) => {
  const { type, uri, timeoutInMillis = LONGEST_WAIT } = input;
  if (type !== "MOCK" && uri === undefined) throw badRequest("Invalid HTTP endpoint specified for URI");
  if (type === "HTTP" || type === "HTTP_PROXY") throw notYet(`integrations of type ${type}`);
  if (type !== "MOCK" && !functionOf(uri)) throw notYet(`the integration ${uri}`);
  if (timeoutInMillis < 50 || timeoutInMillis > LONGEST_WAIT)
    throw badRequest(`Timeout should be between 50 ms and ${LONGEST_WAIT} ms`);
  const integration: Integration = {
    ...input,
    httpMethod: integrationHttpMethod,
    passthroughBehavior: input.passthroughBehavior ?? "WHEN_NO_MATCH",
    timeoutInMillis,
    cacheNamespace: input.cacheNamespace ?? resourceId,
    cacheKeyParameters: input.cacheKeyParameters ?? [],
  };
  changeMethod({ restApiId, resourceId, httpMethod }, context, (method) => ({
    ...method,
    methodIntegration: integration,
  }));
  return integration;
};

export const getIntegration: ApiGateway["GetIntegration"] = (input, context) =>
  openIntegration(openMethod(input, context));

export const updateIntegration: ApiGateway["UpdateIntegration"] = (input, context) => {
  const changed = (method: Method) => patched(openIntegration(method), input.patchOperations, INTEGRATION_PATCHES);
  return openIntegration(changeMethod(input, context, (method) => ({ ...method, methodIntegration: changed(method) })));
};

const INTEGRATION_PATCHES: Readonly<Record<string, Patchable>> = {
  uri: { kind: "value" },
  httpMethod: { kind: "value" },
  credentials: { kind: "value" },
  passthroughBehavior: { kind: "value" },
  contentHandling: { kind: "value" },
  timeoutInMillis: { kind: "number" },
  requestParameters: { kind: "map" },
  requestTemplates: { kind: "map" },
};

export const deleteIntegration: ApiGateway["DeleteIntegration"] = (input, context) => {
  changeMethod(input, context, (method) => {
    openIntegration(method);
    return { ...method, methodIntegration: undefined };
  });
  return {};
};

export const putIntegrationResponse: ApiGateway["PutIntegrationResponse"] = (
  { restApiId, resourceId, httpMethod, ...response },
  context,
) => {
  changeMethod({ restApiId, resourceId, httpMethod }, context, (method) => {
    const integration = openIntegration(method);
    if (!method.methodResponses?.[response.statusCode]) throw notFound("Invalid Response status code specified");
    const integrationResponses = { ...integration.integrationResponses, [response.statusCode]: response };
    return { ...method, methodIntegration: { ...integration, integrationResponses } };
  });
  return response;
};

export const getIntegrationResponse: ApiGateway["GetIntegrationResponse"] = (input, context): IntegrationResponse => {
  const found = openIntegration(openMethod(input, context)).integrationResponses?.[input.statusCode];
  if (!found) throw invalidResponse();
  return found;
};

export const deleteIntegrationResponse: ApiGateway["DeleteIntegrationResponse"] = (input, context) => {
  changeMethod(input, context, (method) => {
    const integration = openIntegration(method);
    const { [input.statusCode]: found, ...integrationResponses } = integration.integrationResponses ?? {};
    if (!found) throw invalidResponse();
    return { ...method, methodIntegration: { ...integration, integrationResponses } };
  });
  return {};
};

/** The function's ARN in an integration's URI, when it is one of Lambda's. */
export function functionOf(uri: string | undefined): string | undefined {
  return /^arn:aws:apigateway:[^:]+:lambda:path\/2015-03-31\/functions\/(.+)\/invocations$/.exec(uri ?? "")?.[1];
}

interface MethodAddress {
  readonly restApiId: string;
  readonly resourceId: string;
  readonly httpMethod: string;
}

function openMethod({ restApiId, resourceId, httpMethod }: MethodAddress, context: ApiGatewayContext): Method {
  const method = openResource(restApiId, resourceId, context).methods[httpMethod];
  if (!method) throw invalidMethod();
  return method;
}

function changeMethod(
  { restApiId, resourceId, httpMethod }: MethodAddress,
  context: ApiGatewayContext,
  apply: (method: Method) => Method,
): Method {
  const changed = changeResource(restApiId, resourceId, context, (resource) => {
    const method = resource.methods[httpMethod];
    if (!method) throw invalidMethod();
    return { ...resource, methods: { ...resource.methods, [httpMethod]: apply(method) } };
  });
  return changed.methods[httpMethod] as Method;
}

function openIntegration({ methodIntegration }: Method): Integration {
  if (!methodIntegration) throw notFound("Invalid Integration identifier specified");
  return methodIntegration;
}

const invalidMethod = () => notFound("Invalid Method identifier specified");
const invalidResponse = () => notFound("Invalid Response status code specified");

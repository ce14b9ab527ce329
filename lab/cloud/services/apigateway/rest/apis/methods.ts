import { own } from "../../../../own.ts";
import { badRequest, conflict, notFound, notYet } from "../../shared/errors.ts";
import { checkOption } from "../../shared/options.ts";
import { authorizers } from "../parts/authorizers.ts";
import { models } from "../parts/models.ts";
import { validators } from "../parts/validators.ts";
import type { Method, MethodResponse } from "../records.ts";
import type { ApiGateway, ApiGatewayContext } from "../state.ts";
import { addedOrRemoved, flag, flags, map, onlyReplaced, type Patchables, patched, set, value } from "./patch.ts";
import { changeResource, openResource } from "./tree.ts";

export const HTTP_METHODS = ["GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "HEAD", "ANY"];

export const putMethod: ApiGateway["PutMethod"] = ({ restApiId, resourceId, ...input }, context) => {
  const { httpMethod } = input;
  const put = changeResource(restApiId, resourceId, context, (resource) => {
    checkOption("HttpMethod", httpMethod, HTTP_METHODS);
    const method = checkedMethod(restApiId, { ...input, apiKeyRequired: input.apiKeyRequired ?? false }, context);
    if (own(resource.methods, httpMethod)) throw conflict("Method already exists for this resource");
    return { ...resource, methods: { ...resource.methods, [httpMethod]: method } };
  });
  return put.methods[httpMethod] as Method;
};

const WITH_AUTHORIZER = ["CUSTOM", "COGNITO_USER_POOLS"];

/** A method as it is kept. Throws when it can't be, or refers to what is not there. */
export function checkedMethod(api: string, method: Method, context: ApiGatewayContext): Method {
  const { authorizerId, requestValidatorId, requestModels = {}, ...others } = method;
  const authorizationType = (method.authorizationType ?? "").toUpperCase();
  if (authorizationType === "COGNITO_USER_POOLS") throw notYet("the authorization type COGNITO_USER_POOLS");
  if (!["NONE", "AWS_IAM", "CUSTOM"].includes(authorizationType))
    throw badRequest(
      "Invalid authorization type specified. Must be one of [NONE, AWS_IAM, CUSTOM, COGNITO_USER_POOLS]",
    );
  const asks = WITH_AUTHORIZER.includes(authorizationType);
  if (asks && (!authorizerId || !authorizers.has(context, api, authorizerId)))
    throw badRequest(
      "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.",
    );
  if (requestValidatorId && !validators.has(context, api, requestValidatorId))
    throw badRequest("Invalid Request Validator identifier specified");
  checkModels(api, requestModels, context);
  checkParameters(method.requestParameters);
  return {
    ...others,
    authorizationType,
    // An authorizer that nobody asks is not kept.
    ...(asks && { authorizerId }),
    ...(requestValidatorId && { requestValidatorId }),
    ...(method.requestModels && { requestModels }),
  };
}

/** Throws for a model that is not there. */
function checkModels(api: string, named: Readonly<Record<string, string>> = {}, context: ApiGatewayContext): void {
  for (const name of Object.values(named))
    if (!models.has(context, api, name)) throw badRequest(`Invalid model identifier specified: ${name}`);
}

/** Throws for a response of a method that can't be. */
export function checkMethodResponse(api: string, response: MethodResponse, context: ApiGatewayContext): void {
  for (const name of Object.keys(response.responseParameters ?? {}))
    if (!/^method\.response\.(header|multivalueheader)\.\S+$/.test(name))
      throw invalidMapping(name, /^method\.response\./);
  checkModels(api, response.responseModels, context);
}

function checkParameters(parameters: Method["requestParameters"] = {}): void {
  const names = new Set<string>();
  for (const [source, required] of Object.entries(parameters)) {
    const [, name] =
      /^method\.request\.(?:querystring|path|header|multivaluequerystring|multivalueheader)\.([\w.$:-]+)$/.exec(
        source,
      ) ?? [];
    if (name === undefined || typeof required !== "boolean") throw invalidMapping(source, /^method\.request\./);
    if (names.has(name)) throw badRequest("Parameter names must be unique across querystring, header and path");
    names.add(name);
  }
}

/** @param kind what expressions of the kind begin with; others are none at all */
export function invalidMapping(expression: string, kind: RegExp): Error {
  const what = kind.test(expression) ? "Invalid mapping expression parameter" : "Invalid mapping expression";
  return badRequest(
    `Invalid mapping expression specified: Validation Result: warnings : [], errors : [${what} specified: ${expression}]`,
  );
}

export const getMethod: ApiGateway["GetMethod"] = (input, context) => openMethod(input, context);

export const METHOD_PATCHES: Patchables = {
  apiKeyRequired: onlyReplaced(flag),
  authorizationScopes: addedOrRemoved(set),
  authorizationType: onlyReplaced(value),
  authorizerId: onlyReplaced(value),
  operationName: onlyReplaced(value),
  requestModels: map,
  requestParameters: flags,
  requestValidatorId: onlyReplaced(value),
};

export const updateMethod: ApiGateway["UpdateMethod"] = (input, context) =>
  changeMethod(input, context, (method) => {
    const changed = patched(method, input.patchOperations, METHOD_PATCHES);
    return checkedMethod(input.restApiId, changed, context);
  });

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
    checkMethodResponse(restApiId, response, context);
    if (own(method.methodResponses, response.statusCode)) throw conflict("Response already exists for this resource");
    return { ...method, methodResponses: { ...method.methodResponses, [response.statusCode]: response } };
  });
  return response;
};

export const getMethodResponse: ApiGateway["GetMethodResponse"] = (input, context): MethodResponse => {
  const found = own(openMethod(input, context).methodResponses, input.statusCode);
  if (!found) throw invalidResponse();
  return found;
};

const RESPONSE_PATCHES: Patchables = {
  responseModels: { kind: "map", missing: "Content-Type specified was not found" },
  responseParameters: { kind: "flags", missing: "Invalid parameter name specified" },
};

export const updateMethodResponse: ApiGateway["UpdateMethodResponse"] = (input, context) => {
  const { statusCode } = input;
  const changed = changeMethod(input, context, (method) => {
    const response = own(method.methodResponses, statusCode);
    if (!response) throw invalidResponse();
    const after = patched(response, input.patchOperations, RESPONSE_PATCHES);
    checkMethodResponse(input.restApiId, after, context);
    return { ...method, methodResponses: { ...method.methodResponses, [statusCode]: after } };
  });
  return own(changed.methodResponses, statusCode) as MethodResponse;
};

export const deleteMethodResponse: ApiGateway["DeleteMethodResponse"] = (input, context) => {
  changeMethod(input, context, (method) => {
    const { [input.statusCode]: found, ...methodResponses } = method.methodResponses ?? {};
    if (!found) throw invalidResponse();
    return { ...method, methodResponses };
  });
  return {};
};

/** Where a method is. */
export interface MethodAddress {
  readonly restApiId: string;
  readonly resourceId: string;
  readonly httpMethod: string;
}

export function openMethod({ restApiId, resourceId, httpMethod }: MethodAddress, context: ApiGatewayContext): Method {
  const method = own(openResource(restApiId, resourceId, context).methods, httpMethod);
  if (!method) throw invalidMethod();
  return method;
}

export function changeMethod(
  { restApiId, resourceId, httpMethod }: MethodAddress,
  context: ApiGatewayContext,
  apply: (method: Method) => Method,
): Method {
  const changed = changeResource(restApiId, resourceId, context, (resource) => {
    const method = own(resource.methods, httpMethod);
    if (!method) throw invalidMethod();
    return { ...resource, methods: { ...resource.methods, [httpMethod]: apply(method) } };
  });
  return changed.methods[httpMethod] as Method;
}

const invalidMethod = () => notFound("Invalid Method identifier specified");
export const invalidResponse = () => notFound("Invalid Response status code specified");

import { own } from "../../../../own.ts";
import { badRequest, conflict, notFound, notYet } from "../../shared/errors.ts";
import { authorizers } from "../parts/authorizers.ts";
import { validators } from "../parts/validators.ts";
import type { Method, MethodResponse } from "../records.ts";
import type { ApiGateway, ApiGatewayContext } from "../state.ts";
import { flag, flags, map, type Patchables, patched, set, value } from "./patch.ts";
import { changeResource, openResource } from "./tree.ts";

const HTTP_METHODS = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "ANY"];

export const putMethod: ApiGateway["PutMethod"] = ({ restApiId, resourceId, ...input }, context) => {
  const { httpMethod } = input;
  if (!HTTP_METHODS.includes(httpMethod))
    throw badRequest(`Invalid HTTP method specified. Must be one of ${HTTP_METHODS.join(",")}`);
  const method: Method = { ...input, apiKeyRequired: input.apiKeyRequired ?? false };
  checkMethod(restApiId, method, context);
  changeResource(restApiId, resourceId, context, (resource) => {
    if (own(resource.methods, httpMethod)) throw conflict("Method already exists for this resource");
    return { ...resource, methods: { ...resource.methods, [httpMethod]: method } };
  });
  return method;
};

/** Whether what a method refers to is there. */
function checkMethod(api: string, method: Method, context: ApiGatewayContext): void {
  const { authorizationType = "", authorizerId, requestValidatorId } = method;
  if (authorizationType === "COGNITO_USER_POOLS") throw notYet("the authorization type COGNITO_USER_POOLS");
  if (!["NONE", "AWS_IAM", "CUSTOM"].includes(authorizationType))
    throw badRequest(
      "Invalid authorization type specified. Must be one of [NONE, AWS_IAM, CUSTOM, COGNITO_USER_POOLS]",
    );
  if (authorizationType === "CUSTOM" && !authorizerId)
    throw badRequest(
      "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.",
    );
  if (authorizerId) authorizers.open(context, api, authorizerId);
  if (requestValidatorId) validators.open(context, api, requestValidatorId);
  for (const [name, required] of Object.entries(method.requestParameters ?? {})) {
    if (
      !/^method\.request\.(querystring|path|header|multivaluequerystring|multivalueheader)\.[\w.$:-]+$/.test(name) ||
      typeof required !== "boolean"
    )
      throw badRequest(
        `Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: ${name}]`,
      );
  }
}

export const getMethod: ApiGateway["GetMethod"] = (input, context) => openMethod(input, context);

export const METHOD_PATCHES: Patchables = {
  apiKeyRequired: flag,
  authorizationScopes: set,
  authorizationType: value,
  authorizerId: value,
  operationName: value,
  requestModels: map,
  requestParameters: flags,
  requestValidatorId: value,
};

export const updateMethod: ApiGateway["UpdateMethod"] = (input, context) =>
  changeMethod(input, context, (method) => {
    const changed = patched(method, input.patchOperations, METHOD_PATCHES);
    checkMethod(input.restApiId, changed, context);
    return changed;
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

export const updateMethodResponse: ApiGateway["UpdateMethodResponse"] = (input, context) => {
  const { statusCode } = input;
  const changed = changeMethod(input, context, (method) => {
    const response = own(method.methodResponses, statusCode);
    if (!response) throw invalidResponse();
    const after = patched(response, input.patchOperations, { responseModels: map, responseParameters: flags });
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

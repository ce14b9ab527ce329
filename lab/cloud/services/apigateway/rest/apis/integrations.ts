import { own } from "../../../../own.ts";
import { backendOf } from "../../requests/backend-address.ts";
import { badRequest, notFound, notYet } from "../../shared/errors.ts";
import type { Integration, IntegrationResponse, Method } from "../records.ts";
import type { ApiGateway } from "../state.ts";
import { changeMethod, invalidResponse, openMethod } from "./methods.ts";
import { flag, map, members, number, type Patchables, patched, set, value } from "./patch.ts";

/** Milliseconds: how long an integration waits for its backend, by default and at most. */
const LONGEST_WAIT = 29_000;

export const putIntegration: ApiGateway["PutIntegration"] = (
  { restApiId, resourceId, httpMethod, integrationHttpMethod, ...input },
  context,
) => {
  const integration: Integration = {
    ...input,
    httpMethod: integrationHttpMethod,
    passthroughBehavior: input.passthroughBehavior ?? "WHEN_NO_MATCH",
    timeoutInMillis: input.timeoutInMillis ?? LONGEST_WAIT,
    cacheNamespace: input.cacheNamespace ?? resourceId,
    cacheKeyParameters: input.cacheKeyParameters ?? [],
  };
  checkIntegration(integration);
  changeMethod({ restApiId, resourceId, httpMethod }, context, (method) => ({
    ...method,
    methodIntegration: integration,
  }));
  return integration;
};

export const getIntegration: ApiGateway["GetIntegration"] = (input, context) =>
  openIntegration(openMethod(input, context));

export const INTEGRATION_PATCHES: Patchables = {
  cacheKeyParameters: set,
  cacheNamespace: value,
  connectionId: value,
  connectionType: value,
  contentHandling: value,
  credentials: value,
  httpMethod: value,
  passthroughBehavior: value,
  requestParameters: map,
  requestTemplates: map,
  timeoutInMillis: number,
  tlsConfig: members({ insecureSkipVerification: flag }),
  type: value,
  uri: value,
};

export const updateIntegration: ApiGateway["UpdateIntegration"] = (input, context) => {
  const changed = changeMethod(input, context, (method) => {
    const methodIntegration = patched(openIntegration(method), input.patchOperations, INTEGRATION_PATCHES);
    checkIntegration(methodIntegration);
    return { ...method, methodIntegration };
  });
  return openIntegration(changed);
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
    if (!own(method.methodResponses, response.statusCode)) throw notFound("Invalid Response status code specified");
    const integrationResponses = { ...integration.integrationResponses, [response.statusCode]: response };
    return { ...method, methodIntegration: { ...integration, integrationResponses } };
  });
  return response;
};

export const getIntegrationResponse: ApiGateway["GetIntegrationResponse"] = (input, context): IntegrationResponse => {
  const found = own(openIntegration(openMethod(input, context)).integrationResponses, input.statusCode);
  if (!found) throw invalidResponse();
  return found;
};

export const updateIntegrationResponse: ApiGateway["UpdateIntegrationResponse"] = (input, context) => {
  const { statusCode } = input;
  const changed = changeMethod(input, context, (method) => {
    const integration = openIntegration(method);
    const response = own(integration.integrationResponses, statusCode);
    if (!response) throw invalidResponse();
    const after = patched(response, input.patchOperations, RESPONSE_PATCHES);
    const integrationResponses = { ...integration.integrationResponses, [statusCode]: after };
    return { ...method, methodIntegration: { ...integration, integrationResponses } };
  });
  return own(openIntegration(changed).integrationResponses, statusCode) as IntegrationResponse;
};

const RESPONSE_PATCHES: Patchables = {
  contentHandling: value,
  responseParameters: map,
  responseTemplates: map,
  selectionPattern: value,
};

export const deleteIntegrationResponse: ApiGateway["DeleteIntegrationResponse"] = (input, context) => {
  changeMethod(input, context, (method) => {
    const integration = openIntegration(method);
    const { [input.statusCode]: _, ...integrationResponses } = integration.integrationResponses ?? {};
    if (!own(integration.integrationResponses, input.statusCode)) throw invalidResponse();
    return { ...method, methodIntegration: { ...integration, integrationResponses } };
  });
  return {};
};

/** Throws API Gateway's errors for an integration that can't be. */
function checkIntegration(integration: Integration): void {
  const { type, uri, timeoutInMillis = LONGEST_WAIT, connectionType, responseTransferMode } = integration;
  if (timeoutInMillis < 50 || timeoutInMillis > LONGEST_WAIT)
    throw badRequest(`Timeout should be between 50 ms and ${LONGEST_WAIT} ms`);
  if (responseTransferMode === "STREAM") throw notYet("integrations whose responses stream");
  if (connectionType === "VPC_LINK") throw notYet("integrations through VPC links");
  if (type === "MOCK") return;
  if (type === "HTTP" || type === "HTTP_PROXY") {
    // What follows the scheme may be a stage variable, or a parameter of the path.
    if (!/^(https?:\/\/|\$\{stageVariables\.)/.test(uri ?? ""))
      throw badRequest("Invalid HTTP endpoint specified for URI");
    return;
  }
  const backend = backendOf(uri);
  if (!backend) throw badRequest("Invalid ARN specified in the request");
  if (type === "AWS_PROXY" && backend.service !== "lambda")
    throw badRequest(
      "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.",
    );
}

function openIntegration({ methodIntegration }: Method): Integration {
  if (!methodIntegration) throw notFound("Invalid Integration identifier specified");
  return methodIntegration;
}

import { own } from "../../../../own.ts";
import { backendOf, functionOf, streamingFunctionOf } from "../../requests/backend-address.ts";
import { checkTemplateSize } from "../../requests/template-size.ts";
import { badRequest, notFound, notYet } from "../../shared/errors.ts";
import { checkOption } from "../../shared/options.ts";
import type { Integration, IntegrationResponse, Method } from "../records.ts";
import type { ApiGateway } from "../state.ts";
import { changeMethod, HTTP_METHODS, invalidMapping, invalidResponse, openMethod } from "./methods.ts";
import { flag, map, members, number, onlyReplaced, type Patchables, patched, set, text, value } from "./patch.ts";
import { openResource } from "./tree.ts";

/** Milliseconds: how long an integration waits for its backend, by default and at most. */
export const LONGEST_WAIT = 29_000;

/** The same for one whose answer streams, at most. */
const LONGEST_STREAM = 900_000;

export const putIntegration: ApiGateway["PutIntegration"] = (
  { restApiId, resourceId, httpMethod, integrationHttpMethod, ...input },
  context,
) => {
  const integration = completed({ ...input, httpMethod: integrationHttpMethod }, resourceId);
  checkIntegration(integration);
  changeMethod({ restApiId, resourceId, httpMethod }, context, (method) => ({
    ...method,
    methodIntegration: integration,
  }));
  return integration;
};

/** An integration with what AWS adds. */
export function completed(integration: Integration, resourceId: string): Integration {
  const isHttp = integration.type === "HTTP" || integration.type === "HTTP_PROXY";
  return {
    ...integration,
    ...(isHttp && { connectionType: integration.connectionType ?? "INTERNET" }),
    passthroughBehavior: integration.passthroughBehavior ?? "WHEN_NO_MATCH",
    timeoutInMillis: integration.timeoutInMillis ?? LONGEST_WAIT,
    cacheNamespace: integration.cacheNamespace ?? resourceId,
    cacheKeyParameters: integration.cacheKeyParameters ?? [],
  };
}

export const getIntegration: ApiGateway["GetIntegration"] = (input, context) =>
  openIntegration(openMethod(input, context));

export const INTEGRATION_PATCHES: Patchables = {
  cacheKeyParameters: set,
  cacheNamespace: onlyReplaced(value),
  connectionId: onlyReplaced(value),
  connectionType: onlyReplaced(value),
  contentHandling: onlyReplaced(value),
  credentials: onlyReplaced(value),
  httpMethod: onlyReplaced(value),
  passthroughBehavior: onlyReplaced(value),
  requestParameters: map,
  requestTemplates: map,
  responseTransferMode: onlyReplaced(value),
  timeoutInMillis: onlyReplaced(number),
  tlsConfig: members({ insecureSkipVerification: onlyReplaced(flag) }),
  uri: onlyReplaced(value),
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
    checkResponse(response, method);
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
    checkResponse(after, method);
    const integrationResponses = { ...integration.integrationResponses, [statusCode]: after };
    return { ...method, methodIntegration: { ...integration, integrationResponses } };
  });
  return own(openIntegration(changed).integrationResponses, statusCode) as IntegrationResponse;
};

const RESPONSE_PATCHES: Patchables = {
  contentHandling: onlyReplaced(value),
  responseParameters: map,
  responseTemplates: map,
  selectionPattern: onlyReplaced(text),
};

export const deleteIntegrationResponse: ApiGateway["DeleteIntegrationResponse"] = (input, context) => {
  const { restApiId, resourceId, httpMethod } = input;
  // AWS looks for the integration, and for the method only with it.
  if (!own(openResource(restApiId, resourceId, context).methods, httpMethod)) throw noIntegration();
  changeMethod(input, context, (method) => {
    const integration = openIntegration(method);
    const { [input.statusCode]: found, ...others } = integration.integrationResponses ?? {};
    if (!found) throw invalidResponse();
    const integrationResponses = Object.keys(others).length > 0 ? others : undefined;
    return { ...method, methodIntegration: { ...integration, integrationResponses } };
  });
  return {};
};

/** Throws API Gateway's errors for an integration that can't be, and ours for one that can't be yet. */
export function checkIntegration(integration: Integration): void {
  const { type, uri, httpMethod, timeoutInMillis = LONGEST_WAIT } = integration;
  const { connectionType, responseTransferMode, requestParameters, requestTemplates } = integration;
  const longest = responseTransferMode === "STREAM" ? LONGEST_STREAM : LONGEST_WAIT;
  if (timeoutInMillis < 50 || timeoutInMillis > longest)
    throw badRequest(`Timeout should be between 50 ms and ${longest} ms`);
  checkOption("ResponseTransferMode", responseTransferMode, ["BUFFERED", "STREAM"]);
  if (responseTransferMode === "STREAM" && type !== "AWS_PROXY" && type !== "HTTP_PROXY")
    throw badRequest(
      "Response transfer mode STREAM is only supported for integrations of type AWS_PROXY and HTTP_PROXY",
    );
  if (connectionType === "VPC_LINK") throw notYet("integrations through VPC links");
  checkOption("ConnectionType", connectionType, ["INTERNET", "VPC_LINK"]);
  checkOption("ContentHandlingStrategy", integration.contentHandling, CONTENT_HANDLING);
  checkOption("PassthroughBehavior", integration.passthroughBehavior, PASSTHROUGH);
  if (httpMethod) checkOption("HttpMethod", httpMethod, HTTP_METHODS);
  checkMappings(requestParameters, REQUEST_TARGET, REQUEST_SOURCE);
  checkTemplates(requestTemplates);
  if (type === "MOCK") return;
  if (!httpMethod) throw badRequest("Enumeration value for HttpMethod must be non-empty");
  if (type === "HTTP" || type === "HTTP_PROXY") {
    // What follows the scheme may be a stage variable, or a parameter of the path.
    if (!/^(https?:\/\/|\$\{stageVariables\.)/.test(uri ?? ""))
      throw badRequest("Invalid HTTP endpoint specified for URI");
    return;
  }
  checkBackend(integration);
}

const CONTENT_HANDLING = ["CONVERT_TO_BINARY", "CONVERT_TO_TEXT"];
const PASSTHROUGH = ["WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER"];

/** Throws for templates of no media type, and for those that are too large. */
function checkTemplates(templates: Readonly<Record<string, string>> = {}): void {
  for (const [type, template] of Object.entries(templates)) {
    if (!/^[^\s/]+\/[^\s/]+$/.test(type) && type !== "$default")
      throw badRequest(`Validation Result: warnings : [], errors : [Invalid content type specified: ${type}]`);
    checkTemplateSize(template, badRequest);
  }
}

function checkBackend({ type, uri, responseTransferMode }: Integration): void {
  const backend = backendOf(uri);
  if (!backend)
    throw badRequest(
      uri?.startsWith("arn:")
        ? "AWS ARN for integration must contain path or action"
        : "Invalid ARN specified in the request",
    );
  if (type !== "AWS_PROXY") return;
  if (backend.service !== "lambda")
    throw badRequest(
      "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.",
    );
  const isStreaming = responseTransferMode === "STREAM";
  if (isStreaming ? !streamingFunctionOf(uri) : streamingFunctionOf(uri))
    throw badRequest(
      `The URI of an integration with response transfer mode ${isStreaming ? "STREAM" : "BUFFERED"} must end with ${isStreaming ? "/response-streaming-invocations" : "/invocations"}`,
    );
  if (!isStreaming && !functionOf(uri)) throw notYet(`proxies of ${backend.rest.replace(/^.*\//, "")}`);
}

const REQUEST_TARGET = /^integration\.request\.(header|path|querystring)\.\S+$/;
const REQUEST_SOURCE =
  /^('.*'|method\.request\.(header|path|querystring|multivalueheader|multivaluequerystring)\.\S+|method\.request\.body(\..+|\[.+)?|context\.\S+|stageVariables\.\S+)$/s;
const RESPONSE_TARGET = /^method\.response\.(header|multivalueheader)\.\S+$/;
const RESPONSE_SOURCE =
  /^('.*'|integration\.response\.(header|multivalueheader)\.\S+|integration\.response\.body(\..+|\[.+)?|context\.\S+|stageVariables\.\S+)$/s;

function checkMappings(mappings: Readonly<Record<string, string>> = {}, target: RegExp, source: RegExp): void {
  for (const [to, from] of Object.entries(mappings)) {
    if (!target.test(to)) throw invalidMapping(to, /^(integration\.request|method\.response)\./);
    if (!source.test(from)) throw invalidMapping(from, /^(method\.request|integration\.response)\./);
  }
}

/** Throws for a response that can't be; the headers that it gives values are those of the method's. */
export function checkResponse(response: IntegrationResponse, { methodResponses }: Method): void {
  const { responseParameters = {}, responseTemplates, statusCode = "", contentHandling } = response;
  checkTemplates(responseTemplates);
  checkOption("ContentHandlingStrategy", contentHandling, CONTENT_HANDLING);
  checkMappings(responseParameters, RESPONSE_TARGET, RESPONSE_SOURCE);
  const declared = own(methodResponses, statusCode)?.responseParameters ?? {};
  for (const name of Object.keys(responseParameters))
    if (!Object.hasOwn(declared, name)) throw invalidMapping(name, /^method\.response\./);
}

const noIntegration = () => notFound("Invalid Integration identifier specified");

function openIntegration({ methodIntegration }: Method): Integration {
  if (!methodIntegration) throw noIntegration();
  return methodIntegration;
}

import type { GatewayResponseType } from "@aws-sdk/client-api-gateway";
import { isResponseType, STATUSES } from "../../requests/refusals.ts";
import { checkTemplateSize } from "../../requests/template-size.ts";
import { badRequest, notFound } from "../../shared/errors.ts";
import { openApi } from "../apis/apis.ts";
import { onlyReplaced, type Patchables, patched, value } from "../apis/patch.ts";
import { type Records, records } from "../apis/record-operations.ts";
import type { GatewayResponse } from "../records.ts";
import type { ApiGateway, ApiGatewayContext } from "../state.ts";

/** The answers to what API Gateway refuses itself, where an API has its own. */
export const gatewayResponses: Records<GatewayResponse> = records(
  (state) => state.gatewayResponses,
  "Invalid gateway response type specified",
);

export const putGatewayResponse: ApiGateway["PutGatewayResponse"] = ({ restApiId, ...input }, context) => {
  openApi(restApiId, context);
  const { responseType } = input;
  checkType(responseType);
  checkParameters(input);
  const { responseParameters = {}, responseTemplates = TEMPLATES, statusCode = STATUSES[responseType] } = input;
  const response = {
    responseType,
    ...(statusCode !== undefined && { statusCode: String(statusCode) }),
    responseParameters,
    responseTemplates,
    defaultResponse: false,
  };
  return gatewayResponses.put(context, [restApiId, responseType], response);
};

/** What is answered unless an API has something else. */
export const TEMPLATES = { "application/json": '{"message":$context.error.messageString}' };

export const getGatewayResponse: ApiGateway["GetGatewayResponse"] = ({ restApiId, responseType }, context) => {
  openApi(restApiId, context);
  checkType(responseType);
  return find(restApiId, responseType, context);
};

export const getGatewayResponses: ApiGateway["GetGatewayResponses"] = ({ restApiId }, context) => {
  openApi(restApiId, context);
  const types = Object.keys(STATUSES) as GatewayResponseType[];
  return { items: types.map((type) => find(restApiId, type, context)) };
};

function find(api: string, responseType: GatewayResponseType, context: ApiGatewayContext): GatewayResponse {
  if (gatewayResponses.has(context, api, responseType)) return gatewayResponses.open(context, api, responseType);
  const status = STATUSES[responseType];
  const usual = {
    responseType,
    ...(status !== undefined && { statusCode: String(status) }),
    responseParameters: {},
    responseTemplates: TEMPLATES,
    defaultResponse: true,
  };
  if (status === undefined) return usual;
  // What an API has for all of a kind is its answer to each of them.
  const kind = status < 500 ? "DEFAULT_4XX" : "DEFAULT_5XX";
  if (!gatewayResponses.has(context, api, kind)) return usual;
  return { ...usual, ...gatewayResponses.open(context, api, kind), responseType, defaultResponse: true };
}

const PATCHES: Patchables = {
  statusCode: onlyReplaced(value, "Invalid patch path /statusCode"),
  responseParameters: { kind: "map", missing: "Invalid parameter name specified", filled: true },
  responseTemplates: { kind: "map", filled: true },
};

export const updateGatewayResponse: ApiGateway["UpdateGatewayResponse"] = (input, context) => {
  openApi(input.restApiId, context);
  checkType(input.responseType);
  const before = find(input.restApiId, input.responseType, context);
  const {
    responseParameters = {},
    responseTemplates = {},
    ...others
  } = patched(before, input.patchOperations, PATCHES);
  const after = { ...others, responseParameters, responseTemplates, defaultResponse: false };
  checkParameters(after);
  return gatewayResponses.put(context, [input.restApiId, input.responseType], after);
};

export const deleteGatewayResponse: ApiGateway["DeleteGatewayResponse"] = ({ restApiId, responseType }, context) => {
  openApi(restApiId, context);
  if (!gatewayResponses.has(context, restApiId, responseType))
    throw notFound("Gateway response type not defined on api");
  gatewayResponses.remove(context, restApiId, responseType);
  return {};
};

/** Throws for a response that no API can have. */
export function checkGatewayResponse(response: GatewayResponse): void {
  checkType(response.responseType ?? "");
  checkParameters(response);
}

function checkType(type: string): void {
  if (!isResponseType(type)) throw badRequest(`Invalid gateway response type specified: ${type}`);
}

function checkParameters({
  responseParameters = {},
  responseTemplates = {},
  statusCode,
}: Partial<GatewayResponse>): void {
  for (const template of Object.values(responseTemplates)) checkTemplateSize(template, badRequest);
  for (const [target, source] of Object.entries(responseParameters)) {
    if (
      !/^gatewayresponse\.header\.[\w-]+$/.test(target) ||
      !/^('.*'|method\.request\.\S+|context\.\S+|stageVariables\.\w+)$/s.test(source)
    )
      throw badRequest(`Invalid mapping expression specified: ${target} = ${source}`);
  }
  if (statusCode !== undefined && !/^[1-5]\d\d$/.test(statusCode)) throw badRequest("Invalid status code specified");
}

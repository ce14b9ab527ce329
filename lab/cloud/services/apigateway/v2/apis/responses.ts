import { conflict } from "../../shared/errors.ts";
import { newId } from "../../shared/ids.ts";
import type { IntegrationResponse, Model, RouteResponse } from "../records.ts";
import type { ApiGatewayV2 } from "../state.ts";
import { integrations } from "./integrations.ts";
import { type ApiRecords, apiRecords, given, page } from "./record-operations.ts";
import { routes } from "./routes.ts";

// What WebSocket APIs answer messages with: responses of routes, and of the integrations behind them.

const routeResponses: ApiRecords<RouteResponse> = apiRecords((state) => state.routeResponses, "RouteResponse");

export const createRouteResponse: ApiGatewayV2["CreateRouteResponse"] = ({ ApiId, ...input }, context) => {
  routes.open(context, ApiId, input.RouteId);
  if (
    routeResponses
      .all(context, ApiId)
      .some((one) => one.RouteId === input.RouteId && one.RouteResponseKey === input.RouteResponseKey)
  )
    throw conflict("The route has a response with this key already");
  const response = { ...input, RouteResponseId: newId(7) };
  return shownRoute(routeResponses.put(context, ApiId, response.RouteResponseId, response));
};
export const getRouteResponse: ApiGatewayV2["GetRouteResponse"] = ({ ApiId, RouteResponseId }, context) =>
  shownRoute(routeResponses.open(context, ApiId, RouteResponseId));
export const getRouteResponses: ApiGatewayV2["GetRouteResponses"] = (input, context) =>
  page(
    routeResponses
      .all(context, input.ApiId)
      .filter(({ RouteId }) => RouteId === input.RouteId)
      .map(shownRoute),
    input,
  );
export const updateRouteResponse: ApiGatewayV2["UpdateRouteResponse"] = (
  { ApiId, RouteResponseId, ...input },
  context,
) => {
  const response = { ...routeResponses.open(context, ApiId, RouteResponseId), ...given(input) } as RouteResponse;
  return shownRoute(routeResponses.put(context, ApiId, RouteResponseId, response));
};
export const deleteRouteResponse: ApiGatewayV2["DeleteRouteResponse"] = ({ ApiId, RouteResponseId }, context) => {
  routeResponses.remove(context, ApiId, RouteResponseId);
  return {};
};

function shownRoute({ RouteId: _, ...response }: RouteResponse) {
  return response;
}

const integrationResponses: ApiRecords<IntegrationResponse> = apiRecords(
  (state) => state.integrationResponses,
  "IntegrationResponse",
);

export const createIntegrationResponse: ApiGatewayV2["CreateIntegrationResponse"] = ({ ApiId, ...input }, context) => {
  integrations.open(context, ApiId, input.IntegrationId);
  const response = { ...input, IntegrationResponseId: newId(7) };
  return shownIntegration(integrationResponses.put(context, ApiId, response.IntegrationResponseId, response));
};
export const getIntegrationResponse: ApiGatewayV2["GetIntegrationResponse"] = (input, context) =>
  shownIntegration(integrationResponses.open(context, input.ApiId, input.IntegrationResponseId));
export const getIntegrationResponses: ApiGatewayV2["GetIntegrationResponses"] = (input, context) => {
  const own = integrationResponses.all(context, input.ApiId).filter((one) => one.IntegrationId === input.IntegrationId);
  return page(own.map(shownIntegration), input);
};
export const updateIntegrationResponse: ApiGatewayV2["UpdateIntegrationResponse"] = (input, context) => {
  const { ApiId, IntegrationResponseId, ...changes } = input;
  const before = integrationResponses.open(context, ApiId, IntegrationResponseId);
  const after = { ...before, ...given(changes) } as IntegrationResponse;
  return shownIntegration(integrationResponses.put(context, ApiId, IntegrationResponseId, after));
};
export const deleteIntegrationResponse: ApiGatewayV2["DeleteIntegrationResponse"] = (input, context) => {
  integrationResponses.remove(context, input.ApiId, input.IntegrationResponseId);
  return {};
};

function shownIntegration({ IntegrationId: _, ...response }: IntegrationResponse) {
  return response;
}

const models: ApiRecords<Model> = apiRecords((state) => state.models, "Model");

export const createModel: ApiGatewayV2["CreateModel"] = ({ ApiId, ...input }, context) => {
  const model = { ...input, ModelId: newId(6) };
  return models.put(context, ApiId, model.ModelId, model);
};
export const getModel: ApiGatewayV2["GetModel"] = ({ ApiId, ModelId }, context) => models.open(context, ApiId, ModelId);
export const getModels: ApiGatewayV2["GetModels"] = (input, context) => page(models.all(context, input.ApiId), input);
export const updateModel: ApiGatewayV2["UpdateModel"] = ({ ApiId, ModelId, ...input }, context) =>
  models.put(context, ApiId, ModelId, { ...models.open(context, ApiId, ModelId), ...given(input) } as Model);
export const deleteModel: ApiGatewayV2["DeleteModel"] = ({ ApiId, ModelId }, context) => {
  models.remove(context, ApiId, ModelId);
  return {};
};

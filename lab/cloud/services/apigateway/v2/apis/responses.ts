import { checkModelName, checkSchema } from "../../rest/parts/models.ts";
import { conflict, notFound } from "../../shared/errors.ts";
import { newId } from "../../shared/ids.ts";
import type { IntegrationResponse, Model, RouteResponse } from "../records.ts";
import type { ApiGatewayV2, V2Context } from "../state.ts";
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
export const getRouteResponse: ApiGatewayV2["GetRouteResponse"] = (input, context) =>
  shownRoute(openRouteResponse(input, context));
/** A response of the route that it is asked for. */
function openRouteResponse(
  { ApiId, RouteId, RouteResponseId }: RouteResponseAddress,
  context: V2Context,
): RouteResponse {
  routes.open(context, ApiId, RouteId);
  const response = routeResponses.open(context, ApiId, RouteResponseId);
  if (response.RouteId !== RouteId)
    throw notFound(`Unable to find RouteResponse by ID ${RouteResponseId} within the provided Route`);
  return response;
}

interface RouteResponseAddress {
  readonly ApiId: string;
  readonly RouteId: string;
  readonly RouteResponseId: string;
}

export const getRouteResponses: ApiGatewayV2["GetRouteResponses"] = (input, context) => {
  routes.open(context, input.ApiId, input.RouteId);
  const own = routeResponses.all(context, input.ApiId).filter(({ RouteId }) => RouteId === input.RouteId);
  return page(own.map(shownRoute), input);
};
export const updateRouteResponse: ApiGatewayV2["UpdateRouteResponse"] = (
  { ApiId, RouteResponseId, ...input },
  context,
) => {
  const before = openRouteResponse({ ApiId, RouteResponseId, RouteId: input.RouteId }, context);
  const response = { ...before, ...given(input) } as RouteResponse;
  return shownRoute(routeResponses.put(context, ApiId, RouteResponseId, response));
};
export const deleteRouteResponse: ApiGatewayV2["DeleteRouteResponse"] = (input, context) => {
  const { ApiId, RouteResponseId } = input;
  openRouteResponse(input, context);
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
  if (
    integrationResponses
      .all(context, ApiId)
      .some(
        (one) =>
          one.IntegrationId === input.IntegrationId && one.IntegrationResponseKey === input.IntegrationResponseKey,
      )
  )
    throw conflict("The integration has a response with this key already");
  const response = { ...input, IntegrationResponseId: newId(7) };
  return shownIntegration(integrationResponses.put(context, ApiId, response.IntegrationResponseId, response));
};
export const getIntegrationResponse: ApiGatewayV2["GetIntegrationResponse"] = (input, context) =>
  shownIntegration(openIntegrationResponse(input, context));

/** A response of the integration that it is asked for. */
function openIntegrationResponse(
  { ApiId, IntegrationId, IntegrationResponseId: id }: IntegrationResponseAddress,
  context: V2Context,
): IntegrationResponse {
  integrations.open(context, ApiId, IntegrationId);
  const response = integrationResponses.open(context, ApiId, id);
  if (response.IntegrationId !== IntegrationId)
    throw notFound(`Unable to find IntegrationResponse by ID ${id} within the provided Integration`);
  return response;
}

interface IntegrationResponseAddress {
  readonly ApiId: string;
  readonly IntegrationId: string;
  readonly IntegrationResponseId: string;
}
export const getIntegrationResponses: ApiGatewayV2["GetIntegrationResponses"] = (input, context) => {
  integrations.open(context, input.ApiId, input.IntegrationId);
  const own = integrationResponses.all(context, input.ApiId).filter((one) => one.IntegrationId === input.IntegrationId);
  return page(own.map(shownIntegration), input);
};
export const updateIntegrationResponse: ApiGatewayV2["UpdateIntegrationResponse"] = (input, context) => {
  const { ApiId, IntegrationResponseId, ...changes } = input;
  const before = openIntegrationResponse(input, context);
  const after = { ...before, ...given(changes) } as IntegrationResponse;
  return shownIntegration(integrationResponses.put(context, ApiId, IntegrationResponseId, after));
};
export const deleteIntegrationResponse: ApiGatewayV2["DeleteIntegrationResponse"] = (input, context) => {
  openIntegrationResponse(input, context);
  integrationResponses.remove(context, input.ApiId, input.IntegrationResponseId);
  return {};
};

function shownIntegration({ IntegrationId: _, ...response }: IntegrationResponse) {
  return response;
}

const models: ApiRecords<Model> = apiRecords((state) => state.models, "Model");

export const createModel: ApiGatewayV2["CreateModel"] = ({ ApiId, ...input }, context) => {
  const model = { ...input, ModelId: newId(6) };
  checkModel(ApiId, model, context);
  return models.put(context, ApiId, model.ModelId, model);
};
export const getModel: ApiGatewayV2["GetModel"] = ({ ApiId, ModelId }, context) => models.open(context, ApiId, ModelId);
export const getModels: ApiGatewayV2["GetModels"] = (input, context) => page(models.all(context, input.ApiId), input);
export const updateModel: ApiGatewayV2["UpdateModel"] = ({ ApiId, ModelId, ...input }, context) => {
  const model = { ...models.open(context, ApiId, ModelId), ...given(input) } as Model;
  checkModel(ApiId, model, context);
  return models.put(context, ApiId, ModelId, model);
};

/** Throws for a model that can't be, as the other version of the API does. */
function checkModel(api: string, { ModelId, Name = "", Schema }: Model, context: V2Context): void {
  checkModelName(Name);
  if (models.all(context, api).some((one) => one.Name === Name && one.ModelId !== ModelId))
    throw conflict("Model name already exists for this REST API");
  checkSchema(Schema);
}

export const deleteModel: ApiGatewayV2["DeleteModel"] = ({ ApiId, ModelId }, context) => {
  models.remove(context, ApiId, ModelId);
  return {};
};

import { checkModelName, checkSchema } from "../../rest/parts/models.ts";
import { conflict, notFound } from "../../shared/errors.ts";
import { newId } from "../../shared/ids.ts";
import type { IntegrationResponse, Model, RouteResponse } from "../records.ts";
import type { ApiGatewayV2, V2Context } from "../state.ts";
import { integrations } from "./integrations.ts";
import { type ApiRecords, apiRecords, given, page } from "./record-operations.ts";
import { routes } from "./routes.ts";

// What WebSocket APIs answer messages with: responses of routes, and of the integrations behind them.

/** Responses of one kind: those that a route has, or an integration. */
interface Responses<T> {
  /** As error messages name what has them: `Route`. */
  readonly owner: string;
  readonly owners: ApiRecords<object>;
  readonly all: ApiRecords<T>;
  readonly ownerOf: (response: T) => string | undefined;
  readonly keyOf: (response: T) => string | undefined;
}

const ofRoutes: Responses<RouteResponse> = {
  owner: "Route",
  owners: routes,
  all: apiRecords((state) => state.routeResponses, "RouteResponse"),
  ownerOf: ({ RouteId }) => RouteId,
  keyOf: ({ RouteResponseKey }) => RouteResponseKey,
};

const ofIntegrations: Responses<IntegrationResponse> = {
  owner: "Integration",
  owners: integrations,
  all: apiRecords((state) => state.integrationResponses, "IntegrationResponse"),
  ownerOf: ({ IntegrationId }) => IntegrationId,
  keyOf: ({ IntegrationResponseKey }) => IntegrationResponseKey,
};

/** The responses of a route, or of an integration. */
function allOf<T>({ owners, all, ownerOf }: Responses<T>, api: string, owner: string, context: V2Context): T[] {
  owners.open(context, api, owner);
  return all.all(context, api).filter((response) => ownerOf(response) === owner);
}

/** A response of the route, or integration, that is asked for it. */
function openOf<T>(kind: Responses<T>, api: string, owner: string, id: string, context: V2Context): T {
  kind.owners.open(context, api, owner);
  const response = kind.all.open(context, api, id);
  if (kind.ownerOf(response) !== owner)
    throw notFound(`Unable to find ${kind.owner}Response by ID ${id} within the provided ${kind.owner}`);
  return response;
}

/** Keeps a new response, whose key no other of its owner has. */
function create<T>(kind: Responses<T>, api: string, id: string, response: T, context: V2Context): T {
  const others = allOf(kind, api, kind.ownerOf(response) ?? "", context);
  if (others.some((one) => kind.keyOf(one) === kind.keyOf(response)))
    throw conflict(`The ${kind.owner.toLowerCase()} has a response with this key already`);
  return kind.all.put(context, api, id, response);
}

export const createRouteResponse: ApiGatewayV2["CreateRouteResponse"] = ({ ApiId, ...input }, context) => {
  const response = { ...input, RouteResponseId: newId(7) };
  return shownRoute(create(ofRoutes, ApiId, response.RouteResponseId, response, context));
};
export const getRouteResponse: ApiGatewayV2["GetRouteResponse"] = ({ ApiId, RouteId, RouteResponseId }, context) =>
  shownRoute(openOf(ofRoutes, ApiId, RouteId, RouteResponseId, context));
export const getRouteResponses: ApiGatewayV2["GetRouteResponses"] = (input, context) =>
  page(allOf(ofRoutes, input.ApiId, input.RouteId, context).map(shownRoute), input);
export const updateRouteResponse: ApiGatewayV2["UpdateRouteResponse"] = (
  { ApiId, RouteResponseId, ...input },
  context,
) => {
  const before = openOf(ofRoutes, ApiId, input.RouteId, RouteResponseId, context);
  const after = { ...before, ...given(input) } as RouteResponse;
  return shownRoute(ofRoutes.all.put(context, ApiId, RouteResponseId, after));
};
export const deleteRouteResponse: ApiGatewayV2["DeleteRouteResponse"] = (
  { ApiId, RouteId, RouteResponseId },
  context,
) => {
  openOf(ofRoutes, ApiId, RouteId, RouteResponseId, context);
  ofRoutes.all.remove(context, ApiId, RouteResponseId);
  return {};
};

function shownRoute({ RouteId: _, ...response }: RouteResponse) {
  return response;
}

export const createIntegrationResponse: ApiGatewayV2["CreateIntegrationResponse"] = ({ ApiId, ...input }, context) => {
  const response = { ...input, IntegrationResponseId: newId(7) };
  return shownIntegration(create(ofIntegrations, ApiId, response.IntegrationResponseId, response, context));
};
export const getIntegrationResponse: ApiGatewayV2["GetIntegrationResponse"] = (
  { ApiId, IntegrationId, IntegrationResponseId },
  context,
) => shownIntegration(openOf(ofIntegrations, ApiId, IntegrationId, IntegrationResponseId, context));
export const getIntegrationResponses: ApiGatewayV2["GetIntegrationResponses"] = (input, context) =>
  page(allOf(ofIntegrations, input.ApiId, input.IntegrationId, context).map(shownIntegration), input);
export const updateIntegrationResponse: ApiGatewayV2["UpdateIntegrationResponse"] = (
  { ApiId, IntegrationResponseId, ...input },
  context,
) => {
  const before = openOf(ofIntegrations, ApiId, input.IntegrationId, IntegrationResponseId, context);
  const after = { ...before, ...given(input) } as IntegrationResponse;
  return shownIntegration(ofIntegrations.all.put(context, ApiId, IntegrationResponseId, after));
};
export const deleteIntegrationResponse: ApiGatewayV2["DeleteIntegrationResponse"] = (
  { ApiId, IntegrationId, IntegrationResponseId },
  context,
) => {
  openOf(ofIntegrations, ApiId, IntegrationId, IntegrationResponseId, context);
  ofIntegrations.all.remove(context, ApiId, IntegrationResponseId);
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

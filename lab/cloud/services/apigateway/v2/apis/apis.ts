import type { Cors } from "@aws-sdk/client-apigatewayv2";
import { badRequest, notYet } from "../../shared/errors.ts";
import { newId } from "../../shared/ids.ts";
import type { Api } from "../records.ts";
import type { ApiGatewayV2, V2Context } from "../state.ts";
import { createIntegration } from "./integrations.ts";
import { changed, given, openApi, page } from "./record-operations.ts";
import { createRoute } from "./routes.ts";
import { createStage } from "./stages.ts";

export const createApi: ApiGatewayV2["CreateApi"] = async (input, context) => {
  const { Target, RouteKey = "$default", CredentialsArn } = input;
  const api = addApi(input, context);
  // The short way: a backend for all requests, and a stage that deploys by itself.
  if (Target) await quickCreate(api.ApiId, { Target, RouteKey, CredentialsArn }, context);
  return shownApi(api, context);
};

type ApiInput = Parameters<ApiGatewayV2["CreateApi"]>[0];

/** Makes an API that has nothing yet. */
export function addApi(input: ApiInput, context: V2Context): Api {
  const { cloud, state, account, region } = context;
  const { Target, RouteKey: _, CredentialsArn: __, ...settings } = input;
  const { ProtocolType, Name } = settings;
  const isHttp = ProtocolType === "HTTP";
  if (!isHttp && !input.RouteSelectionExpression)
    throw badRequest("RouteSelectionExpression is required for WEBSOCKET APIs");
  if (!isHttp && (Target || input.CorsConfiguration))
    throw badRequest("Target and CorsConfiguration are supported for HTTP APIs only");
  const ApiId = newId(10);
  const api: Api = {
    ...settings,
    ApiId,
    Name,
    ProtocolType,
    ...(input.CorsConfiguration && { CorsConfiguration: checkedCors(input.CorsConfiguration) }),
    ApiKeySelectionExpression: input.ApiKeySelectionExpression ?? "$request.header.x-api-key",
    CreatedDate: cloud.clock.date(),
    DisableExecuteApiEndpoint: input.DisableExecuteApiEndpoint ?? false,
    IpAddressType: input.IpAddressType ?? "ipv4",
    RouteSelectionExpression: input.RouteSelectionExpression ?? HTTP_SELECTION,
  };
  checkApi(api);
  cloud.store.write(() => {
    state.apis.put([account, region, ApiId], api);
    state.homes.put([ApiId], { account, region, protocol: ProtocolType });
  });
  return api;
}

/** What HTTP APIs choose a route by. */
const HTTP_SELECTION = "$request.method $request.path";

function checkApi({ Name, ProtocolType, RouteSelectionExpression: expression }: Api): void {
  if (Name.trim() === "") throw badRequest("Name must not be empty");
  if (ProtocolType === "HTTP" && expression.replace(/[{}]/g, "") !== HTTP_SELECTION)
    throw badRequest(`RouteSelectionExpression must be ${HTTP_SELECTION} for HTTP APIs`);
}

/** An API as it is answered: its endpoint is where the cloud answers for it now, which may be another port than yesterday. */
export function shownApi(api: Api, { cloud }: Pick<V2Context, "cloud">): Api {
  const endpoint = api.ProtocolType === "HTTP" ? cloud.endpoint : cloud.endpoint.replace(/^http/, "ws");
  return { ...api, ApiEndpoint: `${endpoint}/_aws/execute-api/${api.ApiId}` };
}

interface QuickCreate {
  readonly Target: string;
  readonly RouteKey: string;
  readonly CredentialsArn: string | undefined;
}

async function quickCreate(ApiId: string, { Target, RouteKey, CredentialsArn }: QuickCreate, context: V2Context) {
  const isFunction = Target.startsWith("arn:");
  const integration = await createIntegration(
    {
      ApiId,
      IntegrationType: isFunction ? "AWS_PROXY" : "HTTP_PROXY",
      IntegrationUri: Target,
      CredentialsArn,
      ...(isFunction ? { PayloadFormatVersion: "2.0" } : { IntegrationMethod: "ANY", PayloadFormatVersion: "1.0" }),
    },
    context,
  );
  const route = await createRoute({ ApiId, RouteKey, Target: `integrations/${integration.IntegrationId}` }, context);
  await createStage({ ApiId, StageName: "$default", AutoDeploy: true }, context);
  markManaged(ApiId, { ...integration, ...route }, context);
}

/** What quick create makes says so. */
function markManaged(
  api: string,
  { IntegrationId = "", RouteId = "" }: { readonly IntegrationId?: string; readonly RouteId?: string },
  { cloud, state, account, region }: V2Context,
): void {
  cloud.store.write(() => {
    for (const [collection, id] of [
      [state.integrations, IntegrationId],
      [state.routes, RouteId],
      [state.stages, "$default"],
    ] as const) {
      const key = [account, region, api, id];
      const record = collection.get(...key);
      if (record) collection.put(key, { ...record, ApiGatewayManaged: true } as never);
    }
  });
}

export const getApi: ApiGatewayV2["GetApi"] = ({ ApiId }, context) => shownApi(openApi(context, ApiId), context);

export const getApis: ApiGatewayV2["GetApis"] = (input, context) => {
  const { state, account, region } = context;
  const all = [...state.apis.values({ under: [account, region] })];
  return page(
    all.map((api) => shownApi(api, context)),
    input,
  );
};

export const updateApi: ApiGatewayV2["UpdateApi"] = ({ ApiId, ...input }, context) => {
  const { cloud, state, account, region } = context;
  return cloud.store.write(() => {
    const { CredentialsArn, RouteKey, Target, ...settings } = input;
    const api = { ...openApi(context, ApiId), ...given(settings) } as Api;
    if (CredentialsArn !== undefined || RouteKey !== undefined || Target !== undefined)
      throw notYet("changes of what quick create made by UpdateApi");
    checkApi(api);
    if (api.CorsConfiguration && api.ProtocolType !== "HTTP")
      throw badRequest("CorsConfiguration is supported for HTTP APIs only");
    const whole = api.CorsConfiguration ? { ...api, CorsConfiguration: checkedCors(api.CorsConfiguration) } : api;
    state.apis.put([account, region, ApiId], whole);
    changed(context, ApiId);
    return shownApi(whole, context);
  });
};

export const deleteApi: ApiGatewayV2["DeleteApi"] = ({ ApiId }, context) => {
  const { cloud, state, account, region } = context;
  cloud.store.write(() => {
    openApi(context, ApiId);
    if ([...state.mappings.values()].some((mapping) => mapping.restApiId === ApiId))
      throw badRequest(
        `Deleting API ${ApiId} failed. Please remove all API mappings for the API from your custom domain names.`,
      );
    const under = [account, region, ApiId];
    const { routes, integrations, authorizers, stages, deployments, models } = state;
    for (const collection of [
      routes,
      integrations,
      authorizers,
      stages,
      deployments,
      models,
      state.routeResponses,
      state.integrationResponses,
    ]) {
      for (const [key] of [...collection.entries({ under })]) collection.delete(...key);
    }
    state.apis.delete(...under);
    state.homes.delete(ApiId);
  });
  state.forget(ApiId);
  state.connections.closeAll(ApiId);
  return {};
};

export const deleteCorsConfiguration: ApiGatewayV2["DeleteCorsConfiguration"] = ({ ApiId }, context) => {
  const { cloud, state, account, region } = context;
  cloud.store.write(() => {
    const { CorsConfiguration: _, ...api } = openApi(context, ApiId);
    state.apis.put([account, region, ApiId], api);
    changed(context, ApiId);
  });
  return {};
};

function checkedCors(cors: Cors): Cors {
  if (cors.AllowCredentials && cors.AllowOrigins?.includes("*"))
    throw badRequest("allow-credentials is not supported if 'allow-origin' is *");
  const { MaxAge = 0 } = cors;
  if (!(MaxAge >= -1 && MaxAge <= 86_400)) throw badRequest("MaxAge must be between -1 and 86400");
  return cors;
}

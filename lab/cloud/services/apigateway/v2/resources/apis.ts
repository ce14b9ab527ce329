import type { ResourceContext, ResourceProvider } from "../../../../service/service.ts";
import { type DefinitionProperties, definitionOf } from "../../rest/resources/definition.ts";
import { retag, type Shape, tagsOf, typed, unlessGone } from "./properties.ts";

interface ApiProperties extends DefinitionProperties {
  readonly Name?: string;
  readonly ProtocolType?: "HTTP" | "WEBSOCKET";
  readonly BasePath?: string;
  readonly FailOnWarnings?: boolean | string;
  readonly CorsConfiguration?: object;
  readonly Tags?: Record<string, string>;
}

const API: Shape = {
  ApiKeySelectionExpression: "text",
  CorsConfiguration: {
    AllowCredentials: "flag",
    AllowHeaders: "json",
    AllowMethods: "json",
    AllowOrigins: "json",
    ExposeHeaders: "json",
    MaxAge: "number",
  },
  Description: "text",
  DisableExecuteApiEndpoint: "flag",
  DisableSchemaValidation: "flag",
  IpAddressType: "text",
  RouteSelectionExpression: "text",
  Version: "text",
};

/** The short way to an API, which has a backend and a stage at once. */
const QUICK: Shape = { CredentialsArn: "text", RouteKey: "text", Target: "text" };

const api: ResourceProvider<ApiProperties> = {
  replacedBy: ["ProtocolType"],
  async create(properties, context) {
    const { call, logicalId, initiated } = context;
    const { Name, ProtocolType } = properties;
    const definition = await definitionOf(properties, context);
    const { ApiId = "" } = await call.apigatewayv2.CreateApi({
      Name: Name ?? logicalId,
      ProtocolType: ProtocolType ?? "HTTP",
      ...typed(properties, API),
      ...typed(properties, QUICK),
      Tags: tagsOf(context, properties.Tags),
    });
    initiated(ApiId);
    if (definition !== undefined) {
      await call.apigatewayv2.ReimportApi({ ApiId, Body: definition, Basepath: properties.BasePath });
      await call.apigatewayv2.UpdateApi({ ApiId, ...(Name && { Name }), ...typed(properties, API) });
    }
    return await described(ApiId, context);
  },
  async update(ApiId, properties, previous, context) {
    const { call, logicalId } = context;
    const definition = await definitionOf(properties, context);
    if (definition !== undefined)
      await call.apigatewayv2.ReimportApi({ ApiId, Body: definition, Basepath: properties.BasePath });
    const named = properties.Name ?? (definition === undefined ? logicalId : undefined);
    await call.apigatewayv2.UpdateApi({ ApiId, ...(named && { Name: named }), ...typed(properties, API) });
    if (previous.CorsConfiguration && !properties.CorsConfiguration && definition === undefined)
      await call.apigatewayv2.DeleteCorsConfiguration({ ApiId });
    await retag(`/apis/${ApiId}`, previous.Tags, properties.Tags, context);
    return await described(ApiId, context);
  },
  delete: (ApiId, _properties, { call }) => unlessGone(call.apigatewayv2.DeleteApi({ ApiId })),
};

async function described(ApiId: string, { call }: ResourceContext) {
  const { ApiEndpoint } = await call.apigatewayv2.GetApi({ ApiId });
  return { id: ApiId, attributes: { ApiId, ApiEndpoint } };
}

interface StageProperties {
  readonly ApiId: string;
  readonly StageName: string;
  readonly AccessLogSettings?: object;
  readonly RouteSettings?: Record<string, object>;
  readonly Tags?: Record<string, string>;
}

const SETTINGS: Shape = {
  DataTraceEnabled: "flag",
  DetailedMetricsEnabled: "flag",
  LoggingLevel: "text",
  ThrottlingBurstLimit: "number",
  ThrottlingRateLimit: "number",
};

const STAGE: Shape = {
  AccessLogSettings: { DestinationArn: "text", Format: "text" },
  AutoDeploy: "flag",
  ClientCertificateId: "text",
  DefaultRouteSettings: SETTINGS,
  DeploymentId: "text",
  Description: "text",
  StageVariables: "json",
};

function stageInput({ RouteSettings, ...properties }: StageProperties): Record<string, unknown> {
  const settings = Object.entries(RouteSettings ?? {}).map(([key, value]) => [key, typed(value, SETTINGS)]);
  return { ...typed(properties, STAGE), ...(RouteSettings && { RouteSettings: Object.fromEntries(settings) }) };
}

const stage: ResourceProvider<StageProperties> = {
  replacedBy: ["ApiId", "StageName"],
  async create(properties, context) {
    const { ApiId, StageName } = properties;
    const Tags = tagsOf(context, properties.Tags);
    await context.call.apigatewayv2.CreateStage({ ...stageInput(properties), ApiId, StageName, Tags });
    return { id: StageName };
  },
  async update(StageName, properties, previous, context) {
    const { ApiId } = properties;
    const { apigatewayv2 } = context.call;
    // A stage that deploys by itself takes no deployment.
    const { DeploymentId, ...input } = stageInput(properties);
    const deployment = input.AutoDeploy ? {} : { DeploymentId: DeploymentId as string | undefined };
    await apigatewayv2.UpdateStage({ ...input, ...deployment, ApiId, StageName });
    if (previous.AccessLogSettings && !properties.AccessLogSettings)
      await apigatewayv2.DeleteAccessLogSettings({ ApiId, StageName });
    await retag(`/apis/${ApiId}/stages/${StageName}`, previous.Tags, properties.Tags, context);
    return { id: StageName };
  },
  delete: (StageName, { ApiId }, { call }) => unlessGone(call.apigatewayv2.DeleteStage({ ApiId, StageName })),
};

const deployment: ResourceProvider<{ ApiId: string; Description?: string; StageName?: string }> = {
  replacedBy: ["ApiId"],
  async create({ ApiId, Description, StageName }, { call }) {
    const { DeploymentId = "" } = await call.apigatewayv2.CreateDeployment({ ApiId, Description, StageName });
    return { id: DeploymentId, attributes: { DeploymentId } };
  },
  async update(DeploymentId, { ApiId, Description = "" }, _previous, { call }) {
    await call.apigatewayv2.UpdateDeployment({ ApiId, DeploymentId, Description });
    return { id: DeploymentId, attributes: { DeploymentId } };
  },
  delete: (DeploymentId, { ApiId }, { call }) =>
    unlessGone(call.apigatewayv2.DeleteDeployment({ ApiId, DeploymentId })),
};

export const resources: Record<string, ResourceProvider> = {
  "AWS::ApiGatewayV2::Api": api,
  "AWS::ApiGatewayV2::Deployment": deployment,
  "AWS::ApiGatewayV2::Stage": stage,
};

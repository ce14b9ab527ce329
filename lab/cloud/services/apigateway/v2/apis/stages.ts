import { badRequest, conflict, notFound } from "../../shared/errors.ts";
import { newId } from "../../shared/ids.ts";
import { checkApiQuota } from "../../shared/quotas.ts";
import type { Deployment, Stage } from "../records.ts";
import type { ApiGatewayV2, V2Context } from "../state.ts";
import { type ApiRecords, apiRecords, autoDeployment, given, openApi, page } from "./record-operations.ts";
import { routes } from "./routes.ts";

const stages: ApiRecords<Stage> = apiRecords((state) => state.stages, "Stage");
const deployments: ApiRecords<Deployment> = apiRecords((state) => state.deployments, "Deployment");

export const createStage: ApiGatewayV2["CreateStage"] = ({ ApiId, ...input }, context) => {
  const { cloud, state, account, region } = context;
  const { ProtocolType } = openApi(context, ApiId);
  const { StageName, AutoDeploy = false } = input;
  if (!/^([\w-]{1,128}|\$default)$/.test(StageName) || (StageName === "$default" && ProtocolType === "WEBSOCKET"))
    throw badRequest("Stage name only allows a-zA-Z0-9_- or $default");
  if (state.stages.has(account, region, ApiId, StageName)) throw conflict("Stage already exists");
  const now = cloud.clock.date();
  const stage: Stage = {
    DefaultRouteSettings: { DetailedMetricsEnabled: false },
    RouteSettings: {},
    StageVariables: {},
    Tags: {},
    ...given(input),
    StageName,
    AutoDeploy,
    CreatedDate: now,
    LastUpdatedDate: now,
  };
  checkStage(ApiId, stage, context);
  checkApiQuota("Stages", stages.all(context, ApiId).length);
  return keep(ApiId, stage, context);
};

export const getStage: ApiGatewayV2["GetStage"] = ({ ApiId, StageName }, context) =>
  stages.open(context, ApiId, StageName);

export const getStages: ApiGatewayV2["GetStages"] = (input, context) => page(stages.all(context, input.ApiId), input);

export const updateStage: ApiGatewayV2["UpdateStage"] = ({ ApiId, StageName, ...input }, context) => {
  const before = stages.open(context, ApiId, StageName);
  const LastUpdatedDate = context.cloud.clock.date();
  const after = { ...before, ...given(input), LastUpdatedDate } as Stage;
  if (before.AutoDeploy && after.AutoDeploy && input.DeploymentId)
    throw badRequest("DeploymentId cannot be set when AutoDeploy is enabled");
  checkStage(ApiId, after, context);
  return keep(ApiId, after, context);
};

/** A stage that deploys by itself has a deployment from its beginning. */
function keep(api: string, stage: Stage, context: V2Context): Stage {
  const { cloud, state, account, region } = context;
  return cloud.store.write(() => {
    const auto = stage.AutoDeploy ? autoDeployment(context, api) : {};
    const whole = { ...stage, ...auto };
    state.stages.put([account, region, api, stage.StageName], whole);
    return whole;
  });
}

export const deleteStage: ApiGatewayV2["DeleteStage"] = ({ ApiId, StageName }, context) => {
  const { state } = context;
  stages.open(context, ApiId, StageName);
  if ([...state.mappings.values()].some((one) => one.restApiId === ApiId && one.stage === StageName))
    throw badRequest("Cannot delete the stage: there are API mappings to it");
  stages.remove(context, ApiId, StageName);
  return {};
};

export const deleteAccessLogSettings: ApiGatewayV2["DeleteAccessLogSettings"] = ({ ApiId, StageName }, context) => {
  const { AccessLogSettings: _, ...stage } = stages.open(context, ApiId, StageName);
  keep(ApiId, stage, context);
  return {};
};

export const deleteRouteSettings: ApiGatewayV2["DeleteRouteSettings"] = ({ ApiId, StageName, RouteKey }, context) => {
  const stage = stages.open(context, ApiId, StageName);
  const { [RouteKey]: found, ...RouteSettings } = stage.RouteSettings ?? {};
  if (!found) throw notFound(`Unable to find settings of the route ${RouteKey}`);
  keep(ApiId, { ...stage, RouteSettings }, context);
  return {};
};

function checkStage(api: string, stage: Stage, context: V2Context): void {
  const { DeploymentId, AutoDeploy, AccessLogSettings } = stage;
  if (DeploymentId && !AutoDeploy) deployments.open(context, api, DeploymentId);
  const { DestinationArn } = AccessLogSettings ?? {};
  if (DestinationArn !== undefined && !/^arn:aws:(logs:.*:log-group:|firehose:)/.test(DestinationArn))
    throw badRequest("Invalid access log destination. Use the ARN of a log group or a Firehose stream");
  checkLogging(openApi(context, api).ProtocolType === "HTTP", stage, context);
  const keys = new Set(routes.all(context, api).map(({ RouteKey }) => RouteKey));
  const unknown = Object.keys(stage.RouteSettings ?? {}).find((key) => !keys.has(key));
  if (unknown !== undefined) throw notFound(`Unable to find Route by key ${unknown} within the provided RouteSettings`);
}

/** HTTP APIs write access logs alone, and those with permissions of their own. */
function checkLogging(isHttp: boolean, stage: Stage, { state, account, region }: V2Context): void {
  const settings = [stage.DefaultRouteSettings ?? {}, ...Object.values(stage.RouteSettings ?? {})];
  if (isHttp && settings.some(({ LoggingLevel, DataTraceEnabled }) => LoggingLevel !== undefined || DataTraceEnabled))
    throw badRequest("Execution logs are not supported on protocolType HTTP");
  const logs = stage.AccessLogSettings?.DestinationArn?.startsWith("arn:aws:logs:");
  const wants = logs || settings.some(({ LoggingLevel = "OFF" }) => LoggingLevel !== "OFF");
  if (!isHttp && wants && !state.accounts.get(account, region)?.cloudwatchRoleArn)
    throw badRequest("CloudWatch Logs role ARN must be set in account settings to enable logging");
}

export const createDeployment: ApiGatewayV2["CreateDeployment"] = ({ ApiId, StageName, Description }, context) => {
  const { cloud, state, account, region } = context;
  return cloud.store.write(() => {
    openApi(context, ApiId);
    const stage = StageName === undefined ? undefined : stages.open(context, ApiId, StageName);
    if (stage?.AutoDeploy) throw badRequest("Deployments can't be made for a stage that deploys automatically");
    const snapshot = state.snapshot({ account, region }, ApiId);
    if (!snapshot?.routes.length) throw badRequest("At least one route is required before deploying the Api.");
    const deployment: Deployment = {
      DeploymentId: newId(6),
      AutoDeployed: false,
      CreatedDate: cloud.clock.date(),
      DeploymentStatus: "DEPLOYED",
      Description,
      snapshot,
    };
    state.deployments.put([account, region, ApiId, deployment.DeploymentId], deployment);
    if (stage) {
      const { DeploymentId } = deployment;
      const LastUpdatedDate = cloud.clock.date();
      state.stages.put([account, region, ApiId, stage.StageName], { ...stage, DeploymentId, LastUpdatedDate });
    }
    return shown(deployment);
  });
};

export const getDeployment: ApiGatewayV2["GetDeployment"] = ({ ApiId, DeploymentId }, context) =>
  shown(deployments.open(context, ApiId, DeploymentId));

export const getDeployments: ApiGatewayV2["GetDeployments"] = (input, context) =>
  page(deployments.all(context, input.ApiId).map(shown), input);

export const updateDeployment: ApiGatewayV2["UpdateDeployment"] = ({ ApiId, DeploymentId, Description }, context) => {
  const deployment = { ...deployments.open(context, ApiId, DeploymentId), ...given({ Description }) };
  return shown(deployments.put(context, ApiId, DeploymentId, deployment as Deployment));
};

export const deleteDeployment: ApiGatewayV2["DeleteDeployment"] = ({ ApiId, DeploymentId }, context) => {
  if (stages.all(context, ApiId).some((stage) => stage.DeploymentId === DeploymentId))
    throw badRequest("Active stages pointing to this deployment must be moved or deleted");
  deployments.remove(context, ApiId, DeploymentId);
  return {};
};

function shown({ snapshot: _, ...deployment }: Deployment) {
  return deployment;
}

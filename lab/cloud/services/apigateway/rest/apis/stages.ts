import type { PatchOperation } from "@aws-sdk/client-api-gateway";
import { badRequest, conflict, notFound } from "../../shared/errors.ts";
import { checkApiQuota } from "../../shared/quotas.ts";
import type { ApiStage, Stage } from "../records.ts";
import type { ApiGateway, ApiGatewayContext } from "../state.ts";
import { openApi } from "./apis.ts";
import { deployments } from "./deployments.ts";
import { isSetting, noSetting, patchSetting } from "./method-settings.ts";
import { flag, map, members, number, onlyReplaced, type Patchables, partsOf, patched, value } from "./patch.ts";
import { type Records, records } from "./record-operations.ts";

export const stages: Records<ApiStage> = records((state) => state.stages, "Invalid stage identifier specified");

export const createStage: ApiGateway["CreateStage"] = (input, context) => {
  const { restApiId, stageName } = input;
  return context.cloud.store.write(() => {
    openApi(restApiId, context);
    if (stages.has(context, restApiId, stageName)) throw conflict("Stage already exists");
    checkApiQuota("Stages", stages.all(context, restApiId).length);
    return putStage(restApiId, newStage(input, context), context);
  });
};

export const getStage: ApiGateway["GetStage"] = ({ restApiId, stageName }, context) => {
  openApi(restApiId, context);
  return stages.open(context, restApiId, stageName);
};

export const getStages: ApiGateway["GetStages"] = ({ restApiId, deploymentId }, context) => {
  openApi(restApiId, context);
  const all = stages.all(context, restApiId);
  return { item: all.filter((stage) => deploymentId === undefined || stage.deploymentId === deploymentId) };
};

/** What UpdateStage changes, besides the settings of methods. */
export const STAGE_PATCHES: Patchables = {
  accessLogSettings: members({ destinationArn: value, format: value }),
  cacheClusterEnabled: onlyReplaced(flag),
  cacheClusterSize: onlyReplaced(value),
  canarySettings: members({
    deploymentId: onlyReplaced(value),
    percentTraffic: onlyReplaced(number),
    stageVariableOverrides: map,
    useStageCache: onlyReplaced(flag),
  }),
  clientCertificateId: onlyReplaced(value),
  deploymentId: onlyReplaced(value),
  description: onlyReplaced(value),
  documentationVersion: onlyReplaced(value),
  tracingEnabled: onlyReplaced(flag),
  variables: map,
};

export const updateStage: ApiGateway["UpdateStage"] = ({ restApiId, stageName, patchOperations = [] }, context) => {
  openApi(restApiId, context);
  return context.cloud.store.write(() => {
    const before = stages.open(context, restApiId, stageName);
    const after = patchOperations.reduce((stage, operation) => changed(stage, operation, context), before);
    return putStage(restApiId, { ...after, lastUpdatedDate: context.cloud.clock.date() }, context);
  });
};

/** As AWS lists them, its slips included. */
const PATHS = [
  "/deploymentId, /description, /cacheClusterEnabled, /cacheClusterSize, /clientCertificateId, /accessLogSettings",
  "/accessLogSettings/destinationArn, /accessLogSettings/format",
  settingPaths("{resourcePath}/{httpMethod}", ""),
  settingPaths("*/*", " "),
  "/variables/{variable_name}, /tracingEnabled",
].join(", ");

function settingPaths(at: string, between: string): string {
  const throttling = ["throttling/burstLimit", "throttling/rateLimit", "caching/ttlInSeconds"];
  return [
    ...["metrics/enabled", "logging/dataTrace", "logging/loglevel"].map((name) => `/${at}/${name}`),
    throttling.map((name) => `/${at}/${name}`).join(between),
    ...[
      "enabled",
      "dataEncrypted",
      "requireAuthorizationForCacheControl",
      "unauthorizedCacheControlHeaderStrategy",
    ].map((name) => `/${at}/caching/${name}`),
  ].join(", ");
}

/** What is nothing else is taken for a setting of a method. */
function checkPath({ op, path = "" }: PatchOperation): void {
  const [first = "", member, ...rest] = partsOf(path);
  const rule = Object.hasOwn(STAGE_PATCHES, first) ? STAGE_PATCHES[first] : undefined;
  const inner = rule?.kind === "members" && member !== undefined;
  const part = inner ? (Object.hasOwn(rule.of, member) ? rule.of[member] : undefined) : rule;
  // The overrides of a canary are removed one by one.
  const isWhole = member === "stageVariableOverrides" && rest.length === 0;
  const isRemovable = part !== undefined && part.ops === undefined && !isWhole;
  if (op === "remove" && !isRemovable) throw noSetting(path.slice(1));
  if (!part) throw badRequest(`Invalid method setting path: ${path}. Must be one of: [${PATHS}]`);
  if (op === "add" && first !== "accessLogSettings") throw badRequest(`Invalid add operation with path: ${path}`);
}

function changed(stage: ApiStage, operation: PatchOperation, context: ApiGatewayContext): ApiStage {
  const { op, path = "", from = "" } = operation;
  if (isSetting(path)) return patchSetting(stage, operation, context);
  // A canary is promoted by copies of what it has.
  if (op !== "copy") {
    checkPath(operation);
    return patched(stage, [operation], STAGE_PATCHES);
  }
  const copies: Record<string, Partial<ApiStage>> = {
    "/canarySettings/deploymentId": { deploymentId: stage.canarySettings?.deploymentId ?? stage.deploymentId },
    "/canarySettings/stageVariableOverrides": {
      variables: { ...stage.variables, ...stage.canarySettings?.stageVariableOverrides },
    },
  };
  const copy = copies[from];
  if (!copy || partsOf(path)[0] !== Object.keys(copy)[0])
    throw badRequest(`Invalid patch path '${path}' specified for op 'copy'.`);
  return { ...stage, ...copy };
}

export const deleteStage: ApiGateway["DeleteStage"] = ({ restApiId, stageName }, context) => {
  openApi(restApiId, context);
  context.cloud.store.write(() => {
    stages.remove(context, restApiId, stageName);
    const inUse = [...context.state.usagePlans.values({ under: [context.account, context.region] })].some((plan) =>
      plan.apiStages?.some((one) => one.apiId === restApiId && one.stage === stageName),
    );
    if (inUse) {
      const problem = "before deleting this stage, please remove it from all usage plans";
      throw badRequest(`Cannot delete stage '${stageName}': ${problem}`);
    }
  });
  return {};
};

/** Nothing is kept in a cache here: a cluster's settings are stored, and every request reaches its backend. */
export const flushStageCache: ApiGateway["FlushStageCache"] = ({ restApiId, stageName }, context) => {
  openApi(restApiId, context);
  stages.open(context, restApiId, stageName);
  return {};
};

/** Throws for a stage that names what is not there. */
function checkReferences(api: string, stage: ApiStage, { state, account, region }: ApiGatewayContext): void {
  const { documentationVersion: version, clientCertificateId: certificate } = stage;
  if (version && !state.documentationVersions.has(account, region, api, version))
    throw notFound("Invalid Documentation version identifier specified");
  if (certificate && !state.certificates.has(account, region, certificate))
    throw notFound("Invalid Client Certificate identifier specified");
}

/** In AWS's words: https://github.com/serverless/serverless/issues/6133, https://github.com/sirceljm/aws-lambda-blog/issues/10 */
function checkVariables(variables: Readonly<Record<string, string>> = {}): void {
  for (const [name, text] of Object.entries(variables)) {
    if (!/^\w+$/.test(name))
      throw badRequest(`Invalid stage variable name: ${name}.  Please use names with only word characters.`);
    if (!/^[A-Za-z0-9-._~:/?#&=, ]+$/.test(text)) {
      const symbols = "' ', -', '.', '_', ':', '/', '?', '&', '=', and ','";
      const advice = `Please use values with alphanumeric characters and the symbols ${symbols}.`;
      throw badRequest(`Invalid stage variable value: ${text}.  ${advice}`);
    }
  }
}

type StageInput = Pick<
  Stage,
  | "stageName"
  | "deploymentId"
  | "description"
  | "variables"
  | "cacheClusterEnabled"
  | "cacheClusterSize"
  | "canarySettings"
  | "tracingEnabled"
  | "documentationVersion"
  | "tags"
>;

/** A stage with the members that it has by default. */
export function newStage(input: StageInput, { cloud }: ApiGatewayContext): ApiStage {
  const { stageName = "", deploymentId = "", cacheClusterEnabled = false } = input;
  const now = cloud.clock.date();
  return {
    stageName,
    deploymentId,
    description: input.description,
    variables: input.variables,
    documentationVersion: input.documentationVersion,
    canarySettings: input.canarySettings,
    tags: input.tags,
    tracingEnabled: input.tracingEnabled ?? false,
    cacheClusterEnabled,
    cacheClusterSize: cacheClusterEnabled ? (input.cacheClusterSize ?? "0.5") : undefined,
    cacheClusterStatus: cacheClusterEnabled ? "AVAILABLE" : "NOT_AVAILABLE",
    methodSettings: {},
    createdDate: now,
    lastUpdatedDate: now,
  };
}

/** Keeps a stage, if it can be. */
export function putStage(api: string, stage: ApiStage, context: ApiGatewayContext): ApiStage {
  const { stageName, deploymentId, variables = {}, accessLogSettings, canarySettings, cacheClusterEnabled } = stage;
  if (!/^\w[\w-]{0,127}$/.test(stageName)) throw badRequest("Stage name only allows a-zA-Z0-9_-");
  deployments.open(context, api, deploymentId);
  checkReferences(api, stage, context);
  if (canarySettings?.deploymentId) deployments.open(context, api, canarySettings.deploymentId);
  checkVariables(variables);
  checkVariables(canarySettings?.stageVariableOverrides);
  const { percentTraffic = 0 } = canarySettings ?? {};
  if (percentTraffic < 0 || percentTraffic > 100) throw badRequest("Percent traffic must be between 0.0 and 100.0");
  const { destinationArn } = accessLogSettings ?? {};
  if (destinationArn !== undefined && !/^arn:aws:(logs:.*:log-group:|firehose:)/.test(destinationArn))
    throw badRequest(`Invalid ARN specified in the request. ARNs must start with 'arn:': ${destinationArn}`);
  const cacheClusterStatus = cacheClusterEnabled ? "AVAILABLE" : "NOT_AVAILABLE";
  const canary = canarySettings && { deploymentId, percentTraffic: 0, useStageCache: false, ...canarySettings };
  return stages.put(context, [api, stageName], {
    ...stage,
    cacheClusterStatus,
    ...(canary && { canarySettings: canary }),
  });
}

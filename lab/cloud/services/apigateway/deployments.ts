import { newId, openApi, page } from "./apis.ts";
import { badRequest, conflict, notFound, notYet } from "./errors.ts";
import { type Patchable, patched } from "./patch.ts";
import type { ApiGateway, ApiGatewayContext, ApiStage, DeployedApi } from "./state.ts";

export const createDeployment: ApiGateway["CreateDeployment"] = (input, context) => {
  const { cloud, state, account, region } = context;
  const { restApiId, stageName, description } = input;
  if (input.canarySettings) throw notYet("canary deployments");
  return cloud.store.write(() => {
    const api = openApi(restApiId, context);
    const resources = [...state.resources.values({ under: [account, region, restApiId] })];
    const methods = resources.flatMap((resource) => Object.values(resource.methods));
    if (methods.length === 0) throw badRequest("The REST API doesn't contain any methods");
    if (methods.some((method) => !method.methodIntegration)) throw badRequest("No integration defined for method");
    const deployment: DeployedApi = {
      id: newId(6),
      description,
      created: cloud.clock.now(),
      binaryMediaTypes: api.binaryMediaTypes ?? [],
      resources,
    };
    state.deployments.put([account, region, restApiId, deployment.id], deployment);
    if (stageName !== undefined) point(restApiId, stageName, deployment.id, input, context);
    return described(deployment);
  });
};

export const getDeployment: ApiGateway["GetDeployment"] = ({ restApiId, deploymentId }, context) =>
  described(openDeployment(restApiId, deploymentId, context));

export const getDeployments: ApiGateway["GetDeployments"] = (input, context) => {
  const { state, account, region } = context;
  openApi(input.restApiId, context);
  return page([...state.deployments.values({ under: [account, region, input.restApiId] })].map(described), input, 25);
};

export const deleteDeployment: ApiGateway["DeleteDeployment"] = ({ restApiId, deploymentId }, context) => {
  const { cloud, state, account, region } = context;
  cloud.store.write(() => {
    openDeployment(restApiId, deploymentId, context);
    for (const stage of state.stages.values({ under: [account, region, restApiId] })) {
      if (stage.deploymentId === deploymentId)
        throw badRequest("Active stages pointing to this deployment must be moved or deleted");
    }
    state.deployments.delete(account, region, restApiId, deploymentId);
  });
  return {};
};

export const createStage: ApiGateway["CreateStage"] = (input, context) => {
  const { cloud, state, account, region } = context;
  const { restApiId, stageName, deploymentId } = input;
  checkStage(input);
  return cloud.store.write(() => {
    openDeployment(restApiId, deploymentId, context);
    if (state.stages.has(account, region, restApiId, stageName)) throw conflict("Stage already exists");
    return keep(restApiId, stageOf(input, deploymentId, context), context);
  });
};

export const getStage: ApiGateway["GetStage"] = ({ restApiId, stageName }, context) =>
  openStage(restApiId, stageName, context);

export const getStages: ApiGateway["GetStages"] = ({ restApiId, deploymentId }, context) => {
  const { state, account, region } = context;
  openApi(restApiId, context);
  const all = [...state.stages.values({ under: [account, region, restApiId] })];
  return { item: all.filter((stage) => deploymentId === undefined || stage.deploymentId === deploymentId) };
};

const STAGE_PATCHES: Readonly<Record<string, Patchable>> = {
  deploymentId: { kind: "value" },
  description: { kind: "value" },
  tracingEnabled: { kind: "flag" },
  variables: { kind: "map" },
};

export const updateStage: ApiGateway["UpdateStage"] = ({ restApiId, stageName, patchOperations }, context) =>
  context.cloud.store.write(() => {
    const stage = patched(openStage(restApiId, stageName, context), patchOperations, STAGE_PATCHES);
    openDeployment(restApiId, stage.deploymentId, context);
    return keep(restApiId, { ...stage, lastUpdatedDate: context.cloud.clock.date() }, context);
  });

export const deleteStage: ApiGateway["DeleteStage"] = ({ restApiId, stageName }, context) => {
  const { cloud, state, account, region } = context;
  cloud.store.write(() => {
    openStage(restApiId, stageName, context);
    state.stages.delete(account, region, restApiId, stageName);
  });
  return {};
};

interface StageInput {
  readonly stageName?: string | undefined;
  readonly stageDescription?: string | undefined;
  readonly description?: string | undefined;
  readonly variables?: Record<string, string> | undefined;
  readonly cacheClusterEnabled?: boolean | undefined;
  readonly tracingEnabled?: boolean | undefined;
  readonly documentationVersion?: string | undefined;
  readonly tags?: Record<string, string> | undefined;
}

/** Points a stage at a deployment, as CreateDeployment does when it names one: the stage is made when it is not there. */
function point(api: string, name: string, deployment: string, input: StageInput, context: ApiGatewayContext): void {
  const { state, account, region, cloud } = context;
  const before = state.stages.get(account, region, api, name);
  checkStage(input);
  const stage = before
    ? {
        ...before,
        deploymentId: deployment,
        variables: input.variables ?? before.variables,
        lastUpdatedDate: cloud.clock.date(),
      }
    : stageOf({ ...input, description: input.stageDescription }, deployment, context);
  keep(api, stage, context);
}

function stageOf(input: StageInput, deploymentId: string, { cloud }: ApiGatewayContext): ApiStage {
  const { stageName = "", description, variables, documentationVersion, tags, tracingEnabled = false } = input;
  const now = cloud.clock.date();
  return {
    stageName,
    deploymentId,
    description,
    variables,
    documentationVersion,
    tags,
    tracingEnabled,
    cacheClusterEnabled: false,
    cacheClusterStatus: "NOT_AVAILABLE",
    methodSettings: {},
    createdDate: now,
    lastUpdatedDate: now,
  };
}

function checkStage({ stageName = "", cacheClusterEnabled }: StageInput): void {
  if (!/^\w[\w-]{0,127}$/.test(stageName)) throw badRequest("Stage name only allows a-zA-Z0-9_-");
  if (cacheClusterEnabled) throw notYet("cache clusters of stages");
}

function keep(api: string, stage: ApiStage, { state, account, region }: ApiGatewayContext): ApiStage {
  state.stages.put([account, region, api, stage.stageName], stage);
  return stage;
}

function openDeployment(api: string, id: string, context: ApiGatewayContext): DeployedApi {
  const { state, account, region } = context;
  openApi(api, context);
  const deployment = state.deployments.get(account, region, api, id);
  if (!deployment) throw notFound("Invalid Deployment identifier specified");
  return deployment;
}

function openStage(api: string, name: string, context: ApiGatewayContext): ApiStage {
  const { state, account, region } = context;
  openApi(api, context);
  const stage = state.stages.get(account, region, api, name);
  if (!stage) throw notFound("Invalid stage identifier specified");
  return stage;
}

function described({ id, description, created }: DeployedApi) {
  return { id, description, createdDate: new Date(created) };
}

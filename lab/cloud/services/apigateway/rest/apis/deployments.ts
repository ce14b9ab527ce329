import type { CreateDeploymentCommandInput } from "@aws-sdk/client-api-gateway";
import { badRequest } from "../../shared/errors.ts";
import { newId } from "../../shared/ids.ts";
import { checkApiQuota } from "../../shared/quotas.ts";
import type { DeployedApi } from "../records.ts";
import type { ApiGateway, ApiGatewayContext } from "../state.ts";
import { openApi } from "./apis.ts";
import { onlyReplaced, type Patchables, patched, value } from "./patch.ts";
import { page, type Records, records } from "./record-operations.ts";
import { newStage, putStage, stages } from "./stages.ts";

export const deployments: Records<DeployedApi> = records(
  (state) => state.deployments,
  "Invalid Deployment identifier specified",
);

export const createDeployment: ApiGateway["CreateDeployment"] = (input, context) => {
  const { cloud } = context;
  const { restApiId, stageName, canarySettings } = input;
  return cloud.store.write(() => {
    const deployment = snapshot(restApiId, input.description, context);
    if (deployment.resources.every(({ methods }) => Object.keys(methods).length === 0))
      throw badRequest("The REST API doesn't contain any methods");
    if (deployment.resources.some(({ methods }) => Object.values(methods).some((method) => !method.methodIntegration)))
      throw badRequest("No integration defined for method");
    deployments.put(context, [restApiId, deployment.id], deployment);
    // Some clients write nothing as an empty text.
    if (stageName) point(input, stageName, deployment.id, context);
    else if (canarySettings)
      throw badRequest(
        `${INVALID}Non null and non empty stageName must be provided for canary deployment. Provided value is ${stageName ?? "null"}`,
      );
    return described(deployment);
  });
};

const INVALID = "Invalid deployment content specified.";

/** The API as it is now. */
export function snapshot(api: string, description: string | undefined, context: ApiGatewayContext): DeployedApi {
  const { cloud, state, account, region } = context;
  const under = { under: [account, region, api] };
  return {
    id: newId(6),
    description,
    created: cloud.clock.now(),
    api: openApi(api, context),
    resources: [...state.resources.values(under)],
    authorizers: [...state.authorizers.values(under)],
    models: [...state.models.values(under)],
    validators: [...state.validators.values(under)],
    gatewayResponses: [...state.gatewayResponses.values(under)],
  };
}

/** Points a stage at a new deployment, or its canary; the stage is made when it is not there. */
function point(
  input: CreateDeploymentCommandInput,
  stageName: string,
  deploymentId: string,
  context: ApiGatewayContext,
): void {
  const { restApiId = "", variables, canarySettings } = input;
  const lastUpdatedDate = context.cloud.clock.date();
  if (!stages.has(context, restApiId, stageName)) {
    if (canarySettings)
      throw badRequest(
        `${INVALID}Stage ${stageName} must already be created before making a canary release deployment`,
      );
    checkApiQuota("Stages", stages.all(context, restApiId).length);
    const stage = { ...input, stageName, deploymentId, description: input.stageDescription };
    putStage(restApiId, newStage(stage, context), context);
    return;
  }
  const before = stages.open(context, restApiId, stageName);
  const after = canarySettings
    ? { ...before, lastUpdatedDate, canarySettings: { ...canarySettings, deploymentId } }
    : { ...before, lastUpdatedDate, deploymentId, variables: variables ?? before.variables };
  putStage(restApiId, after, context);
}

export const getDeployment: ApiGateway["GetDeployment"] = ({ restApiId, deploymentId, embed }, context) => {
  openApi(restApiId, context);
  const deployment = deployments.open(context, restApiId, deploymentId);
  return { ...described(deployment), ...(embed?.includes("apisummary") && { apiSummary: summaryOf(deployment) }) };
};

export const getDeployments: ApiGateway["GetDeployments"] = (input, context) => {
  openApi(input.restApiId, context);
  return page(deployments.all(context, input.restApiId).map(described), input);
};

const PATCHES: Patchables = { description: onlyReplaced(value) };

export const updateDeployment: ApiGateway["UpdateDeployment"] = (input, context) => {
  openApi(input.restApiId, context);
  const apply = (deployment: DeployedApi) => patched(deployment, input.patchOperations, PATCHES);
  return described(deployments.change(context, [input.restApiId, input.deploymentId], apply));
};

export const deleteDeployment: ApiGateway["DeleteDeployment"] = ({ restApiId, deploymentId }, context) => {
  context.cloud.store.write(() => {
    openApi(restApiId, context);
    deployments.remove(context, restApiId, deploymentId);
    for (const { deploymentId: active, canarySettings } of stages.all(context, restApiId)) {
      if (active === deploymentId || canarySettings?.deploymentId === deploymentId)
        throw badRequest("Active stages pointing to this deployment must be moved or deleted");
    }
  });
  return {};
};

function summaryOf({ resources }: DeployedApi) {
  return Object.fromEntries(
    resources.map(({ path, methods }) => [
      path,
      Object.fromEntries(
        Object.entries(methods).map(([name, { authorizationType, apiKeyRequired }]) => [
          name,
          { authorizationType, apiKeyRequired },
        ]),
      ),
    ]),
  );
}

function described({ id, description, created }: DeployedApi) {
  return { id, description, createdDate: new Date(created) };
}

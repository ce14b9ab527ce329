import { allTagsByKey, type Tag } from "../../../../service/resource-tags.ts";
import type { ResourceProvider } from "../../../../service/service.ts";
import { lowerName } from "../../shared/member-names.ts";
import { settingPath } from "../apis/method-settings.ts";
import { patchesBetween, pathPart } from "../apis/patch.ts";
import { STAGE_PATCHES } from "../apis/stages.ts";
import { retag, typed, unlessGone } from "./properties.ts";

interface DeploymentProperties {
  readonly RestApiId: string;
  readonly Description?: string;
  readonly StageName?: string;
  readonly StageDescription?: Record<string, unknown>;
  readonly DeploymentCanarySettings?: Record<string, unknown>;
}

const deployment: ResourceProvider<DeploymentProperties> = {
  replacedBy: "*",
  async create(properties, context) {
    const { call, initiated } = context;
    const { RestApiId: restApiId, Description: description, StageName: stageName } = properties;
    const { StageDescription: stage, DeploymentCanarySettings: canary } = properties;
    const { id = "" } = await call.apigateway.CreateDeployment({
      restApiId,
      description,
      stageName,
      canarySettings: canary && typed(canary, CANARY),
    });
    initiated(id);
    if (stage && stageName) {
      const patchOperations = [...patchesBetween({}, typed(stage, STAGE_PATCHES), STAGE_PATCHES), ...settings(stage)];
      await call.apigateway.UpdateStage({ restApiId, stageName, patchOperations });
    }
    return { id, attributes: { DeploymentId: id } };
  },
  async delete(deploymentId, { RestApiId: restApiId, StageName: stageName }, { call }) {
    // The stage that came with it goes with it.
    if (stageName) {
      const stage = await call.apigateway.GetStage({ restApiId, stageName }).catch(() => undefined);
      if (stage?.deploymentId === deploymentId) await unlessGone(call.apigateway.DeleteStage({ restApiId, stageName }));
    }
    await unlessGone(call.apigateway.DeleteDeployment({ restApiId, deploymentId }));
  },
};

const CANARY = {
  percentTraffic: { kind: "number" },
  stageVariableOverrides: { kind: "map" },
  useStageCache: { kind: "flag" },
} as const;

interface StageProperties {
  readonly RestApiId: string;
  readonly StageName?: string;
  readonly DeploymentId: string;
  readonly AccessLogSetting?: object;
  readonly CanarySetting?: object;
  readonly MethodSettings?: readonly Record<string, unknown>[];
  readonly Tags?: readonly Tag[];
}

const stage: ResourceProvider<StageProperties> = {
  replacedBy: ["RestApiId", "StageName"],
  async create(properties, context) {
    const { call, initiated } = context;
    const { RestApiId: restApiId, StageName: stageName = "default", DeploymentId: deploymentId } = properties;
    await call.apigateway.CreateStage({
      restApiId,
      stageName,
      deploymentId,
      tags: allTagsByKey(properties.Tags, context),
    });
    initiated(stageName);
    const wanted = recordOf(properties);
    const patchOperations = [...patchesBetween({ deploymentId }, wanted, STAGE_PATCHES), ...settings(properties)];
    if (patchOperations.length > 0) await call.apigateway.UpdateStage({ restApiId, stageName, patchOperations });
    return { id: stageName };
  },
  async update(stageName, properties, previous, context) {
    const { RestApiId: restApiId } = properties;
    const patchOperations = [
      ...patchesBetween(recordOf(previous), recordOf(properties), STAGE_PATCHES),
      ...removed(previous, properties),
      ...settings(properties),
    ];
    await context.call.apigateway.UpdateStage({ restApiId, stageName, patchOperations });
    await retag(`/restapis/${restApiId}/stages/${stageName}`, previous.Tags, properties.Tags, context);
    return { id: stageName };
  },
  delete: (stageName, { RestApiId: restApiId }, { call }) =>
    unlessGone(call.apigateway.DeleteStage({ restApiId, stageName })),
};

/** Templates name two members in the singular. */
function recordOf({ AccessLogSetting, CanarySetting, ...properties }: StageProperties): Record<string, unknown> {
  return typed({ ...properties, AccessLogSettings: AccessLogSetting, CanarySettings: CanarySetting }, STAGE_PATCHES);
}

/** The settings of methods: a template lists them, a patch has one for each member of each. */
function settings({ MethodSettings }: { readonly MethodSettings?: unknown }) {
  return ((MethodSettings ?? []) as Record<string, unknown>[]).flatMap((setting) => {
    const key = keyOf(setting);
    return Object.entries(setting).flatMap(([name, value]) => {
      const path = settingPath(lowerName(name));
      return path === undefined ? [] : [{ op: "replace" as const, path: `/${key}/${path}`, value: String(value) }];
    });
  });
}

function removed(previous: StageProperties, properties: StageProperties) {
  const kept = new Set((properties.MethodSettings ?? []).map(keyOf));
  // What set nothing was never there.
  const set = (previous.MethodSettings ?? []).filter((one) => settings({ MethodSettings: [one] }).length > 0);
  const gone = set.map(keyOf).filter((key) => !kept.has(key));
  return gone.map((key) => ({ op: "remove" as const, path: `/${key}` }));
}

/** `~1pets/GET`; a template may have the slash escaped already. */
function keyOf({ ResourcePath = "/*", HttpMethod = "*" }: Record<string, unknown>): string {
  const path = String(ResourcePath);
  if (path === "/*" || path === "*") return `*/${HttpMethod}`;
  return `${path.startsWith("~1") ? path : pathPart(path)}/${HttpMethod}`;
}

export const resources: Record<string, ResourceProvider> = {
  "AWS::ApiGateway::Deployment": deployment,
  "AWS::ApiGateway::Stage": stage,
};

import { allTagsByKey, type Tag } from "../../../../service/resource-tags.ts";
import type { ResourceProvider } from "../../../../service/service.ts";
import { patchesBetween, pathPart } from "../apis/patch.ts";
import { PLAN_PATCHES } from "../keys/plan-patches.ts";
import { retag, typed, unlessGone } from "./properties.ts";

interface ApiKeyProperties {
  readonly Name?: string;
  readonly Description?: string;
  readonly Enabled?: boolean | string;
  readonly CustomerId?: string;
  readonly Value?: string;
  readonly GenerateDistinctId?: boolean | string;
  readonly StageKeys?: readonly { readonly RestApiId?: string; readonly StageName?: string }[];
  readonly Tags?: readonly Tag[];
}

const apiKey: ResourceProvider<ApiKeyProperties> = {
  replacedBy: ["Name", "Value", "GenerateDistinctId"],
  async create(properties, context) {
    const { Name, Description: description, Enabled, CustomerId: customerId, Value: value, StageKeys } = properties;
    const { id = "" } = await context.call.apigateway.CreateApiKey({
      name: Name ?? context.name(255),
      description,
      enabled: String(Enabled) === "true",
      customerId,
      value,
      generateDistinctId: String(properties.GenerateDistinctId) === "true" || undefined,
      stageKeys: StageKeys?.map(({ RestApiId: restApiId, StageName: stageName }) => ({ restApiId, stageName })),
      tags: allTagsByKey(properties.Tags, context),
    });
    return { id, attributes: { APIKeyId: id } };
  },
  async update(id, { Description = "", Enabled, CustomerId = "", Tags }, previous, context) {
    const replace = (path: string, value: string) => ({ op: "replace" as const, path, value });
    const patchOperations = [
      replace("/description", Description),
      replace("/enabled", String(String(Enabled) === "true")),
      replace("/customerId", CustomerId),
    ];
    await context.call.apigateway.UpdateApiKey({ apiKey: id, patchOperations });
    await retag(`/apikeys/${id}`, previous.Tags, Tags, context);
    return { id, attributes: { APIKeyId: id } };
  },
  delete: (id, _properties, { call }) => unlessGone(call.apigateway.DeleteApiKey({ apiKey: id })),
};

interface Limit {
  readonly RateLimit?: number | string;
  readonly BurstLimit?: number | string;
}

interface PlanStage {
  readonly ApiId: string;
  readonly Stage: string;
  readonly Throttle?: Readonly<Record<string, Limit>>;
}

interface UsagePlanProperties {
  readonly UsagePlanName?: string;
  readonly ApiStages?: readonly PlanStage[];
  readonly Tags?: readonly Tag[];
}

const LIMIT = { rateLimit: { kind: "number" }, burstLimit: { kind: "number" } } as const;

const usagePlan: ResourceProvider<UsagePlanProperties> = {
  async create(properties, context) {
    const { id = "" } = await context.call.apigateway.CreateUsagePlan({
      ...planOf(properties),
      name: properties.UsagePlanName ?? context.name(255),
      apiStages: stagesOf(properties),
      tags: allTagsByKey(properties.Tags, context),
    });
    return { id, attributes: { Id: id } };
  },
  async update(usagePlanId, properties, previous, context) {
    const patchOperations = [
      ...patchesBetween(planOf(previous), planOf(properties), PLAN_PATCHES),
      ...stagePatches(previous, properties),
    ];
    await context.call.apigateway.UpdateUsagePlan({ usagePlanId, patchOperations });
    await retag(`/usageplans/${usagePlanId}`, previous.Tags, properties.Tags, context);
    return { id: usagePlanId, attributes: { Id: usagePlanId } };
  },
  async delete(usagePlanId, properties, { call }) {
    // A plan with stages can't be deleted.
    const patchOperations = (properties.ApiStages ?? []).map((one) => stagePatch("remove", one));
    await unlessGone(call.apigateway.UpdateUsagePlan({ usagePlanId, patchOperations }));
    await unlessGone(call.apigateway.DeleteUsagePlan({ usagePlanId }));
  },
};

function planOf({ UsagePlanName, ...properties }: UsagePlanProperties) {
  return typed({ ...properties, ...(UsagePlanName && { Name: UsagePlanName }) }, PLAN_PATCHES);
}

function stagesOf({ ApiStages = [] }: UsagePlanProperties) {
  return ApiStages.map(({ ApiId: apiId, Stage: stage, Throttle = {} }) => ({
    apiId,
    stage,
    throttle: Object.fromEntries(Object.entries(Throttle).map(([method, limit]) => [method, typed(limit, LIMIT)])),
  }));
}

function stagePatch(op: "add" | "remove", { ApiId, Stage }: PlanStage) {
  return { op, path: "/apiStages", value: `${ApiId}:${Stage}` };
}

function stagePatches({ ApiStages: before = [] }: UsagePlanProperties, { ApiStages: after = [] }: UsagePlanProperties) {
  const limits = after.flatMap(({ ApiId, Stage, Throttle = {} }) =>
    Object.entries(Throttle).flatMap(([method, limit]) =>
      Object.entries(typed(limit, LIMIT)).map(([name, value]) => ({
        op: "replace" as const,
        path: `/apiStages/${ApiId}:${Stage}/throttle/${pathPart(method)}/${name}`,
        value: String(value),
      })),
    ),
  );
  return [...before.map((one) => stagePatch("remove", one)), ...after.map((one) => stagePatch("add", one)), ...limits];
}

const usagePlanKey: ResourceProvider<{ KeyId: string; KeyType: string; UsagePlanId: string }> = {
  replacedBy: "*",
  async create({ KeyId: keyId, KeyType: keyType, UsagePlanId: usagePlanId }, { call }) {
    await call.apigateway.CreateUsagePlanKey({ usagePlanId, keyId, keyType });
    return { id: `${keyId}:${usagePlanId}`, attributes: { Id: `${keyId}:${usagePlanId}` } };
  },
  delete: (_id, { KeyId: keyId, UsagePlanId: usagePlanId }, { call }) =>
    unlessGone(call.apigateway.DeleteUsagePlanKey({ usagePlanId, keyId })),
};

export const resources: Record<string, ResourceProvider> = {
  "AWS::ApiGateway::ApiKey": apiKey,
  "AWS::ApiGateway::UsagePlan": usagePlan,
  "AWS::ApiGateway::UsagePlanKey": usagePlanKey,
};

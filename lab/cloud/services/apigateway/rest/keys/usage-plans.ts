import { badRequest, conflict, notFound } from "../../shared/errors.ts";
import { newId } from "../../shared/ids.ts";
import { checkAccountQuota } from "../../shared/quotas.ts";
import { page, type Records, records } from "../apis/record-operations.ts";
import { given, tagged } from "../apis/tagged.ts";
import type { UsagePlan } from "../records.ts";
import type { ApiGateway, ApiGatewayContext } from "../state.ts";
import { apiKeys } from "./api-keys.ts";
import { changedPlan } from "./plan-patches.ts";

export const usagePlans: Records<UsagePlan> = records((state) => state.usagePlans, "Invalid Usage Plan ID specified");

export const createUsagePlan: ApiGateway["CreateUsagePlan"] = ({ tags, ...input }, context) => {
  const plan: UsagePlan = { ...input, ...given({ tags }), id: newId(6), apiStages: input.apiStages ?? [] };
  checkPlan(plan, context);
  checkAccountQuota("Usage Plans", usagePlans.all(context).length);
  return usagePlans.put(context, [plan.id as string], plan);
};

export const getUsagePlan: ApiGateway["GetUsagePlan"] = ({ usagePlanId }, context) =>
  tagged(usagePlans.open(context, usagePlanId));

export const getUsagePlans: ApiGateway["GetUsagePlans"] = (input, context) => {
  const { state, account, region } = context;
  const all = usagePlans
    .all(context)
    .filter(({ id = "" }) => !input.keyId || state.usagePlanKeys.has(account, region, id, input.keyId));
  return page(all, input);
};

export const updateUsagePlan: ApiGateway["UpdateUsagePlan"] = ({ usagePlanId, patchOperations = [] }, context) =>
  tagged(
    usagePlans.change(context, [usagePlanId], (before) => {
      const after = patchOperations.reduce(changedPlan, before);
      checkPlan(after, context);
      return after;
    }),
  );

export const deleteUsagePlan: ApiGateway["DeleteUsagePlan"] = ({ usagePlanId }, context) => {
  const { cloud, state, account, region } = context;
  cloud.store.write(() => {
    const stages = usagePlans.open(context, usagePlanId).apiStages ?? [];
    if (stages.length > 0) {
      const included = stages.map(({ apiId, stage }) => `${apiId}:${stage}`).join(", ");
      const problem = `because there are API Stages associated with it, including ${included}`;
      throw badRequest(`Cannot delete Usage Plan ${usagePlanId} ${problem}`);
    }
    usagePlans.remove(context, usagePlanId);
    for (const collection of [state.usagePlanKeys, state.usage]) {
      for (const [key] of [...collection.entries({ under: [account, region, usagePlanId] })]) collection.delete(...key);
    }
  });
  return {};
};

export const createUsagePlanKey: ApiGateway["CreateUsagePlanKey"] = ({ usagePlanId, keyId, keyType }, context) => {
  const { cloud, state, account, region } = context;
  if (keyType !== "API_KEY") throw badRequest("Invalid key type specified. Must be API_KEY");
  return cloud.store.write(() => {
    usagePlans.open(context, usagePlanId);
    apiKeys.open(context, keyId);
    if (state.usagePlanKeys.has(account, region, usagePlanId, keyId))
      throw conflict(`Usage Plan ${usagePlanId} already has the key ${keyId}`);
    state.usagePlanKeys.put([account, region, usagePlanId, keyId], true);
    return describedKey(keyId, context);
  });
};

export const getUsagePlanKey: ApiGateway["GetUsagePlanKey"] = ({ usagePlanId, keyId }, context) => {
  checkKey(usagePlanId, keyId, context);
  return describedKey(keyId, context);
};

export const getUsagePlanKeys: ApiGateway["GetUsagePlanKeys"] = (input, context) => {
  const { state, account, region } = context;
  usagePlans.open(context, input.usagePlanId);
  const ids = [...state.usagePlanKeys.entries({ under: [account, region, input.usagePlanId] })].map(([key]) =>
    String(key.at(-1)),
  );
  const all = ids.map((id) => describedKey(id, context));
  return page(
    all.filter(({ name = "" }) => name.startsWith(input.nameQuery ?? "")),
    input,
  );
};

export const deleteUsagePlanKey: ApiGateway["DeleteUsagePlanKey"] = ({ usagePlanId, keyId }, context) => {
  const { cloud, state, account, region } = context;
  cloud.store.write(() => {
    checkKey(usagePlanId, keyId, context);
    state.usagePlanKeys.delete(account, region, usagePlanId, keyId);
  });
  return {};
};

function describedKey(keyId: string, context: ApiGatewayContext) {
  const { id, name, value: secret } = apiKeys.open(context, keyId);
  return { id, type: "API_KEY", name, value: secret };
}

/** Throws unless a plan has a key. */
export function checkKey(plan: string, key: string, context: ApiGatewayContext): void {
  usagePlans.open(context, plan);
  const { state, account, region } = context;
  if (!state.usagePlanKeys.has(account, region, plan, key)) throw notFound("Invalid API Key identifier specified");
}

function checkPlan({ quota, throttle, apiStages = [] }: UsagePlan, context: ApiGatewayContext): void {
  const { state, account, region } = context;
  if (quota) {
    const { limit = 0, period, offset = 0 } = quota;
    if (limit < 1) throw badRequest("Usage Plan quota limit must be greater than zero");
    const longest = ({ DAY: 0, WEEK: 6, MONTH: 27 } as Record<string, number>)[period ?? ""];
    if (longest === undefined) throw badRequest("Usage Plan quota period must be one of [DAY, WEEK, MONTH]");
    if (offset < 0 || offset > longest) throw badRequest(`Usage Plan quota offset must be between 0 and ${longest}`);
  }
  if ((throttle?.rateLimit ?? 0) < 0 || (throttle?.burstLimit ?? 0) < 0)
    throw badRequest("Usage Plan throttle limits must not be negative");
  for (const { apiId = "", stage = "" } of apiStages) {
    // AWS leaves its own placeholders in: https://github.com/aws/aws-sdk/issues/354.
    if (!apiId || !stage) throw badRequest("Invalid API Stage {api: %s, stage: %s} specified for usageplan %s");
    if (!state.stages.has(account, region, apiId, stage)) throw notFound(`API Stage not found: ${apiId}:${stage}`);
  }
}

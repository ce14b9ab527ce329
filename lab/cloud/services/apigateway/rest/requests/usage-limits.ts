import { headerValues } from "../../requests/parameters.ts";
import { Refusal, throttled } from "../../requests/refusals.ts";
import { settingsOf } from "../apis/method-settings.ts";
import { keyOfSecret } from "../keys/api-keys.ts";
import { count } from "../keys/usage.ts";
import type { UsagePlan } from "../records.ts";
import type { RestRequest } from "./rest-request.ts";

/**
 * Refuses a request without a key where its method needs one, and what comes too often: by the key's usage plan, and by the
 * settings of the stage.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
 */
export function checkLimits(request: RestRequest): void {
  const { state, api, stage, route } = request;
  if (route.method.apiKeyRequired) checkKey(request);
  const { path } = route.resource;
  const httpMethod = route.method.httpMethod ?? "";
  const settings = settingsOf(stage, path, httpMethod);
  const limit = { rateLimit: settings?.throttlingRateLimit, burstLimit: settings?.throttlingBurstLimit };
  if (!state.throttles.take(`${api}/${stage.stageName}${path}/${httpMethod}`, limit)) throw throttled();
}

function checkKey(request: RestRequest): void {
  const { cloud, state, home, known, deployed, api, stage, route } = request;
  const fromAuthorizer = deployed.record.api.apiKeySource === "AUTHORIZER";
  const secret = fromAuthorizer ? known.authorizer?.usageIdentifierKey : headerValues(request, "x-api-key")[0];
  const { account, region } = home;
  const key = secret === undefined ? undefined : keyOfSecret(secret, { state, account, region });
  if (!key?.id || !key.enabled) throw forbidden();
  const plan = planOf(key.id, request);
  if (!plan) throw forbidden();
  known.apiKey = { id: key.id, value: secret as string };
  const own = plan.apiStages?.find((one) => one.apiId === api && one.stage === stage.stageName)?.throttle;
  const method = `${route.resource.path}/${route.method.httpMethod}`;
  const limits = [
    [`${plan.id}/${key.id}/${method}`, own?.[method] ?? {}],
    [`${plan.id}/${key.id}`, plan.throttle ?? {}],
  ] as const;
  if (!limits.every(([name, limit]) => state.throttles.take(name, limit))) throw throttled();
  if (!count(plan, key.id, { cloud, state, account, region })) throw new Refusal("QUOTA_EXCEEDED", "Limit Exceeded");
}

/** The plan that gives a key access to the stage. */
function planOf(key: string, { state, home, api, stage }: RestRequest): UsagePlan | undefined {
  const { account, region } = home;
  for (const plan of state.usagePlans.values({ under: [account, region] })) {
    const covers = plan.apiStages?.some((one) => one.apiId === api && one.stage === stage.stageName);
    if (covers && state.usagePlanKeys.has(account, region, plan.id as string, key)) return plan;
  }
  return undefined;
}

const forbidden = () => new Refusal("INVALID_API_KEY", "Forbidden");

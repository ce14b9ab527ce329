import type { ApiStage, PatchOperation, ThrottleSettings } from "@aws-sdk/client-api-gateway";
import { badRequest, notFound } from "../../shared/errors.ts";
import {
  members,
  neverRemoved,
  number,
  onlyRemoved,
  onlyReplaced,
  type Patchables,
  partsOf,
  patched,
  unsupported,
  value,
} from "../apis/patch.ts";
import type { UsagePlan } from "../records.ts";

/** What UpdateUsagePlan changes, besides the stages of a plan. */
export const PLAN_PATCHES: Patchables = {
  name: onlyReplaced(value),
  description: onlyReplaced(value),
  productCode: value,
  throttle: onlyRemoved(members({ burstLimit: neverRemoved(number), rateLimit: neverRemoved(number) })),
  quota: onlyRemoved(
    members({ limit: neverRemoved(number), offset: neverRemoved(number), period: neverRemoved(value) }),
  ),
};

const THROTTLE = "/apiStages/<apidId:stageName>/throttle";
const METHOD = `${THROTTLE}/<resourcePath>/<httpMethod>`;
const SET = [
  `${METHOD}/rateLimit`,
  `${METHOD}/burstLimit`,
  THROTTLE,
  "/productCode",
  "/quota/limit",
  "/quota/offset",
  "/quota/period",
  "/throttle/burstLimit",
  "/throttle/rateLimit",
];

/**
 * What each operation takes. What can be removed is listed as AWS lists it, its slip included.
 * https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateUsagePlan-Patch
 */
const PATHS: Readonly<Record<string, readonly string[]>> = {
  add: ["/apiStages", ...SET],
  replace: [...SET, "/description", "/name"],
  remove: ["/apiStages", "/quota", "/throttle", "/productCode", METHOD, THROTTLE],
};

/** A plan after a patch operation. */
export function changedPlan(plan: UsagePlan, operation: PatchOperation): UsagePlan {
  const { op = "", path = "", value: given = "" } = operation;
  const [first = "", stage, ...rest] = partsOf(path);
  if (path.startsWith("/apiStages/") && rest[0] === "throttle") return throttled(plan, stage ?? "", rest, operation);
  if (path === "/apiStages" && op === "add") return withStage(plan, given);
  if (path === "/apiStages" && op === "remove") return withoutStage(plan, given);
  if (first === "apiStages" || !isSupported(op, path)) throw unsupported(operation, PATHS);
  return patched(plan, [operation], PLAN_PATCHES);
}

function isSupported(op: string, path: string): boolean {
  return Object.hasOwn(PATHS, op) && PATHS[op]?.includes(path) === true;
}

function withStage(plan: UsagePlan, named: string): UsagePlan {
  const [apiId = "", stage = ""] = named.split(":");
  const { apiStages = [] } = plan;
  return { ...plan, apiStages: [...apiStages.filter((one) => nameOf(one) !== named), { apiId, stage }] };
}

function withoutStage(plan: UsagePlan, named: string): UsagePlan {
  const { apiStages = [] } = plan;
  const others = apiStages.filter((one) => nameOf(one) !== named);
  if (others.length === apiStages.length) throw badRequest("Invalid API Stage specified");
  return { ...plan, apiStages: others };
}

function nameOf({ apiId, stage }: ApiStage): string {
  return `${apiId}:${stage}`;
}

/**
 * What methods of a stage may do: all of them at once, as JSON, or one, whose path is written with its slashes (`/pets/GET`), or in
 * one part or two (`~1pets~1GET`, `~1pets/GET`).
 */
function throttled(plan: UsagePlan, named: string, [, ...rest]: string[], operation: PatchOperation): UsagePlan {
  const { op = "", value: given = "" } = operation;
  const { apiStages = [] } = plan;
  if (!apiStages.some((one) => nameOf(one) === named)) throw notFound(`API Stage not found: ${named}`);
  const limit = rest.at(-1);
  const isLimit = limit === "rateLimit" || limit === "burstLimit";
  const isWhole = rest.length === 0;
  if (!["add", "replace", "remove"].includes(op) || (!isWhole && isLimit === (op === "remove")))
    throw unsupported(operation, PATHS);
  const method = `/${(isLimit ? rest.slice(0, -1) : rest).join("/").replace(/^\/+/, "")}`;
  return {
    ...plan,
    apiStages: apiStages.map((one) => {
      if (nameOf(one) !== named) return one;
      const { [method]: before = {}, ...others } = one.throttle ?? {};
      if (isWhole) return { ...one, throttle: op === "remove" ? undefined : limitsOf(given) };
      if (!isLimit) return { ...one, throttle: Object.keys(others).length > 0 ? others : undefined };
      return { ...one, throttle: { ...others, [method]: { ...before, [limit]: numberOf(given, operation) } } };
    }),
  };
}

function limitsOf(text: string): Record<string, ThrottleSettings> {
  try {
    const limits = Object.entries(JSON.parse(text) as Record<string, ThrottleSettings>);
    return Object.fromEntries(
      limits.map(([method, { rateLimit, burstLimit }]) => [
        method,
        { rateLimit: Number(rateLimit), burstLimit: Number(burstLimit) },
      ]),
    );
  } catch {
    throw badRequest(`Invalid throttle settings specified: ${text}`);
  }
}

function numberOf(text: string, { path }: PatchOperation): number {
  const read = Number(text);
  if (text === "" || !Number.isFinite(read)) throw badRequest(`Invalid patch value specified for ${path}`);
  return read;
}

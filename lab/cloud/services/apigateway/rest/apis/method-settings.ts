import type { MethodSetting, PatchOperation } from "@aws-sdk/client-api-gateway";
import { own } from "../../../../own.ts";
import { badRequest } from "../../shared/errors.ts";
import type { ApiStage } from "../records.ts";
import type { ApiGatewayContext } from "../state.ts";
import { flag, number, type Patchable, partsOf, patched, value } from "./patch.ts";

/** Paths of settings after the method, such as `/~1pets/GET/logging/loglevel`, and the members they set. */
const SETTINGS: Readonly<Record<string, readonly [member: keyof MethodSetting, rule: Patchable]>> = {
  "metrics/enabled": ["metricsEnabled", flag],
  "logging/loglevel": ["loggingLevel", value],
  "logging/dataTrace": ["dataTraceEnabled", flag],
  "throttling/burstLimit": ["throttlingBurstLimit", number],
  "throttling/rateLimit": ["throttlingRateLimit", number],
  "caching/enabled": ["cachingEnabled", flag],
  "caching/ttlInSeconds": ["cacheTtlInSeconds", number],
  "caching/dataEncrypted": ["cacheDataEncrypted", flag],
  "caching/requireAuthorizationForCacheControl": ["requireAuthorizationForCacheControl", flag],
  "caching/unauthorizedCacheControlHeaderStrategy": ["unauthorizedCacheControlHeaderStrategy", value],
};

/** The settings of a method for which nobody set anything. */
const USUAL: MethodSetting = {
  metricsEnabled: false,
  dataTraceEnabled: false,
  throttlingBurstLimit: 5000,
  throttlingRateLimit: 10_000,
  cachingEnabled: false,
  cacheTtlInSeconds: 300,
  cacheDataEncrypted: false,
  requireAuthorizationForCacheControl: true,
  unauthorizedCacheControlHeaderStrategy: "SUCCEED_WITH_RESPONSE_HEADER",
};

/** The patch path of a setting's member. */
export function settingPath(member: string): string | undefined {
  return Object.entries(SETTINGS).find(([, [name]]) => name === member)?.[0];
}

/** Whether a patch is about the settings of methods: of all of them, or of one resource's, whose path begins with a slash or not. */
export function isSetting(path: string): boolean {
  return /^\/(\*\/\*|~1[^/]*\/[A-Z*]+|methodSettings|(?!variables\/)[^/]+\/[A-Z*]+)(\/|$)/.test(path);
}

/** https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateStage-Patch */
export function patchSetting(stage: ApiStage, operation: PatchOperation, context: ApiGatewayContext): ApiStage {
  const { op, path = "" } = operation;
  const [resource = "", method = "", ...rest] = partsOf(path.replace(/^\/methodSettings\//, "/"));
  // `/~1pets/GET` has the key `~1pets/GET`, and `/pets/GET` the key `pets/GET`.
  const key = `${resource === "*" ? "*" : resource.replace(/^\//, "~1").replaceAll("/", "~1")}/${method}`;
  const { [key]: before, ...others } = stage.methodSettings ?? {};
  if (op === "remove" && rest.length === 0) {
    if (!before) throw noSetting(key);
    return { ...stage, methodSettings: others };
  }
  if (op === "remove") throw noSetting(path.slice(1));
  if (op === "add") throw badRequest(`Invalid add operation with path: ${path}`);
  const [member, rule] = own(SETTINGS, rest.join("/")) ?? [];
  if (!member || !rule) throw badRequest(`Invalid method setting path: ${path}`);
  const patch = { ...operation, path: `/${member}` };
  const setting = patched(before ?? USUAL, [patch], { [member]: rule });
  checkLogging(setting, context);
  return { ...stage, methodSettings: { ...others, [key]: setting } };
}

/** @param name what nothing has set, as AWS words it, with a space at the end */
export function noSetting(name: string): Error {
  return badRequest(`Cannot remove method setting ${name} because there is no method setting for this method `);
}

function checkLogging({ loggingLevel }: MethodSetting, { state, account, region }: ApiGatewayContext): void {
  if (!["OFF", "ERROR", "INFO"].includes(loggingLevel ?? "OFF"))
    throw badRequest("Invalid logging level. Must be one of [OFF, ERROR, INFO]");
  if (loggingLevel && loggingLevel !== "OFF" && !state.accounts.get(account, region)?.cloudwatchRoleArn)
    throw badRequest("CloudWatch Logs role ARN must be set in account settings to enable logging");
}

/** The settings that hold for a method of a stage. */
export function settingsOf(stage: ApiStage, path: string, httpMethod: string): MethodSetting | undefined {
  const all = stage.methodSettings ?? {};
  const written = path.replaceAll("/", "~1");
  const key = [httpMethod, "*"]
    .flatMap((method) => [`${written}/${method}`, `${written.slice(2)}/${method}`])
    .find((one) => Object.hasOwn(all, one));
  return all[key ?? "*/*"];
}

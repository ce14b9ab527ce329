import { randomBytes } from "node:crypto";
import type { ApiKey, CreateApiKeyCommandInput } from "@aws-sdk/client-api-gateway";
import { badRequest, conflict, notFound, notYet } from "../../shared/errors.ts";
import { newId } from "../../shared/ids.ts";
import { checkAccountQuota } from "../../shared/quotas.ts";
import { addedOrRemoved, flag, onlyReplaced, type Patchables, patched, set, value } from "../apis/patch.ts";
import { page, type Records, records } from "../apis/record-operations.ts";
import { stages } from "../apis/stages.ts";
import { given, tagged } from "../apis/tagged.ts";
import type { ApiGateway, ApiGatewayContext } from "../state.ts";

export const apiKeys: Records<ApiKey> = records((state) => state.apiKeys, "Invalid API Key identifier specified");

export const createApiKey: ApiGateway["CreateApiKey"] = (input, context) => addKey(input, context);

function addKey(input: CreateApiKeyCommandInput, context: ApiGatewayContext): ApiKey {
  const { name, description, enabled = false, customerId, tags, generateDistinctId = true } = input;
  // Some clients write nothing as an empty text.
  const secret = input.value || randomBytes(30).toString("base64url");
  if (secret.length < 20) throw badRequest("API Key value should be at least 20 characters");
  if (secret.length > 128) throw badRequest("API Key value exceeds maximum size of 128 characters");
  if (apiKeys.all(context).some((key) => key.value === secret)) throw conflict("API Key already exists");
  const now = context.cloud.clock.date();
  const key: ApiKey = {
    id: generateDistinctId ? newId(10) : secret,
    name,
    description,
    enabled,
    customerId,
    ...given({ tags }),
    value: secret,
    createdDate: now,
    lastUpdatedDate: now,
    stageKeys: (input.stageKeys ?? []).map(({ restApiId, stageName }) => `${restApiId}/${stageName}`),
  };
  checkStageKeys(key.stageKeys, context);
  checkAccountQuota("API Keys", apiKeys.all(context).length);
  return apiKeys.put(context, [key.id as string], key);
}

/** A key's secret is shown only on request. */
function shown({ value: secret, ...key }: ApiKey, includeValue = false): ApiKey {
  return includeValue ? { ...key, value: secret } : key;
}

export const getApiKey: ApiGateway["GetApiKey"] = ({ apiKey, includeValue }, context) =>
  tagged(shown(apiKeys.open(context, apiKey), includeValue));

export const getApiKeys: ApiGateway["GetApiKeys"] = (input, context) => {
  const { nameQuery = "", customerId, includeValues } = input;
  const all = apiKeys
    .all(context)
    .filter(
      (key) => (key.name ?? "").startsWith(nameQuery) && (customerId === undefined || key.customerId === customerId),
    );
  const { items, position } = page(all, input);
  return { items: items.map((key) => shown(key, includeValues)), ...(position && { position }) };
};

const PATCHES: Patchables = {
  name: onlyReplaced(value),
  description: onlyReplaced(value),
  enabled: onlyReplaced(flag),
  customerId: onlyReplaced(value),
  stages: addedOrRemoved(set),
};

export const updateApiKey: ApiGateway["UpdateApiKey"] = ({ apiKey, patchOperations }, context) =>
  tagged(
    shown(
      apiKeys.change(context, [apiKey], (key) => {
        // The patch's path names them otherwise than answers do.
        const { stages: stageKeys, ...after } = patched({ ...key, stages: key.stageKeys }, patchOperations, PATCHES);
        checkStageKeys(stageKeys, context);
        return { ...after, stageKeys, lastUpdatedDate: context.cloud.clock.date() };
      }),
    ),
  );

export const deleteApiKey: ApiGateway["DeleteApiKey"] = ({ apiKey }, context) => {
  const { cloud, state, account, region } = context;
  cloud.store.write(() => {
    apiKeys.remove(context, apiKey);
    for (const { id = "" } of state.usagePlans.values({ under: [account, region] })) {
      state.usagePlanKeys.delete(account, region, id, apiKey);
    }
  });
  return {};
};

/** Throws for a stage that is not there. */
function checkStageKeys(stageKeys: readonly string[] = [], context: ApiGatewayContext): void {
  for (const [api = "", stage = ""] of stageKeys.map((one) => one.split("/"))) stages.open(context, api, stage);
}

/**
 * Keys from a file of comma-separated values, with the columns name and key, and any of description, enabled, usageplanIds.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-key-file-format.html
 */
export const importApiKeys: ApiGateway["ImportApiKeys"] = (input, context) => {
  if (input.format !== "csv") throw badRequest(`Unsupported API key file format: ${input.format}`);
  const [head = "", ...lines] = Buffer.from(input.body)
    .toString("utf8")
    .split(/\r?\n/)
    .filter((line) => line !== "");
  if (head.includes('"')) throw notYet("quoted values in files of API keys");
  const columns = head.split(",").map((column) => column.trim().toLowerCase());
  const rows = lines.map((line) => {
    const cells = line.split(",").map((cell) => cell.trim());
    return new Map(columns.map((column, i) => [column, cells[i] ?? ""]));
  });
  // All of them, or none.
  const ids = context.cloud.store.write(() => rows.map((row) => importKey(row, context)));
  return { ids, warnings: [] };
};

/** Only inside `store.write`. @returns the key's id */
function importKey(row: ReadonlyMap<string, string>, context: ApiGatewayContext): string {
  const [name, value, description] = [row.get("name"), row.get("key"), row.get("description")];
  if (!name || !value) throw badRequest("API Key files need the columns name and key");
  const key = addKey({ name, value, description, enabled: row.get("enabled") !== "false" }, context);
  const { state, account, region } = context;
  for (const plan of row.get("usageplanids")?.split("|").filter(Boolean) ?? []) {
    if (!state.usagePlans.has(account, region, plan)) throw notFound("Invalid Usage Plan ID specified");
    state.usagePlanKeys.put([account, region, plan, key.id as string], true);
  }
  return key.id as string;
}

/** The key with a secret, of all that an account has in a region. */
export function keyOfSecret(
  secret: string,
  { state, account, region }: Pick<ApiGatewayContext, "state" | "account" | "region">,
): ApiKey | undefined {
  for (const key of state.apiKeys.values({ under: [account, region] })) if (key.value === secret) return key;
  return undefined;
}

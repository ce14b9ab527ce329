import { randomInt } from "node:crypto";
import { badRequest, notFound, notYet } from "./errors.ts";
import { type Patchable, patched } from "./patch.ts";
import type { Api, ApiGateway, ApiGatewayContext } from "./state.ts";

export const createRestApi: ApiGateway["CreateRestApi"] = (input, context) => {
  const { cloud, state, account, region } = context;
  const { name, cloneFrom, policy, ...settings } = input;
  if (name.trim() === "") throw badRequest("The REST API name must not be empty.");
  if (cloneFrom !== undefined) throw notYet("cloning a REST API");
  if (policy !== undefined) throw notYet("resource policies of REST APIs");
  const api: Api = {
    ...settings,
    id: newId(10),
    name,
    rootResourceId: newId(10),
    createdDate: cloud.clock.date(),
    apiKeySource: settings.apiKeySource ?? "HEADER",
    endpointConfiguration: settings.endpointConfiguration ?? { types: ["EDGE"], ipAddressType: "ipv4" },
    disableExecuteApiEndpoint: settings.disableExecuteApiEndpoint ?? false,
  };
  cloud.store.write(() => {
    state.apis.put([account, region, api.id], api);
    state.resources.put([account, region, api.id, api.rootResourceId], {
      id: api.rootResourceId,
      path: "/",
      methods: {},
    });
    state.homes.put([api.id], { account, region });
  });
  return api;
};

export const getRestApi: ApiGateway["GetRestApi"] = ({ restApiId }, context) => openApi(restApiId, context);

export const getRestApis: ApiGateway["GetRestApis"] = (input, { state, account, region }) =>
  page([...state.apis.values({ under: [account, region] })], input, 25);

const PATCHABLE: Readonly<Record<string, Patchable>> = {
  name: { kind: "value" },
  description: { kind: "value" },
  apiKeySource: { kind: "value" },
  minimumCompressionSize: { kind: "number" },
  disableExecuteApiEndpoint: { kind: "flag" },
  binaryMediaTypes: { kind: "set" },
};

export const updateRestApi: ApiGateway["UpdateRestApi"] = ({ restApiId, patchOperations }, context) =>
  changeApi(restApiId, context, (api) => patched(api, patchOperations, PATCHABLE));

export const deleteRestApi: ApiGateway["DeleteRestApi"] = ({ restApiId }, context) => {
  const { cloud, state, account, region } = context;
  cloud.store.write(() => {
    openApi(restApiId, context);
    const under = [account, region, restApiId];
    for (const collection of [state.resources, state.deployments, state.stages]) {
      for (const [key] of [...collection.entries({ under })]) collection.delete(...key);
    }
    state.apis.delete(...under);
    state.homes.delete(restApiId);
  });
  state.forget(restApiId);
  return {};
};

export const getAccount: ApiGateway["GetAccount"] = (_input, { state, account, region }) => ({
  ...state.accounts.get(account, region),
  throttleSettings: { burstLimit: 5000, rateLimit: 10_000 },
  features: ["UsagePlans"],
  apiKeyVersion: "4",
});

export const updateAccount: ApiGateway["UpdateAccount"] = (input, context) => {
  const { cloud, state, account, region } = context;
  const settings = patched(state.accounts.get(account, region) ?? {}, input.patchOperations, {
    cloudwatchRoleArn: { kind: "value" },
  });
  cloud.store.write(() => state.accounts.put([account, region], settings));
  return getAccount({}, context);
};

export const tagResource: ApiGateway["TagResource"] = ({ resourceArn, tags }, context) => {
  changeApi(apiOfArn(resourceArn), context, (api) => ({ ...api, tags: { ...api.tags, ...tags } }));
  return {};
};

export const untagResource: ApiGateway["UntagResource"] = ({ resourceArn, tagKeys }, context) => {
  const kept = (tags: Record<string, string> = {}) =>
    Object.fromEntries(Object.entries(tags).filter(([key]) => !tagKeys.includes(key)));
  changeApi(apiOfArn(resourceArn), context, (api) => ({ ...api, tags: kept(api.tags) }));
  return {};
};

export const getTags: ApiGateway["GetTags"] = ({ resourceArn }, context) => ({
  tags: openApi(apiOfArn(resourceArn), context).tags ?? {},
});

export function openApi(id: string, { state, account, region }: ApiGatewayContext): Api {
  const api = state.apis.get(account, region, id);
  if (!api) throw notFound(`Invalid API identifier specified ${account}:${id}`);
  return api;
}

/** An id as API Gateway makes them: lower-case letters and digits. */
export function newId(length: number): string {
  return Array.from({ length }, () => "abcdefghijklmnopqrstuvwxyz0123456789"[randomInt(36)]).join("");
}

/** One page of a list, by position. */
export function page<T>(
  all: readonly T[],
  { position = "0", limit }: { position?: string | undefined; limit?: number | undefined },
  usual: number,
) {
  const begin = Number(position);
  if (!Number.isInteger(begin)) throw badRequest("Invalid position parameter specified");
  const end = begin + Math.min(limit ?? usual, 500);
  return { items: all.slice(begin, end), ...(end < all.length ? { position: String(end) } : {}) };
}

function changeApi(id: string, context: ApiGatewayContext, apply: (api: Api) => Api): Api {
  const { cloud, state, account, region } = context;
  return cloud.store.write(() => {
    const api = apply(openApi(id, context));
    state.apis.put([account, region, id], api);
    return api;
  });
}

function apiOfArn(arn: string): string {
  const id = /\/restapis\/([^/]+)$/.exec(arn)?.[1];
  if (id === undefined) throw notYet(`tags of ${arn}`);
  return id;
}

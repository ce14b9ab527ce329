import { badRequest } from "../../shared/errors.ts";
import { newId } from "../../shared/ids.ts";
import { checkOption } from "../../shared/options.ts";
import type { Api } from "../records.ts";
import type { ApiGateway, ApiGatewayContext } from "../state.ts";
import { executionPolicy } from "./api-policy.ts";
import { checkedEndpoint, patchedEndpoint } from "./endpoint.ts";
import {
  addedOrRemoved,
  types as endpointType,
  flag,
  members,
  onlyReplaced,
  type Patchables,
  patched,
  set,
  value,
} from "./patch.ts";
import { page, type Records, records } from "./record-operations.ts";
import { given, tagged } from "./tagged.ts";

export const apis: Records<Api> = records(
  (state) => state.apis,
  (id, account) => `Invalid API identifier specified ${account}:${id}`,
);

export const createRestApi: ApiGateway["CreateRestApi"] = (input, context) => {
  const { cloud } = context;
  const { name, cloneFrom, policy, binaryMediaTypes = [], tags, ...settings } = input;
  if (name.trim() === "") throw noName();
  if (settings.description === "") throw badRequest("Description cannot be an empty string");
  checkApi(settings);
  const id = newId(10);
  const api: Api = {
    ...settings,
    ...(binaryMediaTypes.length > 0 && { binaryMediaTypes }),
    ...given({ tags }),
    id,
    name,
    rootResourceId: newId(10),
    createdDate: cloud.clock.date(),
    apiKeySource: settings.apiKeySource ?? "HEADER",
    endpointConfiguration: checkedEndpoint(settings.endpointConfiguration),
    disableExecuteApiEndpoint: settings.disableExecuteApiEndpoint ?? false,
    ...(policy && { policy: executionPolicy(policy, id, context) }),
  };
  cloud.store.write(() => (cloneFrom === undefined ? addEmpty(api, context) : addClone(api, cloneFrom, context)));
  return api;
};

/** An API with the models that every API has, and its root. */
function addEmpty(api: Api, context: ApiGatewayContext): void {
  const { state, account, region } = context;
  add(api, context);
  const root = { id: api.rootResourceId, path: "/", methods: {} };
  state.resources.put([account, region, api.id, root.id], root);
  for (const [name, description, schema] of [
    ["Empty", "This is a default empty schema model", { $schema: DRAFT, title: "Empty Schema", type: "object" }],
    ["Error", "This is a default error schema model", ERROR],
  ] as const) {
    const model = { id: newId(6), name, description, schema: JSON.stringify(schema), contentType: "application/json" };
    state.models.put([account, region, api.id, name], model);
  }
}

const DRAFT = "http://json-schema.org/draft-04/schema#";
const ERROR = { $schema: DRAFT, title: "Error Schema", type: "object", properties: { message: { type: "string" } } };

/** An API with all that another one has, under ids of its own. */
function addClone(api: Api, from: string, context: ApiGatewayContext): void {
  const { state, account, region } = context;
  const original = apis.open(context, from);
  add({ ...original, ...api, binaryMediaTypes: api.binaryMediaTypes ?? original.binaryMediaTypes }, context);
  for (const collection of [state.models, state.authorizers, state.validators, state.gatewayResponses]) {
    for (const [key, record] of [...collection.entries({ under: [account, region, from] })]) {
      collection.put([account, region, api.id, key.at(-1) as string], record as never);
    }
  }
  const ids = new Map([[original.rootResourceId, api.rootResourceId]]);
  const resources = [...state.resources.values({ under: [account, region, from] })];
  for (const { id } of resources) if (!ids.has(id)) ids.set(id, newId(6));
  for (const resource of resources) {
    const id = ids.get(resource.id) as string;
    const parentId = resource.parentId && ids.get(resource.parentId);
    state.resources.put([account, region, api.id, id], { ...resource, id, parentId });
  }
}

function add(api: Api, { state, account, region }: ApiGatewayContext): void {
  state.apis.put([account, region, api.id], api);
  state.homes.put([api.id], { account, region, protocol: "REST" });
}

export const getRestApi: ApiGateway["GetRestApi"] = ({ restApiId }, context) => tagged(openApi(restApiId, context));

const noName = () => badRequest("The REST API name must not be empty.");
const COMPRESSION = "Invalid minimum compression size, must be between 0 and 10485760";

/** Throws for a size from which answers can't be compressed. */
function checkCompression({ minimumCompressionSize: size = 0 }: Partial<Api>): void {
  if (!(size >= 0 && size <= 10_485_760)) throw badRequest(COMPRESSION);
}

/** Throws for an API that can't be, whichever way it comes. */
export function checkApi(api: Partial<Api>): void {
  checkOption("ApiKeySourceType", api.apiKeySource, ["HEADER", "AUTHORIZER"]);
  checkCompression(api);
}

export const getRestApis: ApiGateway["GetRestApis"] = (input, context) => page(apis.all(context), input);

/** What UpdateRestApi changes. */
export const API_PATCHES: Patchables = {
  name: onlyReplaced(value),
  description: value,
  apiKeySource: onlyReplaced(value),
  minimumCompressionSize: onlyReplaced({ kind: "number", invalid: COMPRESSION } as const),
  disableExecuteApiEndpoint: onlyReplaced(flag),
  binaryMediaTypes: { kind: "set", keyed: true },
  policy: onlyReplaced(value),
  securityPolicy: onlyReplaced(value),
  endpointAccessMode: onlyReplaced(value),
  endpointConfiguration: members({
    types: endpointType,
    ipAddressType: onlyReplaced(value),
    vpcEndpointIds: addedOrRemoved(set),
  }),
};

export const updateRestApi: ApiGateway["UpdateRestApi"] = ({ restApiId, patchOperations = [] }, context) => {
  const api = changeApi(restApiId, context, (before) => {
    // An endpoint's type is patched by index: `replace /endpointConfiguration/types/EDGE` with the new one.
    const types = patchOperations.find(({ path }) => path?.startsWith("/endpointConfiguration/types/"));
    const others = patchOperations.filter((one) => one !== types);
    const changed = patched(before, others, API_PATCHES);
    if (!changed.name?.trim()) throw noName();
    checkApi(changed);
    const policy = changed.policy && executionPolicy(changed.policy, restApiId, context);
    const endpointConfiguration = patchedEndpoint(before.endpointConfiguration, changed.endpointConfiguration, types);
    return { ...changed, policy: policy || undefined, endpointConfiguration };
  });
  return tagged(api);
};

export const deleteRestApi: ApiGateway["DeleteRestApi"] = ({ restApiId }, context) => {
  const { cloud, state, account, region } = context;
  cloud.store.write(() => {
    openApi(restApiId, context);
    const domains = [...state.mappings.entries()].flatMap(([[domain], mapping]) =>
      mapping.restApiId === restApiId ? [domain] : [],
    );
    if (domains.length > 0) {
      const advice = "Please remove all base path mappings related to the RestApi in your domains:";
      throw badRequest(`Deleting RestApi ${restApiId} failed. ${advice} ${[...new Set(domains)].join(", ")}.`);
    }
    const under = [account, region, restApiId];
    const { resources, deployments, stages, authorizers, models, validators, gatewayResponses } = state;
    const parts = [resources, deployments, stages, authorizers, models, validators, gatewayResponses];
    for (const collection of [...parts, state.documentationParts, state.documentationVersions]) {
      for (const [key] of [...collection.entries({ under })]) collection.delete(...key);
    }
    state.apis.delete(...under);
    state.homes.delete(restApiId);
  });
  state.forget(restApiId);
  return {};
};

export function openApi(id: string, context: ApiGatewayContext): Api {
  return apis.open(context, id);
}

export function changeApi(id: string, context: ApiGatewayContext, apply: (api: Api) => Api): Api {
  return apis.change(context, [id], apply);
}

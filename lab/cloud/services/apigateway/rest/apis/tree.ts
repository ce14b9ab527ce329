import { badRequest, conflict, notFound } from "../../shared/errors.ts";
import { newId } from "../../shared/ids.ts";
import { checkApiQuota } from "../../shared/quotas.ts";
import type { ApiResource } from "../records.ts";
import type { ApiGateway, ApiGatewayContext } from "../state.ts";
import { openApi } from "./apis.ts";
import { type Patchables, partsOf, replacedIn, value } from "./patch.ts";
import { page } from "./record-operations.ts";

export const createResource: ApiGateway["CreateResource"] = ({ restApiId, parentId, pathPart }, context) => {
  const { cloud, state, account, region } = context;
  return cloud.store.write(() => {
    openApi(restApiId, context);
    const parent = openResource(restApiId, parentId, context);
    const all = [...state.resources.values({ under: [account, region, restApiId] })];
    const resource = resourceBelow(parent, pathPart, all);
    state.resources.put([account, region, restApiId, resource.id], resource);
    return described(resource);
  });
};

/** A new resource. Throws where it can't be. @param all that the API has */
export function resourceBelow(parent: ApiResource, pathPart: string, all: readonly ApiResource[]): ApiResource {
  const resource = { id: newId(6), parentId: parent.id, pathPart, path: below(parent, pathPart), methods: {} };
  checkPlace(parent, resource, all);
  checkApiQuota("Resources", all.length);
  return resource;
}

const PATCHES: Patchables = { parentId: value, pathPart: value };

/** Renames a resource, or moves it below another one, with all that is below itself. */
export const updateResource: ApiGateway["UpdateResource"] = (input, context) => {
  const { restApiId, resourceId, patchOperations = [] } = input;
  const { cloud, state, account, region } = context;
  return cloud.store.write(() => {
    openApi(restApiId, context);
    const before = openResource(restApiId, resourceId, context);
    const { parentId, pathPart } = replacedIn(before, patchOperations, PATCHES);
    if (before.parentId === undefined && patchOperations.length > 0)
      throw badRequest(`Root resource cannot update its ${partsOf(patchOperations[0]?.path ?? "")[0]}.`);
    const after = { ...before, parentId: parentId ?? "", pathPart: pathPart ?? "" };
    const parent = openResource(restApiId, after.parentId, context);
    if (`${parent.path}/`.startsWith(`${before.path}/`)) throw badRequest("Resources cannot be cyclical.");
    const moved = { ...after, path: below(parent, after.pathPart) };
    const all = [...state.resources.values({ under: [account, region, restApiId] })];
    checkPlace(parent, moved, all);
    for (const one of all) {
      if (!one.path.startsWith(`${before.path}/`)) continue;
      const path = moved.path + one.path.slice(before.path.length);
      state.resources.put([account, region, restApiId, one.id], { ...one, path });
    }
    state.resources.put([account, region, restApiId, resourceId], moved);
    return described(moved);
  });
};

function below({ path }: ApiResource, pathPart: string): string {
  return `${path.replace(/\/$/, "")}/${pathPart}`;
}

/** Nothing is below a greedy variable. Of two resources below the same one, the names differ, and only one is a variable. */
function checkPlace(
  parent: ApiResource,
  { id, parentId, pathPart = "" }: ApiResource,
  all: readonly ApiResource[],
): void {
  const hasChildren = all.some((one) => one.parentId === id);
  const greedy = [parent.pathPart, ...(hasChildren ? [pathPart] : [])].find(isGreedy);
  if (greedy) throw badRequest(`Cannot create a child of a resource with a greedy path variable: ${greedy}`);
  checkPathPart(pathPart);
  const siblings = all.filter((one) => one.parentId === parentId && one.id !== id);
  if (siblings.some((one) => one.pathPart === pathPart))
    throw conflict(`Another resource with the same parent already has this name: ${pathPart}`);
  const isVariable = (part = "") => /^\{.*\}$/.test(part);
  const variable = siblings.find((one) => isVariable(one.pathPart) && isVariable(pathPart));
  if (!variable) return;
  const problem = "of this resource already has a variable path part -- only one is allowed";
  throw badRequest(`A sibling (${variable.pathPart}) ${problem}`);
}

export const getResource: ApiGateway["GetResource"] = ({ restApiId, resourceId, embed }, context) => {
  openApi(restApiId, context);
  return described(openResource(restApiId, resourceId, context), embed?.includes("methods"));
};

export const getResources: ApiGateway["GetResources"] = (input, context) => {
  const { state, account, region } = context;
  openApi(input.restApiId, context);
  const all = [...state.resources.values({ under: [account, region, input.restApiId] })];
  const { items, position } = page(all, input);
  return {
    items: items.map((resource) => described(resource, input.embed?.includes("methods"))),
    ...(position ? { position } : {}),
  };
};

export const deleteResource: ApiGateway["DeleteResource"] = ({ restApiId, resourceId }, context) => {
  const { cloud, state, account, region } = context;
  cloud.store.write(() => {
    openApi(restApiId, context);
    const { path, parentId } = openResource(restApiId, resourceId, context);
    if (parentId === undefined) throw badRequest("Cannot delete the root resource of an API");
    for (const one of [...state.resources.values({ under: [account, region, restApiId] })]) {
      if (one.id === resourceId || one.path.startsWith(`${path}/`))
        state.resources.delete(account, region, restApiId, one.id);
    }
  });
  return {};
};

export function openResource(api: string, id: string, { state, account, region }: ApiGatewayContext): ApiResource {
  const resource = state.resources.get(account, region, api, id);
  if (!resource) throw notFound("Invalid Resource identifier specified");
  return resource;
}

/** Changes a resource in a transaction, and answers what `apply` made of it. */
export function changeResource(
  api: string,
  id: string,
  context: ApiGatewayContext,
  apply: (resource: ApiResource) => ApiResource,
): ApiResource {
  const { cloud, state, account, region } = context;
  return cloud.store.write(() => {
    const resource = apply(openResource(api, id, context));
    state.resources.put([account, region, api, id], resource);
    return resource;
  });
}

function described({ methods, ...resource }: ApiResource, embedded = false) {
  const names = Object.keys(methods);
  // Without embedding AWS answers which methods there are, and nothing of them.
  return names.length === 0
    ? resource
    : { ...resource, resourceMethods: embedded ? { ...methods } : Object.fromEntries(names.map((name) => [name, {}])) };
}

function checkPathPart(part: string): void {
  if (/^\{[\w.:-]+\+?\}$/.test(part) || /^[\w.~:@!$&'()*+,;=%-]+$/.test(part)) return;
  throw badRequest(
    "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.",
  );
}

function isGreedy(part: string | undefined): boolean {
  return part?.endsWith("+}") === true;
}

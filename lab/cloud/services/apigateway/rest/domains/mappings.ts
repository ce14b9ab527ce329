import { badRequest, conflict, notFound } from "../../shared/errors.ts";
import type { Mapping } from "../../shared/homes.ts";
import { newId } from "../../shared/ids.ts";
import { openApi } from "../apis/apis.ts";
import { onlyReplaced, type Patchables, patched, text, value } from "../apis/patch.ts";
import { page } from "../apis/record-operations.ts";
import { stages } from "../apis/stages.ts";
import type { ApiGateway, ApiGatewayContext } from "../state.ts";
import { openDomain } from "./domains.ts";

/** How the API writes the empty base path. */
const NONE = "(none)";

export const createBasePathMapping: ApiGateway["CreateBasePathMapping"] = (input, context) => {
  const { domainName, basePath = NONE, restApiId, stage } = input;
  const { cloud, state } = context;
  return cloud.store.write(() => {
    openDomain(domainName, context);
    const mapping = checked({ id: newId(6), basePath: basePath === NONE ? "" : basePath, restApiId, stage }, context);
    if (state.mappings.has(domainName, mapping.basePath)) throw taken(mapping.basePath);
    state.mappings.put([domainName, mapping.basePath], mapping);
    return shown(mapping);
  });
};

export const getBasePathMapping: ApiGateway["GetBasePathMapping"] = ({ domainName, basePath }, context) =>
  shown(open(domainName, basePath, context));

export const getBasePathMappings: ApiGateway["GetBasePathMappings"] = (input, context) => {
  openDomain(input.domainName, context);
  const all = [...context.state.mappings.values({ under: [input.domainName] })];
  return page(all.filter(isOfRest(context)).map(shown), input);
};

/** AWS documents the first one in small letters, and its clients write it as it is answered. */
const PATCHES: Patchables = {
  basepath: onlyReplaced(text),
  basePath: onlyReplaced(text),
  restapiId: onlyReplaced(value),
  stage: onlyReplaced(value),
};

export const updateBasePathMapping: ApiGateway["UpdateBasePathMapping"] = (input, context) => {
  const { domainName, basePath, patchOperations } = input;
  const { cloud, state } = context;
  return cloud.store.write(() => {
    const before = open(domainName, basePath, context);
    // The patch's path spells the API's id so.
    const patchable = { ...before, restapiId: before.restApiId, basepath: undefined as string | undefined };
    const { restapiId, basepath, ...after } = patched(patchable, patchOperations, PATCHES);
    const given = basepath ?? after.basePath ?? "";
    const path = given === NONE ? "" : given;
    const mapping = checked({ ...after, basePath: path, restApiId: restapiId }, context);
    if (path !== before.basePath && state.mappings.has(domainName, path)) throw taken(path);
    state.mappings.delete(domainName, before.basePath);
    state.mappings.put([domainName, path], mapping);
    return shown(mapping);
  });
};

export const deleteBasePathMapping: ApiGateway["DeleteBasePathMapping"] = ({ domainName, basePath }, context) => {
  const { cloud, state } = context;
  cloud.store.write(() => {
    const mapping = open(domainName, basePath, context);
    state.mappings.delete(domainName, mapping.basePath);
  });
  return {};
};

function open(domainName: string, basePath: string, context: ApiGatewayContext): Mapping {
  openDomain(domainName, context);
  const mapping = context.state.mappings.get(domainName, basePath === NONE ? "" : basePath);
  if (!mapping) throw notFound("Invalid base path mapping identifier specified");
  return mapping;
}

function taken(basePath: string): Error {
  return conflict(
    basePath === ""
      ? "Only one base path mapping is allowed if the base path is empty."
      : "Base path already exists for this domain name",
  );
}

function checked(mapping: Mapping, context: ApiGatewayContext): Mapping {
  if (mapping.basePath.includes("/")) {
    const advice = "To create a multi-level base path mapping, use API Gateway V2.";
    throw badRequest(`API Gateway V1 doesn't support the slash character (/) in base path mappings. ${advice}`);
  }
  if (!/^[\w$.+!*'()-]*$/.test(mapping.basePath)) throw badRequest("Base path only allows a-zA-Z0-9$-_.+!*'()");
  openApi(mapping.restApiId, context);
  if (mapping.stage) stages.open(context, mapping.restApiId, mapping.stage);
  return mapping;
}

/** The other version of the API has mappings of its kinds of APIs. */
function isOfRest({ state }: ApiGatewayContext): (mapping: Mapping) => boolean {
  return ({ restApiId }) => state.homes.get(restApiId)?.protocol === "REST";
}

function shown({ id: _, ...mapping }: Mapping) {
  return { ...mapping, basePath: mapping.basePath || NONE };
}

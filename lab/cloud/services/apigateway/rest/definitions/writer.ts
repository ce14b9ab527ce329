import { badRequest } from "../../shared/errors.ts";
import { newId } from "../../shared/ids.ts";
import { checkApiQuota } from "../../shared/quotas.ts";
import { executionPolicy } from "../apis/api-policy.ts";
import { API_PATCHES, checkApi } from "../apis/apis.ts";
import { checkIntegration, checkResponse, completed } from "../apis/integrations.ts";
import { checkedMethod, checkMethodResponse } from "../apis/methods.ts";
import { resourceBelow } from "../apis/tree.ts";
import { checkAuthorizer } from "../parts/authorizers.ts";
import { writeParts } from "../parts/documentation.ts";
import { checkGatewayResponse } from "../parts/gateway-responses.ts";
import { checkModelName, checkSchema } from "../parts/models.ts";
import type { Api, ApiResource, Integration, Method } from "../records.ts";
import type { ApiGatewayContext } from "../state.ts";
import type { Definition } from "./reader.ts";
import { addressed } from "./schemas.ts";

/** Makes an API what a definition says: instead of what it was, or in addition to it. Only inside `store.write`. */
export function writeDefinition(
  api: Api,
  definition: Definition,
  mode: "merge" | "overwrite",
  context: ApiGatewayContext,
): Api {
  const { state, account, region } = context;
  const under = [account, region, api.id];
  if (mode === "overwrite") {
    for (const collection of [state.models, state.authorizers, state.validators, state.gatewayResponses]) {
      for (const [key] of [...collection.entries({ under })]) {
        const isUsual = collection === (state.models as unknown) && ["Empty", "Error"].includes(String(key.at(-1)));
        if (!isUsual) collection.delete(...key);
      }
    }
    for (const [key, resource] of [...state.resources.entries({ under })]) {
      if (resource.parentId === undefined) state.resources.put(key, { ...resource, methods: {} });
      else state.resources.delete(...key);
    }
  }
  for (const model of definition.models) {
    const { name = "", schema } = model;
    explained(`Unable to create model for '${name}'`, () => {
      checkModelName(name);
      checkSchema(schema);
    });
    state.models.put([...under, name], { ...model, schema: addressed(schema, api.id) });
  }
  for (const authorizer of definition.authorizers) checkAuthorizer(authorizer);
  for (const response of definition.gatewayResponses) checkGatewayResponse(response);
  const authorizers = put(definition.authorizers, state.authorizers, under);
  if (definition.authorizers.length > 0)
    checkApiQuota("Authorizers", [...state.authorizers.keys({ under })].length - 1);
  writeParts(api.id, definition.documentation, mode, context);
  const validators = put(definition.validators, state.validators, under);
  for (const response of definition.gatewayResponses)
    state.gatewayResponses.put([...under, response.responseType as string], response);

  for (const { path, method } of definition.methods) {
    const resource = resourceAt(api, path, context);
    const { authorizerId, requestValidatorId, ...others } = method;
    const linked: Method = {
      ...others,
      ...(authorizerId !== undefined && { authorizerId: authorizers.get(authorizerId) ?? authorizerId }),
      ...(requestValidatorId !== undefined && { requestValidatorId: validators.get(requestValidatorId) }),
    };
    const checked = checkedMethod(api.id, linked, context);
    for (const response of Object.values(checked.methodResponses ?? {}))
      explained(`Unable to put method response on '${method.httpMethod}' for resource at path '${path}'`, () =>
        checkMethodResponse(api.id, response, context),
      );
    const integration = linked.methodIntegration && completed(linked.methodIntegration, resource.id);
    if (integration) checkImported(path, checked, integration);
    const whole = integration ? { ...checked, methodIntegration: integration } : checked;
    const methods = { ...resource.methods, [method.httpMethod as string]: whole };
    state.resources.put([...under, resource.id], { ...resource, methods });
  }
  return putApi(api, definition, mode, context);
}

/** What an operation refuses, an import refuses too. */
function checkImported(path: string, method: Method, integration: Integration): void {
  const at = `on '${method.httpMethod}' for resource at path '${path}'`;
  explained(`Unable to put integration ${at}`, () => checkIntegration(integration));
  for (const response of Object.values(integration.integrationResponses ?? {}))
    explained(`Unable to put integration response ${at}`, () => checkResponse(response, method));
}

function explained<T>(problem: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    const { name, message } = error as Error;
    if (name !== "BadRequestException") throw error;
    throw badRequest(`Errors found during import:\n\t${problem}: ${message}`);
  }
}

/** Keeps named things under new ids, or those they have already. @returns the ids by name */
function put<T extends { id?: string | undefined; name?: string | undefined }>(
  things: readonly T[],
  collection: { values(range: object): Iterable<T>; put(key: readonly string[], value: T): void },
  under: readonly string[],
): Map<string, string> {
  const known = new Map([...collection.values({ under })].map(({ name = "", id = "" }) => [name, id]));
  for (const thing of things) {
    const id = known.get(thing.name ?? "") ?? newId(6);
    known.set(thing.name ?? "", id);
    collection.put([...under, id], { ...thing, id });
  }
  return known;
}

/** The resource of a path; it is made, and all that lead to it, when it is not there. */
function resourceAt(api: Api, path: string, { state, account, region }: ApiGatewayContext): ApiResource {
  const all = [...state.resources.values({ under: [account, region, api.id] })];
  let at = all.find(({ id }) => id === api.rootResourceId) as ApiResource;
  for (const pathPart of path.split("/").filter(Boolean)) {
    const parent = at;
    const found = all.find((one) => one.parentId === parent.id && one.pathPart === pathPart);
    at = found ?? explained(`Unable to create resource at path '${path}'`, () => resourceBelow(parent, pathPart, all));
    if (found) continue;
    all.push(at);
    state.resources.put([account, region, api.id, at.id], at);
  }
  return at;
}

function putApi(before: Api, { api }: Definition, mode: "merge" | "overwrite", context: ApiGatewayContext): Api {
  const { state, account, region } = context;
  const kept: Record<string, unknown> = { ...before };
  // An overwritten API has only what the definition says, name and endpoint aside.
  if (mode === "overwrite") {
    for (const member of Object.keys(API_PATCHES)) {
      if (!["name", "endpointConfiguration", "apiKeySource", "disableExecuteApiEndpoint"].includes(member))
        delete kept[member];
    }
  }
  const types = new Set([...((kept.binaryMediaTypes as string[] | undefined) ?? []), ...(api.binaryMediaTypes ?? [])]);
  const after = { ...kept, ...api, ...(types.size > 0 && { binaryMediaTypes: [...types] }) } as unknown as Api;
  checkApi(after);
  const policy = after.policy && executionPolicy(after.policy, before.id, context);
  const whole = { ...after, ...(policy && { policy }) };
  state.apis.put([account, region, before.id], whole);
  return whole;
}

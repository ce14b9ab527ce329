import { allTagsByKey, type Tag } from "../../../../service/resource-tags.ts";
import type { ResourceContext, ResourceProvider } from "../../../../service/service.ts";
import { API_PATCHES } from "../apis/apis.ts";
import { patchesBetween } from "../apis/patch.ts";
import { type DefinitionProperties, definitionOf } from "./definition.ts";
import { retag, typed, unlessGone } from "./properties.ts";

interface RestApiProperties extends DefinitionProperties {
  readonly Name?: string;
  readonly CloneFrom?: string;
  readonly Version?: string;
  readonly Policy?: object | string;
  readonly Mode?: "merge" | "overwrite";
  readonly FailOnWarnings?: boolean | string;
  readonly Parameters?: Record<string, string>;
  readonly Tags?: readonly Tag[];
}

const restApi: ResourceProvider<RestApiProperties> = {
  replacedBy: ["CloneFrom"],
  async create(properties, context) {
    const { call, logicalId, initiated } = context;
    const { name = logicalId, ...settings } = settingsOf(properties);
    const { id = "", rootResourceId } = await call.apigateway.CreateRestApi({
      ...settings,
      name: name as string,
      cloneFrom: properties.CloneFrom,
      tags: allTagsByKey(properties.Tags, context),
    });
    initiated(id);
    await define(id, properties, context);
    return { id, attributes: { RestApiId: id, RootResourceId: rootResourceId } };
  },
  async update(restApiId, properties, previous, context) {
    const { call, logicalId } = context;
    const named = (of: RestApiProperties) => ({ name: logicalId, ...settingsOf(of) });
    const patchOperations = patchesBetween(named(previous), named(properties), API_PATCHES);
    await call.apigateway.UpdateRestApi({ restApiId, patchOperations });
    await define(restApiId, properties, context);
    await retag(`/restapis/${restApiId}`, previous.Tags, properties.Tags, context);
    const { rootResourceId } = await call.apigateway.GetRestApi({ restApiId });
    return { id: restApiId, attributes: { RestApiId: restApiId, RootResourceId: rootResourceId } };
  },
  delete: (restApiId, _properties, { call }) => unlessGone(call.apigateway.DeleteRestApi({ restApiId })),
};

function settingsOf(properties: RestApiProperties): Record<string, unknown> {
  const { Policy: policy } = properties;
  const text = policy === undefined || typeof policy === "string" ? policy : JSON.stringify(policy);
  return { ...typed(properties, API_PATCHES), ...(text !== undefined && { policy: text }) };
}

/** Makes the API what its definition says, if it has one. */
async function define(restApiId: string, properties: RestApiProperties, context: ResourceContext): Promise<void> {
  const { call } = context;
  const { Mode: mode = "overwrite", FailOnWarnings, Parameters: parameters, Name } = properties;
  const definition = await definitionOf(properties, context);
  if (definition === undefined) return;
  const body = Buffer.from(definition);
  const failOnWarnings = String(FailOnWarnings) === "true";
  await call.apigateway.PutRestApi({ restApiId, body, mode, failOnWarnings, parameters });
  // What the template says wins over what its definition says.
  const settings = settingsOf(properties);
  const patchOperations = patchesBetween({}, { ...settings, ...(Name && { name: Name }) }, API_PATCHES);
  const unset = patchOperations.filter(({ path = "" }) => !/^\/(endpointConfiguration|binaryMediaTypes)/.test(path));
  if (unset.length > 0) await call.apigateway.UpdateRestApi({ restApiId, patchOperations: unset });
}

const resource: ResourceProvider<{ RestApiId: string; ParentId: string; PathPart: string }> = {
  replacedBy: "*",
  async create({ RestApiId: restApiId, ParentId: parentId, PathPart: pathPart }, { call }) {
    const { id } = await call.apigateway.CreateResource({ restApiId, parentId, pathPart });
    return { id: id as string, attributes: { ResourceId: id } };
  },
  delete: (resourceId, { RestApiId: restApiId }, { call }) =>
    unlessGone(call.apigateway.DeleteResource({ restApiId, resourceId })),
};

/** The settings of the account in a region. Deleting the resource leaves them, as on AWS. */
const account: ResourceProvider<{ CloudWatchRoleArn?: string }> = {
  async create({ CloudWatchRoleArn: value }, { call, logicalId, stack }) {
    await call.apigateway.UpdateAccount({ patchOperations: [{ op: "replace", path: "/cloudwatchRoleArn", value }] });
    return { id: `${stack.name}-${logicalId}`, attributes: { Id: `${stack.name}-${logicalId}` } };
  },
  async update(id, { CloudWatchRoleArn: value }, _previous, { call }) {
    await call.apigateway.UpdateAccount({ patchOperations: [{ op: "replace", path: "/cloudwatchRoleArn", value }] });
    return { id, attributes: { Id: id } };
  },
  async delete() {},
};

export const resources: Record<string, ResourceProvider> = {
  "AWS::ApiGateway::Account": account,
  "AWS::ApiGateway::Resource": resource,
  "AWS::ApiGateway::RestApi": restApi,
};

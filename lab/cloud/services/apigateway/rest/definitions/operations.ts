import { readDocument } from "../../shared/document.ts";
import { badRequest, notYet } from "../../shared/errors.ts";
import { checkPassedRoles } from "../../shared/pass-roles.ts";
import { changeApi, createRestApi, openApi } from "../apis/apis.ts";
import { deployments } from "../apis/deployments.ts";
import { stages } from "../apis/stages.ts";
import { tagged } from "../apis/tagged.ts";
import { models } from "../parts/models.ts";
import type { Api } from "../records.ts";
import type { ApiGateway, ApiGatewayContext } from "../state.ts";
import { exported, versionOf } from "./export.ts";
import { type BasePath, type Definition, readDefinition } from "./reader.ts";
import { writeDefinition } from "./writer.ts";

export const importRestApi: ApiGateway["ImportRestApi"] = async (input, context) => {
  const { body, parameters = {}, failOnWarnings } = input;
  const definition = await definitionOf(body, parameters);
  if (failOnWarnings) checkWhole(definition);
  checkPassedRoles(rolesOf(definition), `arn:aws:apigateway:${context.region}::/restapis`, input, context);
  return context.cloud.store.write(() => {
    const endpointConfiguration = parameters.endpointConfigurationTypes
      ? { types: [parameters.endpointConfigurationTypes as "REGIONAL"] }
      : undefined;
    const created = createRestApi({ name: definition.api.name ?? "unnamed", endpointConfiguration }, context) as Api;
    // It has the models of its document alone, where others begin with two.
    for (const { name = "" } of models.all(context, created.id)) models.remove(context, created.id, name);
    return writeDefinition(created, definition, "overwrite", context);
  });
};

export const putRestApi: ApiGateway["PutRestApi"] = async (input, context) => {
  const { restApiId, body, mode = "merge", parameters = {}, failOnWarnings } = input;
  const definition = await definitionOf(body, parameters);
  if (failOnWarnings) checkWhole(definition);
  checkPassedRoles(rolesOf(definition), `arn:aws:apigateway:${context.region}::/restapis/${restApiId}`, input, context);
  return tagged(changeApi(restApiId, context, (api) => writeDefinition(api, definition, mode, context)));
};

async function definitionOf(body: Uint8Array, parameters: Record<string, string>): Promise<Definition> {
  const { basepath = "ignore" } = parameters;
  if (!["ignore", "prepend", "split"].includes(basepath)) throw badRequest(`Invalid value for basepath: ${basepath}`);
  const definition = readDefinition(await readDocument(Buffer.from(body).toString("utf8")), basepath as BasePath);
  for (const { method } of definition.methods) {
    if (method.authorizationType === "COGNITO_USER_POOLS") throw notYet("authorizers of type COGNITO_USER_POOLS");
  }
  return definition;
}

/** What a document names as credentials. */
function rolesOf({ methods, authorizers }: Definition): unknown[] {
  return [
    ...methods.map(({ method }) => method.methodIntegration?.credentials),
    ...authorizers.map(({ authorizerCredentials }) => authorizerCredentials),
  ];
}

/** What AWS would only warn of. */
function checkWhole({ methods }: Definition): void {
  const without = methods.find(({ method }) => !method.methodIntegration);
  if (!without) return;
  const { path, method } = without;
  throw badRequest(`Warnings found during import:\n\tNo integration defined for method: ${method.httpMethod} ${path}`);
}

export const getExport: ApiGateway["GetExport"] = async (input, context: ApiGatewayContext) => {
  const { restApiId, stageName, exportType, parameters = {}, accepts = "application/json" } = input;
  openApi(restApiId, context);
  const stage = stages.open(context, restApiId, stageName);
  if (exportType !== "oas30" && exportType !== "swagger") throw badRequest(`Invalid export type: ${exportType}`);
  if (accepts !== "application/json" && accepts !== "application/yaml")
    throw badRequest(`Invalid Accept header: ${accepts}`);
  const extensions = (parameters.extensions ?? "").split(",").map((one) => one.trim());
  const deployment = deployments.open(context, restApiId, stage.deploymentId);
  const document = exported(deployment, {
    isSwagger: exportType === "swagger",
    stageName,
    host: new URL(context.cloud.endpoint).host,
    integrations: extensions.includes("integrations") || extensions.includes("apigateway"),
    authorizers: extensions.includes("authorizers") || extensions.includes("apigateway"),
    apiGateway: extensions.includes("apigateway"),
  });
  const isJson = accepts === "application/json";
  const text = isJson ? JSON.stringify(document, undefined, 2) : (await import("yaml")).stringify(document);
  return {
    contentType: "application/octet-stream",
    contentDisposition: `attachment; filename="${exportType}_${versionOf(deployment).replace(/[^\w.:+-]/g, "_")}.${isJson ? "json" : "yaml"}"`,
    body: Buffer.from(text),
  };
};

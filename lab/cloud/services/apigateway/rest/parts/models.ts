import { isDeeper } from "../../shared/document.ts";
import { badRequest, conflict } from "../../shared/errors.ts";
import { newId } from "../../shared/ids.ts";
import { openApi } from "../apis/apis.ts";
import { type Patchables, replacedIn, value } from "../apis/patch.ts";
import { page, type Records, records } from "../apis/record-operations.ts";
import type { Model } from "../records.ts";
import type { ApiGateway } from "../state.ts";

/** The models of an API, by their names. */
export const models: Records<Model> = records(
  (state) => state.models,
  (name) => `Invalid model name specified: ${name}`,
);

export const createModel: ApiGateway["CreateModel"] = ({ restApiId, ...input }, context) => {
  openApi(restApiId, context);
  checkModelName(input.name);
  if (models.has(context, restApiId, input.name)) throw conflict("Model name already exists for this REST API");
  checkSchema(input.schema);
  return models.put(context, [restApiId, input.name], described({ ...input, id: newId(6) }));
};

export function checkModelName(name: string): void {
  if (name === "") throw badRequest("Model name must be non-empty");
  if (!/^[a-zA-Z0-9]+$/.test(name)) throw badRequest(`Model name must be alphanumeric: ${name}`);
}

/** A description of nothing is none. */
function described({ description, ...model }: Model): Model {
  return description ? { ...model, description } : model;
}

export const getModel: ApiGateway["GetModel"] = ({ restApiId, modelName, flatten }, context) => {
  const model = models.open(context, restApiId, modelName);
  return flatten ? { ...model, schema: flattened(model, models.all(context, restApiId)) } : model;
};

export const getModels: ApiGateway["GetModels"] = (input, context) => {
  openApi(input.restApiId, context);
  return page(models.all(context, input.restApiId), input);
};

const PATCHES: Patchables = { description: value, schema: value };

export const updateModel: ApiGateway["UpdateModel"] = (input, context) =>
  models.change(context, [input.restApiId, input.modelName], (model) => {
    const changed = replacedIn(model, input.patchOperations, PATCHES);
    checkSchema(changed.schema);
    return described(changed);
  });

export const deleteModel: ApiGateway["DeleteModel"] = ({ restApiId, modelName }, context) => {
  const { state, account, region } = context;
  models.open(context, restApiId, modelName);
  for (const { path, methods } of state.resources.values({ under: [account, region, restApiId] })) {
    for (const { httpMethod, requestModels = {}, methodResponses = {} } of Object.values(methods)) {
      const at = `${path}/${httpMethod}`;
      if (Object.values(requestModels).includes(modelName)) throw inUse(modelName, `method request: ${at}`);
      for (const { statusCode, responseModels = {} } of Object.values(methodResponses))
        if (Object.values(responseModels).includes(modelName))
          throw inUse(modelName, `method response: ${at}/${statusCode}`);
    }
  }
  models.remove(context, restApiId, modelName);
  return {};
};

function inUse(name: string, where: string): Error {
  return conflict(`Cannot delete model '${name}', is referenced in ${where}`);
}

const MAX_DEPTH = 200;
/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html */
const LARGEST_SCHEMA = 400 * 1024;

/** Throws for a text that is no schema of a model. */
export function checkSchema(schema: string | undefined): void {
  if (!schema) throw badRequest("Model schema must have at least 1 property or array items defined");
  if (Buffer.byteLength(schema) > LARGEST_SCHEMA)
    throw badRequest(`Model schema can have ${LARGEST_SCHEMA / 1024} KB at most`);
  let parsed: unknown;
  try {
    parsed = JSON.parse(schema);
  } catch (error) {
    throw badRequest(`Model schema is not valid JSON: ${(error as Error).message}`);
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed))
    throw badRequest("Invalid model schema specified. The schema must be an object.");
  if (isDeeper(parsed, MAX_DEPTH)) throw badRequest(`Model schema is nested more than ${MAX_DEPTH} levels deep`);
}

const REFERENCE = /\/(?:models|components\/schemas|definitions)\/([a-zA-Z0-9]+)$/;

/**
 * A model's schema with those of other models, which it refers to by their addresses
 * (`https://apigateway.amazonaws.com/restapis/ID/models/Pet`), among its definitions.
 */
export function flattened({ schema = "{}" }: Model, all: readonly Model[]): string {
  const definitions = new Map<string, unknown>();
  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== "object" || value === null) return value;
    const { $ref } = value as { $ref?: unknown };
    const name = typeof $ref === "string" && !$ref.startsWith("#/definitions/") ? REFERENCE.exec($ref)?.[1] : undefined;
    if (name === undefined) return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, resolve(one)]));
    if (!definitions.has(name)) {
      definitions.set(name, {});
      definitions.set(name, resolve(JSON.parse(all.find((model) => model.name === name)?.schema ?? "{}")));
    }
    return { $ref: `#/definitions/${name}` };
  };
  const whole = resolve(JSON.parse(schema || "{}")) as { definitions?: object };
  if (definitions.size === 0) return JSON.stringify(whole);
  return JSON.stringify({ ...whole, definitions: { ...whole.definitions, ...Object.fromEntries(definitions) } });
}

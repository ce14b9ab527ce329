import type { ValidateFunction } from "ajv";
import { own } from "../../../../own.ts";
import { prepareUserPatterns, userPattern } from "../../../../patterns/regular-expressions.ts";
import { withTimeLimit } from "../../../../patterns/time-limit.ts";
import { valuesOf } from "../../requests/parameters.ts";
import { internalError, Refusal } from "../../requests/refusals.ts";
import { flattened } from "../parts/models.ts";
import type { RestRequest } from "./rest-request.ts";

/**
 * Refuses a request that lacks parameters which its method requires, or whose body is not what its model says.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
 */
export async function validate(request: RestRequest): Promise<void> {
  const { route, deployed } = request;
  const validator = deployed.validators.get(route.method.requestValidatorId ?? "");
  if (validator?.validateRequestParameters) checkParameters(request);
  if (validator?.validateRequestBody) await checkBody(request);
}

function checkParameters(request: RestRequest): void {
  const required = Object.entries(request.route.method.requestParameters ?? {}).filter(([, isRequired]) => isRequired);
  const missing = required.map(([source]) => source).filter((source) => !valuesOf(source, request)[0]);
  if (missing.length === 0) return;
  const names = missing.map((source) => source.slice(source.indexOf(".", "method.request.".length) + 1));
  const text = `Missing required request parameters: [${names.join(", ")}]`;
  throw new Refusal("BAD_REQUEST_PARAMETERS", text, { validation: text });
}

async function checkBody(request: RestRequest): Promise<void> {
  const { incoming, route, deployed } = request;
  const { requestModels = {} } = route.method;
  const type = incoming.headers["content-type"]?.split(";")[0]?.trim() ?? "application/json";
  const model = deployed.models.get(own(requestModels, type) ?? requestModels.$default ?? "");
  if (!model) return;
  const schema = flattened(model, [...deployed.models.values()]);
  const check = await compiled(schema).catch((error: Error) => failed(request, error));
  let body: unknown;
  try {
    body = JSON.parse(incoming.body.toString("utf8"));
  } catch {
    throw invalidBody("[invalid JSON]");
  }
  if (holds(check, body, request)) return;
  const errors = (check.errors ?? []).map(({ instancePath, message }) => `${instancePath || "object"} ${message}`);
  throw invalidBody(`[${errors.join(", ")}]`);
}

const invalidBody = (validation: string) => new Refusal("BAD_REQUEST_BODY", "Invalid request body", { validation });

/** Milliseconds that the check of a body may take, as definitions can double at every level; and a schema's compilation. */
const LONGEST = 200;
const LONGEST_COMPILATION = 1000;

function holds(check: ValidateFunction, body: unknown, request: RestRequest): boolean {
  try {
    return withTimeLimit(LONGEST, () => check(body)) as boolean;
  } catch (error) {
    return failed(request, error as Error);
  }
}

function failed({ known }: RestRequest, error: Error): never {
  known.log.push(() => `Execution failed due to configuration error: Unable to validate request: ${error.message}`);
  throw internalError();
}

const KEPT = 500;
const schemas = new Map<string, Promise<ValidateFunction>>();

/** A pattern of a schema, for the library, which tells them apart by their texts. */
function schemaPattern(source: string): { test(text: string): boolean; toString(): string } {
  return { test: (text) => userPattern(source).test(text), toString: () => source };
}

/** A schema's check. Models are JSON Schema draft 4, and compiled once. */
async function compiled(schema: string): Promise<ValidateFunction> {
  const known = schemas.get(schema);
  if (known) return await known;
  const compiling = (async () => {
    const { default: Ajv } = await import("ajv-draft-04");
    prepareUserPatterns();
    const code = { regExp: Object.assign(schemaPattern, { code: "schemaPattern" }) };
    const ajv = new Ajv.default({ strict: false, allErrors: true, validateFormats: false, code });
    // The schema of schemas is no user's: what it takes to compile, on a busy machine above all, is not held against them.
    ajv.validateSchema({});
    return withTimeLimit(LONGEST_COMPILATION, () => ajv.compile(JSON.parse(schema)));
  })();
  if (schemas.size >= KEPT) schemas.clear();
  schemas.set(schema, compiling);
  compiling.catch(() => schemas.delete(schema));
  return await compiling;
}

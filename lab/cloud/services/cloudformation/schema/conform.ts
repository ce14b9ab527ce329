import { own } from "../../../own.ts";
import { isUnknown } from "../template/intrinsics.ts";
import type { Properties } from "../template/template.ts";
import type { ObjectSchema, ResourceSchema, ValueType } from "./resource-schema.ts";

/** Properties with every value in its proper type, and what is wrong with them, in CloudFormation's words. */
export interface Conformed {
  readonly properties: Properties;
  readonly problems: readonly string[];
}

/**
 * Compares properties with the schema of their resource type. Values that only are of another type are converted, as
 * CloudFormation does: parameters are always text, and `"128"` is as good as `128`.
 */
export function conform(properties: Properties, schema: ResourceSchema): Conformed {
  const problems: string[] = [];
  return { properties: objectOf(properties, schema, { schema, path: "#", problems }), problems };
}

interface Place {
  readonly schema: ResourceSchema;
  readonly path: string;
  readonly problems: string[];
}

function objectOf(value: Properties, { properties }: ObjectSchema, place: Place): Properties {
  const { path, problems } = place;
  for (const [name, { required }] of Object.entries(properties)) {
    if (required && own(value, name) === undefined) problems.push(`${path}: required key [${name}] not found`);
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => {
      const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
      if (!property) problems.push(`${path}: extraneous key [${name}] is not permitted`);
      return [name, property ? convert(item, property.type, { ...place, path: `${path}/${name}` }) : item];
    }),
  );
}

function convert(value: unknown, type: ValueType, place: Place): unknown {
  // Its value is known only when the resource is made.
  if (isUnknown(value) || (typeof value === "string" && value.includes("{{resolve:"))) return value;
  switch (type.type) {
    case "string":
    case "date-time":
      return allowed(isObject(value) ? wrong(value, "String", place) : String(value), type, place);
    case "number":
    case "integer":
      return allowed(numberOf(value, type.type, place), type, place);
    case "boolean":
      return booleanOf(value, place);
    case "array":
      if (!Array.isArray(value)) return wrong(value, "JSONArray", place);
      return value.map((item, i) => convert(item, type.element, { ...place, path: `${place.path}/${i}` }));
    case "map":
      return isPlain(value) ? mapOf(value, type.element, place) : wrong(value, "JSONObject", place);
    case "ref": {
      const definition = place.schema.definition(type.reference.$ref);
      return isPlain(value) ? objectOf(value, definition, place) : wrong(value, "JSONObject", place);
    }
    case "tag":
      return isPlain(value) ? mapOf(value, { type: "string" }, place) : wrong(value, "JSONObject", place);
    case "union":
      return unionOf(value, type.types, place);
    default:
      return value;
  }
}

function mapOf(value: Properties, element: ValueType, place: Place): Properties {
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      convert(item, element, { ...place, path: `${place.path}/${key}` }),
    ]),
  );
}

/** The first of the types that the value fits; as it is when it fits none. */
function unionOf(value: unknown, types: readonly ValueType[], place: Place): unknown {
  for (const type of types) {
    const problems: string[] = [];
    const fitted = convert(value, type, { ...place, problems });
    if (problems.length === 0) return fitted;
  }
  place.problems.push(`${place.path}: #: no subschema matched out of the total ${types.length} subschemas`);
  return value;
}

function numberOf(value: unknown, type: "number" | "integer", place: Place): unknown {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  const fits = type === "integer" ? Number.isInteger(number) : Number.isFinite(number);
  return fits ? number : wrong(value, type === "integer" ? "Integer" : "Number", place);
}

function booleanOf(value: unknown, place: Place): unknown {
  if (value === "true" || value === true) return true;
  return value === "false" || value === false ? false : wrong(value, "Boolean", place);
}

function allowed(value: unknown, type: ValueType, { path, problems }: Place): unknown {
  const values = "allowedValues" in type ? type.allowedValues : undefined;
  if (values && !isObject(value) && !values.includes(value as string))
    problems.push(`${path}: ${value} is not a valid enum value`);
  return value;
}

function wrong(value: unknown, expected: string, { path, problems }: Place): unknown {
  const found = Array.isArray(value) ? "JSONArray" : isObject(value) ? "JSONObject" : typeName(value);
  problems.push(`${path}: expected type: ${expected}, found: ${found}`);
  return value;
}

function typeName(value: unknown): string {
  return (typeof value).replace(/^./, (letter) => letter.toUpperCase());
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function isPlain(value: unknown): value is Properties {
  return isObject(value) && !Array.isArray(value);
}

import { SchemaDatabase } from "./database.ts";

/** The type of a property's value. */
export type ValueType =
  | { readonly type: "string" | "number" | "integer"; readonly allowedValues?: readonly (string | number)[] }
  | { readonly type: "boolean" | "json" | "date-time" | "tag" | "null" }
  | { readonly type: "array" | "map"; readonly element: ValueType }
  | { readonly type: "union"; readonly types: readonly ValueType[] }
  | { readonly type: "ref"; readonly reference: { readonly $ref: string } };

export interface PropertySchema {
  readonly type: ValueType;
  readonly required?: boolean;
  readonly causesReplacement?: "yes" | "no" | "maybe";
}

/** The properties of a resource type, or of an object inside one. */
export interface ObjectSchema {
  readonly properties: Readonly<Record<string, PropertySchema>>;
}

/** What AWS publishes of a resource type. */
export interface ResourceSchema extends ObjectSchema {
  /** The properties that identify a resource of the type. */
  readonly primaryIdentifier?: readonly string[];
  /** Present when resources of the type carry tags, those of their stack among them. */
  readonly tagInformation?: object;
  /** An object that a property's type refers to. */
  readonly definition: (id: string) => ObjectSchema;
}

let loading: Promise<SchemaDatabase> | undefined;
const known = new Map<string, ResourceSchema | undefined>();

/** The schema of a resource type; nothing for a type that AWS does not publish. */
export async function schemaOf(type: string): Promise<ResourceSchema | undefined> {
  if (known.has(type) || !type.includes("::")) return known.get(type);
  loading ??= SchemaDatabase.load();
  const database = await loading;
  const entity = database.entity(type) as Omit<ResourceSchema, "definition"> | undefined;
  const schema = entity && { ...entity, definition: definitions(database) };
  known.set(type, schema);
  return schema;
}

function definitions(database: SchemaDatabase): ResourceSchema["definition"] {
  const seen = new Map<string, ObjectSchema>();
  return (id) => {
    const found = seen.get(id) ?? (database.entity(id) as ObjectSchema);
    seen.set(id, found);
    return found;
  };
}

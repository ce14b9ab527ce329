import { type Node, nodeOf, resolved } from "../../shared/document.ts";
import { newId } from "../../shared/ids.ts";
import type { Model } from "../records.ts";

/** Where a reference to a model leads until it is known which API has it. */
const LOCAL = "#/models/";

/** The models of a document: one for each of its schemas, and for each that is written in place or referred to by another place. */
export class Schemas {
  readonly #root: Node;
  readonly #models = new Map<string, Model>();

  constructor(root: Node, schemas: Node) {
    this.#root = root;
    for (const [name, schema] of Object.entries(schemas)) this.#add(name, nodeOf(schema));
  }

  get models(): Model[] {
    return [...this.#models.values()];
  }

  /** The name of a schema's model. @param name for a schema that is written in place */
  nameOf(schema: unknown, name: string): string {
    const { $ref } = nodeOf(schema);
    return typeof $ref === "string" ? this.#referred($ref) : this.#add(name, nodeOf(schema));
  }

  #add(name: string, schema: Node): string {
    const alphanumeric = plain(name);
    if (this.#models.has(alphanumeric)) return alphanumeric;
    const { description, title } = schema;
    const text = description ?? title;
    const model = {
      id: newId(6),
      name: alphanumeric,
      ...(text !== undefined && text !== null && { description: String(text) }),
      contentType: "application/json",
    };
    // It may refer to itself.
    this.#models.set(alphanumeric, model);
    const refer = (key: string, value: unknown) =>
      key === "$ref" && typeof value === "string" && value.startsWith("#/") ? LOCAL + this.#referred(value) : value;
    this.#models.set(alphanumeric, { ...model, schema: JSON.stringify(schema, refer) });
    return alphanumeric;
  }

  #referred($ref: string): string {
    const schema = resolved({ $ref }, this.#root);
    const name = /^#\/(?:components\/schemas|definitions)\/([^/]+)$/.exec($ref)?.[1];
    return this.#add(name ?? $ref, schema);
  }
}

function plain(name: string): string {
  return name.replace(/[^a-zA-Z0-9]/g, "");
}

/** A schema whose references lead to the models of an API, as AWS writes them. */
export function addressed(schema: string | undefined, api: string): string {
  const address = (key: string, value: unknown) =>
    key === "$ref" && typeof value === "string" && value.startsWith(LOCAL)
      ? `https://apigateway.amazonaws.com/restapis/${api}/models/${value.slice(LOCAL.length)}`
      : value;
  return JSON.stringify(JSON.parse(schema ?? "{}"), address);
}

/** The schema with its references to models of the document that has it. @param places where that document has its schemas */
export function localized(schema: string | undefined, places: string): unknown {
  return JSON.parse(schema || "{}", (key, value) => {
    const name = key === "$ref" && typeof value === "string" ? /\/models\/([a-zA-Z0-9]+)$/.exec(value)?.[1] : undefined;
    return name === undefined ? value : `${places}${name}`;
  });
}

import { own } from "../../../own.ts";
import { badRequest } from "./errors.ts";
import { readText } from "./read-text.ts";
import { MAX_DEPTH } from "./read-yaml.ts";

/** What the names of API Gateway's own members begin with. */
export const EXTENSION = "x-amazon-apigateway-";

/** A node of an OpenAPI document. */
export type Node = { readonly [key: string]: unknown };

/** An OpenAPI document, 2.0 (Swagger) or 3.0, read from JSON or YAML. */
export interface Document extends Node {
  readonly isSwagger: boolean;
  readonly root: Node;
}

const METHODS: Readonly<Record<string, string>> = {
  get: "GET",
  post: "POST",
  put: "PUT",
  delete: "DELETE",
  patch: "PATCH",
  head: "HEAD",
  options: "OPTIONS",
  "x-amazon-apigateway-any-method": "ANY",
};

/** Whether a value is nested more deeply than so many levels. */
export function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((item) => isDeeper(item, levels - 1));
}

/** Reads a document. Throws API Gateway's BadRequestException when it can't be read. */
export async function readDocument(text: string): Promise<Document> {
  const root = await readText(text);
  if (isDeeper(root, MAX_DEPTH)) throw badRequest(`Invalid OpenAPI input: nested more than ${MAX_DEPTH} levels deep`);
  const node = nodeOf(root);
  const isSwagger = String(node.swagger ?? "").startsWith("2.");
  if (!isSwagger && !String(node.openapi ?? "").startsWith("3."))
    throw badRequest("Invalid OpenAPI input: the document needs swagger: 2.0 or openapi: 3.0.x");
  return { ...node, isSwagger, root: node };
}

export function nodeOf(value: unknown): Node {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Node) : {};
}

/** A node, or the one that it refers to: `{"$ref": "#/components/parameters/id"}`. */
export function resolved(value: unknown, root: Node, hops = 0): Node {
  const node = nodeOf(value);
  const { $ref } = node;
  if (typeof $ref !== "string") return node;
  if (hops > MAX_DEPTH) throw badRequest(`Invalid OpenAPI input: ${$ref} refers to itself`);
  const found = $ref
    .replace(/^#\//, "")
    .split("/")
    .reduce<unknown>((at, part) => own(nodeOf(at), part.replaceAll("~1", "/").replaceAll("~0", "~")), root);
  if (found === undefined) throw badRequest(`Invalid OpenAPI input: ${$ref} is not in the document`);
  return resolved(found, root, hops + 1);
}

/** An operation of a document: a path, a method, and what is said of both. */
export interface Operation {
  readonly path: string;
  /** As API Gateway writes it; `ANY` for all. */
  readonly httpMethod: string;
  readonly node: Node;
  /** Those of the path come first. */
  readonly parameters: readonly Node[];
}

export function operationsOf({ root }: Document): Operation[] {
  return Object.entries(nodeOf(root.paths)).flatMap(([path, value]) => {
    const item = resolved(value, root);
    return Object.entries(METHODS)
      .filter(([name]) => own(item, name) !== undefined)
      .map(([name, httpMethod]) => {
        const node = nodeOf(item[name]);
        const parameters = [item.parameters ?? [], node.parameters ?? []].flat().map((one) => resolved(one, root));
        return { path, httpMethod, node, parameters };
      });
  });
}

/** The path that a document says its API begins with. */
export function basePathOf({ isSwagger, root }: Document): string {
  if (isSwagger) return String(root.basePath ?? "/");
  const server = nodeOf([root.servers ?? []].flat()[0]);
  const variables = nodeOf(server.variables);
  const url = String(server.url ?? "/").replace(/\{(\w+)\}/g, (_, name: string) =>
    String(nodeOf(own(variables, name)).default ?? ""),
  );
  const path = /^(?:https?:\/\/[^/]*)?(\/.*)?$/.exec(url)?.[1] ?? "/";
  return `/${path.split("/").filter(Boolean).join("/")}`;
}

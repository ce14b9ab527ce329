import { own } from "../../../own.ts";
import { invalid } from "../errors.ts";
import type { KeySchema } from "../records.ts";
import type { AttributeValue, Item } from "../values/attribute-value.ts";
import { badExpression, type ExpressionKind } from "./expression-error.ts";
import type { Placeholders } from "./placeholders.ts";
import type { PathSyntax } from "./syntax.ts";

/** The name of an attribute, then names in maps and indexes in lists. */
export type Path = readonly (string | number)[];

export type Read = (item: Item) => AttributeValue | undefined;

const DEEPEST = 32;

/** What an item has at a path. */
export function valueAt(item: Item, path: Path): AttributeValue | undefined {
  let value = own(item, path[0] as string);
  for (let i = 1; value && i < path.length; i++) value = step(value, path[i] as string | number);
  return value;
}

/** Reads what items have at a path; the usual path is a single name. */
export function readerOf(path: Path): Read {
  const [name] = path as [string];
  if (path.length > 1) return (item) => valueAt(item, path);
  return (item) => (Object.hasOwn(item, name) ? item[name] : undefined);
}

/** The path that an expression names, its placeholders resolved. */
export function boundPath(syntax: PathSyntax, placeholders: Placeholders, kind: ExpressionKind): Path {
  const path = syntax.steps.map(({ kind: step, text }) => {
    if (step === "index") return Number(text);
    return step === "name" ? placeholders.name(text, kind) : text;
  });
  if (path.length > DEEPEST)
    throw badExpression(kind, `The document path has too many nesting levels; nesting levels: ${path.length}`);
  return path;
}

/** A path as DynamoDB shows it: `[a, [0], b]`. */
export function pathText(path: Path): string {
  return `[${path.map((step) => (typeof step === "number" ? `[${step}]` : step)).join(", ")}]`;
}

export function samePath(a: Path, b: Path): boolean {
  return a.length === b.length && a.every((step, i) => step === b[i]);
}

/** Attributes of a table's key, or an index's, are scalars: nothing lies within them. */
export function checkKeysAreWhole(paths: readonly Path[], schema: KeySchema, of: "Key" | "IndexKey" = "Key"): void {
  const deep = paths.find((path) => path.length > 1 && isKey(path, schema));
  if (!deep) return;
  const problem = "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed:";
  throw invalid(`${problem} ${of}: ${deep[0]}`);
}

/** What Query's FilterExpression or QueryFilter says of keys belongs in the key condition. */
export function checkFilterLacksKeys(
  paths: readonly Path[],
  schema: KeySchema,
  filter: "Filter Expression" | "QueryFilter" = "Filter Expression",
): void {
  const key = paths.find((path) => isKey(path, schema));
  if (!key) return;
  throw invalid(`${filter} can only contain non-primary key attributes: Primary key attribute: ${key[0]}`);
}

function isKey([name]: Path, { partition, sort }: KeySchema): boolean {
  return [...partition, ...sort].includes(name as string);
}

function step(value: AttributeValue, step: string | number): AttributeValue | undefined {
  return typeof step === "number" ? value.L?.[step] : own(value.M, step);
}

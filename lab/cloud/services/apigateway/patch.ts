import type { PatchOperation } from "@aws-sdk/client-api-gateway";
import { badRequest } from "./errors.ts";

/**
 * How a member of a record is patched: `value` is replaced whole, `map` has entries by key (`/variables/name`), `set` has
 * members named in the path (`/binaryMediaTypes/image~1png`).
 * https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html
 */
export interface Patchable {
  readonly kind: "value" | "flag" | "number" | "map" | "set";
  /** The record's member, where it is not the first part of the path. */
  readonly member?: string;
}

/** Applies patch operations to a record. A path that is not among the patchable ones is AWS's BadRequestException. */
export function patched<T extends object>(
  record: T,
  operations: readonly PatchOperation[] | undefined,
  patchable: Readonly<Record<string, Patchable>>,
): T {
  const result = { ...record } as Record<string, unknown>;
  for (const { op = "replace", path = "", value } of operations ?? []) {
    const [first = "", ...rest] = path
      .slice(1)
      .split("/")
      .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
    const rule = Object.hasOwn(patchable, first) ? patchable[first] : undefined;
    if (!path.startsWith("/") || !rule) throw invalidPath(path, patchable);
    const member = rule.member ?? first;
    result[member] = change(result[member], rule, { op, path, value, key: rest[0] });
  }
  return result as T;
}

interface Change {
  readonly op: string;
  readonly path: string;
  readonly value: string | undefined;
  readonly key: string | undefined;
}

function change(before: unknown, { kind }: Patchable, { op, path, value, key }: Change): unknown {
  if (op !== "replace" && op !== "add" && op !== "remove") throw badRequest(`Invalid patch operation specified: ${op}`);
  if (kind === "map" || kind === "set") {
    if (key === undefined) throw badRequest(`Invalid patch path ${path}`);
    return kind === "map" ? changeMap(before, op, key, value) : changeSet(before, op, key, value);
  }
  if (key !== undefined) throw badRequest(`Invalid patch path ${path}`);
  if (op === "remove") return undefined;
  return kind === "flag" ? value === "true" : kind === "number" ? Number(value) : value;
}

function changeMap(before: unknown, op: string, key: string, value: string | undefined): Record<string, string> {
  const { [key]: _, ...others } = (before ?? {}) as Record<string, string>;
  return op === "remove" ? others : { ...others, [key]: value ?? "" };
}

function changeSet(before: unknown, op: string, key: string, value: string | undefined): string[] {
  const others = ((before ?? []) as string[]).filter((one) => one !== key);
  return op === "remove" ? others : [...others, op === "replace" ? (value ?? key) : key];
}

function invalidPath(path: string, patchable: Readonly<Record<string, Patchable>>): Error {
  const valid = Object.entries(patchable).map(([name, { kind }]) =>
    kind === "map" || kind === "set" ? `/${name}/{key}` : `/${name}`,
  );
  return badRequest(`Invalid patch path '${path}' specified for op 'replace'. Must be one of: [${valid.join(", ")}]`);
}

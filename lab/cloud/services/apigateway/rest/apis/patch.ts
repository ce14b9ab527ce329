import type { PatchOperation } from "@aws-sdk/client-api-gateway";
import { badRequest } from "../../shared/errors.ts";

/**
 * How a member of a record is patched: `value` is replaced whole, `map` and `flags` have entries by key (`/variables/name`),
 * `set` has members named in the path (`/binaryMediaTypes/image~1png`) or by the value, and `members` are members of a
 * member (`/quota/limit`).
 * https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html
 */
export type Patchable =
  | { readonly kind: "value" | "flag" | "number" | "map" | "flags" | "set" }
  | { readonly kind: "members"; readonly of: Patchables };

export type Patchables = Readonly<Record<string, Patchable>>;

export const value = { kind: "value" } as const;
export const flag = { kind: "flag" } as const;
export const number = { kind: "number" } as const;
export const map = { kind: "map" } as const;
export const flags = { kind: "flags" } as const;
export const set = { kind: "set" } as const;
export const members = (of: Patchables) => ({ kind: "members", of }) as const;

/** A patch operation whose path is taken apart. */
interface Step {
  readonly op: string;
  readonly path: string;
  readonly value: string | undefined;
}

/** The parts of a patch's path: `/binaryMediaTypes/image~1png` has two. */
export function partsOf(path: string): string[] {
  return path
    .slice(1)
    .split("/")
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** One part of a patch's path, written out. */
export function pathPart(text: string): string {
  return text.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** Applies patch operations to a record. A path that is not among the patchable ones is AWS's BadRequestException. */
export function patched<T extends object>(
  record: T,
  operations: readonly PatchOperation[] | undefined,
  patchable: Patchables,
): T {
  let result = record as Record<string, unknown>;
  for (const { op = "replace", path = "", value } of operations ?? []) {
    if (!path.startsWith("/")) throw invalidPath(path, patchable);
    if (op !== "replace" && op !== "add" && op !== "remove")
      throw badRequest(`Invalid patch operation specified: ${op}`);
    result = applied(result, partsOf(path), { op, path, value }, patchable);
  }
  return result as T;
}

function applied(
  record: Record<string, unknown>,
  [first = "", ...rest]: readonly string[],
  step: Step,
  patchable: Patchables,
): Record<string, unknown> {
  const rule = Object.hasOwn(patchable, first) ? patchable[first] : undefined;
  if (!rule) throw invalidPath(step.path, patchable);
  return { ...record, [first]: change(record[first], rule, rest, step) };
}

function change(before: unknown, rule: Patchable, rest: readonly string[], step: Step): unknown {
  const { op, path, value } = step;
  const [key, ...more] = rest;
  if (rule.kind === "members") {
    if (key !== undefined) return applied((before ?? {}) as Record<string, unknown>, rest, step, rule.of);
    if (op === "remove") return undefined;
    throw badRequest(`Invalid patch path ${path}`);
  }
  if (more.length > 0) throw badRequest(`Invalid patch path ${path}`);
  if (rule.kind === "set") return changeSet(before, op, key ?? value ?? "", value);
  if (rule.kind === "map" || rule.kind === "flags") {
    if (key === undefined) {
      if (op === "remove") return undefined;
      throw badRequest(`Invalid patch path ${path}`);
    }
    return changeMap(before, op, key, rule.kind === "flags" ? value === "true" : (value ?? ""));
  }
  if (key !== undefined) throw badRequest(`Invalid patch path ${path}`);
  if (op === "remove") return undefined;
  if (rule.kind === "flag") return value === "true";
  if (rule.kind === "value") return value;
  if (value === undefined || value === "" || Number.isNaN(Number(value)))
    throw badRequest(`Invalid patch value specified for ${path}`);
  return Number(value);
}

function changeMap(before: unknown, op: string, key: string, value: unknown): Record<string, unknown> {
  const { [key]: _, ...others } = (before ?? {}) as Record<string, unknown>;
  return op === "remove" ? others : { ...others, [key]: value };
}

function changeSet(before: unknown, op: string, key: string, value: string | undefined): string[] {
  const others = ((before ?? []) as string[]).filter((one) => one !== key);
  return op === "remove" ? others : [...others, op === "replace" ? (value ?? key) : key];
}

function invalidPath(path: string, patchable: Patchables): Error {
  return badRequest(
    `Invalid patch path '${path}' specified for op 'replace'. Must be one of: [${validPaths(patchable).join(", ")}]`,
  );
}

function validPaths(patchable: Patchables, before = ""): string[] {
  return Object.entries(patchable).flatMap(([name, rule]) => {
    const path = `${before}/${name}`;
    if (rule.kind === "members") return validPaths(rule.of, path);
    return rule.kind === "map" || rule.kind === "flags" || rule.kind === "set" ? `${path}/{key}` : path;
  });
}

/** The operations that bring a record to another state: what the patchable members of the two differ in. */
export function patchesBetween(before: object, after: object, patchable: Patchables, prefix = ""): PatchOperation[] {
  const [old, wanted] = [before, after] as Record<string, unknown>[];
  return Object.entries(patchable).flatMap(([name, rule]): PatchOperation[] => {
    const [from, to] = [old?.[name], wanted?.[name]];
    const path = `${prefix}/${name}`;
    switch (rule.kind) {
      case "members":
        if (to === undefined) return from === undefined ? [] : [{ op: "remove", path }];
        return patchesBetween((from ?? {}) as object, to as object, rule.of, path);
      case "set":
        return differing(new Set((from ?? []) as string[]), new Set((to ?? []) as string[]), path);
      case "map":
      case "flags":
        return entries((from ?? {}) as Record<string, unknown>, (to ?? {}) as Record<string, unknown>, path);
      default:
        if (String(from) === String(to)) return [];
        return [to === undefined ? { op: "remove", path } : { op: "replace", path, value: String(to) }];
    }
  });
}

function differing(from: ReadonlySet<string>, to: ReadonlySet<string>, path: string): PatchOperation[] {
  const at = (one: string) => `${path}/${pathPart(one)}`;
  return [
    ...[...from].filter((one) => !to.has(one)).map((one) => ({ op: "remove" as const, path: at(one) })),
    ...[...to].filter((one) => !from.has(one)).map((one) => ({ op: "add" as const, path: at(one) })),
  ];
}

function entries(from: Record<string, unknown>, to: Record<string, unknown>, path: string): PatchOperation[] {
  const at = (key: string) => `${path}/${pathPart(key)}`;
  return [
    ...Object.keys(from)
      .filter((key) => !Object.hasOwn(to, key))
      .map((key) => ({ op: "remove" as const, path: at(key) })),
    ...Object.entries(to)
      .filter(([key, value]) => String(from[key]) !== String(value))
      .map(([key, value]) => ({ op: "replace" as const, path: at(key), value: String(value) })),
  ];
}

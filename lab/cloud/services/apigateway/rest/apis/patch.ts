import type { PatchOperation } from "@aws-sdk/client-api-gateway";
import { own } from "../../../../own.ts";
import { badRequest, notFound } from "../../shared/errors.ts";

/**
 * How a member of a record is patched: `value` is replaced whole, and by nothing gone; `text` may be empty; `map` and `flags`
 * have entries by key (`/variables/name`), `set` has members named in the path (`/binaryMediaTypes/image~1png`) or by the value,
 * and `members` are members of a member (`/quota/limit`).
 * https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html
 */
export type Patchable =
  | ({ readonly kind: "value" | "text" | "flag" } & Limits)
  /** `invalid`: the message for what is no number; where that is said, nothing takes the number away. */
  | ({ readonly kind: "number"; readonly invalid?: string } & Limits)
  /** `keyed`: a member is named by the path alone. `single`: what replaces a member replaces all. */
  | ({ readonly kind: "set"; readonly keyed?: true; readonly single?: true } & Limits)
  /** `missing`: the message for an entry that is not there. `filled`: entries are not empty. */
  | ({ readonly kind: "map" | "flags"; readonly missing?: string; readonly filled?: true } & Limits)
  | ({ readonly kind: "members"; readonly of: Patchables } & Limits);

/** What a patch operation does, where AWS supports it. */
type Op = "add" | "replace" | "remove";

interface Limits {
  /** The operations that a member takes, if not all three. */
  readonly ops?: readonly Op[];
  /** The message for any other. */
  readonly otherwise?: string;
}

export type Patchables = Readonly<Record<string, Patchable>>;

export const value = { kind: "value" } as const;
export const text = { kind: "text" } as const;
export const flag = { kind: "flag" } as const;
export const number = { kind: "number" } as const;
export const map = { kind: "map" } as const;
export const flags = { kind: "flags" } as const;
export const set = { kind: "set" } as const;
/** The type of an endpoint: `replace /endpointConfiguration/types/0` with the new one. */
export const types = { kind: "set", single: true } as const;
export const members = (of: Patchables) => ({ kind: "members", of }) as const;
const onlyBy =
  (...ops: Op[]) =>
  <R extends Patchable>(
    rule: R,
    otherwise = `Invalid patch operation specified. Must be one of: [${ops.join(", ")}]`,
  ) => ({ ...rule, ops, otherwise });

/** A member that can be replaced, and neither added nor removed. */
export const onlyReplaced = onlyBy("replace");
/** A set whose members come and go, and take no other's place. */
export const addedOrRemoved = onlyBy("add", "remove");
/** A member that can be set, and not removed. */
export const neverRemoved = onlyBy("add", "replace");
/** Members that are set one by one; the whole can only be removed. */
export const onlyRemoved = onlyBy("remove");

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
  for (const { op = "replace", path, value } of operations ?? []) {
    if (!path?.startsWith("/")) throw invalidPath(path ?? "null");
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
  if (!rule) throw invalidPath(step.path);
  return { ...record, [first]: change(record[first], rule, rest, step) };
}

function change(before: unknown, rule: Patchable, rest: readonly string[], step: Step): unknown {
  const { op, path, value } = step;
  const [key, ...more] = rest;
  const isInside = rule.kind === "members" && key !== undefined;
  if (!isInside) checkOp(op, rule);
  if (rule.kind === "members") {
    if (key !== undefined) return applied((before ?? {}) as Record<string, unknown>, rest, step, rule.of);
    if (op === "remove") return undefined;
    throw invalidPath(path);
  }
  if (more.length > 0) throw invalidPath(path);
  if (rule.kind === "set") {
    if (rule.keyed && key === undefined) throw invalidPath(path);
    if (rule.single && op === "replace") return [value ?? key ?? ""];
    return changeSet(before, op, key ?? value ?? "", value);
  }
  if (rule.kind === "map" || rule.kind === "flags") {
    if (key !== undefined) return changeMap((before ?? {}) as Record<string, unknown>, rule, key, step);
    if (op === "remove") return undefined;
    throw invalidPath(path);
  }
  if (key !== undefined) throw invalidPath(path);
  if (op === "remove") return undefined;
  if (rule.kind === "flag") return value === "true";
  if (rule.kind === "number") return numberOf(rule, step);
  return rule.kind === "text" ? value : value || undefined;
}

function checkOp(op: string, { ops, otherwise }: Limits): void {
  if ((ops ?? ["add", "replace", "remove"]).includes(op as Op)) return;
  throw badRequest(otherwise ?? `Invalid patch operation specified: ${op}`);
}

function numberOf({ invalid }: { readonly invalid?: string }, { path, value = "" }: Step): number | undefined {
  if (value === "" && invalid !== undefined) return undefined;
  if (value === "" || Number.isNaN(Number(value)))
    throw badRequest(invalid ?? `Invalid patch value specified for ${path}`);
  return Number(value);
}

/** A map without its last entry is none. */
function changeMap(
  before: Record<string, unknown>,
  { kind, missing, filled }: Patchable & { readonly kind: "map" | "flags" },
  key: string,
  { op, path, value }: Step,
): Record<string, unknown> | undefined {
  if (missing !== undefined && op !== "add" && !Object.hasOwn(before, key)) throw notFound(missing);
  const { [key]: _, ...others } = before;
  if (op === "remove") return Object.keys(others).length > 0 ? others : undefined;
  if (filled && !value) throw badRequest(`Invalid null or empty value in ${partsOf(path)[0]}`);
  return { ...others, [key]: kind === "flags" ? value === "true" : (value ?? "") };
}

function changeSet(before: unknown, op: string, key: string, value: string | undefined): string[] {
  const others = ((before ?? []) as string[]).filter((one) => one !== key);
  return op === "remove" ? others : [...others, op === "replace" ? (value ?? key) : key];
}

function invalidPath(path: string): Error {
  return badRequest(`Invalid patch path ${path}`);
}

/** Applies patch operations to a record of a kind whose members can only be replaced. It words its refusals in its own way. */
export function replacedIn<T extends object>(
  record: T,
  operations: readonly PatchOperation[] | undefined,
  patchable: Patchables,
): T {
  const replace = Object.keys(patchable).map((name) => `/${name}`);
  for (const operation of operations ?? [])
    if (operation.op !== "replace" || !replace.includes(operation.path ?? ""))
      throw unsupported(operation, { replace });
  return patched(record, operations, patchable);
}

/** AWS's words for an operation that a path does not take. @param paths what each operation takes */
export function unsupported({ op, path }: PatchOperation, paths: Readonly<Record<string, readonly string[]>>): Error {
  const problem = `Invalid patch path  '${path ?? "null"}' specified for op '${op}'.`;
  const supported = op && own(paths, op);
  return badRequest(
    supported
      ? `${problem} Must be one of: [${supported.join(", ")}]`
      : `${problem} Please choose supported operations`,
  );
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
        if (rule.single) return otherType(from as string[] | undefined, to as string[] | undefined, path);
        return differing(new Set((from ?? []) as string[]), new Set((to ?? []) as string[]), path);
      case "map":
      case "flags":
        return entries((from ?? {}) as Record<string, unknown>, (to ?? {}) as Record<string, unknown>, path);
      default:
        if (String(from) === String(to)) return [];
        if (to !== undefined) return [{ op: "replace", path, value: String(to) }];
        // What can't be removed is replaced by what it is by default.
        if ((rule.ops as readonly string[] | undefined)?.includes("remove") === false)
          return [{ op: "replace", path, value: rule.kind === "flag" ? "false" : "" }];
        return [{ op: "remove", path }];
    }
  });
}

function otherType([from]: readonly string[] = [], [to]: readonly string[] = [], path: string): PatchOperation[] {
  return to === undefined || from === to ? [] : [{ op: "replace", path: `${path}/${from ?? 0}`, value: to }];
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

import type { NormalizedSchema } from "@smithy/core/schema";
import { requiredMembers } from "./bindings.ts";

/** The ways in which an input does not fit the model. */
export interface Violations {
  /** Paths of required members that are absent, such as `functionName` or `tags.1.member.key`. */
  readonly missing: string[];
  /** Paths of members of the wrong type. */
  readonly mistyped: string[];
}

/** Compares an input with the model, in depth. Returns undefined when all is well. */
export function violations(structure: NormalizedSchema, input: unknown): Violations | undefined {
  const found: Violations = { missing: [], mistyped: [] };
  inspect(structure, input, "", found);
  return found.missing.length + found.mistyped.length > 0 ? found : undefined;
}

/** AWS's sentence for absent required members. */
export function missingMessage(missing: readonly string[]): string {
  const details = missing.map(
    (path) => `Value null at '${path}' failed to satisfy constraint: Member must not be null`,
  );
  return `${details.length} validation error${details.length > 1 ? "s" : ""} detected: ${details.join("; ")}`;
}

function inspect(schema: NormalizedSchema, value: unknown, path: string, found: Violations): void {
  if (schema.isStructSchema()) {
    inspectStructure(schema, value, path, found);
  } else if (schema.isListSchema()) {
    if (!Array.isArray(value)) found.mistyped.push(path);
    else inspectItems(schema, value, path, found);
  } else if (schema.isMapSchema()) {
    if (!isObject(value)) found.mistyped.push(path);
    else for (const [key, item] of Object.entries(value)) inspectItem(schema, item, `${path}.${key}.member`, found);
  } else if (!fits(schema, value)) {
    found.mistyped.push(path);
  }
}

function inspectStructure(schema: NormalizedSchema, value: unknown, path: string, found: Violations): void {
  if (!isObject(value)) {
    found.mistyped.push(path);
    return;
  }
  const required = requiredMembers(schema);
  for (const [member, memberSchema] of schema.structIterator()) {
    const item = (value as Record<string, unknown>)[member];
    const at = (path && `${path}.`) + member.charAt(0).toLowerCase() + member.slice(1);
    if (item === undefined || item === null) {
      if (required.has(member)) found.missing.push(at);
    } else {
      inspect(memberSchema, item, at, found);
    }
  }
}

function inspectItems(list: NormalizedSchema, items: unknown[], path: string, found: Violations): void {
  // Lists of plain strings are long and common; they need no path until one is wrong.
  const strings = list.getValueSchema().isStringSchema();
  items.forEach((item, i) => {
    if (strings && typeof item === "string") return;
    inspectItem(list, item, `${path}.${i + 1}.member`, found);
  });
}

function inspectItem(collection: NormalizedSchema, item: unknown, path: string, found: Violations): void {
  if (item !== null && item !== undefined) inspect(collection.getValueSchema(), item, path, found);
  else if (!collection.getMergedTraits().sparse) found.missing.push(path);
}

function fits(schema: NormalizedSchema, value: unknown): boolean {
  // A media type makes the SDK wrap a JSON string in an object of class String.
  if (schema.isStringSchema()) return typeof value === "string" || value instanceof String;
  if (schema.isBooleanSchema()) return typeof value === "boolean";
  // The schemas don't tell integers from fractions, and no operation has a use for an infinite number of things.
  if (schema.isNumericSchema()) return Number.isFinite(value);
  if (schema.isTimestampSchema()) return value instanceof Date && !Number.isNaN(value.getTime());
  if (schema.isBlobSchema()) return value instanceof Uint8Array || schema.isStreaming();
  return true;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

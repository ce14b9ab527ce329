import type { NormalizedSchema } from "@smithy/core/schema";
import { requiredMembers } from "../../../lab/cloud/wire/bindings.ts";

/**
 * An input that names somebody else's resources wherever the model lets it: `names` by the members' names, at any depth, and
 * something plausible where the model needs a value that names nothing.
 */
export function inputOf(schema: NormalizedSchema, names: Readonly<Record<string, unknown>>, depth = 0): object {
  if (!schema.isStructSchema()) return {};
  const required = requiredMembers(schema);
  const input: Record<string, unknown> = {};
  for (const [member, type] of schema.structIterator()) {
    if (names[member] !== undefined && isNameable(type, names[member])) input[member] = names[member];
    else if (required.has(member)) input[member] = plausible(type, names, depth);
  }
  return input;
}

function isNameable(type: NormalizedSchema, value: unknown): boolean {
  if (Array.isArray(value)) return type.isListSchema();
  if (typeof value === "string") return type.isStringSchema();
  if (typeof value === "object") return type.isMapSchema() || type.isStructSchema();
  return typeof value === "boolean" ? type.isBooleanSchema() : type.isNumericSchema();
}

function plausible(type: NormalizedSchema, names: Readonly<Record<string, unknown>>, depth: number): unknown {
  if (type.isStringSchema()) return "x";
  if (type.isBooleanSchema()) return true;
  if (type.isNumericSchema()) return 1;
  if (type.isTimestampSchema()) return new Date(0);
  if (type.isBlobSchema()) return Buffer.from("x");
  if (type.isMapSchema()) return { x: plausible(type.getValueSchema(), names, depth + 1) };
  if (type.isListSchema()) return [plausible(type.getValueSchema(), names, depth + 1)];
  return depth > 4 ? {} : inputOf(type, names, depth + 1);
}

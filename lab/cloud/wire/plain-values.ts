import { MalformedRequest } from "./errors.ts";
import type { Structure } from "./protocol.ts";
import type { Member, Shape } from "./shape.ts";

/** How deep an input may be nested: the deepest of AWS's own, policies of WAF, are far below. */
const DEEPEST = 100;

/** How many entries a map may have. */
const MOST_ENTRIES = 20_000;

/** What a format says of values that JavaScript has no literal for. */
export interface Format {
  /** The name by which a structure's member travels. */
  name(member: Member): string;
  /** A time, a blob, a string with a media type: as the SDK's codec of the format reads it. */
  scalar(shape: Shape, value: unknown): unknown;
}

/**
 * Gives a parsed value the types of its shape, in one walk. What is of another type stays as it is, for the comparison with
 * the model to name.
 */
export function readValue(shape: Shape, value: unknown, format: Format, depth = 0): unknown {
  if (value === null || value === undefined) return value;
  switch (shape.kind) {
    case "string":
      return shape.hasMediaType ? format.scalar(shape, value) : value;
    case "number":
    case "boolean":
    case "document":
      return value;
    case "structure":
      return isRecord(value) ? readStructure(shape, value, format, deeper(depth)) : value;
    case "list":
      return Array.isArray(value) ? value.map((item) => readValue(shape.item, item, format, deeper(depth))) : value;
    case "map":
      return isRecord(value) ? readMap(shape, value, format, deeper(depth)) : value;
    default:
      return format.scalar(shape, value);
  }
}

function readStructure(shape: Shape, value: Structure, format: Format, depth: number): Structure {
  const read: Structure = {};
  for (const member of shape.members) {
    const item = value[format.name(member)];
    if (item !== undefined && item !== null) read[member.name] = readValue(member.shape, item, format, depth);
  }
  return read;
}

function readMap(shape: Shape, value: Structure, format: Format, depth: number): Structure {
  const keys = Object.keys(value);
  if (keys.length > MOST_ENTRIES) throw new MalformedRequest(`A map has more than ${MOST_ENTRIES} entries`);
  const read: Structure = {};
  for (const key of keys) setOwn(read, key, readValue(shape.item, value[key], format, depth));
  return read;
}

/** Sets a property of any name, `__proto__` as well. */
export function setOwn(object: Structure, name: string, value: unknown): void {
  if (name !== "__proto__") object[name] = value;
  else Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
}

/** The next level. Throws a MalformedRequest below the last one. */
export function deeper(depth: number): number {
  if (depth >= DEEPEST) throw new MalformedRequest(`It is nested deeper than ${DEEPEST} levels`);
  return depth + 1;
}

function isRecord(value: unknown): value is Structure {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

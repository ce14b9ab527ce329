import { deeper, setOwn } from "./plain-values.ts";
import type { Structure } from "./protocol.ts";
import type { Member, Shape } from "./shape.ts";

/** JSON names a member that the operation does not have. */
export class UnknownMember extends Error {
  readonly member: string;

  constructor(member: string) {
    super(`The field '${member}' is not known`);
    this.member = member;
  }
}

/**
 * Gives JSON that users write for an API call the types of a schema. It names members as the SDK does, the first letter large or
 * as the model has it. A blob is text, or JSON of its own; a timestamp is a date in ISO 8601, or seconds since the epoch. What is
 * of another type stays as it is, for the comparison with the model to name. Throws an UnknownMember.
 *
 * https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html#use-awssdk-integ
 */
export function fromSdkJson(shape: Shape, value: unknown, depth = 0): unknown {
  if (value === null || value === undefined) return value;
  switch (shape.kind) {
    case "structure":
      return isRecord(value) ? structureOf(shape, value, deeper(depth)) : value;
    case "list":
      return Array.isArray(value) ? value.map((item) => fromSdkJson(shape.item, item, deeper(depth))) : value;
    case "map":
      return isRecord(value) ? mapOf(value, (item) => fromSdkJson(shape.item, item, deeper(depth))) : value;
    case "blob":
      return Buffer.from(typeof value === "string" ? value : JSON.stringify(value));
    case "timestamp":
      return dateOf(value) ?? value;
    default:
      return value;
  }
}

/** The same back, for an answer. A stream has to be read before. */
export function toSdkJson(shape: Shape, value: unknown): unknown {
  if (value === null || value === undefined) return undefined;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString();
  if (shape.kind === "list" && Array.isArray(value)) return value.map((item) => toSdkJson(shape.item, item) ?? null);
  if (shape.kind === "map" && isRecord(value)) return mapOf(value, (item) => toSdkJson(shape.item, item));
  if (shape.kind !== "structure" || !isRecord(value)) return value;
  const written: Structure = {};
  for (const { name, shape: inner } of shape.members) {
    const item = toSdkJson(inner, value[name]);
    if (item !== undefined) written[largeFirst(name)] = item;
  }
  return written;
}

function structureOf(shape: Shape, value: Structure, depth: number): Structure {
  const byName = new Map<string, Member>();
  for (const member of shape.members) byName.set(member.name, member).set(largeFirst(member.name), member);
  const read: Structure = {};
  for (const [name, item] of Object.entries(value)) {
    const member = byName.get(name);
    if (!member) throw new UnknownMember(name);
    if (item !== null) read[member.name] = fromSdkJson(member.shape, item, depth);
  }
  return read;
}

function mapOf(value: Structure, of: (item: unknown) => unknown): Structure {
  const map: Structure = {};
  for (const [name, item] of Object.entries(value)) setOwn(map, name, of(item));
  return map;
}

function dateOf(value: unknown): Date | undefined {
  if (typeof value === "number") return new Date(value * 1000);
  const moment = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(moment) ? undefined : new Date(moment);
}

export function largeFirst(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function isRecord(value: unknown): value is Structure {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

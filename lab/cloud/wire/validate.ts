import type { NormalizedSchema } from "@smithy/core/schema";
import { deeper } from "./plain-values.ts";
import type { Structure } from "./protocol.ts";
import { type Member, type Shape, shapeOf } from "./shape.ts";

/** The ways in which an input does not fit the model: the first ones of them. */
export interface Violations {
  /** Paths of required members that are absent, such as `functionName` or `tags.1.member.key`. */
  readonly missing: string[];
  /** Paths of members of the wrong type. */
  readonly mistyped: string[];
}

/** So many are told of a hundred thousand. */
const MOST = 100;

/** A step on the way to a value: paths are spelled out for what is wrong alone. */
interface Place {
  readonly above: Place | undefined;
  readonly step: string | number;
  readonly kind: "member" | "item" | "entry";
}

/** Compares an input with the model, in depth. Returns undefined when all is well. */
export function violations(structure: NormalizedSchema, input: unknown): Violations | undefined {
  const found: Violations = { missing: [], mistyped: [] };
  inspect(shapeOf(structure), input, undefined, found, 0);
  return countOf(found) > 0 ? found : undefined;
}

/** AWS's sentence for absent required members. */
export function missingMessage(missing: readonly string[]): string {
  const details = missing.map(
    (path) => `Value null at '${path}' failed to satisfy constraint: Member must not be null`,
  );
  return `${details.length} validation error${details.length > 1 ? "s" : ""} detected: ${details.join("; ")}`;
}

function inspect(shape: Shape, value: unknown, place: Place | undefined, found: Violations, depth: number): void {
  if (shape.kind === "structure" && isObject(value)) inspectMembers(shape, value, place, found, deeper(depth));
  else if (shape.kind === "list" && Array.isArray(value)) inspectItems(shape, value, place, found, deeper(depth));
  else if (shape.kind === "map" && isObject(value)) inspectEntries(shape, value, place, found, deeper(depth));
  else if (!fits(shape, value)) found.mistyped.push(pathOf(place));
}

function inspectMembers(shape: Shape, value: object, above: Place | undefined, found: Violations, depth: number): void {
  for (const member of shape.members) {
    const item = (value as Structure)[member.name];
    if (item !== undefined && item !== null) {
      // Most members are plain, and need no place until one is wrong.
      if (isPlain(member.shape, item)) continue;
      inspect(member.shape, item, { above, step: member.name, kind: "member" }, found, depth);
    } else if (member.isRequired) found.missing.push(pathOf(placeOf(member, above)));
    if (countOf(found) >= MOST) return;
  }
}

function inspectItems(list: Shape, items: unknown[], above: Place | undefined, found: Violations, depth: number): void {
  for (let i = 0; i < items.length && countOf(found) < MOST; i++) {
    if (!isPlain(list.item, items[i])) inspectItem(list, items[i], { above, step: i + 1, kind: "item" }, found, depth);
  }
}

function inspectEntries(map: Shape, value: object, above: Place | undefined, found: Violations, depth: number): void {
  for (const [step, item] of Object.entries(value)) {
    if (countOf(found) >= MOST) return;
    if (!isPlain(map.item, item)) inspectItem(map, item, { above, step, kind: "entry" }, found, depth);
  }
}

function inspectItem(collection: Shape, item: unknown, place: Place, found: Violations, depth: number): void {
  if (item !== null && item !== undefined) inspect(collection.item, item, place, found, depth);
  else if (!collection.isSparse) found.missing.push(pathOf(place));
}

/** Whether a value is of a plain kind, and fits. */
function isPlain({ kind }: Shape, value: unknown): boolean {
  return kind === typeof value && kind !== "number";
}

function fits({ kind, schema }: Shape, value: unknown): boolean {
  switch (kind) {
    // A media type makes the SDK wrap a JSON string in an object of class String.
    case "string":
      return typeof value === "string" || value instanceof String;
    case "boolean":
      return typeof value === "boolean";
    // The schemas don't tell integers from fractions, and no operation has a use for an infinite number of things.
    case "number":
      return Number.isFinite(value);
    case "timestamp":
      return value instanceof Date && !Number.isNaN(value.getTime());
    case "blob":
      return value instanceof Uint8Array || schema.isStreaming();
    default:
      return kind === "document" || kind === "other";
  }
}

function placeOf({ name }: Member, above: Place | undefined): Place {
  return { above, step: name, kind: "member" };
}

function pathOf(place: Place | undefined): string {
  if (!place) return "";
  const { above, step, kind } = place;
  const name = kind === "member" ? lowerFirst(String(step)) : `${step}.member`;
  return above ? `${pathOf(above)}.${name}` : name;
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function countOf({ missing, mistyped }: Violations): number {
  return missing.length + mistyped.length;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

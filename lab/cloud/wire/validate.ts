import type { NormalizedSchema } from "@smithy/core/schema";
import { type Broken, type MemberRules, RuleBook, type ServiceConstraints } from "./constraints.ts";
import { deeper } from "./plain-values.ts";
import type { Structure } from "./protocol.ts";
import { type Shape, shapeOf } from "./shape.ts";

/** The ways in which an input does not fit the model: the first ones of them. */
export interface Violations {
  /** Absent required members and values outside their constraints, in the order of the model. */
  readonly broken: Broken[];
  /** Paths of absent required members, such as `functionName` or `tags.1.member.key`. */
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

/** Compares inputs with a service's model. */
export class Validator {
  /** What the SDK's schemas leave out, and how the service answers what breaks it. */
  readonly constraints: ServiceConstraints | undefined;
  readonly #rules: RuleBook;

  constructor(constraints?: ServiceConstraints) {
    this.constraints = constraints;
    this.#rules = new RuleBook(constraints);
  }

  /** Compares an input with the model, in depth. Returns undefined when all is well. */
  violations(structure: NormalizedSchema, input: unknown): Violations | undefined {
    const found: Violations = { broken: [], missing: [], mistyped: [] };
    this.#inspect(shapeOf(structure), input, undefined, found, 0);
    return countOf(found) > 0 ? found : undefined;
  }

  #inspect(shape: Shape, value: unknown, place: Place | undefined, found: Violations, depth: number): void {
    if (shape.kind === "structure" && isObject(value)) this.#members(shape, value, place, found, deeper(depth));
    else if (shape.kind === "list" && Array.isArray(value)) this.#items(shape, value, place, found, deeper(depth));
    else if (shape.kind === "map" && isObject(value)) this.#entries(shape, value, place, found, deeper(depth));
    else if (!fits(shape, value)) found.mistyped.push(pathOf(place));
  }

  #members(shape: Shape, value: object, above: Place | undefined, found: Violations, depth: number): void {
    const rules = this.#rules.ofMembers(shape);
    if (!rules && this.#allFit(shape, value, depth)) return;
    for (let i = 0; i < shape.members.length; i++) {
      const member = shape.members[i] as (typeof shape.members)[number];
      const item = (value as Structure)[member.name];
      if (item === undefined || item === null) {
        if (member.isRequired) absent({ above, step: member.name, kind: "member" }, found);
      } else {
        const ofMember = rules?.[i];
        // Most members are plain and right, and need no place.
        const isRight = isPlain(member.shape, item) && !ofMember?.isBrokenBy(item);
        if (!isRight) {
          const place: Place = { above, step: member.name, kind: "member" };
          this.#inspectOne(member.shape, item, place, found, depth, ofMember);
        }
      }
      if (countOf(found) >= MOST) return;
    }
  }

  /** The usual case, without a look at the many members that an input leaves out. What is wrong is found, and told, member by member. */
  #allFit(shape: Shape, value: object, depth: number): boolean {
    for (const name of shape.required) {
      const item = (value as Structure)[name];
      if (item === undefined || item === null) return false;
    }
    for (const name in value) {
      const item = (value as Structure)[name];
      const part = item === undefined || item === null ? undefined : shape.part(name);
      if (part && !isPlain(part, item) && !this.#isRight(part, item, depth)) return false;
    }
    return true;
  }

  #isRight(shape: Shape, value: unknown, depth: number): boolean {
    const { kind } = shape;
    if (kind !== "structure" && kind !== "list" && kind !== "map") return fits(shape, value);
    const found: Violations = { broken: [], missing: [], mistyped: [] };
    this.#inspect(shape, value, undefined, found, depth);
    return countOf(found) === 0;
  }

  #inspectOne(
    shape: Shape,
    value: unknown,
    place: Place,
    found: Violations,
    depth: number,
    rules: MemberRules | undefined,
  ): void {
    const before = found.mistyped.length;
    this.#inspect(shape, value, place, found, depth);
    if (rules && found.mistyped.length === before && rules.isBrokenBy(value)) check(rules, shape, value, place, found);
  }

  #items(list: Shape, items: unknown[], above: Place | undefined, found: Violations, depth: number): void {
    for (let i = 0; i < items.length && countOf(found) < MOST; i++) {
      if (!isPlain(list.item, items[i])) this.#item(list, items[i], { above, step: i + 1, kind: "item" }, found, depth);
    }
  }

  #entries(map: Shape, value: object, above: Place | undefined, found: Violations, depth: number): void {
    for (const step in value) {
      if (countOf(found) >= MOST) return;
      const item = (value as Structure)[step];
      if (!isPlain(map.item, item)) this.#item(map, item, { above, step, kind: "entry" }, found, depth);
    }
  }

  #item(collection: Shape, item: unknown, place: Place, found: Violations, depth: number): void {
    if (item !== null && item !== undefined) this.#inspect(collection.item, item, place, found, depth);
    else if (!collection.isSparse) absent(place, found);
  }
}

function absent(place: Place, found: Violations): void {
  const path = pathOf(place);
  found.missing.push(path);
  found.broken.push({ path, shown: "Value null", rule: "Member must not be null" });
}

function check(rules: MemberRules, shape: Shape, value: unknown, place: Place, found: Violations): void {
  for (const rule of rules.brokenBy(value)) {
    const shown = shape.isSensitive ? "Value" : `Value '${javaText(value)}'`;
    found.broken.push({ path: pathOf(place), shown, rule, value });
  }
}

/** The longest value that a message repeats. */
const LONGEST_SHOWN = 1024;

/** A value as AWS's services, which are written in Java, show it. */
function javaText(value: unknown): string {
  if (value instanceof Uint8Array) return "java.nio.HeapByteBuffer";
  if (Array.isArray(value))
    return `[${value.slice(0, LONGEST_SHOWN).map(javaText).join(", ")}]`.slice(0, LONGEST_SHOWN);
  if (!isObject(value) || value instanceof String) return String(value).slice(0, LONGEST_SHOWN);
  const entries = Object.entries(value).slice(0, LONGEST_SHOWN);
  return `{${entries.map(([name, one]) => `${name}=${javaText(one)}`).join(", ")}}`.slice(0, LONGEST_SHOWN);
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

function pathOf(place: Place | undefined): string {
  if (!place) return "";
  const { above, step, kind } = place;
  const name = kind === "member" ? lowerFirst(String(step)) : `${step}.member`;
  return above ? `${pathOf(above)}.${name}` : name;
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function countOf({ broken, mistyped }: Violations): number {
  return broken.length + mistyped.length;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

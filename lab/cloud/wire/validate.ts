import type { NormalizedSchema } from "@smithy/core/schema";
import { requiredMembers } from "./bindings.ts";
import { type Constraint, type ModelConstraints, type Rule, rulesOf } from "./constraints.ts";

/** The ways in which an input does not fit the model. */
export interface Violations {
  /** AWS's sentences on absent required members and on values outside their constraints, in the order of the model. */
  readonly broken: readonly string[];
  /** Paths of absent required members, such as `functionName` or `tags.1.member.key`. */
  readonly missing: readonly string[];
  /** Paths of members of the wrong type. */
  readonly mistyped: readonly string[];
}

/** Looks at a value, and adds what is wrong with it. */
type Inspect = (value: unknown, found: Inspection) => void;

/** More violations than these are not looked for: an answer need not be longer than its request. */
const MOST = 100;
/** The longest value that a message repeats. */
const LONGEST_SHOWN = 1024;

/** What was found so far, and where the look is at. */
class Inspection implements Violations {
  readonly broken: string[] = [];
  readonly missing: string[] = [];
  readonly mistyped: string[] = [];
  readonly path: (string | number)[] = [];

  isFull(): boolean {
    return this.broken.length + this.mistyped.length >= MOST;
  }

  isClean(): boolean {
    return this.broken.length === 0 && this.mistyped.length === 0;
  }

  /** Where the look is at, as AWS writes it. */
  at(): string {
    return this.path.join(".");
  }
}

/** Compares inputs with a service's model. What a structure asks for is worked out once. */
export class Validator {
  readonly #constraints: ModelConstraints;
  readonly #structures = new Map<string, Inspect>();

  constructor(constraints: ModelConstraints = { shapes: {}, structures: {} }) {
    this.#constraints = constraints;
  }

  /** Compares an input with its structure, in depth. Undefined when all is well. */
  violations(structure: NormalizedSchema, input: unknown): Violations | undefined {
    const found = new Inspection();
    this.#structure(structure)(input, found);
    return found.isClean() ? undefined : found;
  }

  #inspect(schema: NormalizedSchema, shape: string | undefined): Inspect {
    // What streams is not here yet.
    const constraint = shape === undefined || schema.isStreaming() ? undefined : this.#constraints.shapes[shape];
    const isSensitive = Boolean(schema.getMergedTraits().sensitive);
    if (schema.isStructSchema()) return this.#structure(schema);
    if (schema.isListSchema()) return satisfying(constraint, isSensitive, this.#list(schema, constraint?.item));
    if (schema.isMapSchema()) return satisfying(constraint, isSensitive, this.#map(schema, constraint));
    return satisfying(
      constraint,
      isSensitive,
      typed((value) => fits(schema, value)),
    );
  }

  /** A structure may hold itself: what it asks for is worked out when it is met. */
  #structure(schema: NormalizedSchema): Inspect {
    const name = schema.getName(true) ?? "";
    return (value, found) => {
      let inspect = this.#structures.get(name);
      if (!inspect) {
        inspect = this.#members(schema);
        this.#structures.set(name, inspect);
      }
      inspect(value, found);
    };
  }

  #members(schema: NormalizedSchema): Inspect {
    const required = requiredMembers(schema);
    const constrained = this.#constraints.structures[schema.getName() ?? ""];
    const members = [...schema.structIterator()].map(([member, memberSchema]) => ({
      member,
      name: member.charAt(0).toLowerCase() + member.slice(1),
      isRequired: required.has(member),
      inspect: this.#inspect(memberSchema, constrained?.[member]),
    }));
    return (value, found) => {
      if (!isObject(value)) return void found.mistyped.push(found.at());
      for (const { member, name, isRequired, inspect } of members) {
        const item = (value as Record<string, unknown>)[member];
        if (item === undefined || item === null) {
          if (isRequired) absent(found, name);
          continue;
        }
        found.path.push(name);
        inspect(item, found);
        found.path.pop();
      }
    };
  }

  #list(schema: NormalizedSchema, shape: string | undefined): Inspect {
    const inspect = this.#item(schema);
    const check = this.#parts("Member must satisfy constraint", shape, ["Member must not be null"]);
    return (value, found) => {
      if (!Array.isArray(value)) return void found.mistyped.push(found.at());
      for (let i = 0; i < value.length && !found.isFull(); i++) {
        found.path.push(i + 1, "member");
        inspect(value[i], found);
        found.path.length -= 2;
      }
      check?.(value, value, found);
    };
  }

  #map(schema: NormalizedSchema, constraint: Constraint | undefined): Inspect {
    const inspect = this.#item(schema);
    const checkKeys = this.#parts("Map keys must satisfy constraint", constraint?.key);
    const checkValues = this.#parts("Map value must satisfy constraint", constraint?.value);
    return (value, found) => {
      if (!isObject(value)) return void found.mistyped.push(found.at());
      const entries = Object.entries(value);
      for (const [key, item] of entries) {
        if (found.isFull()) break;
        found.path.push(key, "member");
        inspect(item, found);
        found.path.length -= 2;
      }
      checkKeys?.(Object.keys(value), value, found);
      checkValues?.(Object.values(value), value, found);
    };
  }

  #item(collection: NormalizedSchema): Inspect {
    const inspect = this.#inspect(collection.getValueSchema(), undefined);
    const isSparse = Boolean(collection.getMergedTraits().sparse);
    return (item, found) => {
      if (item !== null && item !== undefined) inspect(item, found);
      else if (!isSparse) absent(found);
    };
  }

  /** AWS words what is wrong with an item of a list or map as a fault of the whole, with all that it asks of items. */
  #parts(problem: string, shape: string | undefined, more: readonly string[] = []) {
    const constraint = shape === undefined ? undefined : this.#constraints.shapes[shape];
    const rules = constraint ? rulesOf(constraint) : [];
    if (rules.length === 0) return undefined;
    const texts = [...rules.map(({ text }) => text), ...more].join(", ");
    return (items: readonly unknown[], whole: unknown, found: Inspection) => {
      if (items.some((item) => item !== null && item !== undefined && rules.some(({ holds }) => !holds(item))))
        found.broken.push(`${valueAt(whole, found)} failed to satisfy constraint: ${problem}: [${texts}]`);
    };
  }
}

/** AWS's message for an input that is outside the constraints of the model. */
export function violationMessage(broken: readonly string[]): string {
  return `${broken.length} validation error${broken.length > 1 ? "s" : ""} detected: ${broken.join("; ")}`;
}

/** A required member that is absent: the one the look is at, or one of its members. */
function absent(found: Inspection, member?: string): void {
  const at = member === undefined ? found.at() : [...found.path, member].join(".");
  found.missing.push(at);
  found.broken.push(`Value null at '${at}' failed to satisfy constraint: Member must not be null`);
}

function typed(isFitting: (value: unknown) => boolean): Inspect {
  return (value, found) => {
    if (!isFitting(value)) found.mistyped.push(found.at());
  };
}

/** Looks at a value's type first, then at its rules. */
function satisfying(constraint: Constraint | undefined, isSensitive: boolean, inspect: Inspect): Inspect {
  const rules: Rule[] = constraint ? rulesOf(constraint) : [];
  if (rules.length === 0) return inspect;
  return (value, found) => {
    const before = found.mistyped.length;
    inspect(value, found);
    if (found.mistyped.length > before) return;
    for (const { text, holds } of rules) {
      if (holds(value)) continue;
      const at = isSensitive ? `Value at '${found.at()}'` : valueAt(value, found);
      found.broken.push(`${at} failed to satisfy constraint: ${text}`);
    }
  };
}

function valueAt(value: unknown, found: Inspection): string {
  return `Value '${shown(value)}' at '${found.at()}'`;
}

/** A value as Java writes it. */
function shown(value: unknown): string {
  if (value instanceof Uint8Array) return "java.nio.HeapByteBuffer";
  if (Array.isArray(value)) return `[${value.map(shown).join(", ")}]`.slice(0, LONGEST_SHOWN);
  if (isObject(value) && !(value instanceof String)) {
    const entries = Object.entries(value).map(([name, one]) => `${name}=${shown(one)}`);
    return `{${entries.join(", ")}}`.slice(0, LONGEST_SHOWN);
  }
  return String(value).slice(0, LONGEST_SHOWN);
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

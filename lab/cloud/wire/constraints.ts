import { matcherOf } from "./model-patterns.ts";
import type { Shape } from "./shape.ts";

/** What a value must be besides its type. A bound that there is not is null. */
export interface Constraint {
  /** Of texts in characters, of blobs in bytes, of lists and maps in entries. */
  readonly length?: readonly [least: number | null, most: number | null];
  /** Of numbers. */
  readonly range?: readonly [least: number | null, most: number | null];
  /** A regular expression for the whole text, in Java's dialect. */
  readonly pattern?: string;
  readonly enum?: readonly string[];
  /** Names of the shapes of a list's items, and of a map's keys and values. */
  readonly item?: string;
  readonly key?: string;
  readonly value?: string;
}

/** What AWS's model of a service asks of inputs beyond what the SDK's schemas say. */
export interface ModelConstraints {
  readonly shapes: Readonly<Record<string, Constraint>>;
  /** The shapes of the constrained members of each structure. */
  readonly structures: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** A value that breaks a rule of the model. */
export interface Broken {
  /** Such as `tags.1.member.key`. */
  readonly path: string;
  /** `Value 'x'`, or `Value` alone for what is secret. */
  readonly shown: string;
  /** As AWS words it, such as `Member must have length less than or equal to 64`. */
  readonly rule: string;
  /** Nothing where it is missing. */
  readonly value?: unknown;
}

/** The constraints of a service, and how it answers an input that breaks them. */
export interface ServiceConstraints extends ModelConstraints {
  /** The error's code; by default that of the protocol: ValidationError in Query, otherwise ValidationException. */
  readonly code?: string;
  /** The error's message, where the service words it in its own way. */
  readonly message?: (broken: readonly Broken[], operation: string) => string;
}

/**
 * Constraints with other rules for some shapes: AWS's services do not enforce all that their models say, or more.
 *
 * @param members Shapes of some members of structures, in the place of the model's
 */
export function amended(
  { shapes, structures }: ModelConstraints,
  changes: Readonly<Record<string, Constraint>>,
  members: ModelConstraints["structures"] = {},
): ModelConstraints {
  const others = Object.entries(members).map(([name, changed]) => [name, { ...structures[name], ...changed }]);
  return { shapes: { ...shapes, ...changes }, structures: { ...structures, ...Object.fromEntries(others) } };
}

/** The usual message for an input that breaks constraints: all that is wrong, in one sentence. */
export function violationMessage(broken: readonly Broken[]): string {
  const each = broken.map(({ shown, path, rule }) => `${shown} at '${path}' failed to satisfy constraint: ${rule}`);
  return `${broken.length} validation error${broken.length > 1 ? "s" : ""} detected: ${each.join("; ")}`;
}

/** The same for one value that the model does not reach. A secret value is left out. */
export function violationOf(path: string, rule: string, value?: string): string {
  return violationMessage([{ path, shown: value === undefined ? "Value" : `Value '${value}'`, rule }]);
}

/** The rules of a service's model, made ready as they are asked for. */
export class RuleBook {
  readonly #constraints: ModelConstraints | undefined;
  readonly #structures = new WeakMap<Shape, readonly (MemberRules | undefined)[]>();
  readonly #shapes = new Map<string, MemberRules>();

  constructor(constraints: ModelConstraints | undefined) {
    this.#constraints = constraints;
  }

  /** The rules of each member of a structure, in the order of its members; nothing when none has any. */
  ofMembers(structure: Shape): readonly (MemberRules | undefined)[] | undefined {
    if (!this.#constraints) return undefined;
    let rules = this.#structures.get(structure);
    if (!rules) {
      const { structures } = this.#constraints;
      const name = structure.schema.getName() ?? "";
      const shapes = Object.hasOwn(structures, name) ? structures[name] : undefined;
      rules = shapes ? structure.members.map((member) => this.#rulesFor(shapes[member.name], member.shape)) : [];
      this.#structures.set(structure, rules);
    }
    return rules;
  }

  #rulesFor(name: string | undefined, shape: Shape): MemberRules | undefined {
    // What streams is not here yet.
    if (name === undefined || shape.schema.isStreaming()) return undefined;
    let rules = this.#shapes.get(name);
    if (!rules) {
      rules = new MemberRules(name, this.#constraints as ModelConstraints);
      this.#shapes.set(name, rules);
    }
    return rules;
  }
}

/** What a member must satisfy: its own rules, and those of what it holds. */
export class MemberRules {
  readonly #own: readonly Rule[];
  readonly #parts: readonly PartRules[];

  constructor(name: string, { shapes }: ModelConstraints) {
    const constraint = shapes[name] ?? {};
    const partsOf = (shape: string | undefined, problem: string, of: PartRules["of"], more: readonly string[] = []) => {
      const rules = shape === undefined ? [] : rulesOf(shapes[shape] ?? {});
      const texts = [...rules.map(({ text }) => text), ...more];
      return rules.length === 0 ? [] : [{ rules, of, sentence: `${problem}: [${texts.join(", ")}]` }];
    };
    this.#own = rulesOf(constraint);
    this.#parts = [
      ...partsOf(constraint.item, "Member must satisfy constraint", (value) => value as unknown[], [
        "Member must not be null",
      ]),
      ...partsOf(constraint.key, "Map keys must satisfy constraint", (value) => Object.keys(value as object)),
      ...partsOf(constraint.value, "Map value must satisfy constraint", (value) => Object.values(value as object)),
    ];
  }

  /** Whether a value breaks a rule: most don't. */
  isBrokenBy(value: unknown): boolean {
    for (const { holds } of this.#own) if (!holds(value)) return true;
    for (const part of this.#parts) if (isPartBroken(part, value)) return true;
    return false;
  }

  /** What AWS says of each rule that a value breaks. What is wrong with an item is a fault of the whole. */
  *brokenBy(value: unknown): Generator<string> {
    for (const { text, holds } of this.#own) if (!holds(value)) yield text;
    for (const part of this.#parts) if (isPartBroken(part, value)) yield part.sentence;
  }
}

function isPartBroken({ rules, of }: PartRules, value: unknown): boolean {
  for (const item of of(value)) {
    if (item === null || item === undefined) continue;
    for (const { holds } of rules) if (!holds(item)) return true;
  }
  return false;
}

/** The rules of a list's items, or of a map's keys or values. */
interface PartRules {
  readonly rules: readonly Rule[];
  readonly of: (value: unknown) => readonly unknown[];
  readonly sentence: string;
}

/** One rule that a value must satisfy, ready. */
interface Rule {
  /** As AWS words it, such as `Member must have length less than or equal to 64`. */
  readonly text: string;
  readonly holds: (value: unknown) => boolean;
}

/** So many characters are read in any case, although fewer are allowed. */
const READ_THROUGH = 1000;

/** The rules of a constraint itself, without those of what a list or map holds. In the order in which AWS lists them. */
function rulesOf({ length, range, pattern, enum: values }: Constraint): Rule[] {
  const rules: Rule[] = [];
  const bounded = (noun: string, measure: (value: unknown) => number, bounds: Constraint["length"]) => {
    const [least, most] = bounds ?? [null, null];
    if (most !== null)
      rules.push({ text: `Member must have ${noun} less than or equal to ${most}`, holds: (v) => measure(v) <= most });
    if (least !== null)
      rules.push({
        text: `Member must have ${noun} greater than or equal to ${least}`,
        holds: (v) => measure(v) >= least,
      });
  };
  bounded("length", lengthOf, length);
  bounded("value", Number, range);
  if (pattern !== undefined) {
    const matches = matcherOf(pattern);
    const [, most = null] = length ?? [];
    // AWS tells all that is wrong. What is far too long is refused for that: an expression need not read it.
    const holds = (v: unknown) => (most !== null && lengthOf(v) > Math.max(most, READ_THROUGH)) || matches(String(v));
    rules.push({ text: `Member must satisfy regular expression pattern: ${pattern}`, holds });
  }
  if (values) {
    const known = new Set(values);
    rules.push({
      text: `Member must satisfy enum value set: [${values.join(", ")}]`,
      holds: (v) => known.has(String(v)),
    });
  }
  return rules;
}

function lengthOf(value: unknown): number {
  if (typeof value === "string" || Array.isArray(value)) return value.length;
  if (value instanceof Uint8Array) return value.length;
  return value instanceof String ? value.length : Object.keys(value as object).length;
}

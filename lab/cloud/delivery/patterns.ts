import { own } from "../own.ts";
import type { PatternDialect } from "./pattern-dialects.ts";
import { type Accepts, acceptsOf, InvalidPattern, isObject } from "./pattern-values.ts";

export { InvalidPattern } from "./pattern-values.ts";

/** Whether an event, read from JSON, fits a pattern. */
export type Matches = (event: unknown) => boolean;

/** Objects within objects, at most: no event that AWS takes is nested deeper. */
const DEEPEST = 1000;

/**
 * Compiles an event pattern: a JSON object that names fields, and lists for each what its value may be. An event fits when each
 * named field has one of the listed values; where the event has an array, when one of its elements does (fields of one object
 * in an array belong together). Matching takes time in proportion to the event. Throws InvalidPattern, with the reason that
 * AWS gives, for what the dialect does not take.
 *
 * Numbers are compared by value. As a part of objects in an array, `exists: false` asks for one object without the field.
 */
export function compilePattern(text: string, dialect: PatternDialect): Matches {
  if (text.length > dialect.longest) throw new InvalidPattern(`Pattern is longer than ${dialect.longest} characters`);
  let pattern: unknown;
  try {
    pattern = JSON.parse(text);
  } catch (error) {
    throw new InvalidPattern((error as Error).message);
  }
  if (!isObject(pattern)) throw new InvalidPattern("Filter is not an object");
  const compiler = new Compiler(dialect);
  const matches = compiler.object(pattern, 1);
  compiler.check(pattern);
  return matches;
}

class Compiler {
  readonly #dialect: PatternDialect;
  #fields = 0;

  constructor(dialect: PatternDialect) {
    this.#dialect = dialect;
  }

  object(pattern: Readonly<Record<string, unknown>>, depth: number): Matches {
    const entries = Object.entries(pattern);
    if (entries.length === 0) throw new InvalidPattern("Empty objects are not allowed");
    if (depth > DEEPEST) throw new InvalidPattern("Pattern is nested too deeply");
    const alternatives: Matches[][] = [];
    const fields: [name: string, matches: Matches][] = [];
    for (const [name, wanted] of entries) {
      if (this.#isOr(name, wanted)) alternatives.push(wanted.map((one) => this.object(one, depth)));
      else fields.push([name, this.#field(name, wanted, depth)]);
    }
    const fits = (event: unknown) => {
      const object = isObject(event) ? event : undefined;
      return (
        fields.every(([name, matches]) => matches(fieldOf(object, name))) &&
        alternatives.every((branches) => branches.some((matches) => matches(event)))
      );
    };
    return (event) => (Array.isArray(event) && event.length > 0 ? elementsOf(event).some(fits) : fits(event));
  }

  /** Refuses a pattern that is too large. */
  check(pattern: Readonly<Record<string, unknown>>): void {
    const { mostFields = Number.POSITIVE_INFINITY, combinations } = this.#dialect;
    if (this.#fields > mostFields) throw new InvalidPattern("Filter policy can not have more than 5 keys");
    if (!combinations) return;
    const { of, most } = combinations;
    const count = of === "alternatives" ? this.#alternatives(pattern) : this.#combinations(pattern, 1);
    if (count <= most) return;
    throw new InvalidPattern(of === "alternatives" ? "Rule is too complex" : "Filter policy is too complex");
  }

  /** Anything else of this name is a field. */
  #isOr(name: string, wanted: unknown): wanted is Readonly<Record<string, unknown>>[] {
    return (
      name === "$or" &&
      this.#dialect.operators.has("$or") &&
      Array.isArray(wanted) &&
      wanted.length > 1 &&
      wanted.every(isObject)
    );
  }

  #field(name: string, wanted: unknown, depth: number): Matches {
    if (isObject(wanted)) {
      if (this.#dialect.isNested) return this.object(wanted, depth + 1);
      throw new InvalidPattern("Filter policy scope MessageAttributes does not support nested filter policy");
    }
    if (!Array.isArray(wanted)) throw new InvalidPattern(`"${name}" must be an object or an array`);
    if (wanted.length === 0) throw new InvalidPattern("Empty arrays are not allowed");
    this.#fields += 1;
    return this.#values(wanted);
  }

  #values(wanted: readonly unknown[]): Matches {
    const exact = new Set<unknown>();
    const others: Accepts[] = [];
    let whereAbsent = false;
    let wherePresent = false;
    for (const one of wanted) {
      if (Array.isArray(one)) throw new InvalidPattern("Match value must be String, number, true, false, or null");
      if (!isObject(one)) exact.add(one);
      else if (isExists(one, false)) whereAbsent = true;
      else if (isExists(one, true)) wherePresent = true;
      else others.push(acceptsOf(one, this.#dialect));
    }
    return (value) => {
      const leaves = leavesOf(value);
      if (leaves.length === 0) return whereAbsent;
      return wherePresent || leaves.some((leaf) => exact.has(leaf) || others.some((accepts) => accepts(leaf)));
    };
  }

  /** Into how many patterns without alternatives a pattern falls. */
  #alternatives(pattern: Readonly<Record<string, unknown>>): number {
    return Object.entries(pattern).reduce((product, [name, wanted]) => {
      if (this.#isOr(name, wanted)) return product * wanted.reduce((sum, one) => sum + this.#alternatives(one), 0);
      return isObject(wanted) ? product * this.#alternatives(wanted) : product;
    }, 1);
  }

  #combinations(pattern: Readonly<Record<string, unknown>>, depth: number): number {
    return Object.entries(pattern).reduce((product, [name, wanted]) => {
      if (this.#isOr(name, wanted))
        return product * wanted.reduce((sum, one) => sum + this.#combinations(one, depth), 0);
      if (isObject(wanted)) return product * this.#combinations(wanted, depth + 1);
      return product * (wanted as unknown[]).length * depth;
    }, 1);
  }
}

/** The value of a field: a name with dots may stand for fields in fields, as AWS joins them. */
function fieldOf(object: Readonly<Record<string, unknown>> | undefined, name: string): unknown {
  const value = own(object, name);
  if (value !== undefined || object === undefined || !name.includes(".")) return value;
  let at: unknown = object;
  for (const part of name.split(".")) at = isObject(at) ? own(at, part) : undefined;
  return at;
}

function isExists(rule: Readonly<Record<string, unknown>>, value: boolean): boolean {
  return Object.keys(rule).length === 1 && own(rule, "exists") === value;
}

/** The values of a field: those of an array one by one. Objects are not values. */
function leavesOf(value: unknown): unknown[] {
  if (!Array.isArray(value)) return value === undefined || isObject(value) ? [] : [value];
  return elementsOf(value).filter((one) => !isObject(one));
}

/** The elements of an array, and of arrays in it. (`flat` would go as deep as the stack.) */
function elementsOf(array: readonly unknown[]): unknown[] {
  const elements: unknown[] = [];
  const left: unknown[] = [array];
  while (left.length > 0) {
    const one = left.pop();
    if (Array.isArray(one)) for (let i = one.length - 1; i >= 0; i--) left.push(one[i]);
    else elements.push(one);
  }
  return elements;
}

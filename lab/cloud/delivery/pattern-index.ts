import { own } from "../own.ts";
import type { PatternDialect } from "./pattern-dialects.ts";
import { isObject } from "./pattern-values.ts";
import { compilePattern, type Matches } from "./patterns.ts";

/** A field that an event must have, with one of some values. */
interface ExactField {
  readonly path: readonly string[];
  readonly values: readonly unknown[];
}

interface Entry<T> {
  readonly item: T;
  readonly matches: Matches;
  /** Where it lies; nothing when every event is compared with it. */
  readonly field: ExactField | undefined;
}

/** A path, and what lies at each value of it. */
interface Shelf<T> {
  readonly path: readonly string[];
  readonly entries: Map<unknown, Set<Entry<T>>>;
}

/**
 * Many patterns, of which an event fits few. Each lies at one of the values that it asks for exactly, at the field where the fewest
 * others lie: an event is compared only with the patterns that lie at values that it has.
 */
export class PatternIndex<T> {
  readonly #dialect: PatternDialect;
  readonly #entries = new Map<string, Entry<T>>();
  readonly #shelves = new Map<string, Shelf<T>>();
  readonly #others = new Set<Entry<T>>();

  constructor(dialect: PatternDialect) {
    this.#dialect = dialect;
  }

  /** Adds an item, or puts it in another one's place. Throws InvalidPattern. */
  put(key: string, pattern: string, item: T): void {
    const matches = compilePattern(pattern, this.#dialect);
    this.delete(key);
    const field = this.#emptiest(exactFieldsOf(JSON.parse(pattern)));
    const entry = { item, matches, field };
    this.#entries.set(key, entry);
    if (!field) {
      this.#others.add(entry);
      return;
    }
    const shelf = this.#shelfOf(field.path);
    for (const value of field.values) {
      const there = shelf.entries.get(value);
      if (there) there.add(entry);
      else shelf.entries.set(value, new Set([entry]));
    }
  }

  delete(key: string): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    this.#entries.delete(key);
    this.#others.delete(entry);
    if (!entry.field) return;
    const shelf = this.#shelfOf(entry.field.path);
    for (const value of entry.field.values) {
      const there = shelf.entries.get(value);
      there?.delete(entry);
      if (there?.size === 0) shelf.entries.delete(value);
    }
    if (shelf.entries.size === 0) this.#shelves.delete(JSON.stringify(entry.field.path));
  }

  /** The items whose patterns an event fits. */
  find(event: unknown): T[] {
    const near = new Set(this.#others);
    for (const { path, entries } of this.#shelves.values())
      for (const value of valuesAt(event, path)) for (const entry of entries.get(value) ?? []) near.add(entry);
    const found: T[] = [];
    for (const { item, matches } of near) if (matches(event)) found.push(item);
    return found;
  }

  #emptiest(fields: readonly ExactField[]): ExactField | undefined {
    let best: ExactField | undefined;
    let fewest = Number.POSITIVE_INFINITY;
    for (const field of fields) {
      const entries = this.#shelves.get(JSON.stringify(field.path))?.entries;
      const count = field.values.reduce<number>((sum, value) => sum + (entries?.get(value)?.size ?? 0), 0);
      if (count < fewest) [best, fewest] = [field, count];
    }
    return best;
  }

  #shelfOf(path: readonly string[]): Shelf<T> {
    const id = JSON.stringify(path);
    const known = this.#shelves.get(id);
    if (known) return known;
    const shelf = { path, entries: new Map() };
    this.#shelves.set(id, shelf);
    return shelf;
  }
}

/** The fields that a pattern asks for with exact values alone. What stands in alternatives need not be there. */
export function exactFieldsOf(pattern: unknown, path: readonly string[] = []): ExactField[] {
  if (!isObject(pattern)) return [];
  return Object.entries(pattern).flatMap(([name, wanted]) => {
    // A name with dots may lie in fields of fields.
    if (name === "$or" || name.includes(".")) return [];
    const here = [...path, name];
    if (!Array.isArray(wanted)) return exactFieldsOf(wanted, here);
    return wanted.length > 0 && wanted.every((one) => typeof one !== "object" || one === null)
      ? [{ path: here, values: wanted }]
      : [];
  });
}

/** The values at a path: where arrays lie on the way, those in each element. */
function valuesAt(event: unknown, path: readonly string[]): Set<unknown> {
  let at: unknown[] = [event];
  for (const name of path) at = at.flatMap((one) => (isObject(one) ? [own(one, name)] : [])).flatMap(elements);
  return new Set(at);
}

function elements(value: unknown): unknown[] {
  return Array.isArray(value) ? value.flat(Number.POSITIVE_INFINITY) : [value];
}

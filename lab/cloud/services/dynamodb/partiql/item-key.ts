import { namesOf } from "../items/keys.ts";
import type { TableRecord } from "../records.ts";
import type { AttributeValue, Item } from "../values/attribute-value.ts";
import { equalValues } from "../values/compare.ts";
import type { Expression } from "./grammar/syntax.ts";
import { isLiteral, literalValue, type Parameters } from "./literals.ts";

/** The one item that a WHERE names by its key. */
export interface NamedItem {
  /** Nothing where attributes of the key are missing. */
  readonly key: Item | undefined;
  /** An attribute of the key for which it has more than one value. */
  readonly conflict: string | undefined;
  /** Whether it says more than the key. */
  readonly hasMore: boolean;
}

/**
 * Finds the key that a WHERE names with AND and `=`.
 *
 * @param allowsIn whether `IN` with one value will do, as where items are read
 */
export function namedItem(
  where: Expression | undefined,
  { key: schema }: TableRecord,
  parameters: Parameters,
  allowsIn: boolean,
): NamedItem {
  const names = namesOf(schema);
  const found = new Map<string, AttributeValue>();
  let [hasMore, conflict]: [boolean, string | undefined] = [false, undefined];
  for (const term of termsOf(where)) {
    const [name, value] = equalityOf(term, parameters, allowsIn) ?? [];
    if (name === undefined || value === undefined || !names.includes(name)) hasMore = true;
    else {
      const known = found.get(name);
      if (known && !equalValues(known, value)) conflict ??= name;
      else found.set(name, value);
    }
  }
  const key = names.every((name) => found.has(name)) ? Object.fromEntries(found) : undefined;
  return { key, conflict, hasMore };
}

/** Conditions that are joined with AND, in brackets or not. */
function termsOf(where: Expression | undefined): readonly Expression[] {
  if (!where) return [];
  return where.kind === "and" ? where.terms.flatMap(termsOf) : [where];
}

function equalityOf(
  term: Expression,
  parameters: Parameters,
  allowsIn: boolean,
): readonly [name: string, value: AttributeValue] | undefined {
  const [path, value] = sidesOf(term, allowsIn);
  if (path?.kind !== "path" || path.steps.length > 0 || !value || !isLiteral(value)) return undefined;
  return [path.root, literalValue(value, parameters)];
}

function sidesOf(term: Expression, allowsIn: boolean): readonly (Expression | undefined)[] {
  if (term.kind === "comparison" && term.operator === "=") {
    return term.left.kind === "path" ? [term.left, term.right] : [term.right, term.left];
  }
  if (!allowsIn || term.kind !== "in" || term.list.kind !== "list" || term.list.members.length !== 1) return [];
  return [term.operand, term.list.members[0]];
}

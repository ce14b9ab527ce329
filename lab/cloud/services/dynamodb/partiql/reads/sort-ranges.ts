import type { KeyPart, Range } from "../../../../store/collection.ts";
import type { AttributeValue } from "../../values/attribute-value.ts";
import { compareTexts } from "../../values/compare.ts";
import { endOfPrefix, sortPart } from "../../values/keys.ts";

interface Bound {
  readonly part: string;
  readonly isIncluded: boolean;
}

/** A part of a partition: the sort keys between two bounds, as the store orders them. All of it where there are none. */
export interface SortRange {
  readonly low?: Bound;
  readonly high?: Bound;
}

/** The sort keys that are so: `=`, `<` …, `BETWEEN` with two values, `begins_with`. */
export function sortRange(operator: string, values: readonly AttributeValue[]): SortRange {
  const [first, second = first] = values as [AttributeValue, AttributeValue?];
  const bound = (value: AttributeValue, isIncluded: boolean) => ({ part: String(sortPart(value)), isIncluded });
  switch (operator) {
    case "<":
    case "<=":
      return { high: bound(first, operator === "<=") };
    case ">":
    case ">=":
      return { low: bound(first, operator === ">=") };
    case "begins_with": {
      const end = endOfPrefix(first);
      return { low: bound(first, true), ...(end !== undefined && { high: { part: String(end), isIncluded: false } }) };
    }
    default:
      return { low: bound(first, true), high: bound(second, true) };
  }
}

/** What two ranges have in common. */
export function intersection(a: SortRange, b: SortRange): SortRange {
  const low = !a.low || (b.low && compareLow(a.low, b.low) < 0) ? b.low : a.low;
  const high = !a.high || (b.high && compareHigh(a.high, b.high) > 0) ? b.high : a.high;
  return { ...(low && { low }), ...(high && { high }) };
}

export function isEmpty({ low, high }: SortRange): boolean {
  if (!low || !high) return false;
  const order = compareTexts(low.part, high.part);
  return order > 0 || (order === 0 && !(low.isIncluded && high.isIncluded));
}

/** Ranges in their order, those that meet as one. */
export function union(ranges: readonly SortRange[]): SortRange[] {
  const joined: SortRange[] = [];
  for (const range of ranges.filter((one) => !isEmpty(one)).sort(byLow)) {
    const last = joined.at(-1);
    if (!last || isEmpty(intersection(last, range))) joined.push(range);
    else joined[joined.length - 1] = { ...(last.low && { low: last.low }), ...higher(last, range) };
  }
  return joined;
}

/** The store's range under the key of a partition. */
export function storedRange({ low, high }: SortRange, under: readonly KeyPart[]): Range {
  const from = low && [...under, low.part];
  const to = high && [...under, high.part];
  return {
    under,
    ...(from && (low.isIncluded ? { from } : { beyond: from })),
    ...(to && (high.isIncluded ? { through: to } : { before: to })),
  };
}

function higher(a: SortRange, b: SortRange): SortRange {
  if (!a.high || !b.high) return {};
  return { high: compareHigh(a.high, b.high) < 0 ? b.high : a.high };
}

function byLow(a: SortRange, b: SortRange): number {
  if (!a.low || !b.low) return (a.low ? 1 : 0) - (b.low ? 1 : 0);
  return compareLow(a.low, b.low);
}

/** Of two lower bounds the one that lets in less is greater. */
function compareLow(a: Bound, b: Bound): number {
  return compareTexts(a.part, b.part) || Number(b.isIncluded) - Number(a.isIncluded);
}

/** Of two upper bounds the one that lets in more is greater. */
function compareHigh(a: Bound, b: Bound): number {
  return compareTexts(a.part, b.part) || Number(a.isIncluded) - Number(b.isIncluded);
}

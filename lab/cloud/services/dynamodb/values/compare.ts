import { type AttributeValue, typeOf } from "./attribute-value.ts";
import { compareNumbers } from "./numbers.ts";

/**
 * Negative, zero or positive, as one string, number or binary is before, equal to or after another of its type; undefined where
 * the types differ or have no order.
 */
export function compareValues(a: AttributeValue, b: AttributeValue): number | undefined {
  if (a.S !== undefined && b.S !== undefined) return compareTexts(a.S, b.S);
  if (a.N !== undefined && b.N !== undefined) return compareNumbers(a.N, b.N);
  if (a.B !== undefined && b.B !== undefined) return Buffer.compare(a.B, b.B);
  return undefined;
}

/** Whether two values are equal: of one type, sets without regard to order. */
export function equalValues(a: AttributeValue, b: AttributeValue): boolean {
  const type = typeOf(a);
  if (type !== typeOf(b)) return false;
  switch (type) {
    case "L":
      return (a.L as AttributeValue[]).length === (b.L as AttributeValue[]).length && everyPair(a, b);
    case "M":
      return equalMaps(a.M as Record<string, AttributeValue>, b.M as Record<string, AttributeValue>);
    case "SS":
    case "NS":
      return equalSets(a[type] as string[], b[type] as string[]);
    case "BS":
      return equalSets(textsOf(a.BS as Uint8Array[]), textsOf(b.BS as Uint8Array[]));
    case "BOOL":
      return a.BOOL === b.BOOL;
    case "NULL":
      return true;
    default:
      return compareValues(a, b) === 0;
  }
}

/** Strings order by their UTF-8 bytes; JavaScript's order differs from that in surrogates alone. */
export function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x !== y) return x >= 0xd800 && y >= 0xd800 ? Buffer.compare(Buffer.from(a), Buffer.from(b)) : x - y;
  }
  return a.length - b.length;
}

function everyPair(a: AttributeValue, b: AttributeValue): boolean {
  return (a.L as AttributeValue[]).every((value, i) =>
    equalValues(value, (b.L as AttributeValue[])[i] as AttributeValue),
  );
}

function equalMaps(a: Record<string, AttributeValue>, b: Record<string, AttributeValue>): boolean {
  const entries = Object.entries(a);
  return (
    entries.length === Object.keys(b).length &&
    entries.every(([name, value]) => Object.hasOwn(b, name) && equalValues(value, b[name] as AttributeValue))
  );
}

function equalSets(a: readonly string[], b: readonly string[]): boolean {
  const known = new Set(a);
  return a.length === b.length && b.every((element) => known.has(element));
}

function textsOf(set: readonly Uint8Array[]): string[] {
  return set.map((element) => Buffer.from(element).toString("base64"));
}

import type { AttributeValue, Item } from "./attribute-value.ts";

/**
 * The bytes of an item as DynamoDB counts them, for limits and capacity.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function sizeOfItem(item: Item): number {
  let size = 0;
  for (const name of Object.keys(item)) size += Buffer.byteLength(name) + sizeOfValue(item[name] as AttributeValue);
  return size;
}

/** The bytes of a value, without its name. */
export function sizeOfValue(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return sizeOfNumber(value.N);
  if (value.B !== undefined) return value.B.length;
  if (value.M !== undefined)
    return Object.entries(value.M).reduce(
      (sum, [name, inner]) => sum + Buffer.byteLength(name) + sizeOfValue(inner) + 1,
      3,
    );
  if (value.L !== undefined) return value.L.reduce((sum, inner) => sum + sizeOfValue(inner) + 1, 3);
  if (value.SS !== undefined) return value.SS.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (value.NS !== undefined) return value.NS.reduce((sum, number) => sum + sizeOfNumber(number), 0);
  if (value.BS !== undefined) return value.BS.reduce((sum, bytes) => sum + bytes.length, 0);
  return 1;
}

/** About a byte for two significant digits, one more, and one for a minus. */
function sizeOfNumber(text: string): number {
  const digits = text.replace(/[-.]/g, "").replace(/^0+|0+$/g, "").length;
  return Math.ceil(digits / 2) + 1 + (text.startsWith("-") ? 1 : 0);
}

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

/**
 * A byte, one for each two significant digits before the decimal point and after it, and one for a minus. The documentation is
 * less exact; this is as measured at the limit of 400 KB: github.com/nubo-db/dynamodb-conformance, numberByteSize.
 */
function sizeOfNumber(text: string): number {
  if (text === "0") return 1;
  const isNegative = text.startsWith("-");
  const [whole = "", fraction = ""] = (isNegative ? text.slice(1) : text).split(".");
  const digits = fraction === "" ? whole.replace(/0+$/, "") : whole === "0" ? "" : whole;
  const decimals = whole === "0" ? fraction.replace(/^0+/, "") : fraction;
  return 1 + Math.ceil(digits.length / 2) + Math.ceil(decimals.length / 2) + (isNegative ? 1 : 0);
}

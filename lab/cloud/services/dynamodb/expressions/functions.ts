import type { AttributeValue } from "../values/attribute-value.ts";
import { equalValues } from "../values/compare.ts";

/** What `size` gives: characters, bytes, elements or attributes; nothing of a value without a size. */
export function sizeOf({ S, B, SS, NS, BS, L, M }: AttributeValue): number | undefined {
  return (S ?? B ?? SS ?? NS ?? BS ?? L)?.length ?? (M && Object.keys(M).length);
}

export function beginsWith(value: AttributeValue, start: AttributeValue): boolean {
  if (value.S !== undefined && start.S !== undefined) return value.S.startsWith(start.S);
  if (value.B === undefined || start.B === undefined) return false;
  return value.B.length >= start.B.length && Buffer.compare(value.B.subarray(0, start.B.length), start.B) === 0;
}

/** Whether a string or binary has a part, or a set or list an element, that equals another value. */
export function contains(value: AttributeValue, part: AttributeValue): boolean {
  if (value.L) return value.L.some((element) => equalValues(element, part));
  if (part.S !== undefined) return (value.S ?? value.SS)?.includes(part.S) ?? false;
  if (part.N !== undefined) return value.NS?.includes(part.N) ?? false;
  const bytes = part.B;
  if (bytes === undefined) return false;
  if (value.B) return bufferOf(value.B).includes(bufferOf(bytes));
  return value.BS?.some((element) => Buffer.compare(element, bytes) === 0) ?? false;
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

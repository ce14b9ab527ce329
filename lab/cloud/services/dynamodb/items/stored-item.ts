import type { AttributeValue, Item } from "../values/attribute-value.ts";

/** An item as the store keeps it: DynamoDB's own JSON. */
export function writtenItem(item: Item): string {
  if (!hasBytes(Object.values(item))) return JSON.stringify(item);
  return JSON.stringify(item, withBase64);
}

/** For `JSON.stringify` of what holds items. A Buffer has become an object of numbers when it gets here; what holds it has it still. */
export function withBase64(this: Readonly<Record<string, unknown>>, name: string, value: unknown): unknown {
  const held = this[name];
  return held instanceof Uint8Array ? Buffer.from(held).toString("base64") : value;
}

/** Reads it again. (`JSON.parse` makes `__proto__` a member like any other.) */
export function readItem(text: string): Item {
  const item = JSON.parse(text) as Record<string, AttributeValue>;
  if (text.includes('"B":') || text.includes('"BS":')) for (const value of Object.values(item)) giveBytes(value);
  return item;
}

function hasBytes(values: readonly AttributeValue[]): boolean {
  return values.some(
    ({ B, BS, M, L }) => B !== undefined || BS !== undefined || hasBytes(M ? Object.values(M) : (L ?? [])),
  );
}

/** Makes bytes of what JSON has as Base64. */
function giveBytes(value: AttributeValue): void {
  const written = value as { B?: unknown; BS?: unknown[] };
  if (typeof written.B === "string") written.B = Buffer.from(written.B, "base64");
  else if (written.BS) written.BS = (written.BS as string[]).map((text) => Buffer.from(text, "base64"));
  else if (value.M) for (const inner of Object.values(value.M)) giveBytes(inner);
  else if (value.L) for (const inner of value.L) giveBytes(inner);
}

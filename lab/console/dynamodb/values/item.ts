import type { AttributeValue } from "@aws-sdk/client-dynamodb";

/** An item, or a key: attributes by their names, which are the user's. */
export type Item = Readonly<Record<string, AttributeValue>>;

/** The types of attributes, by the names that DynamoDB JSON has for them. */
export const TYPES = {
  S: "String",
  N: "Number",
  B: "Binary",
  BOOL: "Boolean",
  NULL: "Null",
  M: "Map",
  L: "List",
  SS: "String set",
  NS: "Number set",
  BS: "Binary set",
} as const;

export type Type = keyof typeof TYPES;

/** The type of a value, and what it holds. */
export function typeOf(value: AttributeValue): Type {
  for (const type of Object.keys(TYPES) as Type[]) if (value[type] !== undefined) return type;
  throw new Error(`No value has the type ${Object.keys(value).join()}`);
}

/** An attribute of an item, which may be named like something that every object has. */
export function attributeOf(item: Item, name: string): AttributeValue | undefined {
  return Object.hasOwn(item, name) ? item[name] : undefined;
}

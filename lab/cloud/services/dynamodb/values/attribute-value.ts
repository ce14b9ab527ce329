import type { AttributeValue } from "@aws-sdk/client-dynamodb";

export type { AttributeValue };

/** An item, or a part of one: attributes by names that a user chose. */
export type Item = Readonly<Record<string, AttributeValue>>;

/** The types of attributes, as DynamoDB names them. */
export const TYPES = ["S", "N", "B", "SS", "NS", "BS", "M", "L", "NULL", "BOOL"] as const;

export type AttributeType = (typeof TYPES)[number];

/** The type of a value that was checked: it has exactly one. */
export function typeOf(value: AttributeValue): AttributeType {
  for (const type in value) return type as AttributeType;
  throw new TypeError("An attribute without a value");
}

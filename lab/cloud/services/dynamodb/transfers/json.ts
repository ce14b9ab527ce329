import { readItem } from "../items/stored-item.ts";
import { type AttributeValue, type Item, TYPES } from "../values/attribute-value.ts";

/** Lists and maps within one another, at most: DynamoDB itself takes 32. */
const DEEPEST = 40;

/** Reads the item of a line of DynamoDB JSON, such as `{"Item":{"pk":{"S":"a"}}}`. Throws when it has none. */
export function readJson(line: string): Item {
  const { Item: item } = JSON.parse(line) as { Item?: unknown };
  if (!isMap(item, 0)) throw new Error("no Item");
  return readItem(JSON.stringify(item));
}

function isMap(value: unknown, depth: number): value is Item {
  return isObject(value) && depth < DEEPEST && Object.values(value).every((one) => isValue(one, depth));
}

/** Whether JSON is an attribute's value: of one type, which has what belongs to it. */
function isValue(value: unknown, depth: number): value is AttributeValue {
  if (!isObject(value)) return false;
  const [[type, inner] = ["", undefined], ...more] = Object.entries(value);
  if (more.length > 0 || !(TYPES as readonly string[]).includes(type)) return false;
  switch (type) {
    case "M":
      return isMap(inner, depth + 1);
    case "L":
      return Array.isArray(inner) && depth < DEEPEST && inner.every((one) => isValue(one, depth + 1));
    case "BOOL":
    case "NULL":
      return typeof inner === "boolean";
    case "SS":
    case "NS":
    case "BS":
      return Array.isArray(inner) && inner.every((one) => typeof one === "string");
    default:
      return typeof inner === "string";
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

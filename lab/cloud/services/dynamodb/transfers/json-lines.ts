import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { invalid } from "../errors.ts";
import { readItem } from "../items/stored-item.ts";
import { type AttributeValue, type Item, TYPES } from "../values/attribute-value.ts";
import type { Read } from "./read.ts";

/** Lists and maps within one another, at most: DynamoDB itself takes 32. */
const DEEPEST = 40;

/** Reads items of DynamoDB JSON: a line for each, `{"Item":{"pk":{"S":"a"}}}`. */
export async function* jsonItems(text: Readable): AsyncGenerator<Read> {
  for await (const line of createInterface({ input: text, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() !== "") yield itemOf(line);
  }
}

function itemOf(line: string): Read {
  try {
    const { Item: item } = JSON.parse(line) as { Item?: unknown };
    return isMap(item, 0) ? readItem(JSON.stringify(item)) : notAnItem();
  } catch {
    return notAnItem();
  }
}

const notAnItem = () => invalid("The line is not an item in DynamoDB JSON");

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

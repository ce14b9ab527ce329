import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { fromBase64, toBase64 } from "./base64.ts";
import { type Item, TYPES, type Type, typeOf } from "./item.ts";

/** A value as DynamoDB JSON writes it: like the SDK's, with binary as Base64. */
type JsonValue = Readonly<Partial<Record<Type, unknown>>>;

/** An item as DynamoDB JSON: `{"id":{"S":"1"}}`. */
export function toJson(item: Item, indent?: number): string {
  return JSON.stringify(jsonOfItem(item), null, indent);
}

/** Reads an item in DynamoDB JSON. Throws where it is none, in words for the reader. */
export function fromJson(text: string): Item {
  return itemOf(JSON.parse(text));
}

/** One value as DynamoDB JSON: `{"N":"1"}`. */
export function valueToJson(value: AttributeValue, indent?: number): string {
  return JSON.stringify(jsonOf(value), null, indent);
}

export function valueFromJson(text: string): AttributeValue {
  return valueIn(JSON.parse(text), "The value");
}

function jsonOfItem(item: Item): Record<string, JsonValue> {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, jsonOf(value)]));
}

function jsonOf(value: AttributeValue): JsonValue {
  if (value.B) return { B: toBase64(value.B) };
  if (value.BS) return { BS: value.BS.map(toBase64) };
  if (value.L) return { L: value.L.map(jsonOf) };
  if (value.M) return { M: jsonOfItem(value.M) };
  const type = typeOf(value);
  return { [type]: value[type] };
}

function itemOf(json: unknown): Item {
  if (!isObject(json)) throw new Error("An item is an object of attributes.");
  return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, valueIn(value, name)]));
}

/** The SDK sends what it gets: a value of another shape would only fail within it. */
function valueIn(json: unknown, where: string): AttributeValue {
  const [[type, value] = ["", undefined], ...more] = isObject(json) ? Object.entries(json) : [];
  if (!isObject(json) || more.length > 0 || !Object.hasOwn(TYPES, type))
    throw new Error(`${where}: a value is an object with one type, such as {"S": "text"} or {"N": "1"}.`);
  if (type === "BOOL" || type === "NULL") return { [type]: as("boolean", value, where) } as unknown as AttributeValue;
  if (type === "S" || type === "N") return { [type]: as("string", value, where) } as unknown as AttributeValue;
  if (type === "B") return { B: fromBase64(as("string", value, where)) };
  if (type === "M") return { M: itemOf(value) };
  if (!Array.isArray(value)) throw new Error(`${where}: ${type} is a list.`);
  if (type === "L") return { L: value.map((one, index) => valueIn(one, `${where}[${index}]`)) };
  const texts = value.map((one) => as("string", one, where));
  if (type === "BS") return { BS: texts.map(fromBase64) };
  return (type === "SS" ? { SS: texts } : { NS: texts }) as AttributeValue;
}

function as<T extends "string" | "boolean">(type: T, value: unknown, where: string) {
  if (typeof value !== type) throw new Error(`${where}: ${JSON.stringify(value)} should be a ${type}.`);
  return value as T extends "string" ? string : boolean;
}

function isObject(json: unknown): json is Record<string, unknown> {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { fromBase64, toBase64 } from "./base64.ts";
import { attributeOf, type Item } from "./item.ts";

/**
 * An item as the JSON that a program would write: `{"id": "1", "count": 2}`. Numbers keep all of their digits. Sets become lists and
 * binary becomes Base64: `fromPlainJson` knows them again by what was there before.
 */
export function toPlainJson(item: Item): string {
  return written({ M: { ...item } }, "");
}

/** Reads what `toPlainJson` writes. Throws where it is no JSON, or no object. */
export function fromPlainJson(text: string, before: Item = {}): Item {
  const json: unknown = JSON.parse(marked(text));
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw new Error("An item is an object.");
  return attributesOf(json, before);
}

const STEP = "  ";

function written(value: AttributeValue, indent: string): string {
  if (value.N !== undefined) return value.N;
  if (value.B) return JSON.stringify(toBase64(value.B));
  if (value.L) return listed(value.L, indent);
  if (value.SS)
    return listed(
      value.SS.map((S) => ({ S })),
      indent,
    );
  if (value.NS)
    return listed(
      value.NS.map((N) => ({ N })),
      indent,
    );
  if (value.BS)
    return listed(
      value.BS.map((B) => ({ B })),
      indent,
    );
  if (!value.M) return JSON.stringify(value.NULL ? null : (value.S ?? value.BOOL));
  const deeper = indent + STEP;
  const lines = Object.entries(value.M).map(([name, one]) => `${JSON.stringify(name)}: ${written(one, deeper)}`);
  return enclosed("{", lines, "}", indent);
}

function listed(values: readonly AttributeValue[], indent: string): string {
  return enclosed(
    "[",
    values.map((value) => written(value, indent + STEP)),
    "]",
    indent,
  );
}

function enclosed(open: string, lines: readonly string[], close: string, indent: string): string {
  if (lines.length === 0) return open + close;
  return `${open}\n${lines.map((line) => indent + STEP + line).join(",\n")}\n${indent}${close}`;
}

/** JSON.parse would round numbers: they become texts that begin with n, and texts, names too, begin with s. */
function marked(text: string): string {
  JSON.parse(text);
  return text.replace(/"((?:[^"\\]|\\.)*)"|-?\d[\d.eE+-]*/g, (token, string: string | undefined) =>
    string === undefined ? `"n${token}"` : `"s${string}"`,
  );
}

function attributesOf(json: object, before: Item): Record<string, AttributeValue> {
  return Object.fromEntries(
    Object.entries(json).map(([marked, value]) => {
      const name = marked.slice(1);
      return [name, valueIn(value, attributeOf(before, name))];
    }),
  );
}

function valueIn(json: unknown, before: AttributeValue | undefined): AttributeValue {
  if (json === null) return { NULL: true };
  if (typeof json === "boolean") return { BOOL: json };
  if (Array.isArray(json)) return listOf(json, before);
  if (typeof json === "object") return { M: attributesOf(json, before?.M ?? {}) };
  const text = String(json).slice(1);
  if (String(json).startsWith("n")) return { N: text };
  return before?.B ? { B: fromBase64(text) } : { S: text };
}

/** A list is a set where one was, as long as all of its members are of that set's type. */
function listOf(json: readonly unknown[], before: AttributeValue | undefined): AttributeValue {
  const areAll = (mark: string) => json.every((one) => typeof one === "string" && one.startsWith(mark));
  const texts = () => json.map((one) => String(one).slice(1));
  if (before?.NS && areAll("n")) return { NS: texts() };
  if (before?.SS && areAll("s")) return { SS: texts() };
  if (before?.BS && areAll("s")) return { BS: texts().map(fromBase64) };
  return { L: json.map((one, index) => valueIn(one, before?.L?.[index])) };
}

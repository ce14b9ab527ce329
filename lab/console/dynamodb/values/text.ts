import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { toBase64 } from "./base64.ts";
import { toPlainJson } from "./plain-json.ts";

/** A value in one line, as a cell shows it. */
export function textOf(value: AttributeValue): string {
  if (value.S !== undefined) return value.S;
  if (value.B) return toBase64(value.B);
  if (value.N !== undefined) return value.N;
  if (value.BOOL !== undefined) return String(value.BOOL);
  if (value.NULL) return "null";
  // What holds others is written within an object, and taken out of it.
  return toPlainJson({ v: value }).slice('{\n  "v": '.length, -2).replace(/\n\s*/g, " ");
}

import { Reader } from "./reader.ts";
import type { ActionSyntax, OperandSyntax, PathSyntax, SetSyntax } from "./syntax.ts";

/** One SET, REMOVE, ADD or DELETE with its actions. */
export interface Section {
  readonly type: ActionSyntax["type"];
  readonly actions: readonly ActionSyntax[];
}

/** Reads an update. Throws what DynamoDB says of syntax errors. */
export function parseUpdate(text: string): Section[] {
  const reader = new Reader(text, "UpdateExpression");
  const sections: Section[] = [];
  do sections.push(section(reader));
  while (reader.next !== "<EOF>");
  return sections;
}

/** Reads the paths of a projection. */
export function parseProjection(text: string): PathSyntax[] {
  const reader = new Reader(text, "ProjectionExpression");
  const paths = reader.list(() => reader.path());
  reader.expect("<EOF>");
  return paths;
}

function section(reader: Reader): Section {
  const type = reader.next;
  switch (type) {
    case "SET":
      reader.take();
      return { type, actions: reader.list(() => setAction(reader)) };
    case "REMOVE":
      reader.take();
      return { type, actions: reader.list(() => ({ type, path: reader.path() })) };
    case "ADD":
    case "DELETE":
      reader.take();
      return {
        type,
        actions: reader.list(() => ({
          type,
          path: reader.path(),
          value: { type: "value", token: reader.expect("value").text },
        })),
      };
    default:
      throw reader.unexpected();
  }
}

function setAction(reader: Reader): ActionSyntax {
  const path = reader.path();
  reader.expect("=");
  return { type: "SET", path, value: setValue(reader).value };
}

/** An operand, or a sum or difference of two. Parentheses may be around either, and which of them shows only later. */
function setValue(reader: Reader): { readonly value: SetSyntax; readonly isParenthesized: boolean } {
  const first =
    reader.next === "("
      ? reader.parenthesized(() => setValue(reader))
      : { value: reader.plainOperand(), isParenthesized: false };
  const type = reader.next;
  if ((type !== "+" && type !== "-") || !isOperand(first.value)) return first;
  reader.take();
  return { value: { type, operands: [first.value, reader.operand()] }, isParenthesized: false };
}

function isOperand(value: SetSyntax): value is OperandSyntax {
  return value.type !== "+" && value.type !== "-";
}

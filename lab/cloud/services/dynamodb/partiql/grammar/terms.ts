import { malformed } from "../errors.ts";
import { changeOf, fromFirst } from "./changes.ts";
import type { Cursor } from "./cursor.ts";
import { expressionOf, listOf } from "./expressions.ts";
import { pathFrom } from "./paths.ts";
import { selectOf } from "./selects.ts";
import type { Expression } from "./syntax.ts";
import { FUNCTION_WORDS } from "./words.ts";

const OPERATORS = new Set(["=", "<>", "<", "<=", ">", ">=", "+", "-", "||", "/", "%"]);

/** Reads what has no operator: a path, a value, a call, what is in brackets, or a statement. */
export function termOf(cursor: Cursor): Expression {
  const { kind } = cursor.token;
  const isCall = cursor.following.kind === "mark" && cursor.following.text === "(";
  if ((kind === "name" || kind === "quoted") && !isCall) return pathFrom(cursor);
  const term = plainTerm(cursor);
  if (cursor.isMark(".") || cursor.isMark("[")) throw malformed("Invalid path dot component");
  return term;
}

function plainTerm(cursor: Cursor): Expression {
  const { kind, text, at } = cursor.token;
  switch (kind) {
    case "name":
    case "quoted":
      return callOf(cursor);
    case "string":
      cursor.take();
      return { kind: "value", value: { S: text }, at };
    case "number":
      cursor.take();
      return { kind: "value", value: { N: text }, at };
    case "keyword":
      return keywordOf(cursor);
    case "mark":
      return bracketOf(cursor);
    default:
      throw malformed("Unexpected term");
  }
}

function keywordOf(cursor: Cursor): Expression {
  const { text, at } = cursor.token;
  switch (text) {
    case "true":
    case "false":
      cursor.take();
      return { kind: "value", value: { BOOL: text === "true" }, at };
    case "null":
      cursor.take();
      return { kind: "value", value: { NULL: true }, at };
    case "missing":
      cursor.take();
      return { kind: "missing", at };
    case "select":
      return selectOf(cursor);
    case "from":
      return fromFirst(cursor);
    case "insert":
    case "update":
    case "delete":
    case "set":
    case "remove":
      return changeOf(cursor);
    case "and":
    case "or":
    case "is":
    case "in":
    case "like":
    case "between":
      throw malformed("Unexpected operator");
    default:
      if (FUNCTION_WORDS.has(text) && cursor.following.text === "(") return callOf(cursor);
      throw malformed("Unexpected keyword");
  }
}

function callOf(cursor: Cursor): Expression {
  const { text, at } = cursor.take();
  cursor.expect("(", "LEFT_PAREN");
  const name = text.toLowerCase();
  if (cursor.isMark("*")) {
    const star: Expression = { kind: "star", at: cursor.take().at };
    if (name !== "count") throw malformed(`${name}(*) is not allowed`);
    cursor.expect(")", "RIGHT_PAREN");
    return { kind: "call", name, args: [star], at };
  }
  const args = cursor.isMark(")") ? [] : listOf(cursor);
  cursor.expect(")", "RIGHT_PAREN");
  return { kind: "call", name, args, at };
}

function bracketOf(cursor: Cursor): Expression {
  const { text, at } = cursor.token;
  switch (text) {
    case "?":
      cursor.take();
      cursor.parameters += 1;
      return { kind: "parameter", index: cursor.parameters - 1, at };
    case "(":
      return groupOf(cursor);
    case "[":
      return collectionOf(cursor, "list", "]", "RIGHT_BRACKET");
    case "<<":
      return collectionOf(cursor, "bag", ">>", "RIGHT_DOUBLE_ANGLE_BRACKET");
    case "{":
      return tupleOf(cursor);
    default:
      throw malformed(OPERATORS.has(text) ? "Unexpected operator" : "Unexpected term");
  }
}

function groupOf(cursor: Cursor): Expression {
  const { at } = cursor.take();
  if (cursor.isMark(")")) throw malformed("Expression group cannot be empty");
  const members = listOf(cursor);
  cursor.expect(")", "RIGHT_PAREN");
  return members.length === 1 ? (members[0] as Expression) : { kind: "list", members, at };
}

function collectionOf(cursor: Cursor, kind: "list" | "bag", end: string, name: string): Expression {
  const { at } = cursor.take();
  const members = cursor.isMark(end) ? [] : listOf(cursor);
  cursor.expect(end, name);
  return { kind, members, at };
}

function tupleOf(cursor: Cursor): Expression {
  const { at } = cursor.take();
  const members: [Expression, Expression][] = [];
  if (!cursor.isMark("}")) {
    do {
      const name = expressionOf(cursor);
      cursor.expect(":", "COLON");
      members.push([name, expressionOf(cursor)]);
    } while (cursor.skip(","));
  }
  cursor.expect("}", "RIGHT_CURLY");
  return { kind: "tuple", members, at };
}

import { changeOf, fromFirst } from "./changes.ts";
import type { Cursor } from "./cursor.ts";
import { malformed } from "./errors.ts";
import { selectOf } from "./selects.ts";
import type { Arithmetic, Comparison, Expression, PathExpression, Place, Step } from "./syntax.ts";
import { FUNCTION_WORDS, TYPE_WORDS } from "./words.ts";

/** How strongly operators bind, as in PartiQL's parser. */
const BINDING: ReadonlyMap<string, number> = new Map([
  ["or", 10],
  ["and", 20],
  ...["=", "<>", "is", "in"].map((operator) => [operator, 40] as const),
  ...["<", "<=", ">", ">=", "between", "like"].map((operator) => [operator, 50] as const),
  ...["+", "-", "||"].map((operator) => [operator, 60] as const),
  ...["*", "/", "%"].map((operator) => [operator, 70] as const),
]);
const NOT_BINDING = 30;
/** Operators one after the other. */
const LONGEST = 400;

/** Reads an expression whose operators bind more strongly than `binding`. */
export function expressionOf(cursor: Cursor, binding = 0): Expression {
  return cursor.nested(() => {
    let left = unaryOf(cursor);
    for (let length = 0; ; length += 1) {
      const isNot = cursor.isWord("not") && ["in", "between", "like"].includes(cursor.following.text);
      const operator = (isNot ? cursor.following : cursor.token).text;
      const strength = isOperator(cursor) || isNot ? (BINDING.get(operator) ?? 0) : 0;
      if (strength <= binding) return left;
      // AND and OR make lists of theirs; what the others make is nested.
      if (strength > NOT_BINDING && length > LONGEST) throw malformed();
      if (isNot) cursor.take();
      const { at } = cursor.take();
      const made = infix(cursor, left, operator, strength, at);
      left = isNot ? { kind: "not", term: made, at } : made;
    }
  });
}

/** Expressions with commas between them. */
export function listOf(cursor: Cursor): Expression[] {
  const members = [expressionOf(cursor)];
  while (cursor.skip(",")) members.push(expressionOf(cursor));
  return members;
}

/** A name with steps into its value, as tables, and the attributes that are set, are named. */
export function simplePathOf(cursor: Cursor): PathExpression {
  const { token } = cursor;
  if (token.kind !== "name" && token.kind !== "quoted") throw malformed("Expected identifier for simple path");
  return pathFrom(cursor);
}

function isOperator({ token }: Cursor): boolean {
  return token.kind === "mark" || token.kind === "keyword";
}

function infix(cursor: Cursor, left: Expression, operator: string, strength: number, at: Place): Expression {
  if (operator === "is") return typeTest(cursor, left, at);
  if (operator === "in" && cursor.isMark("(")) {
    const { at: start } = cursor.take();
    const members = cursor.isMark(")") ? [] : listOf(cursor);
    cursor.expect(")", "RIGHT_PAREN");
    return { kind: "in", operand: left, list: { kind: "list", members, at: start }, at };
  }
  if (cursor.isExhausted) throw malformed("Missing right-hand side expression of infix operator");
  const right = expressionOf(cursor, strength);
  switch (operator) {
    case "and":
    case "or":
      return { kind: operator, terms: [...termsOf(left, operator), ...termsOf(right, operator)], at };
    case "in":
      return { kind: "in", operand: left, list: right, at };
    case "like":
      return { kind: "like", operand: left, pattern: right, at };
    case "between":
      cursor.expect("and", "KEYWORD AND");
      if (cursor.isExhausted) throw malformed("Expected expression after AND");
      return { kind: "between", operand: left, low: right, high: expressionOf(cursor, strength), at };
    default:
      return (BINDING.get(operator) as number) <= 50
        ? { kind: "comparison", operator: operator as Comparison, left, right, at }
        : { kind: "arithmetic", operator: operator as Arithmetic, left, right, at };
  }
}

/** Conditions that are joined alike are one list, however many there are. */
function termsOf(expression: Expression, kind: "and" | "or"): readonly Expression[] {
  return expression.kind === kind ? expression.terms : [expression];
}

function typeTest(cursor: Cursor, operand: Expression, at: Place): Expression {
  const isNot = cursor.skip("not");
  const { kind, text } = cursor.token;
  const isLong =
    (text === "character" && cursor.following.text === "varying") ||
    (text === "double" && cursor.following.text === "precision");
  if (kind !== "keyword" || !TYPE_WORDS.has(text)) throw malformed("Expected type name");
  cursor.take();
  if (isLong) cursor.take();
  const test: Expression = { kind: "is", operand, type: text, at };
  return isNot ? { kind: "not", term: test, at } : test;
}

/** A sign before a number is a part of it, however many there are. */
function unaryOf(cursor: Cursor): Expression {
  const { at } = cursor.token;
  if (cursor.skip("not")) return { kind: "not", term: cursor.nested(() => expressionOf(cursor, NOT_BINDING)), at };
  if (!cursor.isMark("-") && !cursor.isMark("+")) return pathOf(cursor);
  const operator = cursor.take().text as "+" | "-";
  const operand = cursor.nested(() => unaryOf(cursor));
  if (operand.kind !== "value" || operand.value.N === undefined) return { kind: "sign", operator, operand, at };
  const { N } = operand.value;
  const signed = operator === "+" ? N : N.startsWith("-") ? N.slice(1) : `-${N}`;
  return { kind: "value", value: { N: signed }, at: operand.at };
}

function pathOf(cursor: Cursor): Expression {
  const { kind } = cursor.token;
  const isCall = cursor.following.kind === "mark" && cursor.following.text === "(";
  if ((kind === "name" || kind === "quoted") && !isCall) return pathFrom(cursor);
  const term = termOf(cursor);
  if (cursor.isMark(".") || cursor.isMark("[")) throw malformed("Invalid path dot component");
  return term;
}

function pathFrom(cursor: Cursor): PathExpression {
  const { text: root, at } = cursor.take();
  const steps: Step[] = [];
  for (;;) {
    if (cursor.skip(".")) {
      const { kind, text } = cursor.token;
      if (kind !== "name" && kind !== "quoted") throw malformed("Invalid path dot component");
      cursor.take();
      steps.push(text);
    } else if (cursor.skip("[")) {
      steps.push(indexOf(cursor));
      cursor.expect("]", "RIGHT_BRACKET");
    } else return { kind: "path", root, steps, at: cursor.since(at) };
  }
}

/** `[0]`, or a name in single quotes, which is a step like one after a dot. */
function indexOf(cursor: Cursor): Step {
  const inner = expressionOf(cursor);
  const { N, S } = inner.kind === "value" ? inner.value : {};
  if (S !== undefined) return S;
  if (N === undefined) throw malformed("Invalid path component for simple path");
  return { index: N, at: inner.at };
}

function termOf(cursor: Cursor): Expression {
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
      throw malformed(BINDING.has(text) && text !== "*" ? "Unexpected operator" : "Unexpected term");
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

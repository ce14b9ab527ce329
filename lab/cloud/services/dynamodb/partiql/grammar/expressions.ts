import { malformed } from "../errors.ts";
import type { Cursor } from "./cursor.ts";
import type { Arithmetic, Comparison, Expression, Place } from "./syntax.ts";
import { termOf } from "./terms.ts";
import { TYPE_WORDS } from "./words.ts";

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
  if (!cursor.isMark("-") && !cursor.isMark("+")) return termOf(cursor);
  const operator = cursor.take().text as "+" | "-";
  const operand = cursor.nested(() => unaryOf(cursor));
  if (operand.kind !== "value" || operand.value.N === undefined) return { kind: "sign", operator, operand, at };
  const { N } = operand.value;
  const signed = operator === "+" ? N : N.startsWith("-") ? N.slice(1) : `-${N}`;
  return { kind: "value", value: { N: signed }, at: operand.at };
}

import type { Expression } from "./syntax.ts";

/** The names of the attributes in which an expression's paths begin, in their order. */
export function rootsOf(expression: Expression): string[] {
  if (expression.kind === "path") return [expression.root];
  return childrenOf(expression).flatMap(rootsOf);
}

/** What an expression is made of. Statements in it are none of it. */
function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "list":
    case "bag":
      return expression.members;
    case "tuple":
      return expression.members.flat();
    case "call":
      return expression.args;
    case "and":
    case "or":
      return expression.terms;
    case "not":
      return [expression.term];
    case "sign":
    case "is":
      return [expression.operand];
    case "comparison":
    case "arithmetic":
      return [expression.left, expression.right];
    case "between":
      return [expression.operand, expression.low, expression.high];
    case "in":
      return [expression.operand, expression.list];
    case "like":
      return [expression.operand, expression.pattern];
    default:
      return [];
  }
}

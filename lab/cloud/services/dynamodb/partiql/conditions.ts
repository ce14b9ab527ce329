import { invalid } from "../errors.ts";
import type { CallSyntax, ComparedSyntax, ConditionSyntax, OperandSyntax } from "../expressions/syntax.ts";
import { invalidAt } from "./errors.ts";
import { nameOf } from "./grammar/names.ts";
import type { Expression } from "./grammar/syntax.ts";
import { TYPE_WORDS } from "./grammar/words.ts";
import { isLiteral } from "./literals.ts";
import { pathSyntax } from "./paths.ts";
import type { Values } from "./values.ts";

/** The functions that a WHERE can have. `size` is a value, the others are conditions. */
const CONDITIONS = new Set(["attribute_exists", "attribute_not_exists", "attribute_type", "begins_with", "contains"]);
const OPERANDS = new Set(["size"]);

/** A WHERE as a condition of DynamoDB's own expressions. Throws for what those have not. */
export function conditionOf(where: Expression, values: Values): ConditionSyntax {
  switch (where.kind) {
    case "and":
    case "or":
      return {
        type: where.kind === "and" ? "AND" : "OR",
        parts: where.terms.map((term) => conditionOf(term, values)),
      };
    case "not":
      return { type: "NOT", part: conditionOf(where.term, values) };
    case "comparison":
      return { type: where.operator, operands: [comparedOf(where.left, values), comparedOf(where.right, values)] };
    case "between":
      return {
        type: "BETWEEN",
        operands: [comparedOf(where.operand, values), comparedOf(where.low, values), comparedOf(where.high, values)],
      };
    case "in":
      if (where.list.kind !== "list") throw unsupported(where.list);
      return {
        type: "IN",
        operands: [where.operand, ...where.list.members].map((member) => comparedOf(member, values)),
      };
    case "is":
      return typeTest(where, values);
    case "call":
      return callOf(where, CONDITIONS, values);
    default:
      throw unsupported(where);
  }
}

/** A value, where one comes from, or a condition. */
function comparedOf(expression: Expression, values: Values): ComparedSyntax {
  return isCondition(expression)
    ? { type: "truth", of: conditionOf(expression, values) }
    : operandOf(expression, values);
}

function operandOf(expression: Expression, values: Values): OperandSyntax {
  if (expression.kind === "path") return pathSyntax(expression);
  if (isLiteral(expression)) return values.literal(expression);
  if (expression.kind === "call") return callOf(expression, OPERANDS, values);
  throw unsupported(expression);
}

function callOf(
  { name, args, at }: Extract<Expression, { kind: "call" }>,
  allowed: ReadonlySet<string>,
  values: Values,
): CallSyntax {
  if (!allowed.has(name)) throw invalidAt(`Unrecognized function: ${name}`, at);
  return { type: "call", name, operands: args.map((arg) => operandOf(arg, values)) };
}

function isCondition(expression: Expression): boolean {
  if (expression.kind === "call") return !OPERANDS.has(expression.name);
  return ["and", "or", "not", "comparison", "between", "in", "is", "like"].includes(expression.kind);
}

function typeTest({ operand, type }: Extract<Expression, { kind: "is" }>, values: Values): ConditionSyntax {
  const path = operandOf(operand, values);
  if (type === "missing") return { type: "call", name: "attribute_not_exists", operands: [path] };
  const tested = TYPE_WORDS.get(type);
  if (!tested) {
    throw invalid(
      `Unsupported data type for IS operator: ${type.toUpperCase()}. Supported data types are [MISSING, NULL, BOOLEAN, BLOB, STRING, NUMERIC, STRUCT, TUPLE, LIST]`,
    );
  }
  return { type: "call", name: "attribute_type", operands: [path, values.of({ S: tested })] };
}

function unsupported(expression: Expression) {
  const { kind } = expression;
  const operator =
    kind === "arithmetic" || kind === "sign" ? expression.operator : kind === "like" ? "LIKE" : undefined;
  return invalid(
    operator === undefined
      ? `Unsupported operation: ${nameOf(expression)}`
      : `Unsupported operator in Condition Expression. Operator: ${operator}`,
  );
}

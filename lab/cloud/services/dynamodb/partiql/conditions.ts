import { invalid } from "../errors.ts";
import type { CallSyntax, ConditionSyntax, OperandSyntax } from "../expressions/syntax.ts";
import type { AttributeValue } from "../values/attribute-value.ts";
import { equalValues } from "../values/compare.ts";
import { invalidAt } from "./errors.ts";
import { isLiteral, literalValue } from "./literals.ts";
import { nameOf } from "./names.ts";
import { pathSyntax } from "./paths.ts";
import type { Expression } from "./syntax.ts";
import type { Values } from "./values.ts";
import { TYPE_WORDS } from "./words.ts";

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
      return comparisonOf(where, values);
    case "between":
      return {
        type: "BETWEEN",
        operands: [operandOf(where.operand, values), operandOf(where.low, values), operandOf(where.high, values)],
      };
    case "in":
      return membershipOf(where, values);
    case "is":
      return typeTest(where, values);
    case "call":
      return callOf(where, CONDITIONS, values);
    default:
      throw unsupported(where);
  }
}

/** A value, or where one comes from. */
export function operandOf(expression: Expression, values: Values): OperandSyntax {
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

type Comparison = Extract<Expression, { kind: "comparison" }>;

function comparisonOf({ left, right, operator }: Comparison, values: Values): ConditionSyntax {
  const [condition, other] = isCondition(left) ? [left, right] : isCondition(right) ? [right, left] : [];
  if (!condition || !other) return { type: operator, operands: [operandOf(left, values), operandOf(right, values)] };
  if (operator !== "=" && operator !== "<>") {
    throw invalid(
      `Incorrect operand type for operator or function; operator or function: ${operator}, operand type: BOOL`,
    );
  }
  const compared = literalOf(other, values);
  const equals = (outcome: boolean) => equalValues(compared, { BOOL: outcome }) === (operator === "=");
  return outcomes(conditionOf(condition, values), equals);
}

function membershipOf({ operand, list }: Extract<Expression, { kind: "in" }>, values: Values): ConditionSyntax {
  if (list.kind !== "list") throw unsupported(list);
  if (!isCondition(operand)) {
    return { type: "IN", operands: [operand, ...list.members].map((member) => operandOf(member, values)) };
  }
  const members = list.members.map((member) => literalOf(member, values));
  return outcomes(conditionOf(operand, values), (outcome) =>
    members.some((member) => equalValues(member, { BOOL: outcome })),
  );
}

/** A condition that is compared with values: what its outcomes are worth. */
function outcomes(condition: ConditionSyntax, holds: (outcome: boolean) => boolean): ConditionSyntax {
  const opposite: ConditionSyntax = { type: "NOT", part: condition };
  if (holds(true)) return holds(false) ? { type: "OR", parts: [condition, opposite] } : condition;
  return holds(false) ? opposite : { type: "AND", parts: [condition, opposite] };
}

function literalOf(expression: Expression, values: Values): AttributeValue {
  if (!isLiteral(expression)) throw unsupported(expression);
  return literalValue(expression, values.parameters);
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

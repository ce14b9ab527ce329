import { isDeepStrictEqual } from "node:util";
import { validationError } from "../errors.ts";
import { callOf } from "./calls.ts";
import { resolve, type Scope } from "./intrinsics.ts";

/** What a condition or a rule may ask for besides values. */
export interface BooleanScope extends Scope {
  /** Every value of the parameters of a type. */
  refAll(type: string): unknown[];
}

/** Whether a condition's or an assertion's expression is true. Throws AWS's ValidationError for what is no such expression. */
export function holds(expression: unknown, scope: BooleanScope): boolean {
  const [name, argument] = callEntry(expression);
  const operator = Object.hasOwn(operators, name) ? operators[name] : undefined;
  if (!operator)
    throw validationError("Template format error: Every Conditions member must be a condition function call");
  return operator(Array.isArray(argument) ? argument : [argument], scope);
}

function callEntry(expression: unknown): [name: string, argument: unknown] {
  const call = callOf(expression);
  if (call) return [call.name, call.argument];
  const named = Object.entries(Object(expression));
  return named.length === 1 && named[0]?.[0] === "Condition" ? named[0] : ["", undefined];
}

const operators: Readonly<Record<string, (operands: unknown[], scope: BooleanScope) => boolean>> = {
  Condition: ([name], scope) => scope.condition(String(name)),
  "Fn::And": (operands, scope) => several("Fn::And", operands).every((operand) => holds(operand, scope)),
  "Fn::Or": (operands, scope) => several("Fn::Or", operands).some((operand) => holds(operand, scope)),
  "Fn::Not": ([operand], scope) => !holds(operand, scope),
  "Fn::Equals": ([left, right], scope) => same(resolve(left, scope), resolve(right, scope)),
  "Fn::Contains": ([items, value], scope) => includes(values(items, scope), resolve(value, scope)),
  "Fn::EachMemberEquals": ([items, value], scope) =>
    values(items, scope).every((item) => same(item, resolve(value, scope))),
  "Fn::EachMemberIn": ([items, allowed], scope) =>
    values(items, scope).every((item) => includes(values(allowed, scope), item)),
};

function several(name: string, operands: unknown[]): unknown[] {
  if (operands.length >= 2 && operands.length <= 10) return operands;
  throw validationError(
    `Template error: every ${name} object requires a list of at least 2 and at most 10 boolean parameters.`,
  );
}

function values(items: unknown, scope: BooleanScope): unknown[] {
  const call = callOf(items);
  return call?.name === "Fn::RefAll" ? scope.refAll(String(call.argument)) : [resolve(items, scope)].flat();
}

function includes(items: unknown[], value: unknown): boolean {
  return items.some((item) => same(item, value));
}

/** Compares as CloudFormation does: `1` and `"1"` are the same. */
function same(left: unknown, right: unknown): boolean {
  return isDeepStrictEqual(asText(left), asText(right));
}

function asText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asText);
  return typeof value === "number" || typeof value === "boolean" ? String(value) : value;
}

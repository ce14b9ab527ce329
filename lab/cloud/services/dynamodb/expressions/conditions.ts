import { Recent } from "../../../recent.ts";
import { type AttributeValue, type Item, TYPES, typeOf } from "../values/attribute-value.ts";
import { compareValues, equalValues } from "../values/compare.ts";
import {
  CONDITION_FUNCTIONS,
  checkCondition,
  checkIsPath,
  checkOperandCount,
  checkTypes,
  wrongType,
} from "./checks.ts";
import { parseCondition } from "./condition-parser.ts";
import { badExpression, type ExpressionKind } from "./expression-error.ts";
import { beginsWith, contains } from "./functions.ts";
import { Binding, type Operand } from "./operands.ts";
import type { Path, Read } from "./paths.ts";
import type { Placeholders } from "./placeholders.ts";
import type { CallSyntax, Comparator, ComparedSyntax, ConditionSyntax } from "./syntax.ts";

/** A condition, or a filter, ready for many items. */
export interface Condition {
  /** Nothing where there is no item; it has no attributes then. */
  readonly matches: (item: Item | undefined) => boolean;
  /** What it reads of items. */
  readonly paths: readonly Path[];
}

export type Test = (item: Item) => boolean;

type ConditionKind = Exclude<ExpressionKind, "UpdateExpression" | "ProjectionExpression" | "Statement">;

const ORDERED = ["S", "N", "B"] as const;
const MOST_IN = 100;
/** What DynamoDB calls the type of a path: every type, with some that it has not shown otherwise. */
const ANY_TYPE = "{S,SS,N,NS,B,BS,BOOL,NULL,L,M,HD,DOUBLE,FLOAT,HDS,FS,DOUBLESET,DICT,DECIMAL,INT,DECIMALSET,INTSET}";

const parsed = {
  ConditionExpression: recent("ConditionExpression"),
  FilterExpression: recent("FilterExpression"),
  KeyConditionExpression: recent("KeyConditionExpression"),
};

/** Compiles a condition. Throws what DynamoDB says of what is wrong with it. */
export function compileCondition(
  text: string,
  kind: "ConditionExpression" | "FilterExpression",
  placeholders: Placeholders,
): Condition {
  return compileSyntax(syntaxOf(text, kind), kind, placeholders);
}

/** What a text says, before placeholders are resolved. */
export function syntaxOf(text: string, kind: ConditionKind): ConditionSyntax {
  return parsed[kind].get(text);
}

export function compileSyntax(
  syntax: ConditionSyntax,
  kind: ConditionKind | "Statement",
  placeholders: Placeholders,
): Condition {
  const binding = new Binding(kind, placeholders);
  return conditionOf(testOf(syntax, binding), binding.paths);
}

export function conditionOf(test: Test, paths: readonly Path[]): Condition {
  return { matches: (item) => test(item ?? {}), paths };
}

export function allOf(tests: readonly Test[]): Test {
  return (item) => tests.every((test) => test(item));
}

export function anyOf(tests: readonly Test[]): Test {
  return (item) => tests.some((test) => test(item));
}

/** Compares two operands. One that the item lacks equals nothing, and has no order. */
export function comparison(operator: Comparator, a: Read, b: Read): Test {
  const compare =
    (holds: (order: number) => boolean): Test =>
    (item) => {
      const [x, y] = [a(item), b(item)];
      const order = x && y && compareValues(x, y);
      return order !== undefined && holds(order);
    };
  const equal: Test = (item) => {
    const [x, y] = [a(item), b(item)];
    return x !== undefined && y !== undefined && equalValues(x, y);
  };
  switch (operator) {
    case "=":
      return equal;
    case "<>":
      return (item) => !equal(item);
    case "<":
      return compare((order) => order < 0);
    case "<=":
      return compare((order) => order <= 0);
    case ">":
      return compare((order) => order > 0);
    case ">=":
      return compare((order) => order >= 0);
  }
}

export function between(value: Read, lower: Read, upper: Read): Test {
  return allOf([comparison(">=", value, lower), comparison("<=", value, upper)]);
}

function recent(kind: ConditionKind): Recent<ConditionSyntax> {
  return new Recent((text) => {
    const syntax = parseCondition(text, kind);
    checkCondition(syntax, kind);
    return syntax;
  });
}

function testOf(syntax: ConditionSyntax, binding: Binding): Test {
  switch (syntax.type) {
    case "AND":
      return allOf(syntax.parts.map((part) => testOf(part, binding)));
    case "OR":
      return anyOf(syntax.parts.map((part) => testOf(part, binding)));
    case "NOT": {
      const test = testOf(syntax.part, binding);
      return (item) => !test(item);
    }
  }
  const operands = syntax.operands.map((operand) => operandOf(operand, binding));
  if (syntax.type === "call") checkOperandCount(syntax, CONDITION_FUNCTIONS, binding.kind);
  binding.checkDistinct(syntax.type === "call" ? syntax.name : syntax.type, operands);
  switch (syntax.type) {
    case "call":
      return callOf(syntax, operands, binding.kind);
    case "BETWEEN":
      return betweenOf(operands, binding.kind);
    case "IN":
      return inOf(operands, binding.kind);
  }
  if (syntax.type !== "=" && syntax.type !== "<>") checkTypes(syntax.type, typesOf(operands), ORDERED, binding.kind);
  const [a, b] = operands as [Operand, Operand];
  return comparison(syntax.type, a.read, b.read);
}

function operandOf(syntax: ComparedSyntax, binding: Binding): Operand {
  if (syntax.type !== "truth") return binding.operand(syntax);
  const test = testOf(syntax.of, binding);
  return { type: "BOOL", read: (item) => ({ BOOL: test(item) }) };
}

function betweenOf(operands: readonly Operand[], kind: ExpressionKind): Test {
  checkTypes("BETWEEN", typesOf(operands), ORDERED, kind);
  const [operand, lower, upper] = operands as [Operand, Operand, Operand];
  if (lower.value && upper.value) checkBounds(lower.value, upper.value, kind);
  return between(operand.read, lower.read, upper.read);
}

function checkBounds(lower: AttributeValue, upper: AttributeValue, kind: ExpressionKind): void {
  const order = compareValues(lower, upper);
  if (order !== undefined && order <= 0) return;
  const problem =
    order === undefined
      ? "same data type for lower and upper bounds"
      : "upper bound to be greater than or equal to lower bound";
  const bounds = `lower bound operand: ${boundText(lower)}, upper bound operand: ${boundText(upper)}`;
  throw badExpression(kind, `The BETWEEN operator requires ${problem}; ${bounds}`);
}

function boundText(value: AttributeValue): string {
  const text = value.B ? Buffer.from(value.B).toString("base64") : (value.S ?? value.N);
  return `AttributeValue: {${typeOf(value)}:${text}}`;
}

function inOf([operand, ...list]: readonly Operand[], kind: ExpressionKind): Test {
  if (list.length > MOST_IN)
    throw badExpression(kind, `The IN operator is provided with too many operands; number of operands: ${list.length}`);
  const { read } = operand as Operand;
  return anyOf(list.map((one) => comparison("=", read, one.read)));
}

function callOf({ name }: CallSyntax, operands: readonly Operand[], kind: ExpressionKind): Test {
  const [{ path, read }, other] = operands as [Operand, Operand];
  switch (name) {
    case "attribute_exists":
      checkIsPath(name, path, kind);
      return (item) => read(item) !== undefined;
    case "attribute_not_exists":
      checkIsPath(name, path, kind);
      return (item) => read(item) === undefined;
    case "attribute_type": {
      checkIsPath(name, path, kind);
      const type = typeNamed(other, kind);
      return (item) => {
        const value = read(item);
        return value !== undefined && typeOf(value) === type;
      };
    }
    case "begins_with":
      checkTypes(name, typesOf(operands), ["S", "B"], kind);
      return holding(beginsWith, read, other.read);
    default:
      return holding(contains, read, other.read);
  }
}

function typeNamed({ type, value }: Operand, kind: ExpressionKind): string {
  if (value?.S === undefined) throw wrongType("attribute_type", type ?? ANY_TYPE, kind);
  if ((TYPES as readonly string[]).includes(value.S)) return value.S;
  // AWS has the same types in another order there.
  const valid = kind === "Statement" ? "{N,BS,L,B,NULL,M,S,SS,NS,BOOL}" : "{S,SS,N,NS,B,BS,BOOL,NULL,L,M}";
  throw badExpression(kind, `Invalid attribute type name found; type: ${value.S}, valid types: ${valid}`);
}

/** A test of two values that holds for no item that lacks one. */
export function holding(test: (a: AttributeValue, b: AttributeValue) => boolean, a: Read, b: Read): Test {
  return (item) => {
    const [x, y] = [a(item), b(item)];
    return x !== undefined && y !== undefined && test(x, y);
  };
}

function typesOf(operands: readonly Operand[]) {
  return operands.map(({ type }) => type);
}

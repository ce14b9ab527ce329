import type { AttributeType } from "../values/attribute-value.ts";
import { badExpression, type ExpressionKind } from "./expression-error.ts";
import type { Path } from "./paths.ts";
import { isReserved } from "./reserved-words.ts";
import type { CallSyntax, ComparedSyntax, ConditionSyntax, PathSyntax, SetSyntax } from "./syntax.ts";
import type { Section } from "./update-parser.ts";

/** Functions that are conditions, and those that give a value, with the number of their operands. */
export const CONDITION_FUNCTIONS: ReadonlyMap<string, number> = new Map([
  ["attribute_exists", 1],
  ["attribute_not_exists", 1],
  ["attribute_type", 2],
  ["begins_with", 2],
  ["contains", 2],
]);
export const OPERAND_FUNCTIONS: ReadonlyMap<string, number> = new Map([["size", 1]]);
export const UPDATE_FUNCTIONS: ReadonlyMap<string, number> = new Map([
  ["if_not_exists", 2],
  ["list_append", 2],
]);

const LARGEST_INDEX = 2 ** 31 - 1;

/** Throws for names and functions that can't be where a condition has them. What placeholders stand for is no matter here. */
export function checkCondition(syntax: ConditionSyntax, kind: ExpressionKind): void {
  if ("parts" in syntax) for (const part of syntax.parts) checkCondition(part, kind);
  else if ("part" in syntax) checkCondition(syntax.part, kind);
  else {
    if (syntax.type === "call") checkConditionCall(syntax, CONDITION_FUNCTIONS, kind);
    for (const operand of syntax.operands) checkOperand(operand, kind);
  }
}

/** The same for an update, whose sections may each be there once. */
export function checkUpdate(sections: readonly Section[]): void {
  for (const action of sections.flatMap(({ actions }) => actions)) {
    checkPath(action.path, "UpdateExpression");
    if (action.type === "SET") checkSetValue(action.value, false);
  }
  const types = sections.map(({ type }) => type);
  const repeated = types.find((type, i) => types.indexOf(type) < i);
  if (repeated)
    throw badExpression("UpdateExpression", `The "${repeated}" section can only be used once in an update expression;`);
}

export function checkPath({ steps }: PathSyntax, kind: ExpressionKind): void {
  for (const step of steps) {
    if (step.kind === "id" && isReserved(step.text))
      throw badExpression(kind, `Attribute name is a reserved keyword; reserved keyword: ${step.text}`);
    if (step.kind === "index" && Number(step.text) > LARGEST_INDEX)
      throw badExpression(kind, `List index is not within the allowable range; index: [${step.text}]`);
  }
}

export function checkOperandCount(
  { name, operands }: CallSyntax,
  functions: ReadonlyMap<string, number>,
  kind: ExpressionKind,
): void {
  if (operands.length === functions.get(name)) return;
  const problem = "Incorrect number of operands for operator or function; operator or function:";
  throw badExpression(kind, `${problem} ${name}, number of operands: ${operands.length}`);
}

/** Throws when an operand, where its type is known, has none of the types that an operator or function takes. */
export function checkTypes(
  operator: string,
  types: readonly (AttributeType | undefined)[],
  allowed: readonly AttributeType[],
  kind: ExpressionKind,
): void {
  const wrong = types.find((type) => type && !allowed.includes(type));
  if (wrong) throw wrongType(operator, wrong, kind);
}

export function wrongType(operator: string, type: string, kind: ExpressionKind) {
  const problem = "Incorrect operand type for operator or function; operator or function:";
  return badExpression(kind, `${problem} ${operator}, operand type: ${type}`);
}

export function checkIsPath(name: string, path: Path | undefined, kind: ExpressionKind): asserts path is Path {
  if (!path) throw badExpression(kind, `Operator or function requires a document path; operator or function: ${name}`);
}

function checkOperand(syntax: ComparedSyntax, kind: ExpressionKind): void {
  if (syntax.type === "path") checkPath(syntax, kind);
  if (syntax.type !== "call") return;
  checkConditionCall(syntax, OPERAND_FUNCTIONS, kind);
  for (const operand of syntax.operands) checkOperand(operand, kind);
}

function checkConditionCall({ name }: CallSyntax, allowed: ReadonlyMap<string, number>, kind: ExpressionKind): void {
  if (allowed.has(name)) return;
  if (UPDATE_FUNCTIONS.has(name))
    throw badExpression(kind, `The function is not allowed in a condition expression; function: ${name}`);
  throw CONDITION_FUNCTIONS.has(name) || OPERAND_FUNCTIONS.has(name) ? misused(name, kind) : unknown(name, kind);
}

function checkSetValue(syntax: SetSyntax, isInner: boolean): void {
  if (syntax.type === "path") checkPath(syntax, "UpdateExpression");
  if (syntax.type === "path" || syntax.type === "value") return;
  if (syntax.type === "call") checkUpdateCall(syntax, isInner);
  for (const operand of syntax.operands) checkSetValue(operand, true);
}

function checkUpdateCall({ name }: CallSyntax, isInner: boolean): void {
  const kind = "UpdateExpression";
  if (CONDITION_FUNCTIONS.has(name) || OPERAND_FUNCTIONS.has(name))
    throw badExpression(kind, `The function is not allowed in an update expression; function: ${name}`);
  if (!UPDATE_FUNCTIONS.has(name)) throw unknown(name, kind);
  // What list_append makes is a value of an attribute, and no operand of anything.
  if (isInner && name === "list_append") throw misused(name, kind);
}

function unknown(name: string, kind: ExpressionKind) {
  return badExpression(kind, `Invalid function name; function: ${name}`);
}

function misused(name: string, kind: ExpressionKind) {
  return badExpression(kind, `The function is not allowed to be used this way in an expression; function: ${name}`);
}

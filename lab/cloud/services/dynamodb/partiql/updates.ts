import { invalid } from "../errors.ts";
import type { ActionSyntax, OperandSyntax, SetSyntax } from "../expressions/syntax.ts";
import { invalidAt } from "./errors.ts";
import { nameOf } from "./grammar/names.ts";
import type { UpdateStatement } from "./grammar/statements.ts";
import type { Expression, PathExpression } from "./grammar/syntax.ts";
import { isLiteral, literalValue } from "./literals.ts";
import { pathSyntax } from "./paths.ts";
import type { Values } from "./values.ts";

/** The functions that change sets, and the actions of DynamoDB's own updates that they are. */
const SET_FUNCTIONS: ReadonlyMap<string, "ADD" | "DELETE"> = new Map([
  ["set_add", "ADD"],
  ["set_delete", "DELETE"],
]);

/** SET and REMOVE of a statement as actions of DynamoDB's own updates. Throws for what those have not. */
export function actionsOf({ operations }: UpdateStatement, values: Values): ActionSyntax[] {
  return operations.map((operation) => {
    const path = pathSyntax(operation.path);
    if (operation.kind === "remove") return { type: "REMOVE", path };
    const { value } = operation;
    const type = value.kind === "call" ? SET_FUNCTIONS.get(value.name) : undefined;
    if (!type || value.kind !== "call") return { type: "SET", path, value: setValue(value, values) };
    return { type, path, value: values.of(membersOf(value, operation.path, values)) };
  });
}

/** What `set_add(path, set)` adds to the attribute that it is assigned to. */
function membersOf({ name, args, at }: Extract<Expression, { kind: "call" }>, path: PathExpression, values: Values) {
  const named = name.toUpperCase();
  const [first, second] = args;
  if (args.length !== 2 || !first || !second) throw invalidAt(`${named} must have exactly two arguments`, at);
  if (!isSamePath(first, path)) {
    throw invalidAt(`The first argument to ${named} must equal the assignment value`, at);
  }
  const set = isLiteral(second) ? literalValue(second, values.parameters) : undefined;
  if (!set || !(set.SS ?? set.NS ?? set.BS)) {
    throw invalidAt(`The second argument to ${named} must be a value with type SET`, first.at);
  }
  return set;
}

function isSamePath(first: Expression, { root, steps }: PathExpression): boolean {
  const key = (path: Pick<PathExpression, "root" | "steps">) =>
    JSON.stringify([path.root, ...path.steps.map((step) => (typeof step === "string" ? step : [step.index]))]);
  return first.kind === "path" && key(first) === key({ root, steps });
}

function setValue(expression: Expression, values: Values): SetSyntax {
  if (expression.kind !== "arithmetic") return operandOf(expression, values);
  const { operator, left, right } = expression;
  if (operator !== "+" && operator !== "-") {
    throw invalid(`Unsupported operator in Update Expression. Operator: ${operator}`);
  }
  return { type: operator, operands: [setValue(left, values), setValue(right, values)] };
}

function operandOf(expression: Expression, values: Values): OperandSyntax {
  if (expression.kind === "path") return pathSyntax(expression);
  if (isLiteral(expression)) return values.literal(expression);
  if (expression.kind === "call") {
    const { name, args, at } = expression;
    if (name !== "list_append") throw invalidAt(`Unrecognized function: ${name}`, at);
    return { type: "call", name, operands: args.map((arg) => operandOf(arg, values)) };
  }
  throw invalid(
    expression.kind === "sign"
      ? `Unsupported operator in Update Expression. Operator: ${expression.operator}`
      : `Unsupported operation: ${nameOf(expression)}`,
  );
}

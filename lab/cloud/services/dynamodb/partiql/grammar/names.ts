import type { Expression } from "./syntax.ts";

const NAMES: Readonly<
  Record<Exclude<Expression["kind"], "path" | "call" | "comparison" | "arithmetic" | "sign">, string>
> = {
  value: "Lit",
  missing: "Missing",
  star: "Star",
  parameter: "Parameter",
  list: "List",
  bag: "Bag",
  tuple: "Struct",
  and: "And",
  or: "Or",
  not: "Not",
  between: "Between",
  in: "InCollection",
  like: "Like",
  is: "IsType",
  select: "Select",
  change: "Dml",
};

const OPERATORS: ReadonlyMap<string, string> = new Map([
  ["=", "Eq"],
  ["<>", "Ne"],
  ["<", "Lt"],
  ["<=", "Lte"],
  [">", "Gt"],
  [">=", "Gte"],
  ["+", "Plus"],
  ["-", "Minus"],
  ["*", "Times"],
  ["/", "Divide"],
  ["%", "Modulo"],
  ["||", "Concat"],
]);

/** What DynamoDB calls an expression that it can't use where it is: PartiQL's name of it, and of functions their own. */
export function nameOf(expression: Expression): string {
  switch (expression.kind) {
    case "path":
      return expression.steps.length === 0 ? "Id" : "Path";
    case "call":
      return expression.name;
    case "comparison":
    case "arithmetic":
      return OPERATORS.get(expression.operator) as string;
    case "sign":
      return expression.operator === "-" ? "Neg" : "Pos";
    default:
      return NAMES[expression.kind];
  }
}

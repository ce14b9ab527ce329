import { FUNCTIONS } from "./functions.ts";
import type { Node } from "./parse.ts";
import { asText, compared, isTrue, notTooLong, numberOf, QueryError, textOf, typeOf } from "./values.ts";

/** The value that a query gives for an input. Throws a QueryError where it gives none. */
export function evaluate(node: Node, input: unknown): unknown {
  switch (node.kind) {
    case "identity":
      return input;
    case "literal":
      return node.value;
    case "text":
      return notTooLong(
        node.parts.map((part) => (typeof part === "string" ? part : asText(evaluate(part, input)))).join(""),
      );
    case "member":
      return member(evaluate(node.of, input), evaluate(node.key, input), node.isOptional);
    case "slice":
      return slice(node, input);
    case "object":
      return Object.fromEntries(
        node.members.map(([key, value]) => [textOf(evaluate(key, input), "a key"), evaluate(value, input)]),
      );
    case "list":
      return node.items.map((item) => evaluate(item, input));
    case "pipe":
      return evaluate(node.right, evaluate(node.left, input));
    case "binary":
      return binary(node, input);
    case "choice":
      return evaluate(isTrue(evaluate(node.condition, input)) ? node.yes : node.no, input);
    case "call":
      return FUNCTIONS.get(node.name)?.(
        input,
        node.parameters.map((parameter) => evaluate(parameter, input)),
      );
  }
}

function member(of: unknown, key: unknown, isOptional: boolean): unknown {
  if (of === null || of === undefined) return null;
  if (Array.isArray(of) && typeof key === "number") return of.at(Math.floor(key)) ?? null;
  if (typeOf(of) === "object" && typeof key === "string")
    return Object.hasOwn(of as object, key) ? ((of as Record<string, unknown>)[key] ?? null) : null;
  if (isOptional) return null;
  throw new QueryError(`${typeOf(of)} can't be indexed with ${typeOf(key)}`);
}

function slice({ of, from, to }: Extract<Node, { kind: "slice" }>, input: unknown): unknown {
  const value = evaluate(of, input);
  if (value === null || value === undefined) return null;
  const bound = (node: Node | undefined) => (node ? numberOf(evaluate(node, input), "a slice") : undefined);
  const [start, end] = [bound(from), bound(to)];
  if (Array.isArray(value)) return value.slice(start, end);
  return [...textOf(value, "a slice")].slice(start, end).join("");
}

function binary({ sign, left, right }: Extract<Node, { kind: "binary" }>, input: unknown): unknown {
  if (sign === "//") return alternative(left, right, input);
  const a = evaluate(left, input);
  if (sign === "and") return isTrue(a) && isTrue(evaluate(right, input));
  if (sign === "or") return isTrue(a) || isTrue(evaluate(right, input));
  const b = evaluate(right, input);
  switch (sign) {
    case "==":
      return compared(a, b) === 0;
    case "!=":
      return compared(a, b) !== 0;
    case "<":
      return compared(a, b) < 0;
    case "<=":
      return compared(a, b) <= 0;
    case ">":
      return compared(a, b) > 0;
    case ">=":
      return compared(a, b) >= 0;
    case "+":
      return sum(a, b);
    default:
      return calculated(sign, numberOf(a, sign), numberOf(b, sign));
  }
}

/** Errors on the left are no more than a missing value. */
function alternative(left: Node, right: Node, input: unknown): unknown {
  try {
    const value = evaluate(left, input);
    if (isTrue(value)) return value;
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
  }
  return evaluate(right, input);
}

function sum(a: unknown, b: unknown): unknown {
  if (a === null || a === undefined) return b;
  if (b === null || b === undefined) return a;
  if (typeof a === "number" && typeof b === "number") return a + b;
  if (typeof a === "string" && typeof b === "string") return notTooLong(a + b);
  if (Array.isArray(a) && Array.isArray(b)) return notTooLong([...a, ...b]);
  if (typeOf(a) === "object" && typeOf(b) === "object") return { ...(a as object), ...(b as object) };
  throw new QueryError(`${typeOf(a)} and ${typeOf(b)} can't be added`);
}

function calculated(sign: string, a: number, b: number): number {
  if (sign === "-") return a - b;
  if (sign === "*") return a * b;
  if (b === 0) throw new QueryError("a number can't be divided by zero");
  return sign === "/" ? a / b : Math.trunc(a) % Math.trunc(b);
}

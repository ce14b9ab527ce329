import { AwsError } from "../../../errors.ts";
import { invalid, invalidParameters } from "../errors.ts";
import type { AttributeValue } from "../values/attribute-value.ts";
import { normalNumber } from "../values/numbers.ts";
import { orderedNumbers, orderedStrings } from "../values/sets.ts";
import { invalidAt } from "./errors.ts";
import { nameOf } from "./grammar/names.ts";
import type { Expression } from "./grammar/syntax.ts";

/** How deep documents may be. */
const DEEPEST = 32;

export type Parameters = readonly AttributeValue[];

/** Whether an expression is a value of its own, and refers to no attribute. */
export function isLiteral({ kind }: Expression): boolean {
  return ["value", "parameter", "list", "bag", "tuple", "missing"].includes(kind);
}

/** The value that an expression says. Throws a ValidationException, which names the place within the value. */
export function literalValue(expression: Expression, parameters: Parameters): AttributeValue {
  if (expression.kind === "parameter") return parameters[expression.index] as AttributeValue;
  return literalOf(expression, "root", 0);
}

/** The attributes of a tuple, as items are written. */
export function itemOf(
  tuple: Extract<Expression, { kind: "tuple" }>,
  parameters: Parameters,
): Record<string, AttributeValue> {
  return Object.fromEntries(
    namedMembers(tuple, "root").map(([name, value]) => [name, literalValue(value, parameters)] as const),
  );
}

function literalOf(expression: Expression, path: string, depth: number): AttributeValue {
  if (depth >= DEEPEST) throw invalid(`Nesting Levels have exceeded supported limits under ${path}`);
  switch (expression.kind) {
    case "value":
      return expression.value.N === undefined ? expression.value : { N: numberOf(expression.value.N, path) };
    case "list":
      return { L: expression.members.map((member, i) => literalOf(member, `${path}[${i}]`, depth + 1)) };
    case "tuple":
      return {
        M: Object.fromEntries(
          namedMembers(expression, path).map(
            ([name, value]) => [name, literalOf(value, `${path}.${name}`, depth + 1)] as const,
          ),
        ),
      };
    case "bag":
      return setOf(expression.members, path);
    default:
      throw invalidAt(`Unsupported data type: ${nameOf(expression)} under key ${path}`, expression.at);
  }
}

function numberOf(text: string, path: string): string {
  try {
    return normalNumber(text);
  } catch (error) {
    if (error instanceof AwsError) throw invalid(`${error.message} under ${path}`);
    throw error;
  }
}

function namedMembers(
  { members }: Extract<Expression, { kind: "tuple" }>,
  path: string,
): [name: string, value: Expression][] {
  const seen = new Set<string>();
  return members.map(([name, value]) => {
    const text = name.kind === "value" ? name.value.S : undefined;
    if (text === undefined) {
      throw invalid(`Tuple keys must be of type String. Actual type: ${nameOf(name)} under ${path}`);
    }
    if (seen.has(text)) throw invalid(`Duplicate keys in tuple. Key: ${text} under ${path}`);
    seen.add(text);
    return [text, value];
  });
}

/** A bag is a set of strings or of numbers: there are no literals of binary values. */
function setOf(members: readonly Expression[], path: string): AttributeValue {
  if (members.length === 0) throw invalid("Empty bags are not supported");
  const values = members.flatMap((member) => (member.kind === "value" ? [member.value] : []));
  const strings = values.flatMap(({ S }) => S ?? []);
  const numbers = values.flatMap(({ N }) => N ?? []);
  if (strings.length === members.length) {
    if (new Set(strings).size < strings.length) throw duplicates(strings, ".");
    return { SS: [...orderedStrings(strings)] };
  }
  if (numbers.length < members.length) {
    throw invalid("Unsupported data type in Bag. DynamoDB only supports either numbers or strings in bags");
  }
  const normal = numbers.map((text) => numberOf(text, path));
  if (new Set(normal).size < normal.length) throw duplicates(numbers, `! under ${path}`);
  return { NS: [...orderedNumbers(normal)] };
}

function duplicates(members: readonly string[], end: string) {
  return invalidParameters(`Input collection [${members.join(", ")}] contains duplicates${end}`);
}

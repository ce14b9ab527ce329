import { own } from "../../../own.ts";
import { invalid, invalidParameters } from "../errors.ts";
import type { KeySchema, KeyType } from "../records.ts";
import { type AttributeValue, typeOf } from "../values/attribute-value.ts";
import { compileSyntax, syntaxOf } from "./conditions.ts";
import { badExpression } from "./expression-error.ts";
import { boundPath, type Path } from "./paths.ts";
import type { Placeholders } from "./placeholders.ts";
import type { Comparator, ComparedSyntax, ConditionSyntax } from "./syntax.ts";

export type SortOperator = "=" | "<" | "<=" | ">" | ">=" | "BETWEEN" | "begins_with";

/** What a query asks of one attribute. BETWEEN has two values, everything else one. */
export interface KeyPart {
  readonly attribute: string;
  readonly operator: SortOperator;
  readonly values: readonly AttributeValue[];
}

/** What a query asks of a table's, or an index's, key. */
export interface KeyCondition {
  /** The value of each attribute of the partition key. */
  readonly partition: Readonly<Record<string, AttributeValue>>;
  /** In the order of the key; only the last may be of another operator than `=`. */
  readonly sort: readonly KeyPart[];
}

const KIND = "KeyConditionExpression";

const MIRRORED = { "=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as const;

/** Compiles a KeyConditionExpression. Throws what DynamoDB says of what is wrong with it, or does not suit the key. */
export function compileKeyCondition(text: string, placeholders: Placeholders, key: KeySchema): KeyCondition {
  return keyConditionOf(keyPartsOf(text, placeholders), key);
}

/** What an expression asks of each attribute, whatever the key is: DynamoDB says what is wrong with it before it finds the table. */
export function keyPartsOf(text: string, placeholders: Placeholders): KeyPart[] {
  const syntax = syntaxOf(text, KIND);
  // For its checks: each operand is one that any condition could have.
  compileSyntax(syntax, KIND, placeholders);
  const parts: KeyPart[] = [];
  collect(syntax, parts, placeholders);
  return parts;
}

/** Throws when the parts do not suit a key: each attribute of its partition must have a value, and sorting goes from left to right. */
export function keyConditionOf(parts: readonly KeyPart[], { partition, sort }: KeySchema): KeyCondition {
  if (parts.length === 0 || (parts.length > 2 && partition.length + sort.length <= 2))
    throw invalid("Conditions can be of length 1 or 2 only");
  const byName = new Map(parts.map((part) => [part.attribute, part]));
  const missed = partition.find((name) => !byName.has(name));
  if (missed !== undefined) throw missedElement(missed);
  const stranger = parts.find(({ attribute }) => ![...partition, ...sort].includes(attribute));
  if (stranger) {
    const free = sort.find((name) => !byName.has(name));
    throw free === undefined ? invalid("Query key condition not supported") : missedElement(free);
  }
  const equal = partition.map((name) => byName.get(name) as KeyPart);
  if (equal.some(({ operator }) => operator !== "=")) throw invalid("Query key condition not supported");
  return {
    partition: Object.fromEntries(equal.map(({ attribute, values: [value] }) => [attribute, value as AttributeValue])),
    sort: sortParts(sort, byName),
  };
}

/** Throws unless the values are of the types that the table gives its keys, and not empty. */
export function checkKeyValues(parts: readonly KeyPart[], types: Readonly<Record<string, KeyType>>): void {
  for (const { attribute, values } of parts)
    for (const value of values) {
      if (typeOf(value) !== own(types, attribute))
        throw invalidParameters("Condition parameter type does not match schema type");
      const empty = value.S === "" ? "string" : value.B?.length === 0 ? "binary" : undefined;
      const problem = `The AttributeValue for a key attribute cannot contain an empty ${empty} value.`;
      if (empty) throw invalid(`One or more parameter values are not valid. ${problem} Key: ${attribute}`);
    }
}

function sortParts(sort: readonly string[], byName: ReadonlyMap<string, KeyPart>): KeyPart[] {
  const parts = sort.map((name) => byName.get(name));
  const last = parts.findLastIndex((part) => part !== undefined);
  const loose = sort.filter((_, i) => i < last && parts[i]?.operator !== "=");
  if (loose.length > 0) {
    const reason = `because a condition is present on key attribute ${sort[last]}`;
    throw invalid(
      `RANGE key attributes ${loose.join(", ")} must have equality conditions specified in the query ${reason}`,
    );
  }
  return parts.slice(0, last + 1) as KeyPart[];
}

function missedElement(name: string) {
  return invalid(`Query condition missed key schema element: ${name}`);
}

function collect(syntax: ConditionSyntax, parts: KeyPart[], placeholders: Placeholders): void {
  if (syntax.type === "AND") {
    for (const part of syntax.parts) collect(part, parts, placeholders);
    return;
  }
  const part = keyPart(syntax, placeholders);
  if (parts.some(({ attribute }) => attribute === part.attribute)) {
    throw badExpression(KIND, "KeyConditionExpressions must only contain one condition per key");
  }
  parts.push(part);
}

function keyPart(syntax: ConditionSyntax, placeholders: Placeholders): KeyPart {
  const operator = syntax.type === "call" ? syntax.name : syntax.type;
  if (!("operands" in syntax) || !isSortOperator(operator))
    throw invalid(`Invalid operator used in KeyConditionExpression: ${operator}`);
  const { operands } = syntax;
  if (operands.some(({ type }) => type === "call"))
    throw invalid("KeyConditionExpressions cannot contain nested operations");
  if (operands[0]?.type !== "path" && (operator === "BETWEEN" || operator === "begins_with"))
    throw badPart(`${operator} operator must have the key attribute as its first operand`);
  const attribute = attributeOf(operands, placeholders);
  const values = operands.flatMap((operand) =>
    operand.type === "value" ? [placeholders.value(operand.token, KIND)] : [],
  );
  const isMirrored = operands[0]?.type === "value";
  return { attribute, operator: isMirrored ? MIRRORED[operator as keyof typeof MIRRORED] : operator, values };
}

function attributeOf(operands: readonly ComparedSyntax[], placeholders: Placeholders): string {
  const paths: Path[] = [];
  for (const operand of operands) {
    if (operand.type !== "path") continue;
    if (paths.length > 0) throw badPart("Multiple attribute names used in one condition");
    if (operand.steps.length > 1) throw invalid("KeyConditionExpressions cannot have conditions on nested attributes");
    paths.push(boundPath(operand, placeholders, KIND));
  }
  if (!paths[0]) throw badPart("No key attribute specified");
  return paths[0][0] as string;
}

function isSortOperator(operator: Comparator | string): operator is SortOperator {
  return Object.hasOwn(MIRRORED, operator) || operator === "BETWEEN" || operator === "begins_with";
}

function badPart(problem: string) {
  return invalid(`Invalid condition in KeyConditionExpression: ${problem}`);
}

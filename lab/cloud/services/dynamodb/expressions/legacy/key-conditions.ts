import type { ComparisonOperator, Condition } from "@aws-sdk/client-dynamodb";
import { invalid, invalidParameters } from "../../errors.ts";
import type { KeySchema } from "../../records.ts";
import type { AttributeValue } from "../../values/attribute-value.ts";
import { type KeyCondition, type KeyPart, keyConditionOf, type SortOperator } from "../key-conditions.ts";
import { checkedOperands } from "./comparisons.ts";

const OPERATORS: ReadonlyMap<string, SortOperator> = new Map([
  ["EQ", "="],
  ["LT", "<"],
  ["LE", "<="],
  ["GT", ">"],
  ["GE", ">="],
  ["BETWEEN", "BETWEEN"],
  ["BEGINS_WITH", "begins_with"],
]);

/** One of the KeyConditions, its values checked. */
export interface OlderKeyPart {
  readonly attribute: string;
  readonly operator: ComparisonOperator;
  readonly values: readonly AttributeValue[];
}

/** Checks KeyConditions, whatever the key is: DynamoDB says what is wrong with them before it finds the table. */
export function olderKeyParts(conditions: Readonly<Record<string, Condition>>): OlderKeyPart[] {
  return Object.entries(conditions).map(
    ([attribute, { ComparisonOperator: operator, AttributeValueList: list = [] }]) => {
      if (!operator) throw invalidParameters(`ComparisonOperator must be specified for Attribute: ${attribute}`);
      return { attribute, operator, values: checkedOperands(operator, list) };
    },
  );
}

/** What KeyConditions ask of a key. Throws when they do not suit it. */
export function olderKeyCondition(parts: readonly OlderKeyPart[], key: KeySchema): KeyCondition {
  const names = new Set(parts.map(({ attribute }) => attribute));
  const keyParts = parts.map(({ attribute, operator, values }): KeyPart => {
    const known = OPERATORS.get(operator);
    // What is missing comes first in what DynamoDB says.
    if (!known && key.partition.every((name) => names.has(name)))
      throw invalid("Attempted conditional constraint is not an indexable operation");
    return { attribute, operator: known ?? "=", values };
  });
  return keyConditionOf(keyParts, key);
}

import type {
  ConditionalOperator,
  ExpectedAttributeValue,
  Condition as OlderCondition,
} from "@aws-sdk/client-dynamodb";
import { invalid, invalidParameters } from "../../errors.ts";
import { checkedValue } from "../../values/check.ts";
import { allOf, anyOf, type Condition, comparison, conditionOf, type Test } from "../conditions.ts";
import { readerOf } from "../paths.ts";
import { checkedOperands, testOf } from "./comparisons.ts";

/** The condition that Expected and ConditionalOperator make; nothing without Expected. */
export function expectedCondition(
  expected: Readonly<Record<string, ExpectedAttributeValue>> | undefined,
  operator?: ConditionalOperator,
): Condition | undefined {
  return combined(expected, operator, expectedTest);
}

/** The filter that QueryFilter, or ScanFilter, and ConditionalOperator make; nothing without one of them. */
export function olderFilter(
  filter: Readonly<Record<string, OlderCondition>> | undefined,
  operator?: ConditionalOperator,
): Condition | undefined {
  return combined(
    filter,
    operator,
    (name, { ComparisonOperator: comparisonOperator, AttributeValueList: list = [] }) => {
      if (!comparisonOperator) throw invalidParameters(`ComparisonOperator must be specified for Attribute: ${name}`);
      return testOf(name, comparisonOperator, checkedOperands(comparisonOperator, list));
    },
  );
}

function combined<T>(
  conditions: Readonly<Record<string, T>> | undefined,
  operator: ConditionalOperator | undefined,
  make: (name: string, condition: T) => Test,
): Condition | undefined {
  if (operator && !conditions) throw invalid("ConditionalOperator cannot be used without Filter or Expected");
  if (!conditions) return undefined;
  const entries = Object.entries(conditions);
  const tests = entries.map(([name, condition]) => make(name, condition));
  if (operator && tests.length < 2)
    throw invalid("ConditionalOperator can only be used when Filter or Expected has two or more elements");
  const paths = entries.map(([name]) => [name]);
  return conditionOf(operator === "OR" ? anyOf(tests) : allOf(tests), paths);
}

function expectedTest(name: string, expected: ExpectedAttributeValue): Test {
  const { AttributeValueList: list, ComparisonOperator: operator, Exists: exists, Value: value } = expected;
  const problem = (text: string) => invalidParameters(`${text} for Attribute: ${name}`);
  if (list && value) throw problem("Value and AttributeValueList cannot be used together");
  if (operator) {
    if (exists !== undefined) throw problem("Exists and ComparisonOperator cannot be used together");
    if (!list && !value && operator !== "NULL" && operator !== "NOT_NULL")
      throw problem(`Value or AttributeValueList must be used with ComparisonOperator: ${operator}`);
    return testOf(name, operator, checkedOperands(operator, list ?? (value ? [value] : [])));
  }
  if (list) throw problem("AttributeValueList can only be used with a ComparisonOperator");
  const read = readerOf([name]);
  if (exists === false) {
    if (value) throw problem("Value cannot be used when Exists is false");
    return (item) => read(item) === undefined;
  }
  if (!value) throw problem(`Value must be provided when Exists is ${exists ?? "null"}`);
  const wanted = checkedValue(value);
  return comparison("=", read, () => wanted);
}

import type { ComparisonOperator } from "@aws-sdk/client-dynamodb";
import { invalid, invalidParameters } from "../../errors.ts";
import { type AttributeType, type AttributeValue, typeOf } from "../../values/attribute-value.ts";
import { checkedValue } from "../../values/check.ts";
import { compareValues } from "../../values/compare.ts";
import { anyOf, between, comparison, holding, type Test } from "../conditions.ts";
import { beginsWith, contains } from "../functions.ts";
import { type Read, readerOf } from "../paths.ts";
import type { Comparator } from "../syntax.ts";

/** What an operator takes. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Condition.html */
interface Operator {
  readonly fewest: number;
  readonly most: number;
  /** All, where there are none. */
  readonly types?: readonly AttributeType[];
}

const ORDERED: Operator = { fewest: 1, most: 1, types: ["S", "N", "B"] };
const PART: Operator = { fewest: 1, most: 1, types: ["S", "N", "B", "BOOL", "NULL"] };

const OPERATORS: Readonly<Record<ComparisonOperator, Operator>> = {
  EQ: { fewest: 1, most: 1 },
  NE: { fewest: 1, most: 1 },
  LT: ORDERED,
  LE: ORDERED,
  GT: ORDERED,
  GE: ORDERED,
  CONTAINS: PART,
  NOT_CONTAINS: PART,
  BEGINS_WITH: { fewest: 1, most: 1, types: ["S", "B"] },
  IN: { fewest: 1, most: Number.POSITIVE_INFINITY, types: ["S", "N", "B"] },
  BETWEEN: { fewest: 2, most: 2, types: ["S", "N", "B"] },
  NULL: { fewest: 0, most: 0 },
  NOT_NULL: { fewest: 0, most: 0 },
};

const COMPARATORS: ReadonlyMap<string, Comparator> = new Map([
  ["EQ", "="],
  ["NE", "<>"],
  ["LT", "<"],
  ["LE", "<="],
  ["GT", ">"],
  ["GE", ">="],
]);

/** The values that an older condition compares with, checked and normalised. */
export function checkedOperands(operator: ComparisonOperator, list: readonly AttributeValue[]): AttributeValue[] {
  const values = list.map((value) => checkedValue(value));
  const { fewest, most, types } = OPERATORS[operator];
  if (values.length < fewest || values.length > most)
    throw invalidParameters(`Invalid number of argument(s) for the ${operator} ComparisonOperator`);
  const [first, second] = values;
  if (!first) return values;
  if (values.some((value) => typeOf(value) !== typeOf(first)))
    throw invalidParameters("AttributeValues inside AttributeValueList must be of same type");
  if (types && !types.includes(typeOf(first)))
    throw invalidParameters(`ComparisonOperator ${operator} is not valid for ${typeOf(first)} AttributeValue type`);
  if (operator === "BETWEEN" && (compareValues(first, second as AttributeValue) ?? 0) > 0)
    throw invalid("The BETWEEN condition was provided a range where the lower bound is greater than the upper bound");
  return values;
}

function not(test: Test): Test {
  return (item) => !test(item);
}

/** Whether items have at an attribute what an older condition asks. */
export function testOf(attribute: string, operator: ComparisonOperator, values: readonly AttributeValue[]): Test {
  const read = readerOf([attribute]);
  const [first, second] = values.map(
    (value): Read =>
      () =>
        value,
  ) as [Read, Read];
  switch (operator) {
    case "NULL":
      return (item) => read(item) === undefined;
    case "NOT_NULL":
      return (item) => read(item) !== undefined;
    case "CONTAINS":
      return holding(contains, read, first);
    case "NOT_CONTAINS":
      return not(holding(contains, read, first));
    case "BEGINS_WITH":
      return holding(beginsWith, read, first);
    case "BETWEEN":
      return between(read, first, second);
    case "IN":
      return anyOf(values.map((value) => comparison("=", read, () => value)));
    default:
      return comparison(COMPARATORS.get(operator) as Comparator, read, first);
  }
}

import type { Condition } from "@aws-sdk/client-dynamodb";
import { notImplemented } from "../../../errors.ts";
import { own } from "../../../own.ts";
import type { AttributeValue, Item } from "../values/attribute-value.ts";
import { checkedValue } from "../values/check.ts";
import type { KeyCondition } from "./key-range.ts";
import { only } from "./projected.ts";
import type { Projection } from "./selection.ts";

interface ProjectionInput {
  readonly ProjectionExpression?: string | undefined;
  readonly AttributesToGet?: readonly string[] | undefined;
}

/** What a request wants to have of items; nothing when it wants all. */
export function projectionOf({ ProjectionExpression, AttributesToGet }: ProjectionInput): Projection | undefined {
  if (ProjectionExpression !== undefined) throw notImplemented("dynamodb", "ProjectionExpression");
  if (!AttributesToGet) return undefined;
  const names = new Set(AttributesToGet);
  return { names, project: (item) => only(item, names), parameter: "AttributesToGet" };
}

export interface ConditionInput {
  readonly ConditionExpression?: string | undefined;
  readonly Expected?: object | undefined;
}

export function conditionOf({ ConditionExpression, Expected }: ConditionInput): ((item: Item) => boolean) | undefined {
  if (ConditionExpression !== undefined || Expected) throw notImplemented("dynamodb", "ConditionExpression");
  return undefined;
}

interface FilterInput {
  readonly FilterExpression?: string;
  readonly filter?: object;
}

export function filterOf({ FilterExpression, filter }: FilterInput): ((item: Item) => boolean) | undefined {
  if (FilterExpression !== undefined || filter) throw notImplemented("dynamodb", "FilterExpression");
  return undefined;
}

const OPERATORS = new Map<string, KeyCondition["operator"]>([
  ["EQ", "="],
  ["LT", "<"],
  ["LE", "<="],
  ["GT", ">"],
  ["GE", ">="],
  ["BETWEEN", "BETWEEN"],
  ["BEGINS_WITH", "begins_with"],
]);

export function keyConditionsOf(
  given: Readonly<Record<string, Condition>> | undefined,
  expression: string | undefined,
): ReadonlyMap<string, KeyCondition> {
  if (expression !== undefined) throw notImplemented("dynamodb", "KeyConditionExpression");
  const conditions = new Map<string, KeyCondition>();
  for (const name of Object.keys(given ?? {})) {
    const { ComparisonOperator = "EQ", AttributeValueList = [] } = own(given, name) as Condition;
    const values: AttributeValue[] = AttributeValueList.map((value) => checkedValue(value));
    conditions.set(name, { name, operator: OPERATORS.get(ComparisonOperator) ?? "=", values });
  }
  return conditions;
}

export interface UpdateExpressions extends ConditionInput {
  readonly UpdateExpression?: string | undefined;
  readonly AttributeUpdates?: object | undefined;
}

/** How an update changes items. */
export interface ItemUpdate {
  /** The attributes that it changes, or changes something in. */
  readonly names: ReadonlySet<string>;
  readonly apply: (item: Item) => Item;
  /** What an item has at the paths that it changes. */
  readonly pick: (item: Item) => Item;
}

export function updateOf(input: UpdateExpressions) {
  if (input.UpdateExpression !== undefined || input.AttributeUpdates)
    throw notImplemented("dynamodb", "UpdateExpression");
  const update: ItemUpdate = { names: new Set(), apply: (item) => item, pick: () => ({}) };
  return { condition: conditionOf(input), update };
}

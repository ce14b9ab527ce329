import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { DynamoDb } from "../state.ts";
import { openTable } from "../tables/lookup.ts";
import { checkedItem } from "../values/check.ts";
import { sizeOfItem } from "../values/sizes.ts";
import { Consumption, readUnits } from "./capacity.ts";
import { itemAt } from "./changes.ts";
import { projectionOf } from "./expressions.ts";
import { keyOf } from "./keys.ts";

/** Answers the attributes of an item, or nothing where there is none. */
export const getItem: DynamoDb["GetItem"] = (input, context) => {
  const projection = projectionOf(input);
  const given = checkedItem(input.Key);
  const table = openTable(input.TableName, context);
  const item = itemAt(table, keyOf(given, table), context);
  const consumed = new Consumption();
  consumed.takeRead(input.TableName, table, readUnits(item ? sizeOfItem(item) : 0, input.ConsistentRead), context);
  return {
    Item: item && (projection ? projection.apply(item) : (item as Record<string, AttributeValue>)),
    ConsumedCapacity: consumed.answer(input.ReturnConsumedCapacity),
  };
};

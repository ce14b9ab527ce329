import type { DynamoDb } from "../state.ts";
import { openTable } from "../tables/lookup.ts";
import { checkedItem } from "../values/check.ts";
import { conditionOf } from "./expressions.ts";
import { keyOf } from "./keys.ts";
import { checkOldOrNone, oldIf } from "./return-values.ts";
import { write } from "./write.ts";

/** Removes an item; one that is not there is removed already. */
export const deleteItem: DynamoDb["DeleteItem"] = (input, context) => {
  const given = checkedItem(input.Key);
  checkOldOrNone(input.ReturnValues);
  const condition = conditionOf(input);
  const table = openTable(input.TableName, context);
  const key = keyOf(given, table);
  const { before, ...more } = write(input, { table, key, condition, next: () => undefined }, context);
  return { Attributes: oldIf(input.ReturnValues, before), ...more };
};

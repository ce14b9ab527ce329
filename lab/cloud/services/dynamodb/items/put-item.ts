import type { DynamoDb } from "../state.ts";
import { openTable } from "../tables/lookup.ts";
import { checkedItem } from "../values/check.ts";
import { conditionOf } from "./expressions.ts";
import { checkNewSize } from "./item-size.ts";
import { keyOfItem } from "./keys.ts";
import { checkOldOrNone, oldIf } from "./return-values.ts";
import { write } from "./write.ts";

/** Makes an item, or replaces the whole of the one with its key. */
export const putItem: DynamoDb["PutItem"] = (input, context) => {
  const item = checkedItem(input.Item);
  checkOldOrNone(input.ReturnValues);
  checkNewSize(item);
  const condition = conditionOf(input);
  const table = openTable(input.TableName, context);
  const key = keyOfItem(item, table);
  const { before, ...more } = write(input, { table, key, condition, next: () => item }, context);
  return { Attributes: oldIf(input.ReturnValues, before), ...more };
};

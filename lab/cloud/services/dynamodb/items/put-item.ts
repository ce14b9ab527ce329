import type { Put } from "@aws-sdk/client-dynamodb";
import type { DynamoDb } from "../state.ts";
import { checkedItem } from "../values/check.ts";
import type { Action } from "./action.ts";
import { type ConditionInput, conditionOf } from "./expressions.ts";
import { checkNewSize } from "./item-size.ts";
import { keyOfItem } from "./keys.ts";
import { checkOldOrNone, oldIf } from "./return-values.ts";
import { write } from "./write.ts";

/** Makes an item, or replaces the whole of the one with its key. */
export const putItem: DynamoDb["PutItem"] = async (input, context) => {
  checkOldOrNone(input.ReturnValues);
  const { before, ...more } = await write(putting(input), input, context);
  return { Attributes: oldIf(input.ReturnValues, before), ...more };
};

type PutInput = Pick<Put, "TableName" | "Item" | "ReturnValuesOnConditionCheckFailure"> & ConditionInput;

export function putting(input: PutInput): Action {
  const item = checkedItem(input.Item ?? {});
  checkNewSize(item);
  return {
    TableName: input.TableName as string,
    key: (table) => keyOfItem(item, table),
    condition: conditionOf(input),
    onFailure: input.ReturnValuesOnConditionCheckFailure,
    next: () => item,
  };
}

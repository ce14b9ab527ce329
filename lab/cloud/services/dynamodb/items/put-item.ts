import type { Put } from "@aws-sdk/client-dynamodb";
import type { DynamoDb } from "../state.ts";
import type { Item } from "../values/attribute-value.ts";
import { checkedItem } from "../values/check.ts";
import type { Action } from "./action.ts";
import { type ConditionInput, conditionOf } from "./expressions.ts";
import { checkNewSize } from "./item-size.ts";
import { keyOfItem } from "./keys.ts";
import { checkOldOrNone, oldIf } from "./return-values.ts";
import { counted } from "./wording.ts";
import { write } from "./write.ts";

/** Makes an item, or replaces the whole of the one with its key. */
export const putItem: DynamoDb["PutItem"] = async (input, context) => {
  const action = counted(() => {
    checkOldOrNone(input.ReturnValues);
    return replacing(input);
  });
  checkNewSize(action.item);
  const { before, ...more } = await write(action, input, context);
  return { Attributes: oldIf(input.ReturnValues, before), ...more };
};

type PutInput = Pick<Put, "TableName" | "Item" | "ReturnValuesOnConditionCheckFailure"> & ConditionInput;

export function putting(input: PutInput): Action {
  const action = replacing(input);
  checkNewSize(action.item);
  return action;
}

function replacing(input: PutInput): Action & { readonly item: Item } {
  const item = checkedItem(input.Item ?? {});
  return {
    item,
    TableName: input.TableName as string,
    key: (table) => keyOfItem(item, table),
    condition: conditionOf(input),
    onFailure: input.ReturnValuesOnConditionCheckFailure,
    next: () => item,
  };
}

import type { Delete } from "@aws-sdk/client-dynamodb";
import type { DynamoDb } from "../state.ts";
import { checkedItem } from "../values/check.ts";
import type { Action } from "./action.ts";
import { type ConditionInput, conditionOf } from "./expressions.ts";
import { keyOf } from "./keys.ts";
import { checkOldOrNone, oldIf } from "./return-values.ts";
import { counted } from "./wording.ts";
import { write } from "./write.ts";

/** Removes an item; one that is not there is removed already. */
export const deleteItem: DynamoDb["DeleteItem"] = async (input, context) => {
  const action = counted(() => {
    checkOldOrNone(input.ReturnValues);
    return deleting(input);
  });
  const { before, ...more } = await write(action, input, context);
  return { Attributes: oldIf(input.ReturnValues, before), ...more };
};

type DeleteInput = Pick<Delete, "TableName" | "Key" | "ReturnValuesOnConditionCheckFailure"> & ConditionInput;

export function deleting(input: DeleteInput): Action {
  const given = checkedItem(input.Key ?? {});
  return {
    TableName: input.TableName as string,
    key: (table) => keyOf(given, table),
    condition: conditionOf(input),
    onFailure: input.ReturnValuesOnConditionCheckFailure,
    next: () => undefined,
  };
}

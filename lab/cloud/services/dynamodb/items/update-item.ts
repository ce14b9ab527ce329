import type { Update } from "@aws-sdk/client-dynamodb";
import { invalidParameters } from "../errors.ts";
import type { TableRecord } from "../records.ts";
import type { DynamoDb } from "../state.ts";
import { checkedItem } from "../values/check.ts";
import type { Action } from "./action.ts";
import { type ItemUpdate, type UpdateExpressions, updateOf } from "./expressions.ts";
import { checkUpdatedSize } from "./item-size.ts";
import { checkIndexKeys, keyOf, namesOf } from "./keys.ts";
import { updatedValues } from "./return-values.ts";
import { write } from "./write.ts";

/** Changes attributes of an item, or makes it. */
export const updateItem: DynamoDb["UpdateItem"] = (input, context) => {
  const { update, ...action } = updating(input);
  const { before, after, ...more } = write(action, input, context);
  return { Attributes: updatedValues(input.ReturnValues, update, before, after), ...more };
};

type UpdateInput = Pick<Update, "TableName" | "Key" | "ReturnValuesOnConditionCheckFailure"> & UpdateExpressions;

export function updating(input: UpdateInput): Action & { readonly update: ItemUpdate } {
  const given = checkedItem(input.Key ?? {});
  const { condition, update } = updateOf(input);
  return {
    TableName: input.TableName as string,
    key(table) {
      const key = keyOf(given, table);
      checkKeyStays(update, table);
      return key;
    },
    condition,
    onFailure: input.ReturnValuesOnConditionCheckFailure,
    next(before, table) {
      const after = update.apply(before ?? given);
      checkIndexKeys(after, table, update.names);
      checkUpdatedSize(after);
      return after;
    },
    update,
  };
}

function checkKeyStays({ names }: ItemUpdate, { key }: TableRecord): void {
  const changed = namesOf(key).find((name) => names.has(name));
  if (changed !== undefined)
    throw invalidParameters(`Cannot update attribute ${changed}. This attribute is part of the key`);
}

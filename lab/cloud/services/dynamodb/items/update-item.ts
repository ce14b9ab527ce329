import type { Update as UpdateMember } from "@aws-sdk/client-dynamodb";
import { invalidParameters } from "../errors.ts";
import type { Update } from "../expressions/updates.ts";
import type { TableRecord } from "../records.ts";
import type { DynamoDb } from "../state.ts";
import { checkedItem } from "../values/check.ts";
import type { Action } from "./action.ts";
import { type UpdateInput as Expressions, updateOf } from "./expressions.ts";
import { checkSizeOfUpdate, checkUpdatedSize } from "./item-size.ts";
import { checkIndexKeys, keyOf, namesOf } from "./keys.ts";
import { updatedValues } from "./return-values.ts";
import { checkKeysAreWhole } from "./whole-keys.ts";
import { counted } from "./wording.ts";
import { write } from "./write.ts";

/** Changes attributes of an item, or makes it. */
export const updateItem: DynamoDb["UpdateItem"] = async (input, context) => {
  const { update, ...action } = counted(() => updating(input));
  if (update) checkSizeOfUpdate(update);
  const { before, after, ...more } = await write(action, input, context);
  return { Attributes: updatedValues(input.ReturnValues, update, before, after), ...more };
};

type UpdateInput = Pick<UpdateMember, "TableName" | "Key" | "ReturnValuesOnConditionCheckFailure"> & Expressions;

export function updating(input: UpdateInput): Action & { readonly update: Update | undefined } {
  const given = checkedItem(input.Key ?? {});
  const { condition, update } = updateOf(input);
  const names = new Set(update?.paths.map(([name]) => name as string));
  return {
    TableName: input.TableName as string,
    key(table) {
      const key = keyOf(given, table);
      checkKeyStays(names, table);
      checkKeysAreWhole(update?.paths ?? [], table);
      return key;
    },
    condition,
    onFailure: input.ReturnValuesOnConditionCheckFailure,
    next(before, table) {
      const old = before ?? given;
      if (!update) return old;
      const { item } = update.apply(old);
      checkIndexKeys(item, table, names);
      checkUpdatedSize(item);
      return update.paths.some((path) => path.length > 1) ? checkedItem(item) : item;
    },
    update,
  };
}

/** An update can't change the key of its item. */
export function checkKeyStays(names: ReadonlySet<string>, { key }: TableRecord): void {
  const changed = namesOf(key).find((name) => names.has(name));
  if (changed !== undefined)
    throw invalidParameters(`Cannot update attribute ${changed}. This attribute is part of the key`);
}

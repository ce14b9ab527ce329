import type { Get, TransactGetItemsInput, TransactGetItemsOutput } from "@aws-sdk/client-dynamodb";
import { invalid } from "../errors.ts";
import type { DynamoDb, DynamoDbContext } from "../state.ts";
import { openTable } from "../tables/lookup.ts";
import type { Item } from "../values/attribute-value.ts";
import { checkedItem } from "../values/check.ts";
import { sizeOfItem } from "../values/sizes.ts";
import { forEachMember } from "./cancellation.ts";
import { Consumption, readUnits } from "./capacity.ts";
import { itemAt } from "./changes.ts";
import { projectionOf } from "./expressions.ts";
import { checkTransactionSize } from "./item-size.ts";
import { keyOf } from "./keys.ts";
import { inOlderWords } from "./wording.ts";

/** Reads up to 100 items of any tables at one moment. */
export const transactGetItems: DynamoDb["TransactGetItems"] = (input, context) => {
  const gets = input.TransactItems.map(({ Get }) => {
    const get = Get as Get;
    const project = projectionOf(get)?.apply;
    return { TableName: get.TableName as string, given: inOlderWords(() => checkedItem(get.Key ?? {})), project };
  });
  return readTogether(gets, input, context);
};

/** An item to be read. */
export interface Reading {
  readonly TableName: string;
  readonly given: Item;
  readonly project: ((item: Item) => Item) | undefined;
}

/** Reads items of any tables at one moment. */
export function readTogether(
  gets: readonly Reading[],
  input: Pick<TransactGetItemsInput, "ReturnConsumedCapacity">,
  context: DynamoDbContext,
): TransactGetItemsOutput {
  const opened = gets.map((get) => ({ ...get, table: openTable(get.TableName, context) }));
  const located = forEachMember(opened, (get) => ({ ...get, key: keyOf(get.given, get.table) }));
  const names = new Set(located.map(({ table, key }) => [table.id, ...key].join("\n")));
  if (names.size < located.length) throw invalid("Transaction request cannot include multiple operations on one item");
  const consumed = new Consumption("read");
  const items = forEachMember(located, ({ TableName, table, key }) => {
    const item = itemAt(table, key, context);
    consumed.takeRead(TableName, table, readUnits(item ? sizeOfItem(item) : 0, true), context);
    return item;
  });
  checkTransactionSize(items);
  const shown = items.map((item, i) => (item && located[i]?.project ? located[i].project(item) : item));
  return {
    Responses: shown.map((item) => (item ? { Item: { ...item } } : {})),
    ConsumedCapacity: consumed.answers(input.ReturnConsumedCapacity),
  };
}

import { checkFilterLacksKeys } from "../expressions/paths.ts";
import type { DynamoDb } from "../state.ts";
import { openIndex, openTable } from "../tables/lookup.ts";
import { answerPage, checkConsistency, throttlePage } from "./answer-page.ts";
import { queryOf } from "./expressions.ts";
import { checkStart, keyCondition, keyRange } from "./key-range.ts";
import { after, readPage } from "./read-range.ts";
import { checkSelect, selectionOf } from "./selection.ts";
import { checkedStart, startOf } from "./start-keys.ts";
import { checkKeysAreWhole } from "./whole-keys.ts";

/** Reads items of one partition, in the order of their sort keys. */
export const query: DynamoDb["Query"] = async (input, context) => {
  const { TableName, IndexName, Select, ExclusiveStartKey, Limit } = input;
  const start = checkedStart(ExclusiveStartKey);
  const { key, filter, projection } = queryOf(input);
  checkSelect(input, projection);
  const table = openTable(TableName, context);
  const index = IndexName === undefined ? undefined : openIndex(table, IndexName);
  checkConsistency(input, index);
  const schema = index?.key ?? table.key;
  const condition = keyCondition(key, table, index);
  const first = start && startOf(start, table, index, "Query");
  if (start) checkStart(start, condition, schema.partition);
  if (filter) checkFilterLacksKeys(filter.paths, schema, input.QueryFilter ? "QueryFilter" : "Filter Expression");
  checkKeysAreWhole([...(filter?.paths ?? []), ...(projection?.paths ?? [])], table);
  const { isCount, fetches, project } = selectionOf(Select, projection, table, index);
  const whole = { ...keyRange(condition, table, index), isReverse: input.ScanIndexForward === false };
  const range = first ? after(first, whole) : whole;
  const page = await readPage({ table, index, range, limit: Limit, fetches, filter: filter?.matches }, context.state);
  throttlePage(page, { input, table, index }, context);
  return answerPage(page, { input, table, index, isCount, project });
};

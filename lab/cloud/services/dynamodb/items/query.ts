import { invalid } from "../errors.ts";
import type { DynamoDb } from "../state.ts";
import { openIndex, openTable } from "../tables/lookup.ts";
import { answerPage, checkConsistency } from "./answer-page.ts";
import { filterOf, keyConditionsOf, projectionOf } from "./expressions.ts";
import { isWithin, keyRange } from "./key-range.ts";
import { after, readPage } from "./read-range.ts";
import { checkSelect, selectionOf } from "./selection.ts";
import { checkedStart, startOf } from "./start-keys.ts";

/** Reads items of one partition, in the order of their sort keys. */
export const query: DynamoDb["Query"] = async (input, context) => {
  const { TableName, IndexName, Select, ExclusiveStartKey, Limit } = input;
  const start = checkedStart(ExclusiveStartKey);
  if (!input.KeyConditions && input.KeyConditionExpression === undefined)
    throw invalid("Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.");
  const projection = projectionOf(input);
  checkSelect(Select, projection, IndexName !== undefined);
  const conditions = keyConditionsOf(input.KeyConditions, input.KeyConditionExpression);
  const filter = filterOf({ ...input, filter: input.QueryFilter });
  const table = openTable(TableName, context);
  const index = IndexName === undefined ? undefined : openIndex(table, IndexName);
  checkConsistency(input, index);
  const whole = { ...keyRange(conditions, table, index), isReverse: input.ScanIndexForward === false };
  const after1 = start && startOf(start, table, index);
  if (start && !isWithin(start, conditions, (index?.key ?? table.key).partition))
    throw invalid("The provided starting key is outside query boundaries based on provided conditions");
  const { isCount, fetches, project } = selectionOf(Select, projection, table, index);
  const range = after1 ? after(after1, whole) : whole;
  const page = await readPage({ table, index, range, limit: Limit, fetches, filter }, context.state);
  return answerPage(page, { input, table, index, isCount, project });
};

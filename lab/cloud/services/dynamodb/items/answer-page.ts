import type { QueryCommandOutput, ReturnConsumedCapacity } from "@aws-sdk/client-dynamodb";
import { invalid } from "../errors.ts";
import type { IndexRecord, TableRecord } from "../records.ts";
import type { DynamoDbContext } from "../state.ts";
import { throttle } from "../tables/throttle.ts";
import type { AttributeValue, Item } from "../values/attribute-value.ts";
import { Consumption, readUnits } from "./capacity.ts";
import { keyIn } from "./keys.ts";
import type { Page } from "./read-range.ts";

interface PageInput {
  readonly TableName: string;
  readonly ConsistentRead?: boolean;
  readonly ReturnConsumedCapacity?: ReturnConsumedCapacity;
}

interface Asked {
  readonly input: PageInput;
  readonly table: TableRecord;
  readonly index: IndexRecord | undefined;
  readonly isCount: boolean;
  readonly project: ((item: Item) => Item) | undefined;
}

/** A page as Query and Scan answer it. */
export function answerPage(page: Page, asked: Asked): Omit<QueryCommandOutput, "$metadata"> {
  const { input, table, index, isCount, project } = asked;
  const { items, scanned, last } = page;
  const shown = project ? items.map(project) : items;
  return {
    ...(!isCount && { Items: shown as Record<string, AttributeValue>[] }),
    Count: items.length,
    ScannedCount: scanned,
    ...(last && { LastEvaluatedKey: { ...keyIn(last, table.key, ...(index ? [index.key] : [])) } }),
    ConsumedCapacity: consumed(page, input, index).answer(input.ReturnConsumedCapacity),
  };
}

function consumed({ bytes, fetched }: Page, { TableName, ConsistentRead }: PageInput, index: IndexRecord | undefined) {
  const all = new Consumption();
  if (index) all.take(TableName, undefined, 0);
  all.take(TableName, index, readUnits(bytes, ConsistentRead));
  for (const size of fetched) all.take(TableName, undefined, readUnits(size, ConsistentRead));
  return all;
}

/** Takes what a page took to read. Throws when the table, or the index, has no more. */
export function throttlePage(
  { bytes, fetched }: Page,
  { input, table, index }: Pick<Asked, "input" | "table" | "index">,
  context: DynamoDbContext,
): void {
  throttle(table, index, "read", readUnits(bytes, input.ConsistentRead), context);
  for (const size of fetched) throttle(table, undefined, "read", readUnits(size, input.ConsistentRead), context);
}

/** A global index is always a little behind. */
export function checkConsistency({ ConsistentRead }: PageInput, index: IndexRecord | undefined): void {
  if (ConsistentRead && index?.kind === "global")
    throw invalid("Consistent reads are not supported on global secondary indexes");
}

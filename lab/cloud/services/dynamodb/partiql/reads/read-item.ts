import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { invalid } from "../../errors.ts";
import type { TableRecord } from "../../records.ts";
import type { Item } from "../../values/attribute-value.ts";
import type { SelectStatement } from "../grammar/statements.ts";
import { namedItem } from "../item-key.ts";
import type { Prepared } from "../prepared.ts";
import { columnsOf } from "./columns.ts";
import { KeyPlanner } from "./key-plan.ts";

/** The key of the one item that a SELECT in a batch or a transaction must name. Throws where it says less, or more. */
export function keyToRead(
  { statement: { where }, parameters }: Prepared<SelectStatement>,
  table: TableRecord,
  operation: "BatchExecuteStatement" | "ExecuteTransaction",
): Item {
  const { key, conflict, hasMore } = namedItem(where, table, parameters, true);
  if (key && conflict === undefined && !hasMore) return key;
  const planner = new KeyPlanner(table, table.key, parameters);
  // It says what is wrong with conditions on keys, if something is.
  if (where && planner.isKeyed(where)) planner.reads(where);
  throw keyMissing(operation);
}

export const keyMissing = (operation: "BatchExecuteStatement" | "ExecuteTransaction") =>
  invalid(`Select statements within ${operation} must specify the primary key in the where clause.`);

/** What a SELECT shows of an item. */
export function shown(item: Item, statement: SelectStatement, table: TableRecord): Record<string, AttributeValue> {
  const { project } = columnsOf(statement, table, undefined);
  return project ? { ...project(item) } : { ...item };
}

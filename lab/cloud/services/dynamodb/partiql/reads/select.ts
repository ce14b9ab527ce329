import type { ExecuteStatementInput, ExecuteStatementOutput } from "@aws-sdk/client-dynamodb";
import type { Range } from "../../../../store/collection.ts";
import { invalid, invalidParameters } from "../../errors.ts";
import { answerPage, throttlePage } from "../../items/answer-page.ts";
import { projectedNames } from "../../items/projected.ts";
import { placeOf } from "../../items/read-range.ts";
import type { IndexRecord, TableRecord } from "../../records.ts";
import type { DynamoDbContext } from "../../state.ts";
import { openTable } from "../../tables/lookup.ts";
import { partitionHash } from "../../values/keys.ts";
import type { SelectStatement } from "../grammar/statements.ts";
import type { Prepared } from "../prepared.ts";
import { columnsOf } from "./columns.ts";
import { KeyPlanner, type KeyRead } from "./key-plan.ts";
import { sealed } from "./next-token.ts";
import { inOrder } from "./order.ts";
import { readParts } from "./parts.ts";
import { storedRange } from "./sort-ranges.ts";

/** Runs a SELECT: a query where its WHERE tells the partitions, otherwise a scan. */
export async function select(
  { statement, parameters, condition }: Prepared<SelectStatement>,
  input: ExecuteStatementInput,
  context: DynamoDbContext,
): Promise<ExecuteStatementOutput> {
  const table = openTable(statement.table, context);
  const index = indexOf(statement, table);
  if (input.ConsistentRead && index?.kind === "global") {
    throw invalid("Strongly consistent read is not supported on Global Secondary Indexes");
  }
  const key = index?.key ?? table.key;
  const planner = new KeyPlanner(table, key, parameters);
  const { where } = statement;
  const isKeyed = where !== undefined && planner.isKeyed(where);
  const { reads, isReverse } = inOrder(isKeyed ? planner.reads(where) : undefined, statement, key);
  const { project, fetches } = columnsOf(statement, table, index);
  if (isKeyed && index) checkFilter(planner.filters(where), index, table);
  const ranges = reads?.map((read) => rangeOf(read, placeOf(table, index))) ?? [{ under: placeOf(table, index) }];
  const reading = { table, index, isReverse, fetches, filter: condition?.matches };
  const { page, next } = await readParts(ranges, reading, input, context);
  const asked = { input: { ...input, TableName: statement.table }, table, index, isCount: false, project };
  throttlePage(page, asked, context);
  const { Items, LastEvaluatedKey, ConsumedCapacity } = answerPage(page, asked);
  return {
    Items: Items ?? [],
    ...(next && { NextToken: sealed(next, input) }),
    ...(LastEvaluatedKey && { LastEvaluatedKey }),
    ConsumedCapacity,
  };
}

/** The index that a SELECT reads, if any. Throws for those that it can't. */
export function indexOf({ index: name }: SelectStatement, table: TableRecord): IndexRecord | undefined {
  if (name === undefined) return undefined;
  const index = table.indexes.find((one) => one.name === name);
  if (!index) throw invalid("The table does not have the specified index");
  if (index.key.partition.length > 1 || index.key.sort.length > 1) {
    throw invalid(
      "PartiQL statements cannot be executed on tables with multi-attribute HASH keys or multi-attribute RANGE keys.",
    );
  }
  return index;
}

/**
 * A query of an index can't ask for what that has not; a scan finds nothing there. Of several reads all must ask for such
 * attributes; the last one's are named.
 */
function checkFilter(filters: readonly (readonly string[])[], index: IndexRecord, table: TableRecord): void {
  const projected = projectedNames(index, table);
  if (!projected) return;
  const missing = filters.map((names) => names.filter((name) => !projected.has(name)));
  if (missing.length === 0 || missing.some((names) => names.length === 0)) return;
  throw invalidParameters(
    `Secondary index ${index.name} does not project one or more filter attributes: [${missing.at(-1)?.join(", ")}]`,
  );
}

function rangeOf({ partition, range }: KeyRead, place: readonly string[]): Range {
  return storedRange(range, [...place, partitionHash([partition])]);
}

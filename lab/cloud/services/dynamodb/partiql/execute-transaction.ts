import type {
  ExecuteTransactionInput,
  ExecuteTransactionOutput,
  ParameterizedStatement,
} from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../errors.ts";
import { invalid } from "../errors.ts";
import type { Action } from "../items/action.ts";
import { forEachMember } from "../items/cancellation.ts";
import { keyOf, mismatch } from "../items/keys.ts";
import { readTogether } from "../items/transact-get-items.ts";
import { type Member, writeTogether } from "../items/transact-write-items.ts";
import type { TableRecord } from "../records.ts";
import type { DynamoDb, DynamoDbContext } from "../state.ts";
import { findTable, openTable, tableNameOf } from "../tables/lookup.ts";
import type { Item } from "../values/attribute-value.ts";
import { actionOf } from "./actions.ts";
import { KeyFault } from "./errors.ts";
import type { ExistsStatement, SelectStatement } from "./grammar/statements.ts";
import { namedItem } from "./item-key.ts";
import { checkedParameters, isOf, type Prepared, prepare } from "./prepared.ts";
import { columnsOf } from "./reads/columns.ts";
import { keyToRead } from "./reads/read-item.ts";

/** Runs up to 100 statements together: reads at one moment, or writes that are done all or not at all. */
export const executeTransaction: DynamoDb["ExecuteTransaction"] = (input, context) => {
  const requests = input.TransactStatements as ParameterizedStatement[];
  for (const { Parameters } of requests) checkedParameters(Parameters);
  const prepared = numbered(requests, prepare);
  const reads = prepared.filter((one) => isOf(one, "select"));
  if (reads.length === 0) return write(prepared, requests, input, context);
  if (reads.length < prepared.length) {
    throw invalid("ExecuteTransaction API does not support both read and write operations in the same request.");
  }
  return read(reads, input, context);
};

function read(
  all: readonly Prepared<SelectStatement>[],
  input: ExecuteTransactionInput,
  context: DynamoDbContext,
): ExecuteTransactionOutput {
  const keys = numbered(all, (one) => {
    const table = tableOf(one, context);
    if (table && one.statement.index !== undefined) {
      throw invalid("Reads on indices are not supported within transactions.");
    }
    return table && keyToRead(one, table, "ExecuteTransaction");
  });
  const gets = forEachMember([...all.entries()], ([i, { statement }]) => {
    const table = openTable(statement.table, context);
    return { TableName: statement.table, given: keys[i] as Item, ...columnsOf(statement, table, undefined) };
  });
  return readTogether(gets, input, context);
}

function write(
  all: readonly Prepared[],
  requests: readonly ParameterizedStatement[],
  input: ExecuteTransactionInput,
  context: DynamoDbContext,
): ExecuteTransactionOutput {
  const members = numbered(all, (one, i) => {
    const table = tableOf(one, context);
    if (table) checkMember(one, table);
    return memberOf(one, requests[i]?.ReturnValuesOnConditionCheckFailure);
  });
  forEachMember(members, ({ action }) => openTable(action.TableName, context));
  return { Responses: [], ...writeTogether(members, { ...input, request: requests }, context) };
}

/** What a statement can't say in a transaction. */
function checkMember(prepared: Prepared, table: TableRecord): void {
  if (isOf(prepared, "update", "delete") && prepared.statement.returning !== undefined) {
    throw invalid("RETURNING clause is not supported in ExecuteTransaction.");
  }
  if (!isOf(prepared, "exists")) return;
  const { statement, parameters } = prepared;
  if (statement.index !== undefined) throw invalid("Operations on indices are not supported in transactions");
  const { key, hasMore } = namedItem(statement.where, table, parameters, false);
  if (!key || !hasMore) throw invalid("EXISTS() must contain a single item read with additional condition");
}

function memberOf(
  prepared: Prepared,
  onFailure: ParameterizedStatement["ReturnValuesOnConditionCheckFailure"],
): Member {
  if (isOf(prepared, "exists")) return { action: checking(prepared, onFailure), isCheck: true };
  if (!isOf(prepared, "insert", "update", "delete")) throw invalid("Unsupported operation in transaction.");
  const action = actionOf(prepared, onFailure);
  return { action: { ...action, key: (table) => keyOrMismatch(action, table) }, isCheck: false };
}

/** A transaction does not say what is missing. */
function keyOrMismatch({ key }: Action, table: TableRecord) {
  try {
    return key(table);
  } catch (error) {
    throw error instanceof KeyFault ? mismatch() : error;
  }
}

function checking(
  { statement, parameters, condition }: Prepared<ExistsStatement>,
  onFailure: Action["onFailure"],
): Action {
  return {
    TableName: statement.table,
    key: (table) => keyOf(namedItem(statement.where, table, parameters, false).key ?? {}, table),
    condition,
    onFailure,
    next: (before) => before,
  };
}

/** The table of a statement, if there is one. That there is none is a reason to cancel, and comes later. */
function tableOf({ statement }: Prepared, context: DynamoDbContext): TableRecord | undefined {
  return findTable(tableNameOf(statement.table, context), context.state);
}

/** Does something for each statement. What is wrong with one is said with its number. */
function numbered<T, R>(all: readonly T[], run: (one: T, i: number) => R): R[] {
  return all.map((one, i) => {
    try {
      return run(one, i);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      throw invalid(`Validation failed in TransactStatements[${i}]: ${error.message}`);
    }
  });
}

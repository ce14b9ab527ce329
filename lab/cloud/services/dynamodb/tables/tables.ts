import { stillInUse } from "../errors.ts";
import type { DynamoDb } from "../state.ts";
import { described, shownNumbers } from "./description.ts";
import { changeableTable, describedTable } from "./lookup.ts";
import { checkUnprotected, removeTable } from "./removal.ts";

const PAGE = 100;

export const describeTable: DynamoDb["DescribeTable"] = ({ TableName }, context) => ({
  Table: described(describedTable(TableName, context), context),
});

export const listTables: DynamoDb["ListTables"] = ({ ExclusiveStartTableName, Limit = PAGE }, context) => {
  const { state, account, region } = context;
  const after = ExclusiveStartTableName === undefined ? {} : { after: [account, region, ExclusiveStartTableName] };
  const keys = [...state.tables.keys({ under: [account, region], ...after, limit: Limit + 1 })];
  const TableNames = keys.slice(0, Limit).map(([, , name]) => String(name));
  const last = keys.length > Limit ? TableNames.at(-1) : undefined;
  return { TableNames, ...(last !== undefined && { LastEvaluatedTableName: last }) };
};

/** Removes a table at once; what it held goes in the background. */
export const deleteTable: DynamoDb["DeleteTable"] = ({ TableName }, context) => {
  return context.cloud.store.write(() => {
    const table = changeableTable(TableName, context);
    checkUnprotected(table);
    if (table.indexes.some(({ isBackfilling, isDeleting }) => isBackfilling || isDeleting))
      throw stillInUse("Cannot delete table while indexes are being created, updated, or deleted.");
    if (context.state.copies.has(table.id)) throw stillInUse(`Table is being backed up: ${table.name}`);
    const TableDescription = shownNumbers(table, context, "DELETING");
    removeTable(table, context);
    return { TableDescription };
  });
};

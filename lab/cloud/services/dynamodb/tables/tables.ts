import { inUse, invalid } from "../errors.ts";
import type { DynamoDb } from "../state.ts";
import { disableStream } from "../streams/switching.ts";
import { described, shownNumbers } from "./description.ts";
import { describedTable } from "./lookup.ts";

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
  const { cloud, state } = context;
  return cloud.store.write(() => {
    const table = describedTable(TableName, context);
    const { account, region, name } = table;
    if (table.isProtected)
      throw invalid(
        "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.",
      );
    if (table.indexes.some(({ isBackfilling, isDeleting }) => isBackfilling || isDeleting))
      throw inUse(`Attempt to change a resource which is still in use: Table is being updated: ${name}`);
    const TableDescription = shownNumbers(table, context, "DELETING");
    disableStream(table, { cloud, streams: state.streams });
    state.tables.delete(account, region, name);
    state.tags.delete(account, region, name);
    state.work.begin({ kind: "remove", account, region, id: table.id });
    return { TableDescription };
  });
};

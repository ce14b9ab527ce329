import { invalid, stillInUse } from "../errors.ts";
import type { DynamoDb } from "../state.ts";
import { disableStream } from "../streams/switching.ts";
import { described, shownNumbers } from "./description.ts";
import { changeableTable, describedTable } from "./lookup.ts";
import { leave } from "./replicas.ts";

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
    const table = changeableTable(TableName, context);
    const { account, region, name } = table;
    if (table.isProtected)
      throw invalid(
        "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.",
      );
    if (table.indexes.some(({ isBackfilling, isDeleting }) => isBackfilling || isDeleting))
      throw stillInUse("Cannot delete table while indexes are being created, updated, or deleted.");
    const TableDescription = shownNumbers(table, context, "DELETING");
    leave(table, state);
    disableStream(table, { cloud, streams: state.streams });
    state.tables.delete(account, region, name);
    state.tags.delete(account, region, name);
    for (const settings of [state.policies, state.insights])
      for (const key of [...settings.keys({ under: [account, region, name] })]) settings.delete(...key);
    state.buckets.forget(`${table.id}/`);
    state.work.begin({ kind: "remove what a table held", account, region, table: name, id: table.id });
    return { TableDescription };
  });
};

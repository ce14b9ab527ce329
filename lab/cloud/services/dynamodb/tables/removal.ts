import { invalid } from "../errors.ts";
import type { TableRecord } from "../records.ts";
import type { DynamoDbContext } from "../state.ts";
import { disableStream } from "../streams/switching.ts";
import { leaveGlobalTable } from "./legacy-global-tables.ts";
import { leave } from "./replicas.ts";

/** Removes a table and its settings at once; what it held goes in the background. Only inside `store.write`. */
export function removeTable(table: TableRecord, { cloud, state }: DynamoDbContext): void {
  const { account, region, name, id } = table;
  leave(table, state);
  leaveGlobalTable(table, state);
  disableStream(table, { cloud, streams: state.streams });
  state.tables.delete(account, region, name);
  state.tags.delete(account, region, name);
  for (const settings of [state.policies, state.insights])
    for (const key of [...settings.keys({ under: [account, region, name] })]) settings.delete(...key);
  state.buckets.forget(`${id}/`);
  state.work.begin({ kind: "remove what a table held", account, region, table: name, id });
}

/** Throws DynamoDB's error for a table that must not be removed. */
export function checkUnprotected({ isProtected }: TableRecord): void {
  if (isProtected)
    throw invalid(
      "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.",
    );
}

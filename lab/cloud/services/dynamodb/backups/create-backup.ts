import { randomUUID } from "node:crypto";
import { AwsError } from "../../../errors.ts";
import { type JobPlace, schedule } from "../jobs/jobs.ts";
import type { BackupRecord, TableRecord } from "../records.ts";
import type { DynamoDb, DynamoDbContext, DynamoDbState } from "../state.ts";
import { findTable, tableNameOf } from "../tables/lookup.ts";
import { copyItems } from "./copy.ts";
import { datedId } from "./dated-id.ts";
import { detailsOf } from "./description.ts";
import { forgetHistory, present } from "./history.ts";

/** Keeps a table as it is now. Its items are copied after the answer, as they were at this moment. */
export const createBackup: DynamoDb["CreateBackup"] = ({ TableName, BackupName }, context) => {
  const { cloud, state } = context;
  const table = tableToCopy(TableName, context);
  const created = cloud.clock.now();
  const { account, region, id } = table;
  const backup: BackupRecord = {
    id: datedId(created),
    name: BackupName,
    type: "USER",
    status: "CREATING",
    created,
    table,
    counts: state.counts.get(account, region, id) ?? { items: 0, bytes: 0 },
    items: randomUUID(),
    moment: present(cloud),
  };
  state.copies.begin(id, backup.id);
  cloud.store.write(() => state.backups.put([account, region, backup.id], backup));
  schedule("backup", [account, region, backup.id], cloud);
  return { BackupDetails: detailsOf(backup) };
};

/** Copies the items of a table into its backup, as they were when it was asked for. */
export async function fillBackup(names: readonly string[], place: JobPlace): Promise<void> {
  const { cloud, state } = place;
  const [account = "", region = "", id = ""] = names;
  const backup = state.backups.get(account, region, id);
  if (backup?.status !== "CREATING") return;
  const { table, items } = backup;
  await copyItems(
    table,
    backup.moment,
    (key, text) => {
      if (text === undefined) state.items.delete(account, region, items, ...key);
      else state.items.put([account, region, items, ...key], text);
    },
    place,
  );
  cloud.store.write(() => state.backups.put([account, region, id], { ...backup, status: "AVAILABLE" }));
  state.copies.end(table.id, id);
  if (!isHistoryWanted(table, state)) await forgetHistory(table, place);
}

function isHistoryWanted(table: TableRecord, state: DynamoDbState): boolean {
  return state.copies.has(table.id) || findTable(table, state)?.recovery !== undefined;
}

/** The table of a request about backups. These have an error of their own. */
export function tableToCopy(name: string, context: DynamoDbContext): TableRecord {
  const found = tableNameOf(name, context);
  const table = findTable(found, context.state);
  if (!table) throw new AwsError("TableNotFoundException", `Table not found: ${found.name}`);
  return table;
}

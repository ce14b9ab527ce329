import { randomUUID } from "node:crypto";
import type { RestoreTableFromBackupInput, RestoreTableToPointInTimeInput } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../errors.ts";
import { invalid } from "../errors.ts";
import { apply, itemAt } from "../items/changes.ts";
import { readItem } from "../items/stored-item.ts";
import { type JobPlace, schedule } from "../jobs/jobs.ts";
import type { IndexRecord, TableRecord } from "../records.ts";
import type { DynamoDb, DynamoDbContext } from "../state.ts";
import { described } from "../tables/description.ts";
import { arnOf } from "../tables/lookup.ts";
import type { StoredKey } from "../values/keys.ts";
import { openBackup } from "./backups.ts";
import { copyAll, copyItems } from "./copy.ts";
import { tableToCopy } from "./create-backup.ts";
import { arnOfBackup } from "./description.ts";
import { openRecovery } from "./recovery.ts";

type Overrides = Omit<RestoreTableFromBackupInput, "BackupArn" | "TargetTableName"> & {
  readonly TargetTableName: string;
};

/** Makes a table of a backup. It is there when its items are. */
export const restoreTableFromBackup: DynamoDb["RestoreTableFromBackup"] = (input, context) => {
  const backup = openBackup(input.BackupArn, context);
  if (backup.status === "CREATING") throw new AwsError("BackupInUseException", "Backup is being created.");
  const restored = {
    from: arnOf(backup.table),
    backup: arnOfBackup(backup),
    moment: backup.created,
  };
  return begin({ ...restoredTable(backup.table, input, context), restored, isFilling: true }, context);
};

/** Makes a table of another one, as that was at a moment. */
export const restoreTableToPointInTime: DynamoDb["RestoreTableToPointInTime"] = (input, context) => {
  const table = tableToCopy(sourceOf(input), context);
  const range = openRecovery(table, context.cloud.clock.now());
  const moment = input.UseLatestRestorableTime ? range.latest : input.RestoreDateTime?.getTime();
  if (moment === undefined) throw invalid("RestoreDateTime or UseLatestRestorableTime must be given");
  // Seconds are as fine as it gets: the first one has begun before the table could be restored.
  if (moment < Math.floor(range.earliest / 1000) * 1000 || moment > range.latest)
    throw new AwsError("InvalidRestoreTimeException", "The restore time is out of range");
  const restored = { from: arnOf(table), moment };
  return begin({ ...restoredTable(table, input, context), restored, isFilling: true }, context);
};

function sourceOf({ SourceTableArn, SourceTableName }: RestoreTableToPointInTimeInput): string {
  const source = SourceTableArn ?? SourceTableName;
  if (source === undefined) throw invalid("SourceTableArn or SourceTableName must be given");
  return source;
}

function begin(table: TableRecord, context: DynamoDbContext) {
  const { cloud, state } = context;
  const { account, region, name } = table;
  cloud.store.write(() => state.tables.put([account, region, name], table));
  schedule("restore", [account, region, name], cloud);
  return { TableDescription: described(table, context, "CREATING") };
}

/** Tags, time to live, the stream, protection and the recovery of the source are not restored, as on AWS. */
function restoredTable(source: TableRecord, input: Overrides, context: DynamoDbContext): TableRecord {
  const { state, account, region, cloud } = context;
  const { TargetTableName: name, BillingModeOverride, ProvisionedThroughputOverride: throughput } = input;
  if (state.tables.has(account, region, name))
    throw new AwsError("TableAlreadyExistsException", `Table already exists: ${name}`);
  const { attributes, key, billing, tableClass, encryption, onDemand } = source;
  const ofMode = BillingModeOverride ?? billing;
  return {
    name,
    account,
    region,
    id: randomUUID(),
    created: cloud.clock.now(),
    attributes,
    key,
    indexes: indexesOf(source, input),
    billing: ofMode,
    throughput: throughput
      ? { read: throughput.ReadCapacityUnits ?? 0, write: throughput.WriteCapacityUnits ?? 0 }
      : ofMode === billing
        ? source.throughput
        : { read: 0, write: 0 },
    ...(tableClass && { tableClass }),
    ...(encryption && { encryption }),
    ...((input.OnDemandThroughputOverride ?? onDemand) && { onDemand: input.OnDemandThroughputOverride ?? onDemand }),
  } as TableRecord;
}

/** The source's indexes, or those of them that the request names. */
function indexesOf({ indexes }: TableRecord, input: Overrides): IndexRecord[] {
  const named = { global: input.GlobalSecondaryIndexOverride, local: input.LocalSecondaryIndexOverride };
  for (const { IndexName } of [...(named.global ?? []), ...(named.local ?? [])])
    if (!indexes.some(({ name }) => name === IndexName))
      throw invalid(`One or more parameter values were invalid: The index ${IndexName} is not in the source table`);
  return indexes
    .filter(({ kind, name }) => named[kind]?.some(({ IndexName }) => IndexName === name) ?? true)
    .map(({ isBackfilling: _, ...index }) => index);
}

/** Fills a table that is being restored. */
export async function fillTable(names: readonly string[], place: JobPlace): Promise<void> {
  const { cloud, state } = place;
  const [account = "", region = "", name = ""] = names;
  const table = state.tables.get(account, region, name);
  if (!table?.restored || !table.isFilling) return;
  const { backup, moment, from } = table.restored;
  const take = (key: StoredKey, text: string | undefined) => {
    const after = text === undefined ? undefined : readItem(text);
    apply({ table, key, before: itemAt(table, key, place), after }, place);
  };
  if (backup !== undefined) {
    const { table: source, items } = openBackup(backup, place);
    await copyAll({ ...source, id: items }, take, place);
  } else {
    const source = tableToCopy(from, { ...place, account, region } as DynamoDbContext);
    // What happened in the moment's millisecond belongs to it.
    await copyItems(source, [moment, Number.MAX_SAFE_INTEGER], take, place);
  }
  const { isFilling: _, ...filled } = table;
  cloud.store.write(() => state.tables.put([account, region, name], filled));
}

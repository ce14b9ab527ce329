import { AwsError } from "../../../errors.ts";
import type { BackupRecord } from "../records.ts";
import type { DynamoDb, DynamoDbContext } from "../state.ts";
import { tableNameOf } from "../tables/lookup.ts";
import { arnOfBackup, descriptionOfBackup, summaryOfBackup } from "./description.ts";

const ARN = /^arn:aws[a-z-]*:dynamodb:([^:]+):(\d{12}):table\/[^/]+\/backup\/([^/]+)$/;

export const describeBackup: DynamoDb["DescribeBackup"] = ({ BackupArn }, context) => ({
  BackupDescription: descriptionOfBackup(openBackup(BackupArn, context)),
});

export const deleteBackup: DynamoDb["DeleteBackup"] = ({ BackupArn }, context) => {
  const { cloud, state } = context;
  const backup = openBackup(BackupArn, context);
  if (backup.status === "CREATING") throw new AwsError("BackupInUseException", "Backup is being created.");
  const { account, region } = backup.table;
  cloud.store.write(() => {
    state.backups.delete(account, region, backup.id);
    state.work.begin({ kind: "remove what a table held", account, region, table: backup.table.name, id: backup.items });
  });
  return { BackupDescription: descriptionOfBackup(backup, "DELETED") };
};

/** The backups of a table, or of all; the oldest first. */
export const listBackups: DynamoDb["ListBackups"] = (input, { state, account, region }) => {
  const { Limit = 100, ExclusiveStartBackupArn: start, BackupType = "USER", TableName } = input;
  const name = TableName && tableNameOf(TableName, { account, region }).name;
  const from = input.TimeRangeLowerBound?.getTime() ?? 0;
  const until = input.TimeRangeUpperBound?.getTime() ?? Number.POSITIVE_INFINITY;
  const after = start === undefined ? {} : { after: [account, region, ARN.exec(start)?.[3] ?? ""] };
  const wanted = [...state.backups.values({ under: [account, region], ...after })].filter(
    ({ table, created, type }) =>
      (!name || table.name === name) &&
      created >= from &&
      created < until &&
      (BackupType === "ALL" || type === BackupType),
  );
  const page = wanted.slice(0, Limit);
  const last = wanted.length > Limit ? page.at(-1) : undefined;
  return {
    BackupSummaries: page.map((backup) => summaryOfBackup(backup)),
    ...(last && { LastEvaluatedBackupArn: arnOfBackup(last) }),
  };
};

/** A backup by its ARN. Throws DynamoDB's error where there is none. */
export function openBackup(arn: string, { state }: Pick<DynamoDbContext, "state">): BackupRecord {
  const [, region = "", account = "", id = ""] = ARN.exec(arn) ?? [];
  const backup = state.backups.get(account, region, id);
  if (!backup || arnOfBackup(backup) !== arn) throw new AwsError("BackupNotFoundException", `Backup not found: ${arn}`);
  return backup;
}

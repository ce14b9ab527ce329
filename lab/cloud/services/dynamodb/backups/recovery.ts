import type { ContinuousBackupsDescription } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../errors.ts";
import { cancel, isScheduled, schedule } from "../jobs/jobs.ts";
import type { TableRecord } from "../records.ts";
import type { DynamoDb } from "../state.ts";
import { tableToCopy } from "./create-backup.ts";

const DAY = 86_400_000;
const MOST_DAYS = 35;

/** Begins to keep what is needed to restore a table to any moment, or ends it and forgets it. */
export const updateContinuousBackups: DynamoDb["UpdateContinuousBackups"] = (input, context) => {
  const { cloud, state } = context;
  const { PointInTimeRecoveryEnabled: isEnabled, RecoveryPeriodInDays } = input.PointInTimeRecoverySpecification;
  const table = tableToCopy(input.TableName, context);
  const { recovery, ...rest } = table;
  const names = [table.account, table.region, table.name];
  const now = cloud.clock.now();
  const days = RecoveryPeriodInDays ?? recovery?.days ?? MOST_DAYS;
  const changed: TableRecord = isEnabled ? { ...rest, recovery: { since: recovery?.since ?? now, days } } : rest;
  cloud.store.write(() => {
    state.tables.put([table.account, table.region, table.name], changed);
  });
  if (!isEnabled) {
    cancel("history", names, cloud);
    schedule("forgetting", [table.account, table.region, table.id], cloud);
  } else if (!isScheduled("history", names, cloud)) schedule("history", names, cloud, now + DAY);
  return { ContinuousBackupsDescription: descriptionOf(changed, now) };
};

export const describeContinuousBackups: DynamoDb["DescribeContinuousBackups"] = ({ TableName }, context) => ({
  ContinuousBackupsDescription: descriptionOf(tableToCopy(TableName, context), context.cloud.clock.now()),
});

/**
 * Between which moments a table can be restored. On AWS the later one lies some minutes back; here it is the present, so that nobody
 * has to wait.
 */
function restorable({ recovery }: TableRecord, now: number): { earliest: number; latest: number } | undefined {
  return recovery && { earliest: Math.max(recovery.since, now - recovery.days * DAY), latest: now };
}

/** The same of a table that must be one that can be. Throws DynamoDB's error. */
export function openRecovery(table: TableRecord, now: number): { earliest: number; latest: number } {
  const range = restorable(table, now);
  if (range) return range;
  throw new AwsError(
    "PointInTimeRecoveryUnavailableException",
    `Point in time recovery is not enabled for table '${table.name}'`,
  );
}

function descriptionOf(table: TableRecord, now: number): ContinuousBackupsDescription {
  const range = restorable(table, now);
  return {
    ContinuousBackupsStatus: "ENABLED",
    PointInTimeRecoveryDescription: {
      PointInTimeRecoveryStatus: range ? "ENABLED" : "DISABLED",
      ...(range && {
        RecoveryPeriodInDays: table.recovery?.days ?? MOST_DAYS,
        EarliestRestorableDateTime: new Date(range.earliest),
        LatestRestorableDateTime: new Date(range.latest),
      }),
    },
  };
}

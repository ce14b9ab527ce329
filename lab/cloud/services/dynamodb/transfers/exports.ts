import { randomUUID } from "node:crypto";
import type { ExportDescription, ExportTableToPointInTimeInput } from "@aws-sdk/client-dynamodb";
import { calledVia } from "../../../auth/caller.ts";
import { AwsError } from "../../../errors.ts";
import { tableToCopy } from "../backups/create-backup.ts";
import { datedId } from "../backups/dated-id.ts";
import { openRecovery } from "../backups/recovery.ts";
import { invalid } from "../errors.ts";
import { schedule } from "../jobs/jobs.ts";
import type { ExportRecord, TableRecord } from "../records.ts";
import type { DynamoDb, DynamoDbContext } from "../state.ts";
import { arnOf, tableNameOf } from "../tables/lookup.ts";
import { arnOfTransfer } from "./transfers.ts";

const MINUTE = 60_000;

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport.HowItWorks.html */
const SHORTEST_INCREMENT = 15 * MINUTE;
const LONGEST_INCREMENT = 24 * 60 * MINUTE;

/** AWS's words of ExportConflictException, whatever the conflict is. */
const CONFLICT = "There was a conflict when writing to the specified S3 bucket.";

/** Writes a table, as it was at a moment, or what changed in it, to a bucket. The files come after the answer. */
export const exportTableToPointInTime: DynamoDb["ExportTableToPointInTime"] = (input, context) => {
  const { cloud, state } = context;
  const table = tableToCopy(input.TableArn, context);
  const before = state.exports.asked(context, input, () => new AwsError("ExportConflictException", CONFLICT));
  if (before) return { ExportDescription: descriptionOfExport(before) };
  const { S3Bucket: bucket, S3BucketOwner: owner, S3Prefix: prefix, S3SseAlgorithm: algorithm } = input;
  const started = cloud.clock.now();
  const record: ExportRecord = {
    id: datedId(started),
    table,
    status: "IN_PROGRESS",
    ...timesOf(input, table, context),
    started,
    bucket,
    format: input.ExportFormat ?? "DYNAMODB_JSON",
    ...(owner && { owner }),
    ...(prefix && { prefix }),
    ...(algorithm && {
      encryption: { algorithm, ...(input.S3SseKmsKeyId && { key: input.S3SseKmsKeyId }) },
    }),
    token: input.ClientToken ?? randomUUID(),
    caller: calledVia(context.caller, "dynamodb.amazonaws.com"),
  };
  const key = cloud.store.write(() => state.exports.add(record, input));
  schedule("export", key, cloud);
  return { ExportDescription: descriptionOfExport(record) };
};

export const describeExport: DynamoDb["DescribeExport"] = ({ ExportArn }, { state }) => {
  const record = state.exports.find(ExportArn);
  if (!record) throw new AwsError("ExportNotFoundException", `Export not found: ${ExportArn}`);
  return { ExportDescription: descriptionOfExport(record) };
};

export const listExports: DynamoDb["ListExports"] = ({ TableArn, MaxResults = 25, NextToken }, context) => {
  const { state, account, region } = context;
  const table = TableArn ? [tableNameOf(TableArn, context).name] : [];
  const { page, next } = state.exports.page([account, region, ...table], { size: MaxResults, token: NextToken });
  return {
    ExportSummaries: page.map((record) => {
      const { ExportArn, ExportStatus, ExportType } = descriptionOfExport(record);
      return { ExportArn, ExportStatus, ExportType };
    }),
    ...(next !== undefined && { NextToken: next }),
  };
};

function timesOf(
  input: ExportTableToPointInTimeInput,
  table: TableRecord,
  { cloud }: DynamoDbContext,
): Pick<ExportRecord, "moment" | "since"> {
  const range = openRecovery(table, cloud.clock.now());
  const within = (moment: number) => {
    // The clients send whole seconds.
    if (moment < Math.floor(range.earliest / 1000) * 1000 || moment > range.latest)
      throw new AwsError(
        "InvalidExportTimeException",
        "The export time is outside of the point in time recovery window",
      );
    return moment;
  };
  if (input.ExportType !== "INCREMENTAL_EXPORT") return { moment: within(input.ExportTime?.getTime() ?? range.latest) };
  const {
    ExportFromTime,
    ExportToTime,
    ExportViewType = "NEW_AND_OLD_IMAGES",
  } = input.IncrementalExportSpecification ?? {};
  if (!ExportFromTime) throw invalid("ExportFromTime is required for an incremental export");
  const from = within(ExportFromTime.getTime());
  const moment = within(ExportToTime?.getTime() ?? range.latest);
  if (moment - from < SHORTEST_INCREMENT || moment - from > LONGEST_INCREMENT)
    throw new AwsError("InvalidExportTimeException", "An incremental export covers 15 minutes to 24 hours");
  return { moment, since: { from, view: ExportViewType } };
}

export function descriptionOfExport(record: ExportRecord): ExportDescription {
  const { table, status, moment, since, started, ended, written, failure, encryption } = record;
  return {
    ExportArn: arnOfTransfer("export", record),
    ExportStatus: status,
    StartTime: new Date(started),
    ...(ended !== undefined && { EndTime: new Date(ended) }),
    ...(written && { ExportManifest: `${folderOf(record)}/manifest-summary.json` }),
    TableArn: arnOf(table),
    TableId: table.id,
    ...(!since && { ExportTime: new Date(moment) }),
    ClientToken: record.token,
    S3Bucket: record.bucket,
    ...(record.owner && { S3BucketOwner: record.owner }),
    ...(record.prefix && { S3Prefix: record.prefix }),
    S3SseAlgorithm: encryption?.algorithm ?? "AES256",
    ...(encryption?.key && { S3SseKmsKeyId: encryption.key }),
    ...(failure && { FailureCode: failure.code, FailureMessage: failure.message }),
    ExportFormat: record.format,
    ...(written && { BilledSizeBytes: written.bytes, ItemCount: written.items }),
    ExportType: since ? "INCREMENTAL_EXPORT" : "FULL_EXPORT",
    ...(since && {
      IncrementalExportSpecification: {
        ExportFromTime: new Date(since.from),
        ExportToTime: new Date(moment),
        ExportViewType: since.view,
      },
    }),
  };
}

/** Where an export's files lie in its bucket. */
export function folderOf({ prefix, id }: ExportRecord): string {
  return `${prefix ? `${prefix.replace(/\/$/, "")}/` : ""}AWSDynamoDB/${id}`;
}

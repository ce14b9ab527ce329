import { randomUUID } from "node:crypto";
import type { ImportTableDescription, ImportTableInput } from "@aws-sdk/client-dynamodb";
import { calledVia } from "../../../auth/caller.ts";
import { AwsError } from "../../../errors.ts";
import { datedId } from "../backups/dated-id.ts";
import { inUse, notYet } from "../errors.ts";
import { schedule } from "../jobs/jobs.ts";
import type { ImportRecord } from "../records.ts";
import type { DynamoDb } from "../state.ts";
import { newTable } from "../tables/create-table.ts";
import { arnOf, findTable, tableNameOf } from "../tables/lookup.ts";
import { arnOfTransfer } from "./transfers.ts";

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ImportTable.html */
const CONFLICT =
  "There was a conflict when importing from the specified S3 source. This can occur when the current import conflicts with a previous import request that had the same client token.";

/** Makes a table of the objects in a bucket. It is there when they have been read. */
export const importTable: DynamoDb["ImportTable"] = (input, context) => {
  const { cloud, state, account, region } = context;
  if (input.InputCompressionType === "ZSTD") throw notYet("imports of DynamoDB tables compressed by ZSTD");
  const before = state.imports.asked(context, input, () => new AwsError("ImportConflictException", CONFLICT));
  if (before) return { ImportTableDescription: descriptionOfImport(before) };
  const table = { ...newTable(input.TableCreationParameters, context), isFilling: true } as const;
  if (findTable(table, state)) throw inUse(`Table already exists: ${table.name}`);
  const started = cloud.clock.now();
  const record: ImportRecord = {
    id: datedId(started),
    table,
    status: "IN_PROGRESS",
    started,
    request: input as ImportTableInput,
    token: input.ClientToken ?? randomUUID(),
    caller: calledVia(context.caller, "dynamodb.amazonaws.com"),
  };
  const key = cloud.store.write(() => {
    state.tables.put([account, region, table.name], table);
    return state.imports.add(record, input);
  });
  schedule("import", key, cloud);
  return { ImportTableDescription: descriptionOfImport(record) };
};

export const describeImport: DynamoDb["DescribeImport"] = ({ ImportArn }, { state }) => {
  const record = state.imports.find(ImportArn);
  if (!record) throw new AwsError("ImportNotFoundException", `Import not found: ${ImportArn}`);
  return { ImportTableDescription: descriptionOfImport(record) };
};

export const listImports: DynamoDb["ListImports"] = ({ TableArn, PageSize = 25, NextToken }, context) => {
  const { state, account, region } = context;
  const table = TableArn ? [tableNameOf(TableArn, context).name] : [];
  const { page, next } = state.imports.page([account, region, ...table], { size: PageSize, token: NextToken });
  return {
    ImportSummaryList: page.map((record) => {
      const { ImportArn, ImportStatus, TableArn, S3BucketSource, InputFormat, StartTime, EndTime } =
        descriptionOfImport(record);
      return { ImportArn, ImportStatus, TableArn, S3BucketSource, InputFormat, StartTime, EndTime };
    }),
    ...(next !== undefined && { NextToken: next }),
  };
};

function descriptionOfImport(record: ImportRecord): ImportTableDescription {
  const { table, status, request, token, started, ended, progress, failure } = record;
  const { S3BucketSource, InputFormat, InputFormatOptions, InputCompressionType = "NONE" } = request;
  return {
    ImportArn: arnOfTransfer("import", record),
    ImportStatus: status,
    TableArn: arnOf(table),
    TableId: table.id,
    ClientToken: token,
    S3BucketSource,
    ErrorCount: progress?.errors ?? 0,
    InputFormat,
    ...(InputFormatOptions && { InputFormatOptions }),
    InputCompressionType,
    TableCreationParameters: request.TableCreationParameters,
    StartTime: new Date(started),
    ...(ended !== undefined && { EndTime: new Date(ended) }),
    ...(progress && {
      ProcessedSizeBytes: progress.bytes,
      ProcessedItemCount: progress.read,
      ImportedItemCount: progress.imported,
    }),
    ...(failure && { FailureCode: failure.code, FailureMessage: failure.message }),
  };
}

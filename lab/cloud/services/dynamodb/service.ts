import { stored } from "../../service/coverage.ts";
import { defineService } from "../../service/service.ts";
import { access } from "./access.ts";
import { audit } from "./audit.ts";
import { deleteBackup, describeBackup, listBackups } from "./backups/backups.ts";
import { createBackup } from "./backups/create-backup.ts";
import { describeContinuousBackups, updateContinuousBackups } from "./backups/recovery.ts";
import { restoreTableFromBackup, restoreTableToPointInTime } from "./backups/restore.ts";
import * as destinations from "./destinations/destinations.ts";
import { batchGetItem } from "./items/batch-get-item.ts";
import { batchWriteItem } from "./items/batch-write-item.ts";
import { deleteItem } from "./items/delete-item.ts";
import { getItem } from "./items/get-item.ts";
import { putItem } from "./items/put-item.ts";
import { query } from "./items/query.ts";
import { scan } from "./items/scan.ts";
import { transactGetItems } from "./items/transact-get-items.ts";
import { transactWriteItems } from "./items/transact-write-items.ts";
import { updateItem } from "./items/update-item.ts";
import { due } from "./jobs/jobs.ts";
import { batchExecuteStatement } from "./partiql/batch-execute-statement.ts";
import { executeStatement } from "./partiql/execute-statement.ts";
import { executeTransaction } from "./partiql/execute-transaction.ts";
import { source } from "./source.ts";
import { DynamoDbState } from "./state.ts";
import { constraints } from "./tables/constraints.ts";
import * as insights from "./tables/contributor-insights.ts";
import { createTable } from "./tables/create-table.ts";
import * as globalTables from "./tables/legacy-global-tables.ts";
import { describeEndpoints, describeLimits } from "./tables/limits.ts";
import * as policies from "./tables/resource-policies.ts";
import * as tables from "./tables/tables.ts";
import * as tags from "./tables/tags.ts";
import { describeTimeToLive, updateTimeToLive } from "./tables/time-to-live.ts";
import { updateTable } from "./tables/update-table.ts";
import * as exports from "./transfers/exports.ts";
import * as imports from "./transfers/imports.ts";

/** Amazon DynamoDB: tables and their items. */
export const service = defineService("dynamodb", {
  constraints,
  sdk: () => import("@aws-sdk/client-dynamodb"),
  state: DynamoDbState,
  access,
  audit,
  resources: async () => (await import("./resources/index.ts")).resources,
  source,
  due,
  close: async ({ jobs, changes }) => {
    await Promise.all([jobs.close(), changes.close()]);
  },
  // A BatchWriteItem may have 16 MB; other requests no more than a few items.
  limits: { body: 16 * 1024 * 1024 },
  storedSettings: ["SSESpecification", "TableClass", "WarmThroughput"],
  operations: {
    BatchExecuteStatement: batchExecuteStatement,
    BatchGetItem: batchGetItem,
    BatchWriteItem: batchWriteItem,
    CreateBackup: createBackup,
    CreateGlobalTable: globalTables.createGlobalTable,
    CreateTable: createTable,
    DeleteBackup: deleteBackup,
    DeleteItem: deleteItem,
    DeleteResourcePolicy: policies.deleteResourcePolicy,
    DeleteTable: tables.deleteTable,
    DescribeBackup: describeBackup,
    DescribeContinuousBackups: describeContinuousBackups,
    DescribeContributorInsights: stored(insights.describeContributorInsights),
    DescribeEndpoints: describeEndpoints,
    DescribeExport: exports.describeExport,
    DescribeGlobalTable: globalTables.describeGlobalTable,
    DescribeImport: imports.describeImport,
    DescribeKinesisStreamingDestination: destinations.describeKinesisStreamingDestination,
    DescribeLimits: describeLimits,
    DescribeTable: tables.describeTable,
    DescribeTimeToLive: describeTimeToLive,
    DisableKinesisStreamingDestination: destinations.disableKinesisStreamingDestination,
    EnableKinesisStreamingDestination: destinations.enableKinesisStreamingDestination,
    ExecuteStatement: executeStatement,
    ExecuteTransaction: executeTransaction,
    ExportTableToPointInTime: exports.exportTableToPointInTime,
    GetItem: getItem,
    GetResourcePolicy: policies.getResourcePolicy,
    ImportTable: imports.importTable,
    ListBackups: listBackups,
    ListContributorInsights: stored(insights.listContributorInsights),
    ListExports: exports.listExports,
    ListGlobalTables: globalTables.listGlobalTables,
    ListImports: imports.listImports,
    ListTables: tables.listTables,
    ListTagsOfResource: tags.listTagsOfResource,
    PutItem: putItem,
    PutResourcePolicy: policies.putResourcePolicy,
    Query: query,
    RestoreTableFromBackup: restoreTableFromBackup,
    RestoreTableToPointInTime: restoreTableToPointInTime,
    Scan: scan,
    TagResource: tags.tagResource,
    TransactGetItems: transactGetItems,
    TransactWriteItems: transactWriteItems,
    UntagResource: tags.untagResource,
    UpdateContinuousBackups: updateContinuousBackups,
    UpdateContributorInsights: stored(insights.updateContributorInsights),
    UpdateGlobalTable: globalTables.updateGlobalTable,
    UpdateItem: updateItem,
    UpdateKinesisStreamingDestination: destinations.updateKinesisStreamingDestination,
    UpdateTable: updateTable,
    UpdateTimeToLive: updateTimeToLive,
  },
});

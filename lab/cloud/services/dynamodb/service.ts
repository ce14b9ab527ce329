import { defineService } from "../../service/service.ts";
import { access } from "./access.ts";
import { deleteBackup, describeBackup, listBackups } from "./backups/backups.ts";
import { createBackup } from "./backups/create-backup.ts";
import { describeContinuousBackups, updateContinuousBackups } from "./backups/recovery.ts";
import { restoreTableFromBackup, restoreTableToPointInTime } from "./backups/restore.ts";
import { constraints } from "./constraints.ts";
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
import { createTable } from "./tables/create-table.ts";
import * as tables from "./tables/tables.ts";
import * as exports from "./transfers/exports.ts";
import * as imports from "./transfers/imports.ts";

/** Amazon DynamoDB: tables and their items. */
export const service = defineService("dynamodb", {
  constraints,
  sdk: () => import("@aws-sdk/client-dynamodb"),
  state: DynamoDbState,
  access,
  source,
  due,
  // A BatchWriteItem may have 16 MB; other requests no more than a few items.
  limits: { body: 16 * 1024 * 1024 },
  close: ({ work }) => work.close(),
  operations: {
    BatchExecuteStatement: batchExecuteStatement,
    BatchGetItem: batchGetItem,
    BatchWriteItem: batchWriteItem,
    CreateBackup: createBackup,
    CreateTable: createTable,
    DeleteBackup: deleteBackup,
    DeleteItem: deleteItem,
    DeleteTable: tables.deleteTable,
    DescribeBackup: describeBackup,
    DescribeContinuousBackups: describeContinuousBackups,
    DescribeExport: exports.describeExport,
    DescribeImport: imports.describeImport,
    DescribeTable: tables.describeTable,
    ExecuteStatement: executeStatement,
    ExecuteTransaction: executeTransaction,
    ExportTableToPointInTime: exports.exportTableToPointInTime,
    GetItem: getItem,
    ImportTable: imports.importTable,
    ListBackups: listBackups,
    ListExports: exports.listExports,
    ListImports: imports.listImports,
    ListTables: tables.listTables,
    PutItem: putItem,
    Query: query,
    RestoreTableFromBackup: restoreTableFromBackup,
    RestoreTableToPointInTime: restoreTableToPointInTime,
    Scan: scan,
    TransactGetItems: transactGetItems,
    TransactWriteItems: transactWriteItems,
    UpdateContinuousBackups: updateContinuousBackups,
    UpdateItem: updateItem,
  },
});

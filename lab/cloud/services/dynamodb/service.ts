import { defineService } from "../../service/service.ts";
import { access } from "./access.ts";
import { deleteBackup, describeBackup, listBackups } from "./backups/backups.ts";
import { createBackup } from "./backups/create-backup.ts";
import { describeContinuousBackups, updateContinuousBackups } from "./backups/recovery.ts";
import { restoreTableFromBackup, restoreTableToPointInTime } from "./backups/restore.ts";
import { constraints } from "./constraints.ts";
import { deleteItem } from "./items/delete-item.ts";
import { getItem } from "./items/get-item.ts";
import { putItem } from "./items/put-item.ts";
import { query } from "./items/query.ts";
import { scan } from "./items/scan.ts";
import { due } from "./jobs/jobs.ts";
import { DynamoDbState } from "./state.ts";
import { createTable } from "./tables/create-table.ts";

/** Amazon DynamoDB: tables and their items. */
export const service = defineService("dynamodb", {
  constraints,
  sdk: () => import("@aws-sdk/client-dynamodb"),
  state: DynamoDbState,
  access,
  due,
  close(state) {
    state.isClosing = true;
  },
  operations: {
    CreateBackup: createBackup,
    DeleteBackup: deleteBackup,
    DescribeBackup: describeBackup,
    DescribeContinuousBackups: describeContinuousBackups,
    ListBackups: listBackups,
    RestoreTableFromBackup: restoreTableFromBackup,
    RestoreTableToPointInTime: restoreTableToPointInTime,
    UpdateContinuousBackups: updateContinuousBackups,
    CreateTable: createTable,
    DeleteItem: deleteItem,
    GetItem: getItem,
    PutItem: putItem,
    Query: query,
    Scan: scan,
  },
});

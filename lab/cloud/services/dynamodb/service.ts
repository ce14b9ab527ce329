import { defineService } from "../../service/service.ts";
import { access } from "./access.ts";
import { constraints } from "./constraints.ts";
import { deleteItem } from "./items/delete-item.ts";
import { getItem } from "./items/get-item.ts";
import { putItem } from "./items/put-item.ts";
import { query } from "./items/query.ts";
import { scan } from "./items/scan.ts";
import { DynamoDbState } from "./state.ts";
import { createTable } from "./tables/create-table.ts";
import * as tables from "./tables/tables.ts";

/** Amazon DynamoDB: tables and their items. */
export const service = defineService("dynamodb", {
  constraints,
  sdk: () => import("@aws-sdk/client-dynamodb"),
  state: DynamoDbState,
  access,
  close: ({ work }) => work.close(),
  operations: {
    CreateTable: createTable,
    DeleteItem: deleteItem,
    DeleteTable: tables.deleteTable,
    DescribeTable: tables.describeTable,
    GetItem: getItem,
    ListTables: tables.listTables,
    PutItem: putItem,
    Query: query,
    Scan: scan,
  },
});

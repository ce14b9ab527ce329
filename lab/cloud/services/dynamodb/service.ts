import { stored } from "../../service/coverage.ts";
import { defineService } from "../../service/service.ts";
import { access } from "./access.ts";
import { constraints } from "./constraint-words.ts";
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
import { DynamoDbState } from "./state.ts";
import * as insights from "./tables/contributor-insights.ts";
import { createTable } from "./tables/create-table.ts";
import { expire } from "./tables/expiries.ts";
import { describeEndpoints, describeLimits } from "./tables/limits.ts";
import * as policies from "./tables/resource-policies.ts";
import * as tables from "./tables/tables.ts";
import * as tags from "./tables/tags.ts";
import { describeTimeToLive, updateTimeToLive } from "./tables/time-to-live.ts";
import { updateTable } from "./tables/update-table.ts";

/** Amazon DynamoDB: tables and their items. */
export const service = defineService("dynamodb", {
  constraints,
  sdk: () => import("@aws-sdk/client-dynamodb"),
  state: DynamoDbState,
  access,
  due: (timer, _moment, state, cloud) => expire(timer, { cloud, state }),
  close: ({ work }) => work.close(),
  // A BatchWriteItem may have 16 MB; other requests no more than a few items.
  limits: { body: 16 * 1024 * 1024 },
  storedSettings: ["SSESpecification", "TableClass", "WarmThroughput"],
  operations: {
    BatchGetItem: batchGetItem,
    BatchWriteItem: batchWriteItem,
    CreateTable: createTable,
    DeleteItem: deleteItem,
    DeleteResourcePolicy: policies.deleteResourcePolicy,
    DeleteTable: tables.deleteTable,
    DescribeContributorInsights: stored(insights.describeContributorInsights),
    DescribeEndpoints: describeEndpoints,
    DescribeLimits: describeLimits,
    DescribeTable: tables.describeTable,
    DescribeTimeToLive: describeTimeToLive,
    GetItem: getItem,
    GetResourcePolicy: policies.getResourcePolicy,
    ListContributorInsights: stored(insights.listContributorInsights),
    ListTables: tables.listTables,
    ListTagsOfResource: tags.listTagsOfResource,
    PutItem: putItem,
    PutResourcePolicy: policies.putResourcePolicy,
    Query: query,
    Scan: scan,
    TagResource: tags.tagResource,
    TransactGetItems: transactGetItems,
    TransactWriteItems: transactWriteItems,
    UntagResource: tags.untagResource,
    UpdateContributorInsights: stored(insights.updateContributorInsights),
    UpdateItem: updateItem,
    UpdateTable: updateTable,
    UpdateTimeToLive: updateTimeToLive,
  },
});

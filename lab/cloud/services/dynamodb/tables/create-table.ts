import { randomUUID } from "node:crypto";
import type { KeySchemaElement } from "@aws-sdk/client-dynamodb";
import type { IndexRecord, KeySchema, TableRecord } from "../records.ts";
import type { DynamoDb } from "../state.ts";

/** Makes a table. */
export const createTable: DynamoDb["CreateTable"] = (input, { account, region, state, cloud }) => {
  const { LocalSecondaryIndexes: local = [], GlobalSecondaryIndexes: global = [] } = input;
  const index = (one: (typeof global)[number], kind: IndexRecord["kind"]): IndexRecord => ({
    name: one.IndexName ?? "",
    kind,
    key: schemaOf(one.KeySchema),
    projection: one.Projection?.ProjectionType ?? "ALL",
    ...(one.Projection?.NonKeyAttributes && { included: one.Projection.NonKeyAttributes }),
  });
  const table: TableRecord = {
    name: input.TableName,
    account,
    region,
    id: randomUUID(),
    created: cloud.clock.now(),
    attributes: Object.fromEntries(
      (input.AttributeDefinitions ?? []).map(({ AttributeName, AttributeType }) => [AttributeName, AttributeType]),
    ),
    key: schemaOf(input.KeySchema),
    indexes: [...local.map((one) => index(one, "local")), ...global.map((one) => index(one, "global"))],
    billing: input.BillingMode ?? "PROVISIONED",
    throughput: { read: 0, write: 0 },
  };
  cloud.store.write(() => state.tables.put([account, region, table.name], table));
  return { TableDescription: { TableName: table.name, TableStatus: "ACTIVE" } };
};

function schemaOf(elements: readonly KeySchemaElement[] = []): KeySchema {
  const of = (type: string) => elements.filter(({ KeyType }) => KeyType === type).map((one) => one.AttributeName ?? "");
  return { partition: of("HASH"), sort: of("RANGE") };
}

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import { type RunningCloud, startCloud } from "../../../../../lab/cloud/index.ts";
import type { DynamoDbState } from "../../../../../lab/cloud/services/dynamodb/state.ts";
import { until } from "../../../until.ts";
import { keys, schema } from "../use-dynamodb.ts";

describe("Tables when the lab stops", () => {
  const state = mkdtempSync(join(tmpdir(), "skylab-tables-"));
  let running: RunningCloud;
  let db: DynamoDB;
  const start = async () => {
    running = await startCloud({ port: 0, state });
    db = new DynamoDB({
      endpoint: running.endpoint,
      region: "us-east-1",
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    });
  };
  before(start);
  after(async () => {
    db.destroy();
    await running.close();
    rmSync(state, { recursive: true });
  });
  const restart = async () => {
    db.destroy();
    await running.close();
    await start();
  };
  const held = async () => {
    const { items, indexed, counts } = (await running.cloud.service("dynamodb")).state as DynamoDbState;
    return [items, indexed, counts].reduce((sum, collection) => sum + [...collection.keys()].length, 0);
  };
  /** A table with items enough for several steps. */
  const filled = async (TableName: string) => {
    await db.createTable({ TableName, BillingMode: "PAY_PER_REQUEST", ...keys("pk") });
    for (let i = 0; i < 3000; i += 25) {
      const put = (n: number) => ({ PutRequest: { Item: { pk: { S: String(n) }, colour: { S: "red" } } } });
      await db.batchWriteItem({ RequestItems: { [TableName]: Array.from({ length: 25 }, (_, n) => put(i + n)) } });
    }
  };

  it("go on being filled into an index, and being removed", async () => {
    const TableName = "resumed";
    await filled(TableName);
    await db.updateTable({
      TableName,
      AttributeDefinitions: [{ AttributeName: "colour", AttributeType: "S" }],
      GlobalSecondaryIndexUpdates: [
        { Create: { IndexName: "by-colour", KeySchema: schema("colour"), Projection: { ProjectionType: "ALL" } } },
      ],
    });
    await restart();
    const index = async () => (await db.describeTable({ TableName })).Table?.GlobalSecondaryIndexes?.[0];
    await until(async () => (await index())?.IndexStatus === "ACTIVE");
    expect((await index())?.ItemCount).to.equal(3000);
    await db.deleteTable({ TableName });
    await restart();
    expect((await db.listTables({})).TableNames).to.deep.equal([]);
    await until(async () => (await held()) === 0);
  });
});

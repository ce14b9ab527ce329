import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { S3 } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { until } from "../../../until.ts";
import { failure } from "../../../use-cloud.ts";
import { useKillableLab } from "../../../use-killable-lab.ts";
import { keys, schema } from "../use-dynamodb.ts";

/** Enough for many steps. */
const ITEMS = 8000;

describe("Tables when the lab is killed", function () {
  this.timeout(120_000);
  const lab = useKillableLab();
  let db: DynamoDB;
  const key = (n: number) => ({ pk: { S: String(n) } });
  const killAndStart = async () => {
    await lab.kill();
    await lab.start();
    db = lab.client(DynamoDB);
  };
  /** Makes a table with all the items, by an import: that is the fastest. */
  const filled = async (TableName: string) => {
    db = lab.client(DynamoDB);
    const s3 = lab.client(S3);
    await s3.createBucket({ Bucket: "items" });
    const line = (n: number) => JSON.stringify({ Item: { ...key(n), colour: { S: n % 2 ? "red" : "blue" } } });
    await s3.putObject({
      Bucket: "items",
      Key: "all",
      Body: Array.from({ length: ITEMS }, (_, n) => line(n)).join("\n"),
    });
    await db.importTable({
      S3BucketSource: { S3Bucket: "items" },
      InputFormat: "DYNAMODB_JSON",
      TableCreationParameters: { TableName, BillingMode: "PAY_PER_REQUEST", ...keys("pk") },
    });
    await until(async () => (await db.describeTable({ TableName })).Table?.TableStatus === "ACTIVE");
  };
  const describeIndex = async (TableName: string) =>
    (await db.describeTable({ TableName })).Table?.GlobalSecondaryIndexes?.[0];
  const countOf = async (TableName: string, colour: string) => {
    const { Count } = await db.query({
      TableName,
      IndexName: "by-colour",
      KeyConditionExpression: "colour = :c",
      ExpressionAttributeValues: { ":c": { S: colour } },
      Select: "COUNT",
    });
    return Count;
  };

  it("go on filling an index, and hold in it what was written meanwhile", async () => {
    const TableName = "filled";
    await filled(TableName);
    await db.updateTable({
      TableName,
      AttributeDefinitions: [{ AttributeName: "colour", AttributeType: "S" }],
      GlobalSecondaryIndexUpdates: [
        { Create: { IndexName: "by-colour", KeySchema: schema("colour"), Projection: { ProjectionType: "ALL" } } },
      ],
    });
    await killAndStart();
    // Nothing of this is counted twice, or missed, on whichever side of the filling it is.
    const [index] = await Promise.all([
      describeIndex(TableName),
      db.putItem({ TableName, Item: { ...key(1), colour: { S: "green" } } }),
      db.deleteItem({ TableName, Key: key(2) }),
      db.putItem({ TableName, Item: { ...key(ITEMS), colour: { S: "green" } } }),
    ]);
    await lab.kill();
    expect(index).to.deep.include({ IndexStatus: "CREATING", Backfilling: true });
    await lab.start();
    db = lab.client(DynamoDB);
    await until(async () => (await describeIndex(TableName))?.IndexStatus === "ACTIVE");
    expect(await countOf(TableName, "red")).to.equal(ITEMS / 2 - 1);
    expect(await countOf(TableName, "blue")).to.equal(ITEMS / 2 - 1);
    expect(await countOf(TableName, "green")).to.equal(2);
    expect((await describeIndex(TableName))?.ItemCount).to.equal(ITEMS);
  });

  it("go on being backed up and restored, as they were when that was asked for", async () => {
    const TableName = "backed-up";
    await filled(TableName);
    const { BackupDetails } = await db.createBackup({ TableName, BackupName: "whole" });
    const BackupArn = BackupDetails?.BackupArn;
    const statusOf = async () =>
      (await db.describeBackup({ BackupArn })).BackupDescription?.BackupDetails?.BackupStatus;
    // Some of these were copied already, and some were not.
    const removed = Array.from({ length: 25 }, (_, n) => ({ DeleteRequest: { Key: key(n) } }));
    const [status, deleting] = await Promise.all([
      statusOf(),
      failure(db.deleteTable({ TableName })),
      db.batchWriteItem({ RequestItems: { [TableName]: removed } }),
      db.putItem({ TableName, Item: key(ITEMS) }),
    ]);
    expect([status, deleting.name]).to.deep.equal(["CREATING", "ResourceInUseException"]);
    await killAndStart();
    await db.deleteItem({ TableName, Key: key(50) });
    await until(async () => (await statusOf()) === "AVAILABLE");
    await db.restoreTableFromBackup({ BackupArn, TargetTableName: "restored" });
    await killAndStart();
    await until(async () => (await db.describeTable({ TableName: "restored" })).Table?.TableStatus === "ACTIVE");
    expect((await db.describeTable({ TableName: "restored" })).Table?.ItemCount).to.equal(ITEMS);
    const itemOf = async (n: number) => (await db.getItem({ TableName: "restored", Key: key(n) })).Item;
    for (const n of [0, 24, 50]) expect(await itemOf(n)).to.have.property("colour");
    expect(await itemOf(ITEMS)).to.equal(undefined);
  });
});

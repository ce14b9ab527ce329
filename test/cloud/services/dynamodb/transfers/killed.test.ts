import { gunzipSync } from "node:zlib";
import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { S3 } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { until } from "../../../until.ts";
import { useKillableLab } from "../../../use-killable-lab.ts";
import { keys } from "../use-dynamodb.ts";

const ITEMS = 6000;
const TableName = "imported";
const Bucket = "transfers";

describe("Imports and exports when the lab is killed", function () {
  this.timeout(120_000);
  const lab = useKillableLab();
  let db: DynamoDB;
  let s3: S3;
  const connect = () => {
    db = lab.client(DynamoDB);
    s3 = lab.client(S3);
  };
  before(connect);
  const killAndStart = async () => {
    await lab.kill();
    await lab.start();
    connect();
  };
  const textOf = async (Key: string) => {
    const bytes = (await (await s3.getObject({ Bucket, Key })).Body?.transformToByteArray()) as Uint8Array;
    return (Key.endsWith(".gz") ? gunzipSync(bytes) : Buffer.from(bytes)).toString();
  };

  it("go on being read, each line once", async () => {
    await s3.createBucket({ Bucket });
    const line = (n: number) => JSON.stringify({ Item: { pk: { S: String(n) } } });
    const lines = Array.from({ length: ITEMS }, (_, n) => line(n));
    await s3.putObject({ Bucket, Key: "in/1", Body: [...lines.slice(0, ITEMS / 2), "no item"].join("\n") });
    await s3.putObject({ Bucket, Key: "in/2", Body: lines.slice(ITEMS / 2).join("\n") });
    const { ImportTableDescription } = await db.importTable({
      S3BucketSource: { S3Bucket: Bucket, S3KeyPrefix: "in/" },
      InputFormat: "DYNAMODB_JSON",
      TableCreationParameters: { TableName, BillingMode: "PAY_PER_REQUEST", ...keys("pk") },
    });
    const ImportArn = ImportTableDescription?.ImportArn;
    const statusOf = async () => (await db.describeImport({ ImportArn })).ImportTableDescription?.ImportStatus;
    for (let kill = 0; kill < 2; kill++) {
      expect(await statusOf()).to.equal("IN_PROGRESS");
      await killAndStart();
    }
    await until(async () => (await statusOf()) !== "IN_PROGRESS");
    expect((await db.describeImport({ ImportArn })).ImportTableDescription).to.include({
      ImportStatus: "COMPLETED",
      ProcessedItemCount: ITEMS + 1,
      ImportedItemCount: ITEMS,
      ErrorCount: 1,
    });
    expect((await db.scan({ TableName, Select: "COUNT" })).Count).to.equal(ITEMS);
    expect((await db.describeTable({ TableName })).Table).to.include({ TableStatus: "ACTIVE", ItemCount: ITEMS });
  });

  it("go on being written, and hold what the table held then", async () => {
    const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
    await db.updateContinuousBackups({ TableName, PointInTimeRecoverySpecification });
    const { Table } = await db.describeTable({ TableName });
    const { ExportDescription } = await db.exportTableToPointInTime({ TableArn: Table?.TableArn, S3Bucket: Bucket });
    const ExportArn = ExportDescription?.ExportArn;
    await db.deleteItem({ TableName, Key: { pk: { S: "0" } } });
    const exported = async () => (await db.describeExport({ ExportArn })).ExportDescription;
    expect((await exported())?.ExportStatus).to.equal("IN_PROGRESS");
    await killAndStart();
    await until(async () => (await exported())?.ExportStatus !== "IN_PROGRESS");
    const { ExportManifest = "", ItemCount } = (await exported()) ?? {};
    expect(ItemCount).to.equal(ITEMS);
    const { manifestFilesS3Key } = JSON.parse(await textOf(ExportManifest));
    const files = (await textOf(manifestFilesS3Key)).trim().split("\n");
    const written = await Promise.all(files.map((file) => textOf(JSON.parse(file).dataFileS3Key)));
    const lines = written.join("").trim().split("\n");
    expect(new Set(lines).size).to.equal(ITEMS);
    expect(lines).to.include('{"Item":{"pk":{"S":"0"}}}');
  });
});

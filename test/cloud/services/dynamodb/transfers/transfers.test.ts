import { gunzipSync, gzipSync } from "node:zlib";
import { S3 } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { until } from "../../../until.ts";
import { failure } from "../../../use-cloud.ts";
import { keys, useDynamoDb } from "../use-dynamodb.ts";

const MINUTE = 60_000;

describe("Exports and imports of tables", () => {
  const lab = useDynamoDb();
  let s3: S3;
  before(async () => {
    s3 = lab.client(S3);
    await s3.createBucket({ Bucket: "transfers" });
  });

  const textOf = async (Key: string) => {
    const bytes = await (await s3.getObject({ Bucket: "transfers", Key })).Body?.transformToByteArray();
    return Key.endsWith(".gz")
      ? gunzipSync(bytes as Uint8Array).toString()
      : Buffer.from(bytes as Uint8Array).toString();
  };
  const linesOf = async (Key: string) =>
    (await textOf(Key))
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  const exported = async (ExportArn: string | undefined) => {
    await until(
      async () => (await lab.db.describeExport({ ExportArn })).ExportDescription?.ExportStatus !== "IN_PROGRESS",
    );
    return (await lab.db.describeExport({ ExportArn })).ExportDescription;
  };
  const imported = async (ImportArn: string | undefined) => {
    await until(
      async () => (await lab.db.describeImport({ ImportArn })).ImportTableDescription?.ImportStatus !== "IN_PROGRESS",
    );
    return (await lab.db.describeImport({ ImportArn })).ImportTableDescription;
  };
  const recovered = async () => {
    const TableName = await lab.table();
    await lab.db.updateContinuousBackups({
      TableName,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
    return { TableName, TableArn: (await lab.db.describeTable({ TableName })).Table?.TableArn };
  };
  const put = (TableName: string, pk: string, value: string) =>
    lab.db.putItem({ TableName, Item: { pk: { S: pk }, value: { S: value } } });

  it("write a table as it was at a moment, and make a table of that again", async () => {
    const { TableName, TableArn } = await recovered();
    await lab.db.putItem({ TableName, Item: { pk: { S: "a" }, b: { B: Buffer.from("bytes") }, n: { N: "1.50" } } });
    await lab.clock.advance(MINUTE);
    const ExportTime = new Date(lab.clock.now());
    await lab.clock.advance(MINUTE);
    await put(TableName, "later", "x");
    const { ExportDescription } = await lab.db.exportTableToPointInTime({
      TableArn,
      S3Bucket: "transfers",
      S3Prefix: "full",
      ExportTime,
    });
    const done = await exported(ExportDescription?.ExportArn);
    expect(done).to.include({ ExportStatus: "COMPLETED", ItemCount: 1, ExportFormat: "DYNAMODB_JSON" });
    const summary = JSON.parse(await textOf(done?.ExportManifest as string));
    expect(summary).to.include({ itemCount: 1, exportType: "FULL_EXPORT", s3Bucket: "transfers" });
    const [file] = await linesOf(summary.manifestFilesS3Key);
    expect(await linesOf(file.dataFileS3Key)).to.deep.equal([
      { Item: { pk: { S: "a" }, b: { B: Buffer.from("bytes").toString("base64") }, n: { N: "1.5" } } },
    ]);

    const { ImportTableDescription } = await lab.db.importTable({
      S3BucketSource: { S3Bucket: "transfers", S3KeyPrefix: file.dataFileS3Key.replace(/[^/]+$/, "") },
      InputFormat: "DYNAMODB_JSON",
      InputCompressionType: "GZIP",
      TableCreationParameters: { TableName: "imported", BillingMode: "PAY_PER_REQUEST", ...keys("pk") },
    });
    expect(await imported(ImportTableDescription?.ImportArn)).to.include({
      ImportStatus: "COMPLETED",
      ImportedItemCount: 1,
      ErrorCount: 0,
    });
    const { Items } = await lab.db.scan({ TableName: "imported" });
    expect(Items).to.have.length(1);
    expect(Buffer.from(Items?.[0]?.b?.B as Uint8Array).toString()).to.equal("bytes");
  });

  it("write what changed in a time, from the first image to the last", async () => {
    const { TableName, TableArn } = await recovered();
    await put(TableName, "a", "1");
    await lab.clock.advance(MINUTE);
    const ExportFromTime = new Date(lab.clock.now());
    await lab.clock.advance(MINUTE);
    await put(TableName, "a", "2");
    await put(TableName, "a", "3");
    await put(TableName, "passing", "1");
    await lab.db.deleteItem({ TableName, Key: { pk: { S: "passing" } } });
    await put(TableName, "new", "1");
    await lab.clock.advance(20 * MINUTE);
    const ExportToTime = new Date(lab.clock.now());
    await lab.clock.advance(MINUTE);
    await put(TableName, "a", "later");
    const { ExportDescription } = await lab.db.exportTableToPointInTime({
      TableArn,
      S3Bucket: "transfers",
      S3Prefix: "increment",
      ExportType: "INCREMENTAL_EXPORT",
      IncrementalExportSpecification: { ExportFromTime, ExportToTime },
    });
    const done = await exported(ExportDescription?.ExportArn);
    const summary = JSON.parse(await textOf(done?.ExportManifest as string));
    const [file] = await linesOf(summary.manifestFilesS3Key);
    const changes = (await linesOf(file.dataFileS3Key)).map(({ Metadata: _, ...change }) => change);
    expect(changes).to.have.deep.members([
      {
        Keys: { pk: { S: "a" } },
        OldImage: { pk: { S: "a" }, value: { S: "1" } },
        NewImage: { pk: { S: "a" }, value: { S: "3" } },
      },
      { Keys: { pk: { S: "new" } }, NewImage: { pk: { S: "new" }, value: { S: "1" } } },
    ]);
  });

  it("fail when the bucket is not there, and say why", async () => {
    const { TableArn } = await recovered();
    const { ExportDescription } = await lab.db.exportTableToPointInTime({ TableArn, S3Bucket: "no-such-bucket-here" });
    expect(await exported(ExportDescription?.ExportArn)).to.include({
      ExportStatus: "FAILED",
      FailureCode: "S3NoSuchBucket",
    });
  });

  it("need the recovery of the table", async () => {
    const TableName = await lab.table();
    const { Table } = await lab.db.describeTable({ TableName });
    const error = await failure(lab.db.exportTableToPointInTime({ TableArn: Table?.TableArn, S3Bucket: "transfers" }));
    expect(error.name).to.equal("PointInTimeRecoveryUnavailableException");
  });

  it("read CSV, with the types of keys, and count what is no item", async () => {
    const csv = 'id,name,__proto__\n1,"An, apple",x\n2,"A ""pear""",y\nnot-a-number,bad,z\n3,too,many,values\n';
    await s3.putObject({ Bucket: "transfers", Key: "csv/part-1.csv", Body: csv });
    const { ImportTableDescription } = await lab.db.importTable({
      S3BucketSource: { S3Bucket: "transfers", S3KeyPrefix: "csv/" },
      InputFormat: "CSV",
      TableCreationParameters: { TableName: "fruit", BillingMode: "PAY_PER_REQUEST", ...keys("id:N") },
    });
    expect(await imported(ImportTableDescription?.ImportArn)).to.include({
      ImportStatus: "COMPLETED",
      ProcessedItemCount: 4,
      ImportedItemCount: 2,
      ErrorCount: 2,
    });
    const { Item } = await lab.db.getItem({ TableName: "fruit", Key: { id: { N: "2" } } });
    expect(Item?.name).to.deep.equal({ S: 'A "pear"' });
    expect(Object.keys(Item ?? {})).to.include("__proto__");
  });

  it("count broken lines of JSON as errors", async () => {
    const lines = [
      '{"Item":{"pk":{"S":"good"}}}',
      '{"Item":{"pk":{"S":1}}}',
      "nonsense",
      '{"Item":{"pk":{"N":"1"}}}',
      " ",
      "x".repeat(9_000_000),
      '{"Item":{"pk":{"S":"é"}}}',
    ];
    await s3.putObject({ Bucket: "transfers", Key: "json/a.json.gz", Body: gzipSync(lines.join("\n")) });
    const { ImportTableDescription } = await lab.db.importTable({
      S3BucketSource: { S3Bucket: "transfers", S3KeyPrefix: "json/" },
      InputFormat: "DYNAMODB_JSON",
      InputCompressionType: "GZIP",
      TableCreationParameters: { TableName: "lines", BillingMode: "PAY_PER_REQUEST", ...keys("pk") },
    });
    expect(await imported(ImportTableDescription?.ImportArn)).to.include({ ImportedItemCount: 2, ErrorCount: 4 });
  });

  it("are the same for eight hours when they are asked for with the same token", async () => {
    const { TableArn } = await recovered();
    const ask = (more: object = {}) =>
      lab.db.exportTableToPointInTime({
        TableArn,
        S3Bucket: "transfers",
        S3Prefix: "token",
        ClientToken: "once",
        ...more,
      });
    const arnOf = async () => (await ask()).ExportDescription?.ExportArn;
    const first = await arnOf();
    await exported(first);
    expect(await arnOf()).to.equal(first);
    expect((await failure(ask({ S3Prefix: "other" }))).name).to.equal("ExportConflictException");
    await lab.clock.advance(8 * 60 * MINUTE + 1);
    const second = await arnOf();
    expect(second).not.to.equal(first);
    await exported(second);
    const input = {
      S3BucketSource: { S3Bucket: "transfers", S3KeyPrefix: "none/" },
      InputFormat: "CSV" as const,
      TableCreationParameters: { TableName: "once", BillingMode: "PAY_PER_REQUEST" as const, ...keys("pk") },
      ClientToken: "once",
    };
    const made = async () => (await lab.db.importTable(input)).ImportTableDescription?.ImportArn;
    const arn = await made();
    await imported(arn);
    expect(await made()).to.equal(arn);
    expect((await failure(lab.db.importTable({ ...input, InputFormat: "DYNAMODB_JSON" }))).name).to.equal(
      "ImportConflictException",
    );
  });

  it("are listed in pages, all of them or a table's", async () => {
    const { TableArn } = await recovered();
    const made: string[] = [];
    for (let n = 0; n < 3; n++) {
      const { ExportDescription } = await lab.db.exportTableToPointInTime({ TableArn, S3Bucket: "transfers" });
      made.push(String(ExportDescription?.ExportArn));
      await exported(ExportDescription?.ExportArn);
    }
    const listed = async (input: object) => {
      const arns: (string | undefined)[] = [];
      let NextToken: string | undefined;
      do {
        const page = await lab.db.listExports({ ...input, MaxResults: 2, NextToken });
        expect(page.ExportSummaries?.length).to.be.within(1, 2);
        arns.push(...(page.ExportSummaries ?? []).map(({ ExportArn }) => ExportArn));
        ({ NextToken } = page);
      } while (NextToken !== undefined);
      return arns;
    };
    expect(await listed({ TableArn })).to.have.members(made);
    const all = await listed({});
    expect(all).to.include.members(made);
    expect(new Set(all).size).to.equal(all.length);
    expect(all.length).to.be.greaterThan(3);
    for (const NextToken of ["x", "a/b/c"])
      expect((await failure(lab.db.listImports({ NextToken }))).name).to.equal("ValidationException");
    expect((await failure(lab.db.describeExport({ ExportArn: `${made[0]}0` }))).name).to.equal(
      "ExportNotFoundException",
    );
  });

  it("speak Amazon Ion, too", async () => {
    const { TableName, TableArn } = await recovered();
    const Item = {
      pk: { S: "a" },
      n: { N: "600" },
      tags: { SS: ["x", "y"] },
      deep: { M: { l: { L: [{ BOOL: true }] } } },
    };
    await lab.db.putItem({ TableName, Item });
    const to = { S3Bucket: "transfers", S3Prefix: "ion", ExportFormat: "ION" as const };
    const { ExportDescription } = await lab.db.exportTableToPointInTime({ TableArn, ...to });
    const done = await exported(ExportDescription?.ExportArn);
    expect(done?.ExportFormat).to.equal("ION");
    const summary = JSON.parse(await textOf(done?.ExportManifest as string));
    expect(summary.outputFormat).to.equal("ION");
    const [{ dataFileS3Key: key }] = await linesOf(summary.manifestFilesS3Key);
    expect(key).to.match(/\.ion\.gz$/);
    expect((await textOf(key)).startsWith("$ion_1_0 {Item:{")).to.equal(true);
    const text = `${await textOf(key)}no item\n`;
    await s3.putObject({ Bucket: "transfers", Key: "ion-in/1.ion.gz", Body: gzipSync(text) });
    const { ImportTableDescription } = await lab.db.importTable({
      S3BucketSource: { S3Bucket: "transfers", S3KeyPrefix: "ion-in/" },
      InputFormat: "ION",
      InputCompressionType: "GZIP",
      TableCreationParameters: { TableName: "ion", BillingMode: "PAY_PER_REQUEST", ...keys("pk") },
    });
    expect(await imported(ImportTableDescription?.ImportArn)).to.include({ ImportedItemCount: 1, ErrorCount: 1 });
    expect((await lab.db.scan({ TableName: "ion" })).Items).to.deep.equal([Item]);
  });
});

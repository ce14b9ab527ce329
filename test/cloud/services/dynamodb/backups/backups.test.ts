import { expect } from "chai";
import { until } from "../../../until.ts";
import { failure } from "../../../use-cloud.ts";
import { keys, schema, useDynamoDb } from "../use-dynamodb.ts";

const MINUTE = 60_000;

describe("Backups of tables", () => {
  const lab = useDynamoDb();
  const put = (TableName: string, pk: string, value: string) =>
    lab.db.putItem({ TableName, Item: { pk: { S: pk }, value: { S: value } } });
  const valuesIn = async (TableName: string) => {
    const { Items = [] } = await lab.db.scan({ TableName });
    return Object.fromEntries(Items.map(({ pk, value }) => [pk?.S, value?.S]));
  };
  const active = (TableName: string) =>
    until(async () => (await lab.db.describeTable({ TableName })).Table?.TableStatus === "ACTIVE");
  const available = (BackupArn: string | undefined) =>
    until(async () => {
      const { BackupDescription } = await lab.db.describeBackup({ BackupArn });
      return BackupDescription?.BackupDetails?.BackupStatus === "AVAILABLE";
    });

  it("keep a table as it was when they were asked for", async () => {
    const name = await lab.table();
    await put(name, "a", "old");
    await put(name, "gone", "later");
    const { BackupDetails } = await lab.db.createBackup({ TableName: name, BackupName: "first" });
    expect(BackupDetails?.BackupStatus).to.equal("CREATING");
    expect(BackupDetails?.BackupArn).to.match(new RegExp(`table/${name}/backup/\\d{14}-[0-9a-f]{8}$`));
    await Promise.all([
      put(name, "a", "new"),
      put(name, "b", "new"),
      lab.db.deleteItem({ TableName: name, Key: { pk: { S: "gone" } } }),
    ]);
    await available(BackupDetails?.BackupArn);
    const restored = `${name}-restored`;
    const { TableDescription } = await lab.db.restoreTableFromBackup({
      BackupArn: BackupDetails?.BackupArn,
      TargetTableName: restored,
    });
    expect(TableDescription?.TableStatus).to.equal("CREATING");
    expect(TableDescription?.RestoreSummary?.RestoreInProgress).to.equal(true);
    await active(restored);
    expect(await valuesIn(restored)).to.deep.equal({ a: "old", gone: "later" });
    expect(await valuesIn(name)).to.deep.equal({ a: "new", b: "new" });
    const { Table } = await lab.db.describeTable({ TableName: restored });
    expect(Table?.ItemCount).to.equal(2);
    expect(Table?.RestoreSummary?.SourceBackupArn).to.equal(BackupDetails?.BackupArn);
    expect(Table?.RestoreSummary?.RestoreInProgress).to.equal(false);
  });

  it("outlive their table, and fill the indexes of what is made of them", async () => {
    const index = { IndexName: "by-value", KeySchema: schema("value"), Projection: { ProjectionType: "ALL" as const } };
    const name = await lab.table({ ...keys("pk", undefined, "value"), GlobalSecondaryIndexes: [index] });
    await put(name, "a", "1");
    const { BackupDetails } = await lab.db.createBackup({ TableName: name, BackupName: "kept" });
    await available(BackupDetails?.BackupArn);
    await lab.db.deleteTable({ TableName: name });
    await lab.db.restoreTableFromBackup({ BackupArn: BackupDetails?.BackupArn, TargetTableName: name });
    await active(name);
    const { Items } = await lab.db.query({
      TableName: name,
      IndexName: "by-value",
      KeyConditionExpression: "#v = :v",
      ExpressionAttributeNames: { "#v": "value" },
      ExpressionAttributeValues: { ":v": { S: "1" } },
    });
    expect(Items).to.deep.equal([{ pk: { S: "a" }, value: { S: "1" } }]);
  });

  it("are listed and deleted", async () => {
    const name = await lab.table();
    const arns: (string | undefined)[] = [];
    for (const BackupName of ["one", "two", "three"]) {
      arns.push((await lab.db.createBackup({ TableName: name, BackupName })).BackupDetails?.BackupArn);
      await available(arns.at(-1));
      await lab.clock.advance(1000);
    }
    const first = await lab.db.listBackups({ TableName: name, Limit: 2 });
    expect(first.BackupSummaries?.map(({ BackupName }) => BackupName)).to.deep.equal(["one", "two"]);
    const next = await lab.db.listBackups({
      TableName: name,
      ExclusiveStartBackupArn: first.LastEvaluatedBackupArn,
    });
    expect(next.BackupSummaries?.map(({ BackupName }) => BackupName)).to.deep.equal(["three"]);
    expect(next.LastEvaluatedBackupArn).to.equal(undefined);
    const deleted = await lab.db.deleteBackup({ BackupArn: arns[0] });
    expect(deleted.BackupDescription?.BackupDetails?.BackupStatus).to.equal("DELETED");
    const error = await failure(lab.db.describeBackup({ BackupArn: arns[0] }));
    expect(error.name).to.equal("BackupNotFoundException");
    expect(error.message).to.equal(`Backup not found: ${arns[0]}`);
  });

  it("are refused of tables that are not there, and restored to no name that is taken", async () => {
    const missing = await failure(lab.db.createBackup({ TableName: "nowhere", BackupName: "none" }));
    expect([missing.name, missing.message]).to.deep.equal(["TableNotFoundException", "Table not found: nowhere"]);
    const name = await lab.table();
    const { BackupDetails } = await lab.db.createBackup({ TableName: name, BackupName: "twice" });
    await available(BackupDetails?.BackupArn);
    const taken = await failure(
      lab.db.restoreTableFromBackup({ BackupArn: BackupDetails?.BackupArn, TargetTableName: name }),
    );
    expect([taken.name, taken.message]).to.deep.equal(["TableAlreadyExistsException", `Table already exists: ${name}`]);
  });

  it("restore a table to any second since its recovery was enabled", async () => {
    const name = await lab.table();
    await put(name, "a", "before");
    const off = await failure(
      lab.db.restoreTableToPointInTime({
        SourceTableName: name,
        TargetTableName: `${name}-x`,
        UseLatestRestorableTime: true,
      }),
    );
    expect(off.name).to.equal("PointInTimeRecoveryUnavailableException");
    await lab.db.updateContinuousBackups({
      TableName: name,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
    await lab.clock.advance(MINUTE);
    await put(name, "a", "first");
    await put(name, "b", "first");
    await lab.clock.advance(MINUTE);
    const between = new Date(lab.clock.now());
    await lab.clock.advance(MINUTE);
    await put(name, "a", "second");
    await lab.db.deleteItem({ TableName: name, Key: { pk: { S: "b" } } });
    await put(name, "a", "third");

    const restored = `${name}-restored`;
    await lab.db.restoreTableToPointInTime({
      SourceTableName: name,
      TargetTableName: restored,
      RestoreDateTime: between,
    });
    await active(restored);
    expect(await valuesIn(restored)).to.deep.equal({ a: "first", b: "first" });

    const early = await failure(
      lab.db.restoreTableToPointInTime({
        SourceTableName: name,
        TargetTableName: `${name}-early`,
        RestoreDateTime: new Date(between.getTime() - 10 * MINUTE),
      }),
    );
    expect(early.name).to.equal("InvalidRestoreTimeException");
  });

  it("go back no further than their period of days", async () => {
    const name = await lab.table();
    await lab.db.updateContinuousBackups({
      TableName: name,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 2 },
    });
    await put(name, "a", "old");
    await lab.clock.advance(4 * 24 * 60 * MINUTE);
    const { ContinuousBackupsDescription } = await lab.db.describeContinuousBackups({ TableName: name });
    const { EarliestRestorableDateTime, LatestRestorableDateTime, RecoveryPeriodInDays } =
      ContinuousBackupsDescription?.PointInTimeRecoveryDescription ?? {};
    expect(RecoveryPeriodInDays).to.equal(2);
    const days =
      ((LatestRestorableDateTime?.getTime() ?? 0) - (EarliestRestorableDateTime?.getTime() ?? 0)) / 86_400_000;
    expect(days).to.equal(2);
  });
});

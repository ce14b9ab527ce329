import type { UpdateTableInput } from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import { until } from "../../../until.ts";
import { failure } from "../../../use-cloud.ts";
import { keys, schema, useDynamoDb } from "../use-dynamodb.ts";

const ALL = { ProjectionType: "ALL" as const };
const UNITS = { ReadCapacityUnits: 2, WriteCapacityUnits: 2 };

describe("Updates of tables", () => {
  const lab = useDynamoDb();
  const described = async (TableName: string) => (await lab.db.describeTable({ TableName })).Table;
  const provisioned = () => lab.table({ BillingMode: "PROVISIONED", ProvisionedThroughput: UNITS });
  const byColour = (units = {}) => ({
    AttributeDefinitions: [{ AttributeName: "colour", AttributeType: "S" as const }],
    GlobalSecondaryIndexUpdates: [
      { Create: { IndexName: "by-colour", KeySchema: schema("colour"), Projection: ALL, ...units } },
    ],
  });
  const settled = (TableName: string) =>
    until(
      async () =>
        (await described(TableName))?.GlobalSecondaryIndexes?.every((one) => one.IndexStatus === "ACTIVE") ?? true,
    );

  it("add an index that is filled with what is there, and remove it with its attribute", async () => {
    const TableName = await lab.table();
    for (let i = 0; i < 1200; i += 25) {
      const put = (n: number) => ({
        PutRequest: { Item: { pk: { S: String(n) }, ...(n % 2 === 0 && { colour: { S: "red" } }) } },
      });
      await lab.db.batchWriteItem({ RequestItems: { [TableName]: Array.from({ length: 25 }, (_, n) => put(i + n)) } });
    }
    const { TableDescription } = await lab.db.updateTable({ TableName, ...byColour() });
    const [index] = TableDescription?.GlobalSecondaryIndexes ?? [];
    expect(TableDescription?.TableStatus).to.equal("UPDATING");
    expect(index).to.include({ IndexStatus: "CREATING", Backfilling: false });
    await settled(TableName);
    const found = await lab.db.query({
      TableName,
      IndexName: "by-colour",
      KeyConditionExpression: "colour = :c",
      ExpressionAttributeValues: { ":c": { S: "red" } },
      Select: "COUNT",
    });
    expect(found.Count).to.equal(600);
    const [filled] = (await described(TableName))?.GlobalSecondaryIndexes ?? [];
    expect(filled).to.include({ IndexStatus: "ACTIVE", ItemCount: 600 }).and.not.have.property("Backfilling");
    expect(filled?.IndexSizeBytes).to.be.greaterThan(600);
    await lab.db.deleteItem({ TableName, Key: { pk: { S: "0" } } });
    expect((await described(TableName))?.GlobalSecondaryIndexes?.[0]?.ItemCount).to.equal(599);
    const GlobalSecondaryIndexUpdates = [{ Delete: { IndexName: "by-colour" } }];
    const removed = await lab.db.updateTable({ TableName, GlobalSecondaryIndexUpdates });
    expect(removed.TableDescription?.GlobalSecondaryIndexes?.[0]?.IndexStatus).to.equal("DELETING");
    await until(async () => (await described(TableName))?.GlobalSecondaryIndexes === undefined);
    expect((await described(TableName))?.AttributeDefinitions).to.deep.equal([
      { AttributeName: "pk", AttributeType: "S" },
    ]);
  });

  it("switch between billing modes, which needs the throughput of each index", async () => {
    const TableName = await lab.table({
      ...keys("pk", undefined, "colour"),
      GlobalSecondaryIndexes: [{ IndexName: "by-colour", KeySchema: schema("colour"), Projection: ALL }],
    });
    const change = { TableName, BillingMode: "PROVISIONED" as const, ProvisionedThroughput: UNITS };
    expect((await failure(lab.db.updateTable(change))).message).to.equal(
      "One or more parameter values were invalid: ProvisionedThroughput must be specified for index: by-colour",
    );
    const Update = { IndexName: "by-colour", ProvisionedThroughput: { ReadCapacityUnits: 7, WriteCapacityUnits: 8 } };
    await lab.db.updateTable({ ...change, GlobalSecondaryIndexUpdates: [{ Update }] });
    const after = await described(TableName);
    expect(after?.BillingModeSummary?.BillingMode).to.equal("PROVISIONED");
    expect(after?.ProvisionedThroughput).to.include(UNITS);
    expect(after?.GlobalSecondaryIndexes?.[0]?.ProvisionedThroughput).to.include(Update.ProvisionedThroughput);
    await lab.db.updateTable({ TableName, BillingMode: "PAY_PER_REQUEST" });
    expect((await described(TableName))?.ProvisionedThroughput).to.include({
      ReadCapacityUnits: 0,
      WriteCapacityUnits: 0,
    });
  });

  it("lower throughput four times a day at once, and then once an hour", async () => {
    const TableName = await lab.table({
      BillingMode: "PROVISIONED",
      ProvisionedThroughput: { ReadCapacityUnits: 9, WriteCapacityUnits: 9 },
    });
    await lab.clock.advance(86_400_000 - (lab.clock.now() % 86_400_000) + 1000);
    const lower = (units: number) =>
      lab.db.updateTable({
        TableName,
        ProvisionedThroughput: { ReadCapacityUnits: units, WriteCapacityUnits: 9 },
      });
    for (const units of [8, 7, 6, 5]) await lower(units);
    const error = await failure(lower(4));
    expect(error.name).to.equal("LimitExceededException");
    expect(error.message).to.include("Number of decreases today: 4.");
    await lab.clock.advance(3_600_000);
    await lower(4);
    const { ProvisionedThroughput: told, WarmThroughput } = (await described(TableName)) ?? {};
    expect(told).to.include({ ReadCapacityUnits: 4, NumberOfDecreasesToday: 5 });
    expect(WarmThroughput?.ReadUnitsPerSecond).to.equal(9);
  });

  it("begin and end a stream", async () => {
    const TableName = await lab.table();
    const StreamSpecification = { StreamEnabled: true, StreamViewType: "NEW_IMAGE" as const };
    const { TableDescription } = await lab.db.updateTable({ TableName, StreamSpecification });
    expect(TableDescription?.LatestStreamArn).to.match(/:table\/table-\d+\/stream\/\d{4}-/);
    expect((await failure(lab.db.updateTable({ TableName, StreamSpecification }))).message).to.equal(
      `Table already has an enabled stream: TableName: ${TableName}`,
    );
    await lab.db.updateTable({ TableName, StreamSpecification: { StreamEnabled: false } });
    const after = await described(TableName);
    expect(after).to.not.have.property("StreamSpecification");
    expect(after?.LatestStreamArn).to.equal(TableDescription?.LatestStreamArn);
  });

  const invalid = "One or more parameter values were invalid: ";
  const refused: [what: string, change: Omit<UpdateTableInput, "TableName">, message: string | RegExp][] = [
    ["nothing to change", {}, /^At least one of ProvisionedThroughput, BillingMode, .* or TableClass is required$/],
    [
      "the throughput that it has",
      { ProvisionedThroughput: UNITS },
      /^The provisioned throughput for the table will not change\. The requested value equals the current value\. Current ReadCapacityUnits provisioned for the table: 2\./,
    ],
    [
      "protection beside another change",
      { DeletionProtectionEnabled: true, ProvisionedThroughput: { ...UNITS, ReadCapacityUnits: 3 } },
      `${invalid}DeletionProtection modification must be the only operation in the request`,
    ],
    [
      "an index without its attribute",
      { GlobalSecondaryIndexUpdates: byColour({ ProvisionedThroughput: UNITS }).GlobalSecondaryIndexUpdates },
      `${invalid}AttributeDefinitions is not specified for index: by-colour`,
    ],
    [
      "an index without throughput",
      byColour(),
      `${invalid}Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: by-colour`,
    ],
    ["an empty action", { GlobalSecondaryIndexUpdates: [{}] }, /must not be null$/],
    [
      "the removal of an index that is not there",
      { GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: "other" } }] },
      /^Requested resource not found: Index other for table table-\d+$/,
    ],
    [
      "two indexes at a time",
      {
        ...byColour(),
        GlobalSecondaryIndexUpdates: ["one", "two"].map((IndexName) => ({
          Create: { IndexName, KeySchema: schema("colour"), Projection: ALL, ProvisionedThroughput: UNITS },
        })),
      },
      "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table",
    ],
    [
      "encryption that it has",
      { SSESpecification: { Enabled: false } },
      `${invalid}Table is already encrypted by default`,
    ],
    [
      "a stream without a view",
      { StreamSpecification: { StreamEnabled: true } },
      `${invalid}If stream is being enabled then UpdateViewType is required`,
    ],
  ];
  for (const [what, change, message] of refused) {
    it(`are refused with ${what}`, async () => {
      const error = await failure(lab.db.updateTable({ TableName: await provisioned(), ...change }));
      if (typeof message === "string") expect(error.message).to.equal(message);
      else expect(error.message).to.match(message);
    });
  }
});

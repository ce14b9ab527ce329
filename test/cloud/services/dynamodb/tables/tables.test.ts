import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { keys, schema, useDynamoDb } from "../use-dynamodb.ts";

describe("Tables", () => {
  const lab = useDynamoDb();

  it("are told as DynamoDB tells them: being created at first, then active", async () => {
    const TableName = "music";
    const { TableDescription } = await lab.db.createTable({
      TableName,
      ...keys("artist", "song", "genre", "price:N"),
      LocalSecondaryIndexes: [
        { IndexName: "by-genre", KeySchema: schema("artist", "genre"), Projection: { ProjectionType: "KEYS_ONLY" } },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: "by-price",
          KeySchema: schema("genre", "price"),
          Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["label"] },
          ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 2 },
        },
      ],
      ProvisionedThroughput: { ReadCapacityUnits: 3, WriteCapacityUnits: 4 },
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" },
    });
    expect(TableDescription?.TableStatus).to.equal("CREATING");
    expect(TableDescription?.GlobalSecondaryIndexes?.[0]?.IndexStatus).to.equal("CREATING");
    const { Table } = await lab.db.describeTable({ TableName });
    const { TableId, CreationDateTime, LatestStreamLabel, ...rest } = Table ?? {};
    expect(TableId).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/);
    expect(CreationDateTime?.getTime()).to.be.closeTo(lab.clock.now(), 60_000);
    const TableArn = "arn:aws:dynamodb:us-east-1:000000000000:table/music";
    expect(rest).to.deep.equal({
      TableName,
      TableArn,
      TableStatus: "ACTIVE",
      TableSizeBytes: 0,
      ItemCount: 0,
      DeletionProtectionEnabled: false,
      AttributeDefinitions: [
        { AttributeName: "artist", AttributeType: "S" },
        { AttributeName: "genre", AttributeType: "S" },
        { AttributeName: "price", AttributeType: "N" },
        { AttributeName: "song", AttributeType: "S" },
      ],
      KeySchema: schema("artist", "song"),
      ProvisionedThroughput: { NumberOfDecreasesToday: 0, ReadCapacityUnits: 3, WriteCapacityUnits: 4 },
      WarmThroughput: { ReadUnitsPerSecond: 3, WriteUnitsPerSecond: 4, Status: "ACTIVE" },
      LocalSecondaryIndexes: [
        {
          IndexName: "by-genre",
          IndexArn: `${TableArn}/index/by-genre`,
          KeySchema: schema("artist", "genre"),
          Projection: { ProjectionType: "KEYS_ONLY" },
          IndexSizeBytes: 0,
          ItemCount: 0,
        },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: "by-price",
          IndexArn: `${TableArn}/index/by-price`,
          IndexStatus: "ACTIVE",
          KeySchema: schema("genre", "price"),
          Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["label"] },
          ProvisionedThroughput: { NumberOfDecreasesToday: 0, ReadCapacityUnits: 1, WriteCapacityUnits: 2 },
          WarmThroughput: { ReadUnitsPerSecond: 1, WriteUnitsPerSecond: 2, Status: "ACTIVE" },
          IndexSizeBytes: 0,
          ItemCount: 0,
        },
      ],
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" },
      LatestStreamArn: `${TableArn}/stream/${LatestStreamLabel}`,
    });
  });

  it("are there once", async () => {
    const TableName = await lab.table();
    const error = await failure(lab.db.createTable({ TableName, ...keys("pk"), BillingMode: "PAY_PER_REQUEST" }));
    expect(error.name).to.equal("ResourceInUseException");
    expect(error.message).to.equal(`Table already exists: ${TableName}`);
  });

  it("may be named by their ARNs, where they are", async () => {
    const table = await lab.table();
    const TableName = `arn:aws:dynamodb:us-east-1:000000000000:table/${table}`;
    expect((await lab.db.describeTable({ TableName })).Table?.TableName).to.equal(table);
    const elsewhere = lab.client(DynamoDB, { region: "eu-west-1" });
    expect((await failure(elsewhere.describeTable({ TableName }))).message).to.equal(
      `1 validation error detected: Invalid AWS region in '${TableName}'`,
    );
    expect((await failure(lab.db.describeTable({ TableName: `${TableName}/index/i` }))).name).to.equal(
      "ValidationException",
    );
    expect((await elsewhere.listTables({})).TableNames).to.deep.equal([]);
  });

  it("are listed by name, page by page", async () => {
    for (const name of ["list-c", "list-a", "list-b"])
      await lab.db.createTable({ TableName: name, ...keys("pk"), BillingMode: "PAY_PER_REQUEST" });
    const first = await lab.db.listTables({ ExclusiveStartTableName: "list", Limit: 2 });
    expect(first.TableNames).to.deep.equal(["list-a", "list-b"]);
    expect(first.LastEvaluatedTableName).to.equal("list-b");
    const next = await lab.db.listTables({ ExclusiveStartTableName: "list-b", Limit: 1 });
    expect(next.TableNames).to.deep.equal(["list-c"]);
  });

  it("go with all that they hold: a table of the same name begins empty", async () => {
    const TableName = await lab.table();
    await lab.db.putItem({ TableName, Item: { pk: { S: "a" } } });
    const { TableDescription } = await lab.db.deleteTable({ TableName });
    expect(TableDescription?.TableStatus).to.equal("DELETING");
    const error = await failure(lab.db.describeTable({ TableName }));
    expect(error.name).to.equal("ResourceNotFoundException");
    expect(error.message).to.equal(`Requested resource not found: Table: ${TableName} not found`);
    await lab.db.createTable({ TableName, ...keys("pk"), BillingMode: "PAY_PER_REQUEST" });
    expect((await lab.db.scan({ TableName })).Items).to.deep.equal([]);
  });

  it("stay while they are protected", async () => {
    const TableName = await lab.table({ DeletionProtectionEnabled: true });
    expect((await failure(lab.db.deleteTable({ TableName }))).message).to.equal(
      "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.",
    );
  });
});

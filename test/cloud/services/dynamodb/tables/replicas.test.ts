import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { DynamoDBStreams } from "@aws-sdk/client-dynamodb-streams";
import { expect } from "chai";
import { until } from "../../../until.ts";
import { failure } from "../../../use-cloud.ts";
import { keys, schema, useDynamoDb } from "../use-dynamodb.ts";

const REGION = "eu-west-1";

describe("Replicas of tables", () => {
  const lab = useDynamoDb();
  let there: DynamoDB;
  before(() => {
    there = lab.client(DynamoDB, { region: REGION });
  });
  const put = (db: DynamoDB, TableName: string, pk: string, value: string) =>
    db.putItem({ TableName, Item: { pk: { S: pk }, value: { S: value } } });
  const valueIn = async (db: DynamoDB, TableName: string, pk: string) =>
    (await db.getItem({ TableName, Key: { pk: { S: pk } } })).Item?.value?.S;
  const replicated = async (settings = {}) => {
    const name = await lab.table(settings);
    await put(lab.db, name, "before", "1");
    await lab.db.updateTable({ TableName: name, ReplicaUpdates: [{ Create: { RegionName: REGION } }] });
    await until(async () => (await there.describeTable({ TableName: name })).Table?.TableStatus === "ACTIVE");
    return name;
  };

  it("have the items that were there before, and all that is written in any region", async () => {
    const name = await replicated();
    expect(await valueIn(there, name, "before")).to.equal("1");
    await put(lab.db, name, "a", "here");
    expect(await valueIn(there, name, "a")).to.equal("here");
    await put(there, name, "a", "there");
    expect(await valueIn(lab.db, name, "a")).to.equal("there");
    await there.deleteItem({ TableName: name, Key: { pk: { S: "a" } } });
    expect(await valueIn(lab.db, name, "a")).to.equal(undefined);
  });

  it("name each other", async () => {
    const name = await replicated();
    const regionsIn = async (db: DynamoDB) => {
      const { Table } = await db.describeTable({ TableName: name });
      expect(Table?.GlobalTableVersion).to.equal("2019.11.21");
      return Table?.Replicas?.map(({ RegionName, ReplicaStatus }) => [RegionName, ReplicaStatus]);
    };
    expect(await regionsIn(lab.db)).to.deep.equal([[REGION, "ACTIVE"]]);
    expect(await regionsIn(there)).to.deep.equal([["us-east-1", "ACTIVE"]]);
  });

  it("tell in their streams what came from elsewhere", async () => {
    const name = await replicated();
    await put(lab.db, name, "streamed", "1");
    const streams = lab.client(DynamoDBStreams, { region: REGION });
    const { Table } = await there.describeTable({ TableName: name });
    const StreamArn = Table?.LatestStreamArn;
    const { StreamDescription } = await streams.describeStream({ StreamArn });
    const { ShardIterator } = await streams.getShardIterator({
      StreamArn,
      ShardId: StreamDescription?.Shards?.[0]?.ShardId,
      ShardIteratorType: "TRIM_HORIZON",
    });
    const { Records = [] } = await streams.getRecords({ ShardIterator });
    expect(Records.map(({ awsRegion, dynamodb }) => [awsRegion, dynamodb?.Keys?.pk?.S])).to.deep.equal([
      [REGION, "before"],
      [REGION, "streamed"],
    ]);
  });

  it("get the indexes that are added, filled", async () => {
    const name = await replicated();
    await lab.db.updateTable({
      TableName: name,
      AttributeDefinitions: keys("value").AttributeDefinitions,
      GlobalSecondaryIndexUpdates: [
        { Create: { IndexName: "by-value", KeySchema: schema("value"), Projection: { ProjectionType: "ALL" } } },
      ],
    });
    await until(async () => {
      const { Table } = await there.describeTable({ TableName: name });
      return Table?.GlobalSecondaryIndexes?.[0]?.IndexStatus === "ACTIVE";
    });
    const { Count } = await there.query({
      TableName: name,
      IndexName: "by-value",
      KeyConditionExpression: "#v = :v",
      ExpressionAttributeNames: { "#v": "value" },
      ExpressionAttributeValues: { ":v": { S: "1" } },
    });
    expect(Count).to.equal(1);
  });

  it("are tables of their own when they are removed, or their table is", async () => {
    const name = await replicated();
    await lab.db.deleteTable({ TableName: name });
    expect(await valueIn(there, name, "before")).to.equal("1");
    expect((await there.describeTable({ TableName: name })).Table?.Replicas).to.equal(undefined);
    const other = await replicated();
    await lab.db.updateTable({ TableName: other, ReplicaUpdates: [{ Delete: { RegionName: REGION } }] });
    expect((await failure(there.describeTable({ TableName: other }))).name).to.equal("ResourceNotFoundException");
    expect(await valueIn(lab.db, other, "before")).to.equal("1");
  });

  it("may read otherwise than the others, be of another class and have a key of their own", async () => {
    const name = await lab.table({
      ...keys("pk", undefined, "colour"),
      OnDemandThroughput: { MaxReadRequestUnits: 100, MaxWriteRequestUnits: 50 },
      GlobalSecondaryIndexes: [
        { IndexName: "by-colour", KeySchema: schema("colour"), Projection: { ProjectionType: "ALL" } },
      ],
    });
    const override = { OnDemandThroughputOverride: { MaxReadRequestUnits: 30 } };
    const Create = { RegionName: REGION, TableClassOverride: "STANDARD_INFREQUENT_ACCESS" as const, ...override };
    await lab.db.updateTable({ TableName: name, ReplicaUpdates: [{ Create }] });
    const described = async (db: DynamoDB) => (await db.describeTable({ TableName: name })).Table;
    await until(async () => (await described(there))?.TableStatus === "ACTIVE");
    const GlobalSecondaryIndexes = [{ IndexName: "by-colour", OnDemandThroughputOverride: { MaxReadRequestUnits: 5 } }];
    const Update = { RegionName: REGION, KMSMasterKeyId: "alias/own", GlobalSecondaryIndexes };
    await lab.db.updateTable({ TableName: name, ReplicaUpdates: [{ Update }] });
    const { LastUpdateDateTime: _, ...summary } =
      (await described(lab.db))?.Replicas?.[0]?.ReplicaTableClassSummary ?? {};
    expect(summary).to.deep.equal({ TableClass: "STANDARD_INFREQUENT_ACCESS" });
    expect((await described(lab.db))?.Replicas?.[0]).to.deep.include({
      RegionName: REGION,
      KMSMasterKeyId: `arn:aws:kms:${REGION}:000000000000:alias/own`,
      GlobalSecondaryIndexes,
      ...override,
    });
    expect((await described(there))?.OnDemandThroughput).to.deep.equal({
      MaxReadRequestUnits: 30,
      MaxWriteRequestUnits: 50,
    });
    // What all share is shared still.
    await lab.db.updateTable({
      TableName: name,
      OnDemandThroughput: { MaxReadRequestUnits: 200, MaxWriteRequestUnits: 60 },
    });
    expect((await described(lab.db))?.OnDemandThroughput?.MaxReadRequestUnits).to.equal(200);
    expect((await described(there))?.OnDemandThroughput).to.deep.equal({
      MaxReadRequestUnits: 30,
      MaxWriteRequestUnits: 60,
    });
    expect((await described(there))?.GlobalSecondaryIndexes?.[0]?.OnDemandThroughput?.MaxReadRequestUnits).to.equal(5);
    const wrong = [
      { GlobalSecondaryIndexes: [{ IndexName: "none" }] },
      { ProvisionedThroughputOverride: { ReadCapacityUnits: 5 } },
    ];
    for (const more of wrong) {
      const refused = lab.db.updateTable({
        TableName: name,
        ReplicaUpdates: [{ Update: { RegionName: REGION, ...more } }],
      });
      expect((await failure(refused)).name).to.equal("ValidationException");
    }
  });

  it("are refused where a table is, and in its own region", async () => {
    const name = await lab.table();
    await there.createTable({ TableName: name, BillingMode: "PAY_PER_REQUEST", ...keys("pk") });
    const taken = await failure(
      lab.db.updateTable({ TableName: name, ReplicaUpdates: [{ Create: { RegionName: REGION } }] }),
    );
    expect(taken.message).to.include("already existed as tables");
    const own = await failure(
      lab.db.updateTable({ TableName: name, ReplicaUpdates: [{ Create: { RegionName: "us-east-1" } }] }),
    );
    expect(own.message).to.include("Cannot add, delete, or update the local region");
    expect((await lab.db.describeTable({ TableName: name })).Table?.StreamSpecification).to.equal(undefined);
  });
});

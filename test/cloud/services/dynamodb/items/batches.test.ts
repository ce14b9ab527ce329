import type { WriteRequest } from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { keys, schema, useDynamoDb } from "../use-dynamodb.ts";

const pk = (S: string) => ({ pk: { S } });
const put = (S: string, more: object = {}): WriteRequest => ({ PutRequest: { Item: { ...pk(S), ...more } } });

describe("Batches", () => {
  const lab = useDynamoDb();
  let a: string;
  let b: string;
  before(async () => {
    a = await lab.table();
    b = await lab.table({
      ...keys("pk", "sk", "at"),
      LocalSecondaryIndexes: [
        { IndexName: "by-at", KeySchema: schema("pk", "at"), Projection: { ProjectionType: "KEYS_ONLY" } },
      ],
    });
  });

  it("write to several tables, and say what they took", async () => {
    await lab.db.putItem({ TableName: a, Item: pk("gone") });
    const answer = await lab.db.batchWriteItem({
      RequestItems: {
        [a]: [put("1"), { DeleteRequest: { Key: pk("gone") } }],
        [b]: [put("1", { sk: { S: "x" }, at: { S: "y" } })],
      },
      ReturnConsumedCapacity: "INDEXES",
      ReturnItemCollectionMetrics: "SIZE",
    });
    expect(answer.UnprocessedItems).to.deep.equal({});
    expect(answer.ItemCollectionMetrics).to.deep.equal({
      [b]: [{ ItemCollectionKey: pk("1"), SizeEstimateRangeGB: [0, 1] }],
    });
    expect(answer.ConsumedCapacity).to.deep.equal([
      { TableName: a, CapacityUnits: 2, Table: { CapacityUnits: 2 } },
      {
        TableName: b,
        CapacityUnits: 2,
        Table: { CapacityUnits: 1 },
        LocalSecondaryIndexes: { "by-at": { CapacityUnits: 1 } },
      },
    ]);
    expect((await lab.db.scan({ TableName: a })).Items).to.deep.equal([pk("1")]);
  });

  const MISMATCH = "The provided key element does not match the schema";
  const refused: [what: string, bad: WriteRequest, message: string][] = [
    ["a key of another type", { PutRequest: { Item: { pk: { N: "1" } } } }, MISMATCH],
    ["an item without a key", { PutRequest: { Item: { x: { N: "1" } } } }, MISMATCH],
    ["a key of another name", { DeleteRequest: { Key: { x: { S: "1" } } } }, MISMATCH],
    [
      "an empty key",
      put(""),
      "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk",
    ],
    [
      "an empty set",
      put("bad", { x: { SS: [] } }),
      "One or more parameter values were invalid: An string set  may not be empty",
    ],
    [
      "an item that is too large",
      put("bad", { x: { S: "x".repeat(409_600) } }),
      "Item size has exceeded the maximum allowed size",
    ],
    ["the same item twice", put("good"), "Provided list of item keys contains duplicates"],
    [
      "nothing",
      {},
      "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes",
    ],
  ];
  for (const [what, bad, message] of refused)
    it(`write nothing with ${what} among them`, async () => {
      const error = await failure(lab.db.batchWriteItem({ RequestItems: { [a]: [put("good"), put("better"), bad] } }));
      expect([error.name, error.message]).to.deep.equal(["ValidationException", message]);
      expect((await lab.db.scan({ TableName: a })).Items).to.deep.equal([pk("1")]);
    });

  it("write nothing when a table is missing", async () => {
    const error = await failure(
      lab.db.batchWriteItem({ RequestItems: { [a]: [put("good")], "no-table": [put("good")] } }),
    );
    expect([error.name, error.message]).to.deep.equal(["ResourceNotFoundException", "Requested resource not found"]);
    expect((await lab.db.scan({ TableName: a })).Count).to.equal(1);
  });

  it("write 25 items at most", async () => {
    const requests = (count: number) => Array.from({ length: count }, (_, i) => put(`n${i}`));
    const error = await failure(
      lab.db.batchWriteItem({
        RequestItems: { [a]: requests(20), [b]: requests(6).map((one) => put(one.PutRequest?.Item?.pk?.S ?? "")) },
      }),
    );
    expect(error.message).to.equal("Too many items requested for the BatchWriteItem call");
    expect((await failure(lab.db.batchWriteItem({ RequestItems: { [a]: requests(26) } }))).message).to.include(
      "Member must have length less than or equal to 25",
    );
    await lab.db.batchWriteItem({ RequestItems: { [a]: requests(25) } });
    expect((await lab.db.scan({ TableName: a })).Count).to.equal(26);
  });

  it("take requests of nearly 10 MB, and answer 16 MB at most", async () => {
    const x = { S: "x".repeat(400_000) };
    const names = Array.from({ length: 50 }, (_, i) => `l${i}`);
    for (const some of [names.slice(0, 25), names.slice(25)])
      await lab.db.batchWriteItem({ RequestItems: { [a]: some.map((name) => put(name, { x })) } });
    const request = { Keys: names.map(pk), ConsistentRead: true };
    const { Responses, UnprocessedKeys } = await lab.db.batchGetItem({ RequestItems: { [a]: request } });
    expect(Responses?.[a]).to.have.length(41);
    expect(UnprocessedKeys?.[a]?.Keys).to.deep.equal(names.slice(41).map(pk));
    expect(UnprocessedKeys?.[a]?.ConsistentRead).to.equal(true);
  });

  it("read from several tables", async () => {
    const { Responses, UnprocessedKeys, ConsumedCapacity } = await lab.db.batchGetItem({
      RequestItems: {
        [a]: { Keys: [pk("1"), pk("nobody")] },
        [b]: { Keys: [{ ...pk("1"), sk: { S: "x" } }], ProjectionExpression: "sk", ConsistentRead: true },
      },
      ReturnConsumedCapacity: "TOTAL",
    });
    expect(Responses).to.deep.equal({ [a]: [pk("1")], [b]: [{ sk: { S: "x" } }] });
    expect(UnprocessedKeys).to.deep.equal({});
    expect(ConsumedCapacity).to.deep.equal([
      { TableName: a, CapacityUnits: 1 },
      { TableName: b, CapacityUnits: 1 },
    ]);
  });

  it("are read in one style", async () => {
    const RequestItems = {
      [a]: { Keys: [pk("1")], ProjectionExpression: "pk" },
      [b]: { Keys: [{ ...pk("1"), sk: { S: "x" } }], AttributesToGet: ["pk"] },
    };
    expect((await failure(lab.db.batchGetItem({ RequestItems }))).message).to.equal(
      "Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {AttributesToGet} Expression parameters: {ProjectionExpression}",
    );
  });

  it("read each item once, and 100 at most", async () => {
    const Keys = Array.from({ length: 60 }, (_, i) => pk(`n${i}`));
    const twice = await failure(lab.db.batchGetItem({ RequestItems: { [a]: { Keys: [pk("1"), pk("1")] } } }));
    expect(twice.message).to.equal("Provided list of item keys contains duplicates");
    const many = await failure(
      lab.db.batchGetItem({
        RequestItems: { [a]: { Keys }, [b]: { Keys: Keys.map((key) => ({ ...key, sk: { S: "x" } })) } },
      }),
    );
    expect(many.message).to.equal("Too many items requested for the BatchGetItem call");
  });

  it("leave unprocessed what a table has no capacity for", async () => {
    const table = await lab.table({
      BillingMode: "PROVISIONED",
      ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
    });
    // Five minutes' worth of units are there at first: an item of 301 KB takes them all.
    const large = put("large", { x: { S: "x".repeat(301 * 1024) } });
    const first = await lab.db.batchWriteItem({ RequestItems: { [table]: [large, put("late")] } });
    expect(first.UnprocessedItems).to.deep.equal({ [table]: [put("late")] });
    const error = await failure(lab.db.batchWriteItem({ RequestItems: { [table]: [put("late"), put("later")] } }));
    expect(error.name).to.equal("ProvisionedThroughputExceededException");
    expect((await failure(lab.db.putItem({ TableName: table, Item: pk("late") }))).name).to.equal(error.name);
    const inTransaction = lab.db.transactWriteItems({
      TransactItems: [{ Put: { TableName: table, Item: pk("late") } }],
    });
    expect((await failure(inTransaction)).message).to.include("[ProvisionedThroughputExceeded]");
    expect((await lab.db.scan({ TableName: table, ConsistentRead: true })).Count).to.equal(1);
    for (let i = 0; i < 3; i++) await lab.db.getItem({ TableName: table, Key: pk("large"), ConsistentRead: true });
    const both = { [table]: { Keys: [pk("large"), pk("late")], ConsistentRead: true } };
    expect((await failure(lab.db.batchGetItem({ RequestItems: both }))).name).to.equal(error.name);
    await lab.clock.advance(5_000);
    await lab.db.putItem({ TableName: table, Item: pk("late") });
    const partly = await lab.db.batchGetItem({ RequestItems: both });
    expect(partly.UnprocessedKeys).to.deep.equal({ [table]: { Keys: [pk("late")], ConsistentRead: true } });
  });
});

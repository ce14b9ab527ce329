import type { AttributeValue, TransactWriteItem } from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { keys, schema, useDynamoDb } from "../use-dynamodb.ts";

const pk = (S: string) => ({ pk: { S } });
const cancelled = (codes: string) =>
  `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;

describe("Transactions", () => {
  const lab = useDynamoDb();
  let a: string;
  let b: string;
  before(async () => {
    a = await lab.table();
    b = await lab.table({
      ...keys("pk", "sk", "at"),
      GlobalSecondaryIndexes: [{ IndexName: "by-at", KeySchema: schema("at"), Projection: { ProjectionType: "ALL" } }],
    });
  });

  async function write(TransactItems: TransactWriteItem[], ClientRequestToken?: string) {
    return await lab.db.transactWriteItems({ TransactItems, ...(ClientRequestToken && { ClientRequestToken }) });
  }

  async function itemsOf(TableName: string) {
    return (await lab.db.scan({ TableName })).Items ?? [];
  }

  it("write to several tables at once", async () => {
    await lab.db.putItem({ TableName: a, Item: { ...pk("counter"), n: { N: "1" } } });
    await lab.db.putItem({ TableName: a, Item: pk("gone") });
    await write([
      { Put: { TableName: b, Item: { ...pk("1"), sk: { S: "x" } } } },
      {
        Update: {
          TableName: a,
          Key: pk("counter"),
          UpdateExpression: "ADD n :n",
          ExpressionAttributeValues: { ":n": { N: "41" } },
        },
      },
      { Delete: { TableName: a, Key: pk("gone") } },
      { ConditionCheck: { TableName: a, Key: pk("none"), ConditionExpression: "attribute_not_exists(pk)" } },
    ]);
    expect(await itemsOf(a)).to.deep.equal([{ ...pk("counter"), n: { N: "42" } }]);
    expect(await itemsOf(b)).to.deep.equal([{ ...pk("1"), sk: { S: "x" } }]);
  });

  it("write nothing when one condition fails, and say which", async () => {
    const [before, others] = [await itemsOf(a), await itemsOf(b)];
    const error = await failure(
      write([
        { Put: { TableName: b, Item: { ...pk("2"), sk: { S: "x" } } } },
        {
          Put: {
            TableName: a,
            Item: pk("counter"),
            ConditionExpression: "attribute_not_exists(pk)",
            ReturnValuesOnConditionCheckFailure: "ALL_OLD",
          },
        },
        { Delete: { TableName: b, Key: { ...pk("1"), sk: { S: "x" } }, ConditionExpression: "attribute_exists(z)" } },
      ]),
    );
    expect(error.name).to.equal("TransactionCanceledException");
    expect(error.message).to.equal(cancelled("None, ConditionalCheckFailed, ConditionalCheckFailed"));
    expect(error.CancellationReasons).to.deep.equal([
      { Code: "None" },
      {
        Code: "ConditionalCheckFailed",
        Message: "The conditional request failed",
        Item: { ...pk("counter"), n: { N: "42" } },
      },
      { Code: "ConditionalCheckFailed", Message: "The conditional request failed" },
    ]);
    expect([await itemsOf(a), await itemsOf(b)]).to.deep.equal([before, others]);
  });

  it("tell of the item in a single write's failure as well", async () => {
    const error = await failure(
      lab.db.putItem({
        TableName: a,
        Item: pk("counter"),
        ConditionExpression: "attribute_not_exists(pk)",
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      }),
    );
    expect([error.name, error.message]).to.deep.equal([
      "ConditionalCheckFailedException",
      "The conditional request failed",
    ]);
    expect(error.Item).to.deep.equal({ ...pk("counter"), n: { N: "42" } });
  });

  const EMPTY =
    "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk";
  const invalid: [what: string, item: (a: string, b: string) => TransactWriteItem, message: string][] = [
    ["an empty key in a put", (a) => ({ Put: { TableName: a, Item: pk("") } }), EMPTY],
    ["an empty key in a delete", (a) => ({ Delete: { TableName: a, Key: pk("") } }), EMPTY],
    [
      "an empty key of an index",
      (_, b) => ({ Put: { TableName: b, Item: { ...pk("1"), sk: { S: "1" }, at: { S: "" } } } }),
      "One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: by-at, IndexKey: at",
    ],
    [
      "an empty key of an index in an update",
      (_, b) => ({
        Update: {
          TableName: b,
          Key: { ...pk("1"), sk: { S: "1" } },
          UpdateExpression: "SET #at = :e",
          ExpressionAttributeNames: { "#at": "at" },
          ExpressionAttributeValues: { ":e": { S: "" } },
        },
      }),
      "One or more parameter values are not valid. The update expression attempted to update a secondary index key to a value that is not supported. The AttributeValue for a key attribute cannot contain an empty string value.",
    ],
    [
      "an item that is too large",
      (a) => ({ Put: { TableName: a, Item: { ...pk("1"), x: { S: "x".repeat(400 * 1024) } } } }),
      "Item size has exceeded the maximum allowed size",
    ],
    ["nothing", () => ({}), "Invalid Request: TransactWriteRequest should contain Delete or Put or Update request"],
    [
      "two things in one",
      (a) => ({ Put: { TableName: a, Item: pk("1") }, Delete: { TableName: a, Key: pk("1") } }),
      "TransactItems can only contain one of Check, Put, Update or Delete",
    ],
    [
      "a bad expression",
      (a) => ({ Delete: { TableName: a, Key: pk("1"), ConditionExpression: "a = = b" } }),
      'Invalid ConditionExpression: Syntax error; token: "=", near: "= = b"',
    ],
  ];
  for (const [what, item, message] of invalid)
    it(`refuse ${what} at once`, async () => {
      const error = await failure(write([item(a, b)]));
      expect([error.name, error.message]).to.deep.equal(["ValidationException", message]);
    });

  const reasons: [what: string, item: (a: string, b: string) => TransactWriteItem, message: string][] = [
    [
      "a key of another type in a put",
      (a) => ({ Put: { TableName: a, Item: { pk: { N: "1" } } } }),
      "One or more parameter values were invalid: Type mismatch for key pk expected: S actual: N",
    ],
    [
      "a key of another type in a delete",
      (a) => ({ Delete: { TableName: a, Key: { pk: { N: "1" } } } }),
      "The provided key element does not match the schema",
    ],
    [
      "an index's key of another type",
      (_, b) => ({ Put: { TableName: b, Item: { ...pk("1"), sk: { S: "1" }, at: { N: "1" } } } }),
      "One or more parameter values were invalid: Type mismatch for Index Key at Expected: S Actual: N IndexName: by-at",
    ],
    [
      "an update of a key",
      (a) => ({
        Update: {
          TableName: a,
          Key: pk("1"),
          UpdateExpression: "SET pk = :e",
          ExpressionAttributeValues: { ":e": { S: "2" } },
        },
      }),
      "One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the key",
    ],
    [
      "an update that makes an item too large",
      (a) => ({
        Update: {
          TableName: a,
          Key: pk("1"),
          UpdateExpression: "SET x = :x",
          ExpressionAttributeValues: { ":x": { S: "x".repeat(400 * 1024) } },
        },
      }),
      "Item size to update has exceeded the maximum allowed size",
    ],
    [
      "an update of what is not there",
      (a) => ({ Update: { TableName: a, Key: pk("1"), UpdateExpression: "SET x = y" } }),
      "The provided expression refers to an attribute that does not exist in the item",
    ],
  ];
  for (const [what, item, message] of reasons)
    it(`are cancelled by ${what}`, async () => {
      const error = await failure(write([item(a, b), { Put: { TableName: a, Item: pk("other") } }]));
      expect([error.name, error.message]).to.deep.equal([
        "TransactionCanceledException",
        cancelled("ValidationError, None"),
      ]);
      expect(error.CancellationReasons).to.deep.equal([
        { Code: "ValidationError", Message: message },
        { Code: "None" },
      ]);
      expect((await itemsOf(a)).map((one) => one.pk?.S)).not.to.include("other");
    });

  it("are about an item once", async () => {
    const error = await failure(
      write([{ Put: { TableName: a, Item: pk("1") } }, { Delete: { TableName: a, Key: pk("1") } }]),
    );
    expect([error.name, error.message]).to.deep.equal([
      "ValidationException",
      "Transaction request cannot include multiple operations on one item",
    ]);
  });

  it("are no larger than 4 MB", async () => {
    const items = Array.from({ length: 12 }, (_, i) => ({
      Put: { TableName: a, Item: { ...pk(`large${i}`), x: { S: "x".repeat(380_000) } } },
    }));
    expect((await failure(write(items))).name).to.equal("ValidationException");
    await write(items.slice(0, 10));
    await write(items.slice(0, 10).map(({ Put }) => ({ Delete: { TableName: a, Key: { pk: Put.Item.pk } } })));
  });

  it("are done once for a token, for ten minutes", async () => {
    const add = (n: string): TransactWriteItem => ({
      Update: {
        TableName: a,
        Key: pk("token"),
        UpdateExpression: "ADD n :n",
        ExpressionAttributeValues: { ":n": { N: n } },
      },
    });
    const count = async () => (await lab.db.getItem({ TableName: a, Key: pk("token") })).Item?.n?.N;
    await write([add("1")], "t");
    await lab.clock.advance(9 * 60_000);
    await write([add("1")], "t");
    expect(await count()).to.equal("1");
    expect((await failure(write([add("2")], "t"))).name).to.equal("IdempotentParameterMismatchException");
    await lab.clock.advance(61_000);
    await write([add("1")], "t");
    expect(await count()).to.equal("2");
  });

  it("take twice the capacity, and say of what", async () => {
    const { ConsumedCapacity } = await lab.db.transactWriteItems({
      TransactItems: [
        { Put: { TableName: a, Item: { ...pk("c"), x: { S: "x".repeat(1500) } } } },
        { Put: { TableName: b, Item: { ...pk("c"), sk: { S: "c" }, at: { S: "c" } } } },
      ],
      ReturnConsumedCapacity: "INDEXES",
    });
    const units = (n: number) => ({ CapacityUnits: n, WriteCapacityUnits: n });
    expect(ConsumedCapacity).to.deep.equal([
      { TableName: a, ...units(4), Table: units(4) },
      { TableName: b, ...units(4), Table: units(2), GlobalSecondaryIndexes: { "by-at": units(2) } },
    ]);
  });

  it("read several items at once", async () => {
    const get = (TableName: string, Key: Record<string, AttributeValue>, ProjectionExpression?: string) => ({
      Get: { TableName, Key, ...(ProjectionExpression && { ProjectionExpression }) },
    });
    const { Responses, ConsumedCapacity } = await lab.db.transactGetItems({
      TransactItems: [get(a, pk("counter")), get(a, pk("nobody")), get(b, { ...pk("1"), sk: { S: "x" } }, "sk")],
      ReturnConsumedCapacity: "TOTAL",
    });
    expect(Responses).to.deep.equal([{ Item: { ...pk("counter"), n: { N: "42" } } }, {}, { Item: { sk: { S: "x" } } }]);
    expect(ConsumedCapacity).to.deep.equal([
      { TableName: a, CapacityUnits: 4, ReadCapacityUnits: 4 },
      { TableName: b, CapacityUnits: 2, ReadCapacityUnits: 2 },
    ]);
    const error = await failure(lab.db.transactGetItems({ TransactItems: [get(a, {}), get(a, pk("1"))] }));
    expect(error.message).to.equal(cancelled("ValidationError, None"));
    const twice = await failure(lab.db.transactGetItems({ TransactItems: [get(a, pk("1")), get(a, pk("1"))] }));
    expect(twice.message).to.equal("Transaction request cannot include multiple operations on one item");
  });
});

import type { AttributeValue, ReturnValue, UpdateItemInput } from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { keys, schema, useDynamoDb } from "../use-dynamodb.ts";

describe("UpdateItem", () => {
  const lab = useDynamoDb();
  let TableName: string;
  const Key = { pk: { S: "a" } };
  before(async () => {
    TableName = await lab.table({
      ...keys("pk", undefined, "stamp"),
      GlobalSecondaryIndexes: [
        {
          IndexName: "by-stamp",
          KeySchema: schema("stamp"),
          Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["shown"] },
        },
      ],
    });
  });
  beforeEach(async () => {
    await lab.db.putItem({ TableName, Item: { ...Key, n: { N: "1" }, m: { M: { a: { S: "1" }, b: { S: "2" } } } } });
  });

  async function update(input: Partial<UpdateItemInput>) {
    return await lab.db.updateItem({ TableName, Key, ...input });
  }

  const change = {
    UpdateExpression: "SET m.a = :x, added = :x ADD n :one REMOVE m.b",
    ExpressionAttributeValues: { ":x": { S: "x" }, ":one": { N: "1" } },
  };
  const old = { n: { N: "1" }, m: { M: { a: { S: "1" }, b: { S: "2" } } } };
  const changed = { n: { N: "2" }, m: { M: { a: { S: "x" } } }, added: { S: "x" } };
  const answers: [ReturnValue | undefined, Record<string, AttributeValue> | undefined][] = [
    [undefined, undefined],
    ["NONE", undefined],
    ["ALL_OLD", { ...Key, ...old }],
    ["UPDATED_OLD", old],
    ["ALL_NEW", { ...Key, ...changed }],
    ["UPDATED_NEW", changed],
  ];
  for (const [ReturnValues, expected] of answers)
    it(`answers ${ReturnValues ?? "nothing when nothing is asked"}`, async () => {
      const { Attributes } = await update({ ...change, ...(ReturnValues && { ReturnValues }) });
      expect(Attributes).to.deep.equal(expected);
      expect((await lab.db.getItem({ TableName, Key })).Item).to.deep.equal({ ...Key, ...changed });
    });

  it("makes an item that was not there, and has nothing old to answer then", async () => {
    const other = { pk: { S: "new" } };
    const set = { UpdateExpression: "SET x = :x", ExpressionAttributeValues: { ":x": { S: "1" } } };
    expect((await update({ Key: other, ...set, ReturnValues: "ALL_OLD" })).Attributes).to.equal(undefined);
    expect((await lab.db.getItem({ TableName, Key: other })).Item).to.deep.equal({ ...other, x: { S: "1" } });
    const bare = { pk: { S: "bare" } };
    await update({ Key: bare });
    expect((await lab.db.getItem({ TableName, Key: bare })).Item).to.deep.equal(bare);
  });

  it("understands AttributeUpdates", async () => {
    const { Attributes } = await update({
      AttributeUpdates: {
        n: { Action: "ADD", Value: { N: "5" } },
        m: { Action: "DELETE" },
        x: { Value: { S: "put" } },
      },
      ReturnValues: "ALL_NEW",
    });
    expect(Attributes).to.deep.equal({ ...Key, n: { N: "6" }, x: { S: "put" } });
  });

  it("moves the item in its indexes, and takes their capacity", async () => {
    const set = async (UpdateExpression: string, values?: Record<string, AttributeValue>) => {
      const { ConsumedCapacity } = await update({
        UpdateExpression,
        ...(values && { ExpressionAttributeValues: values }),
        ReturnConsumedCapacity: "INDEXES",
      });
      return ConsumedCapacity?.GlobalSecondaryIndexes?.["by-stamp"]?.CapacityUnits ?? 0;
    };
    const found = async (at: string) => {
      const { Items } = await lab.db.query({
        TableName,
        IndexName: "by-stamp",
        KeyConditionExpression: "stamp = :at",
        ExpressionAttributeValues: { ":at": { S: at } },
      });
      return Items;
    };
    expect(await set("SET stamp = :at", { ":at": { S: "1" } })).to.equal(1);
    expect(await set("SET unshown = :at", { ":at": { S: "1" } })).to.equal(0);
    expect(await set("SET shown = :at", { ":at": { S: "1" } })).to.equal(1);
    expect(await found("1")).to.deep.equal([{ ...Key, stamp: { S: "1" }, shown: { S: "1" } }]);
    expect(await set("SET stamp = :at", { ":at": { S: "2" } })).to.equal(2);
    expect([await found("1"), (await found("2"))?.length]).to.deep.equal([[], 1]);
    expect(await set("REMOVE stamp")).to.equal(1);
    expect(await found("2")).to.deep.equal([]);
  });

  const INVALID = "One or more parameter values were invalid: ";
  const refused: [what: string, input: Partial<UpdateItemInput>, message: string][] = [
    [
      "to change a key",
      { UpdateExpression: "SET pk = :x", ExpressionAttributeValues: { ":x": { S: "b" } } },
      `${INVALID}Cannot update attribute pk. This attribute is part of the key`,
    ],
    [
      "to change a key by AttributeUpdates",
      { AttributeUpdates: { pk: { Value: { S: "b" } } } },
      `${INVALID}Cannot update attribute pk. This attribute is part of the key`,
    ],
    [
      "to give an index's key another type",
      { UpdateExpression: "SET stamp = :x", ExpressionAttributeValues: { ":x": { N: "1" } } },
      `${INVALID}Type mismatch for Index Key stamp Expected: S Actual: N IndexName: by-stamp`,
    ],
    [
      "to make the item too large",
      { UpdateExpression: "SET x = :x", ExpressionAttributeValues: { ":x": { S: "x".repeat(409_600) } } },
      "Item size to update has exceeded the maximum allowed size",
    ],
    [
      "paths that are not there",
      { UpdateExpression: "SET x.y = :x", ExpressionAttributeValues: { ":x": { S: "x" } } },
      "The document path provided in the update expression is invalid for update",
    ],
    [
      "both styles",
      { UpdateExpression: "REMOVE x", AttributeUpdates: { y: { Action: "DELETE" } } },
      "1 validation error detected: Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {AttributeUpdates} Expression parameters: {UpdateExpression}",
    ],
  ];
  for (const [what, input, message] of refused)
    it(`refuses ${what}, and writes nothing`, async () => {
      const error = await failure(update(input));
      expect([error.name, error.message]).to.deep.equal(["ValidationException", message]);
      expect((await lab.db.getItem({ TableName, Key })).Item).to.deep.equal({ ...Key, ...old });
    });

  it("nests no deeper than an item may be", async () => {
    const levels = (depth: number) => {
      let value: AttributeValue = { S: "x" };
      for (let i = 0; i < depth; i++) value = { M: { n: value } };
      return value;
    };
    const set = (depth: number) =>
      update({ UpdateExpression: "SET m.c = :x", ExpressionAttributeValues: { ":x": levels(depth) } });
    await set(30);
    expect((await failure(set(31))).message).to.include("Nesting Levels have exceeded supported limits");
  });
});

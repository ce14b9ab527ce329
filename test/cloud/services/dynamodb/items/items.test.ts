import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { keys, schema, useDynamoDb } from "../use-dynamodb.ts";

describe("Items", () => {
  const lab = useDynamoDb();
  let TableName: string;
  before(async () => {
    TableName = await lab.table({ ...keys("pk", "sk:N") });
  });
  const Key = { pk: { S: "a" }, sk: { N: "1" } };

  it("are answered as they were put", async () => {
    const Item = {
      ...Key,
      text: { S: "" },
      bytes: { B: new Uint8Array([0, 255]) },
      no: { NULL: true as const },
      yes: { BOOL: true },
      texts: { SS: ["", "x"] },
      numbers: { NS: ["1", "2.5"] },
      binaries: { BS: [new Uint8Array([1]), new Uint8Array([2])] },
      map: { M: { list: { L: [{ S: "deep" }, { B: new Uint8Array([7]) }] } } },
    };
    await lab.db.putItem({ TableName, Item });
    const { Item: found } = await lab.db.getItem({ TableName, Key });
    expect(found).to.deep.equal(Item);
  });

  it("have sets whose members are in an order of their own: that of bytes, and of numbers", async () => {
    const bytes = (...all: number[]) => new Uint8Array(all);
    const Item = {
      ...Key,
      texts: { SS: ["b", "é", "a", "", "B"] },
      numbers: { NS: ["10", "9", "-1.50", "1e2"] },
      deep: { L: [{ BS: [bytes(255), bytes(0, 1), bytes(0)] }] },
    };
    await lab.db.putItem({ TableName, Item });
    const { Attributes } = await lab.db.updateItem({
      TableName,
      Key,
      UpdateExpression: "ADD texts :c, numbers :n",
      ExpressionAttributeValues: { ":c": { SS: ["c", "a"] }, ":n": { NS: ["9.5"] } },
      ReturnValues: "ALL_NEW",
    });
    expect(Attributes).to.deep.equal({
      ...Key,
      texts: { SS: ["", "B", "a", "b", "c", "é"] },
      numbers: { NS: ["-1.5", "9", "9.5", "10", "100"] },
      deep: { L: [{ BS: [bytes(0), bytes(0, 1), bytes(255)] }] },
    });
    await lab.db.executeStatement({
      Statement: `INSERT INTO "${TableName}" VALUE {'pk': 's', 'sk': 1, 's': <<'y', 'x'>>}`,
    });
    const { Item: found } = await lab.db.getItem({ TableName, Key: { pk: { S: "s" }, sk: { N: "1" } } });
    expect(found?.s).to.deep.equal({ SS: ["x", "y"] });
  });

  it("may have attributes with the names of what objects have, wherever they go", async () => {
    const odd = (N: string) =>
      Object.fromEntries(["__proto__", "constructor", "hasOwnProperty"].map((name) => [name, { N }]));
    const table = await lab.table({
      ...keys("pk", "__proto__:N", "constructor:N"),
      GlobalSecondaryIndexes: [
        { IndexName: "toString", KeySchema: schema("constructor"), Projection: { ProjectionType: "KEYS_ONLY" } },
      ],
    });
    const Item = { pk: { S: "a" }, ...odd("1"), map: { M: odd("2") } };
    await lab.db.putItem({ TableName: table, Item });
    // The SDK's client itself drops a `__proto__` at the top of an answer: a name that stands for it shows that it is there.
    const names = { "#h": "hasOwnProperty", "#m": "map", "#p": "__proto__", "#c": "constructor" };
    const Key = Object.fromEntries(Object.entries(Item).filter(([name]) => name === "pk" || name === "__proto__"));
    const { Item: found } = await lab.db.getItem({ TableName: table, Key });
    expect(found?.map).to.deep.equal(Item.map);
    expect(Object.keys(found ?? {})).to.include.members(["constructor", "hasOwnProperty"]);
    const { Count } = await lab.db.query({
      TableName: table,
      IndexName: "toString",
      KeyConditionExpression: "#c = :one",
      FilterExpression: "#p = :one AND attribute_not_exists(#h)",
      ExpressionAttributeNames: { "#c": "constructor", "#p": "__proto__", "#h": "hasOwnProperty" },
      ExpressionAttributeValues: { ":one": { N: "1" } },
    });
    expect(Count).to.equal(1);
    const { Attributes } = await lab.db.updateItem({
      TableName: table,
      Key,
      UpdateExpression: "SET #h = #h + #m.#p, #m.#c = :x REMOVE #m.#h",
      ConditionExpression: "#p = :one",
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: { ":x": { S: "x" }, ":one": { N: "1" } },
      ReturnValues: "UPDATED_NEW",
    });
    expect(Attributes).to.deep.equal({ hasOwnProperty: { N: "3" }, map: { M: { constructor: { S: "x" } } } });
    const { Item: updated } = await lab.db.getItem({ TableName: table, Key });
    const left = [
      ["__proto__", { N: "2" }],
      ["constructor", { S: "x" }],
    ];
    expect(updated?.map?.M).to.deep.equal(Object.fromEntries(left));
  });

  it("are gone when they are deleted", async () => {
    await lab.db.putItem({ TableName, Item: { ...Key, x: { S: "1" } } });
    const { Attributes } = await lab.db.deleteItem({ TableName, Key, ReturnValues: "ALL_OLD" });
    expect(Attributes).to.deep.equal({ ...Key, x: { S: "1" } });
    expect(await lab.db.getItem({ TableName, Key })).not.to.have.property("Item");
  });

  it("take the capacity that their sizes ask for", async () => {
    const x = { S: "x".repeat(5000) };
    const ask = { TableName, ReturnConsumedCapacity: "INDEXES" as const };
    const units = (n: number) => ({ TableName, CapacityUnits: n, Table: { CapacityUnits: n } });
    const put = await lab.db.putItem({ ...ask, Item: { ...Key, x } });
    expect(put.ConsumedCapacity).to.deep.equal(units(5));
    const get = await lab.db.getItem({ ...ask, Key });
    expect(get.ConsumedCapacity).to.deep.equal(units(1));
    const consistent = await lab.db.getItem({ ...ask, Key, ConsistentRead: true });
    expect(consistent.ConsumedCapacity).to.deep.equal(units(2));
    const total = await lab.db.putItem({ ...ask, Item: Key, ReturnConsumedCapacity: "TOTAL" });
    expect(total.ConsumedCapacity).to.deep.equal({ TableName, CapacityUnits: 5 });
    const removed = await lab.db.deleteItem({ ...ask, Key });
    expect(removed.ConsumedCapacity).to.deep.equal(units(1));
    const nothing = await lab.db.getItem({ ...ask, Key });
    expect(nothing.ConsumedCapacity).to.deep.equal(units(0.5));
    expect(await lab.db.getItem({ TableName, Key })).not.to.have.property("ConsumedCapacity");
  });

  it("are read in part", async () => {
    await lab.db.putItem({
      TableName,
      Item: { ...Key, m: { M: { a: { S: "1" }, b: { L: [{ N: "1" }, { N: "2" }] } } } },
    });
    const { Item } = await lab.db.getItem({ TableName, Key, ProjectionExpression: "m.b[1], sk, nothing" });
    expect(Item).to.deep.equal({ sk: { N: "1" }, m: { M: { b: { L: [{ N: "2" }] } } } });
    const older = await lab.db.getItem({ TableName, Key, AttributesToGet: ["sk", "m.b"] });
    expect(older.Item).to.deep.equal({ sk: { N: "1" } });
  });

  it("are written if a condition holds", async () => {
    const condition = { ConditionExpression: "attribute_not_exists(pk)" };
    const error = await failure(lab.db.putItem({ TableName, Item: Key, ...condition }));
    expect([error.name, error.message, error.Item]).to.deep.equal([
      "ConditionalCheckFailedException",
      "The conditional request failed",
      undefined,
    ]);
    const older = await failure(lab.db.deleteItem({ TableName, Key, Expected: { m: { Exists: false } } }));
    expect(older.name).to.equal("ConditionalCheckFailedException");
    await lab.db.putItem({ TableName, Item: Key, Expected: { m: { ComparisonOperator: "NOT_NULL" } } });
  });
});

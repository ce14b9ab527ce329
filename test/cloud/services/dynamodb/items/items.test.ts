import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { keys, useDynamoDb } from "../use-dynamodb.ts";

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
      texts: { SS: ["x", ""] },
      numbers: { NS: ["1", "2.5"] },
      binaries: { BS: [new Uint8Array([1]), new Uint8Array([2])] },
      map: { M: { list: { L: [{ S: "deep" }, { B: new Uint8Array([7]) }] } } },
    };
    await lab.db.putItem({ TableName, Item });
    const { Item: found } = await lab.db.getItem({ TableName, Key });
    expect(found).to.deep.equal(Item);
  });

  it("may have attributes with the names of what objects have", async () => {
    const odd = JSON.parse(
      '{"__proto__":{"S":"p"},"constructor":{"S":"c"},"hasOwnProperty":{"M":{"__proto__":{"N":"1"}}}}',
    );
    const Item = { ...Key, ...odd };
    Object.defineProperty(Item, "__proto__", {
      value: { S: "p" },
      enumerable: true,
      configurable: true,
      writable: true,
    });
    await lab.db.putItem({ TableName, Item });
    const { Item: found = {} } = await lab.db.getItem({ TableName, Key });
    expect(Object.keys(found).sort()).to.deep.equal(["__proto__", "constructor", "hasOwnProperty", "pk", "sk"]);
  });

  it("are gone when they are deleted", async () => {
    await lab.db.putItem({ TableName, Item: { ...Key, x: { S: "1" } } });
    const { Attributes } = await lab.db.deleteItem({ TableName, Key, ReturnValues: "ALL_OLD" });
    expect(Attributes).to.deep.equal({ ...Key, x: { S: "1" } });
    expect(await lab.db.getItem({ TableName, Key })).not.to.have.property("Item");
  });

  it("are refused without their keys", async () => {
    const error = await failure(lab.db.putItem({ TableName, Item: { pk: { S: "a" } } }));
    expect(error.message).to.equal("One or more parameter values were invalid: Missing the key sk in the item");
  });

  it("are queried and scanned", async () => {
    for (let i = -3; i < 10; i++) await lab.db.putItem({ TableName, Item: { pk: { S: "q" }, sk: { N: String(i) } } });
    const { Items, LastEvaluatedKey } = await lab.db.query({
      TableName,
      KeyConditions: {
        pk: { ComparisonOperator: "EQ", AttributeValueList: [{ S: "q" }] },
        sk: { ComparisonOperator: "GT", AttributeValueList: [{ N: "-2" }] },
      },
      Limit: 4,
    });
    expect(Items?.map(({ sk }) => sk?.N)).to.deep.equal(["-1", "0", "1", "2"]);
    expect(LastEvaluatedKey).to.deep.equal({ pk: { S: "q" }, sk: { N: "2" } });
    const { Count } = await lab.db.scan({ TableName });
    expect(Count).to.equal(13);
  });
});

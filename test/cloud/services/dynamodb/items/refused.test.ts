import type { AttributeValue, DynamoDB } from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { keys, schema, useDynamoDb } from "../use-dynamodb.ts";

const INVALID = "One or more parameter values were invalid: ";
const COUNTED = "1 validation error detected: ";
const NOT_VALID = "One or more parameter values are not valid. ";

/** A value in so many maps. */
function nested(depth: number): AttributeValue {
  let value: AttributeValue = { S: "x" };
  for (let i = 0; i < depth; i++) value = { M: { n: value } };
  return value;
}

describe("Items that DynamoDB does not take", () => {
  const lab = useDynamoDb();
  let TableName: string;
  const Key = { pk: { S: "a" }, sk: { N: "1" } };
  before(async () => {
    TableName = await lab.table({
      ...keys("pk", "sk:N", "at:S", "by:S"),
      GlobalSecondaryIndexes: [
        { IndexName: "by-at", KeySchema: schema("at"), Projection: { ProjectionType: "ALL" } },
        { IndexName: "by-by", KeySchema: schema("by", "at"), Projection: { ProjectionType: "ALL" } },
      ],
    });
  });

  const values: [what: string, value: object, message: string][] = [
    ["no type", {}, "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"],
    [
      "two types",
      { S: "a", N: "1" },
      "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes",
    ],
    ["a null that is none", { NULL: false }, `${INVALID}Null attribute value types must have the value of true`],
    ["no number", { N: "one" }, "The parameter cannot be converted to a numeric value: one"],
    ["39 digits", { N: "1".repeat(39) }, "Attempting to store more than 38 significant digits in a Number"],
    [
      "a number that is too large",
      { N: "1e126" },
      "Number overflow. Attempting to store a number with magnitude larger than supported range",
    ],
    [
      "a number that is too small",
      { N: "1e-131" },
      "Number underflow. Attempting to store a number with magnitude smaller than supported range",
    ],
    ["a set of strings that is empty", { SS: [] }, `${INVALID}An string set  may not be empty`],
    ["a set of numbers that is empty", { NS: [] }, `${INVALID}An number set  may not be empty`],
    ["a set of binaries that is empty", { BS: [] }, `${INVALID}Binary sets should not be empty`],
    ["a string twice", { SS: ["a", "b", "a"] }, `${INVALID}Input collection ["a", "b", "a"] contains duplicates.`],
    ["a number twice, in two spellings", { NS: ["1", "1.0"] }, `${INVALID}Input collection contains duplicates.`],
    [
      "a binary twice",
      { BS: [new Uint8Array([1]), new Uint8Array([1])] },
      `${INVALID}Input collection ["AQ==","AQ=="]of type BS contains duplicates.`,
    ],
    [
      "more than 32 levels",
      nested(32),
      "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit",
    ],
    ["a bad value deep inside", { L: [{ M: { a: { NS: [] } } }] }, `${INVALID}An number set  may not be empty`],
  ];
  for (const [what, value, message] of values) {
    it(`have ${what}`, async () => {
      const Item = { ...Key, x: value as AttributeValue };
      const error = await failure(lab.db.putItem({ TableName, Item }));
      expect([error.name, error.message]).to.deep.equal(["ValidationException", COUNTED + message]);
    });
  }

  it("have no more than 32 levels", async () => {
    await lab.db.putItem({ TableName, Item: { ...Key, x: nested(31) } });
  });

  const items: [what: string, item: Record<string, AttributeValue>, message: string][] = [
    ["lack a key", { pk: { S: "a" } }, `${INVALID}Missing the key sk in the item`],
    [
      "have a key of another type",
      { pk: { S: "a" }, sk: { S: "1" } },
      `${INVALID}Type mismatch for key sk expected: N actual: S`,
    ],
    [
      "have an empty key",
      { pk: { S: "" }, sk: { N: "1" } },
      `${NOT_VALID}The AttributeValue for a key attribute cannot contain an empty string value. Key: pk`,
    ],
    [
      "have a partition key of more than 2,048 bytes",
      { pk: { S: "é".repeat(1025) }, sk: { N: "1" } },
      `${INVALID}Size of hashkey has exceeded the maximum size limit of2048 bytes`,
    ],
    [
      "have another type in an index's key",
      { ...Key, at: { N: "1" } },
      `${INVALID}Type mismatch for Index Key at Expected: S Actual: N IndexName: by-at`,
    ],
    [
      "have an empty key of an index",
      { ...Key, by: { S: "" } },
      `${NOT_VALID}A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: by-by, IndexKey: by`,
    ],
    [
      "are larger than 400 KB",
      { ...Key, x: { S: "x".repeat(400 * 1024) } },
      "Item size has exceeded the maximum allowed size",
    ],
  ];
  for (const [what, Item, message] of items) {
    it(`${what}`, async () => {
      const error = await failure(lab.db.putItem({ TableName, Item }));
      expect([error.name, error.message]).to.deep.equal(["ValidationException", message]);
    });
  }

  it("are exactly one byte too large", async () => {
    // pk, a, sk, a number of one digit, x.
    const rest = 400 * 1024 - (2 + 1 + 2 + 2 + 1);
    await lab.db.putItem({ TableName, Item: { ...Key, x: { S: "x".repeat(rest) } } });
    const error = await failure(lab.db.putItem({ TableName, Item: { ...Key, x: { S: "x".repeat(rest + 1) } } }));
    expect(error.message).to.equal("Item size has exceeded the maximum allowed size");
  });

  const MISMATCH = "The provided key element does not match the schema";
  const wrongKeys: [what: string, key: Record<string, AttributeValue>][] = [
    ["of another type", { pk: { S: "a" }, sk: { S: "1" } }],
    ["with a part missing", { pk: { S: "a" } }],
    ["with a part too many", { ...Key, x: { S: "1" } }],
    ["of another name", { pk: { S: "a" }, constructor: { N: "1" } } as unknown as typeof Key],
  ];
  const calls: [operation: string, call: (db: DynamoDB, Key: Record<string, AttributeValue>) => Promise<unknown>][] = [
    ["GetItem", (db, Key) => db.getItem({ TableName, Key })],
    ["DeleteItem", (db, Key) => db.deleteItem({ TableName, Key })],
    ["UpdateItem", (db, Key) => db.updateItem({ TableName, Key })],
    ["BatchGetItem", (db, Key) => db.batchGetItem({ RequestItems: { [TableName]: { Keys: [Key] } } })],
    ["BatchWriteItem", (db, Key) => db.batchWriteItem({ RequestItems: { [TableName]: [{ DeleteRequest: { Key } }] } })],
  ];
  for (const [operation, call] of calls)
    for (const [what, Key] of wrongKeys)
      it(`are named by a key ${what}: ${operation}`, async () => {
        const error = await failure(call(lab.db, Key));
        expect([error.name, error.message]).to.deep.equal(["ValidationException", MISMATCH]);
      });

  it("are in tables that are not there", async () => {
    const error = await failure(lab.db.putItem({ TableName: "no-table", Item: Key }));
    expect([error.name, error.message]).to.deep.equal(["ResourceNotFoundException", "Requested resource not found"]);
  });

  it("are asked back in ways that an operation has not", async () => {
    for (const ReturnValues of ["ALL_NEW", "UPDATED_OLD", "UPDATED_NEW"] as const)
      for (const call of [
        lab.db.putItem({ TableName, Item: Key, ReturnValues }),
        lab.db.deleteItem({ TableName, Key, ReturnValues }),
      ])
        expect((await failure(call)).message).to.equal(`${COUNTED}ReturnValues can only be ALL_OLD or NONE`);
  });
});

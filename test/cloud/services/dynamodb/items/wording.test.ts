import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { useDynamoDb } from "../use-dynamodb.ts";

/** DynamoDB checks requests in a newer and in an older layer: the same faults have other words in each. */
describe("What is wrong with a request about items, in the words of its operation", () => {
  const lab = useDynamoDb();
  let TableName: string;
  before(async () => {
    TableName = await lab.table();
  });
  const Key = { pk: { S: "a" } };
  const INVALID = "One or more parameter values were invalid: ";
  const counted = (message: string) => `1 validation error detected: ${message}`;
  const forKey = (message: string) => `ExpressionAttributeValues contains invalid value: ${message} for key :v`;
  const bytes = (text: string) => Buffer.from(text, "base64");
  const deep = (depth: number): AttributeValue => (depth === 0 ? { S: "x" } : { M: { n: deep(depth - 1) } });

  const OVERFLOW = "Number overflow. Attempting to store a number with magnitude larger than supported range";
  const UNDERFLOW = "Number underflow. Attempting to store a number with magnitude smaller than supported range";
  const NOT_NUMERIC = "The parameter cannot be converted to a numeric value";
  const NESTED =
    "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit";
  /** A value, and what is said of it in the newer layer and in the older one. */
  const values: [value: AttributeValue, newer: string, older: string][] = [
    [{ N: "abc" }, `${NOT_NUMERIC}: abc`, `${NOT_NUMERIC}: abc`],
    [{ N: "" }, `${NOT_NUMERIC}: `, NOT_NUMERIC],
    [{ N: " 1" }, `${NOT_NUMERIC}:  1`, `${NOT_NUMERIC}:  1`],
    [{ N: "1e126" }, OVERFLOW, OVERFLOW],
    [{ N: "0e126" }, OVERFLOW, OVERFLOW],
    [{ N: "0e-131" }, UNDERFLOW, UNDERFLOW],
    [{ N: "1e2147483647" }, OVERFLOW, UNDERFLOW],
    [{ N: "1e2147483648" }, OVERFLOW, `${NOT_NUMERIC}: 1e2147483648`],
    [{ N: "1e-99999999999" }, UNDERFLOW, `${NOT_NUMERIC}: 1e-99999999999`],
    [{ N: "1e9223372036854775808" }, `${NOT_NUMERIC}: 1e9223372036854775808`, `${NOT_NUMERIC}: 1e9223372036854775808`],
    [{ NS: ["1", "1e2147483647"] }, OVERFLOW, UNDERFLOW],
    [
      { SS: ["b", "a", "b"] },
      `${INVALID}Input collection ["a", "b", "b"] contains duplicates.`,
      `${INVALID}Input collection [b, a, b] contains duplicates.`,
    ],
    [
      { BS: [bytes("/w=="), bytes("AA=="), bytes("AA==")] },
      `${INVALID}Input collection ["AA==","/w==","AA=="]of type BS contains duplicates.`,
      `${INVALID}Input collection [/w==, AA==, AA==]of type BS contains duplicates.`,
    ],
    [
      { NS: ["2", "1", "2"] },
      `${INVALID}Input collection contains duplicates.`,
      "Input collection contains duplicates",
    ],
    [{ SS: [] }, `${INVALID}An string set  may not be empty`, `${INVALID}An string set  may not be empty`],
    [deep(32), NESTED, NESTED],
  ];

  /** Requests with a value, and how what is wrong with it is told. */
  const requests: [
    what: string,
    send: (value: AttributeValue) => Promise<unknown>,
    told: "counted" | "newer" | "older" | "for its key",
  ][] = [
    ["PutItem, in the item", (v) => lab.db.putItem({ TableName, Item: { ...Key, v } }), "counted"],
    [
      "PutItem, in Expected",
      (Value) => lab.db.putItem({ TableName, Item: Key, Expected: { v: { Value } } }),
      "counted",
    ],
    [
      "PutItem, in a condition",
      (v) =>
        lab.db.putItem({ TableName, Item: Key, ConditionExpression: "v = :v", ExpressionAttributeValues: { ":v": v } }),
      "counted",
    ],
    [
      "UpdateItem, in its expression",
      (v) =>
        lab.db.updateItem({ TableName, Key, UpdateExpression: "SET v = :v", ExpressionAttributeValues: { ":v": v } }),
      "counted",
    ],
    [
      "UpdateItem, in AttributeUpdates",
      (Value) => lab.db.updateItem({ TableName, Key, AttributeUpdates: { v: { Action: "PUT", Value } } }),
      "counted",
    ],
    ["DeleteItem, in the key", (pk) => lab.db.deleteItem({ TableName, Key: { pk } }), "counted"],
    ["GetItem", (pk) => lab.db.getItem({ TableName, Key: { pk } }), "newer"],
    ["BatchGetItem", (pk) => lab.db.batchGetItem({ RequestItems: { [TableName]: { Keys: [{ pk }] } } }), "newer"],
    [
      "Query",
      (v) =>
        lab.db.query({
          TableName,
          KeyConditionExpression: "pk = :p",
          FilterExpression: "v = :v",
          ExpressionAttributeValues: { ":p": { S: "a" }, ":v": v },
        }),
      "newer",
    ],
    [
      "Scan",
      (v) => lab.db.scan({ TableName, FilterExpression: "v = :v", ExpressionAttributeValues: { ":v": v } }),
      "for its key",
    ],
    [
      "BatchWriteItem",
      (v) => lab.db.batchWriteItem({ RequestItems: { [TableName]: [{ PutRequest: { Item: { ...Key, v } } }] } }),
      "older",
    ],
    [
      "TransactWriteItems, in an item",
      (v) => lab.db.transactWriteItems({ TransactItems: [{ Put: { TableName, Item: { ...Key, v } } }] }),
      "older",
    ],
    [
      "TransactWriteItems, in an expression",
      (v) =>
        lab.db.transactWriteItems({
          TransactItems: [
            {
              Update: {
                TableName,
                Key,
                UpdateExpression: "SET v = :v",
                ExpressionAttributeValues: { ":v": v },
              },
            },
          ],
        }),
      "for its key",
    ],
    [
      "TransactGetItems",
      (pk) => lab.db.transactGetItems({ TransactItems: [{ Get: { TableName, Key: { pk } } }] }),
      "older",
    ],
    [
      "ExecuteStatement",
      (v) => lab.db.executeStatement({ Statement: `SELECT * FROM "${TableName}" WHERE v = ?`, Parameters: [v] }),
      "older",
    ],
  ];
  for (const [what, send, told] of requests)
    it(`values of ${what}`, async () => {
      const got: string[] = [];
      for (const [value] of values) got.push((await failure(send(value))).message);
      const wanted = values.map(([, newer, older]) => {
        if (told === "counted") return counted(newer);
        if (told === "newer") return newer;
        return told === "older" ? older : forKey(older);
      });
      expect(got).to.deep.equal(wanted);
    });

  const checked: [operation: "putItem" | "updateItem" | "deleteItem", input: object, message: string][] = [
    [
      "putItem",
      { ExpressionAttributeValues: { ":v": { S: "x" } } },
      "ExpressionAttributeValues can only be specified when using expressions",
    ],
    [
      "putItem",
      { ExpressionAttributeNames: { "#a": "a" } },
      "ExpressionAttributeNames can only be specified when using expressions",
    ],
    ["putItem", { ConditionExpression: "" }, "Invalid ConditionExpression: The expression can not be empty;"],
    [
      "putItem",
      { ConditionExpression: "((attribute_exists(pk)))" },
      "Invalid ConditionExpression: The expression has redundant parentheses;",
    ],
    [
      "putItem",
      { Expected: { a: { Exists: true } } },
      `${INVALID}Value must be provided when Exists is true for Attribute: a`,
    ],
    [
      "putItem",
      { Expected: { a: { Exists: false } }, ConditionExpression: "attribute_exists(a)" },
      "Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {Expected} Expression parameters: {ConditionExpression}",
    ],
    ["deleteItem", { ReturnValues: "ALL_NEW" }, "ReturnValues can only be ALL_OLD or NONE"],
    [
      "deleteItem",
      { Expected: { a: { ComparisonOperator: "BETWEEN", AttributeValueList: [{ S: "x" }] } } },
      `${INVALID}Invalid number of argument(s) for the BETWEEN ComparisonOperator`,
    ],
    [
      "deleteItem",
      { ConditionExpression: "attribute_exists(a)", ExpressionAttributeNames: {} },
      "ExpressionAttributeNames must not be empty",
    ],
    ["updateItem", { UpdateExpression: "" }, "Invalid UpdateExpression: The expression can not be empty;"],
    [
      "updateItem",
      { UpdateExpression: "INVALID SYNTAX HERE", ExpressionAttributeValues: { ":v": { S: "x" } } },
      'Invalid UpdateExpression: Syntax error; token: "INVALID", near: "INVALID SYNTAX"',
    ],
    [
      "updateItem",
      {
        UpdateExpression: "SET b = :w",
        ConditionExpression: "a = :v",
        ExpressionAttributeValues: { ":w": { S: "x" } },
      },
      "Invalid ConditionExpression: An expression attribute value used in expression is not defined; attribute value: :v",
    ],
    [
      "updateItem",
      { UpdateExpression: "SET a = :v", ExpressionAttributeValues: { ":v": { S: "x" }, ":w": { S: "y" } } },
      "Value provided in ExpressionAttributeValues unused in expressions: keys: {:w}",
    ],
  ];
  for (const [operation, input, message] of checked)
    it(`${operation} of ${JSON.stringify(input)}`, async () => {
      const send = lab.db[operation].bind(lab.db) as (input: object) => Promise<unknown>;
      const about = operation === "putItem" ? { Item: Key } : { Key };
      const error = await failure(send({ TableName, ...about, ...input }));
      expect([error.name, error.message]).to.deep.equal(["ValidationException", counted(message)]);
    });

  it("what a table does not take is not counted", async () => {
    const update = lab.db.updateItem({
      TableName,
      Key,
      UpdateExpression: "SET pk = :v",
      ExpressionAttributeValues: { ":v": { S: "x" } },
    });
    expect((await failure(update)).message).to.equal(
      `${INVALID}Cannot update attribute pk. This attribute is part of the key`,
    );
    expect((await failure(lab.db.putItem({ TableName, Item: { pk: { S: "" } } }))).message).to.equal(
      "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk",
    );
  });

  it("names of attributes come before the depth of values, and that before the names inside", async () => {
    const put = (more: Record<string, AttributeValue>) =>
      failure(lab.db.transactWriteItems({ TransactItems: [{ Put: { TableName, Item: { ...Key, ...more } } }] }));
    const empty = { M: { "": { S: "x" } } };
    expect((await put({ d: deep(32), "": { S: "x" } })).message).to.equal("Empty attribute name");
    expect((await put({ empty, d: deep(32) })).message).to.equal(NESTED);
    expect((await put({ empty, d: deep(31) })).message).to.equal("Empty attribute name");
  });

  it("zero may have an exponent within the range", async () => {
    await lab.db.putItem({ TableName, Item: { ...Key, n: { N: "0e125" }, small: { N: "1e-130" } } });
    const { Item } = await lab.db.getItem({ TableName, Key });
    expect([Item?.n, Item?.small]).to.deep.equal([{ N: "0" }, { N: `0.${"0".repeat(129)}1` }]);
  });
});

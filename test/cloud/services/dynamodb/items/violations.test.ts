import type { DynamoDB } from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { useDynamoDb } from "../use-dynamodb.ts";

/** What breaks AWS's model of requests about items, as DynamoDB tells it: all at once or not, in an order of its own. */
describe("Requests about items that break DynamoDB's model", () => {
  const lab = useDynamoDb();
  const LENGTH_1 = "Member must have length greater than or equal to 1";
  const PATTERN = "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+";
  const NAMES = `Map keys must satisfy constraint: [Member must have length less than or equal to 255, Member must have length greater than or equal to 3, ${PATTERN}]`;
  const RETURNED =
    "Failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]";
  const fails = (value: string, path: string, rule: string) =>
    `${value} at '${path}' failed to satisfy constraint: ${rule}`;
  const CAPACITY = fails(
    "Value 'no'",
    "returnConsumedCapacity",
    "Member must satisfy enum value set: [INDEXES, TOTAL, NONE]",
  );
  const METRICS = fails(
    "Value 'no'",
    "returnItemCollectionMetrics",
    "Member must satisfy enum value set: [SIZE, NONE]",
  );
  const detected = (...sentences: string[]) =>
    `${sentences.length} validation error${sentences.length > 1 ? "s" : ""} detected: ${sentences.join("; ")}`;
  const Key = { pk: { S: "a" } };
  const badEnums = { ReturnValues: "no", ReturnConsumedCapacity: "no", ReturnItemCollectionMetrics: "no" };
  const put = { Put: { TableName: "table", Item: Key } };
  const long = "a".repeat(256);

  const cases: [operation: keyof DynamoDB, input: object, message: string][] = [
    ["putItem", { TableName: "", Item: {} }, detected(fails("Value", "TableName", LENGTH_1))],
    ["putItem", { TableName: "", Item: {}, ReturnValues: "no" }, detected(fails("Value", "TableName", LENGTH_1))],
    ["putItem", { Item: Key }, detected(fails("Value null", "tableName", "Member must not be null"))],
    [
      "putItem",
      { TableName: long, Item: Key },
      detected(fails(`Value '${long}'`, "tableName", "Member must have length less than or equal to 255")),
    ],
    [
      "putItem",
      { TableName: "bad table!@#", Item: Key },
      detected(fails("Value 'bad table!@#'", "tableName", PATTERN)),
    ],
    [
      "putItem",
      { TableName: "table", Item: Key, ...badEnums },
      detected(CAPACITY, RETURNED, "ReturnItemCollectionMetrics can only be SIZE or NONE"),
    ],
    [
      "deleteItem",
      { TableName: "table", Key, ReturnValues: "no", ReturnConsumedCapacity: "no" },
      detected(CAPACITY, RETURNED),
    ],
    ["deleteItem", { TableName: "", Key: {} }, detected(fails("Value", "TableName", LENGTH_1))],
    ["updateItem", { TableName: "table", Key, ReturnValues: "no", ReturnConsumedCapacity: "no" }, detected(RETURNED)],
    ["updateItem", { TableName: "x!", Key: {} }, detected(fails("Value 'x!'", "tableName", PATTERN))],
    [
      "updateItem",
      { TableName: "", UpdateExpression: "SET a = :a", ReturnConsumedCapacity: "no", ReturnValues: "no" },
      detected(
        CAPACITY,
        fails("Value ''", "tableName", LENGTH_1),
        fails(
          "Value 'no'",
          "returnValues",
          "Member must satisfy enum value set: [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]",
        ),
        fails("Value null", "key", "Member must not be null"),
      ),
    ],
    [
      "updateItem",
      { TableName: "table", ConditionalOperator: "XOR" },
      detected(
        fails("Value 'XOR'", "conditionalOperator", "Member must satisfy enum value set: [OR, AND]"),
        fails("Value null", "key", "Member must not be null"),
      ),
    ],
    [
      "query",
      { TableName: "table", KeyConditions: {}, ConditionalOperator: "XOR", Select: "no" },
      "Failed to satisfy constraint: Member must satisfy enum value set: [ALL, OR]",
    ],
    [
      "query",
      { TableName: "table", Limit: 0 },
      detected(fails("Value", "Limit", "Member must have value greater than or equal to 1")),
    ],
    [
      "scan",
      { TableName: "table", Limit: 0 },
      detected(fails("Value '0'", "limit", "Member must have value greater than or equal to 1")),
    ],
    ["batchGetItem", { RequestItems: {} }, detected(fails("Value", "RequestItems", LENGTH_1))],
    [
      "batchGetItem",
      { RequestItems: { "my.table": { Keys: [] } } },
      detected(fails("Value", "RequestItems.my.table.member.Keys", LENGTH_1)),
    ],
    [
      "batchGetItem",
      { RequestItems: { table: { Keys: Array.from({ length: 101 }, (_, i) => ({ pk: { S: String(i) } })) } } },
      detected(fails("Value", "RequestItems.table.member.Keys", "Member must have length less than or equal to 100")),
    ],
    [
      "batchGetItem",
      { RequestItems: { "bad!name": { Keys: [Key] } }, ReturnConsumedCapacity: "no" },
      detected(fails(`Value '{"bad!name":{"Keys":[{"pk":{"S":"a"}}]}}'`, "requestItems", NAMES), CAPACITY),
    ],
    ["batchGetItem", {}, detected(fails("Value null", "requestItems", "Member must not be null"))],
    ["batchWriteItem", {}, detected(fails("Value null", "requestItems", "Member must not be null"))],
    ["batchWriteItem", { RequestItems: {} }, "The requestItems parameter is required for BatchWriteItem"],
    [
      "batchWriteItem",
      { RequestItems: { table: [] } },
      detected(
        fails(
          "Value '{table=[]}'",
          "requestItems",
          "Map value must satisfy constraint: [Member must have length less than or equal to 25, Member must have length greater than or equal to 1]",
        ),
      ),
    ],
    [
      "batchWriteItem",
      { RequestItems: { "bad!name": [{ PutRequest: { Item: Key } }] }, ReturnConsumedCapacity: "no" },
      detected(CAPACITY),
    ],
    [
      "batchWriteItem",
      { RequestItems: { table: [{ PutRequest: { Item: Key } }] }, ...badEnums },
      detected(CAPACITY, METRICS),
    ],
    ["transactWriteItems", { TransactItems: [put], ...badEnums }, detected(CAPACITY, METRICS)],
    [
      "transactWriteItems",
      { TransactItems: [put], ClientRequestToken: "x".repeat(37), ReturnConsumedCapacity: "no" },
      detected(
        fails(`Value '${"x".repeat(37)}'`, "clientRequestToken", "Member must have length less than or equal to 36"),
        CAPACITY,
      ),
    ],
    [
      "transactWriteItems",
      { TransactItems: [put, { Update: { TableName: "bad!name", Key, UpdateExpression: "SET a = :a" } }] },
      detected(fails("Value 'bad!name'", "transactItems.2.member.update.tableName", PATTERN)),
    ],
    [
      "transactGetItems",
      { TransactItems: [{ Get: { TableName: "bad!name", Key } }] },
      detected(fails("Value 'bad!name'", "transactItems.1.member.get.tableName", PATTERN)),
    ],
    ["transactGetItems", { TransactItems: [] }, detected(fails("Value '[]'", "transactItems", LENGTH_1))],
  ];
  for (const [operation, input, message] of cases)
    it(`${operation} of ${JSON.stringify(input).slice(0, 90)}`, async () => {
      const error = await failure((lab.db[operation] as (input: object) => Promise<unknown>)(input));
      expect([error.name, error.message]).to.deep.equal(["ValidationException", message]);
    });

  it("a table may be named by its ARN", async () => {
    const TableName = await lab.table();
    const { Table } = await lab.db.describeTable({ TableName });
    const arn = Table?.TableArn as string;
    await lab.db.putItem({ TableName: arn, Item: Key });
    const { Responses } = await lab.db.batchGetItem({ RequestItems: { [arn]: { Keys: [Key] } } });
    expect(Responses).to.deep.equal({ [arn]: [Key] });
    const got = await lab.db.transactGetItems({ TransactItems: [{ Get: { TableName: arn, Key } }] });
    expect(got.Responses).to.deep.equal([{ Item: Key }]);
  });
});

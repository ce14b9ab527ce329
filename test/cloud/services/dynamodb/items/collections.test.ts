import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { keys, schema, useDynamoDb } from "../use-dynamodb.ts";

const LIMIT = 10_000;

describe("Item collections that are full", () => {
  const lab = useDynamoDb({ quotas: { itemCollectionBytes: LIMIT } });
  let TableName: string;
  before(async () => {
    TableName = await lab.table({
      ...keys("pk", "sk", "size"),
      LocalSecondaryIndexes: [
        { IndexName: "by-size", KeySchema: schema("pk", "size"), Projection: { ProjectionType: "ALL" } },
      ],
    });
  });
  const item = (pk: string, sk: string, bytes: number, more: object = {}) => ({
    pk: { S: pk },
    sk: { S: sk },
    text: { S: "x".repeat(bytes) },
    ...more,
  });
  const put = (...of: Parameters<typeof item>) => lab.db.putItem({ TableName, Item: item(...of) });
  const FULL = ["ItemCollectionSizeLimitExceededException", "Collection size exceeded."];
  const outcome = async (call: Promise<unknown>) => {
    const { name, message } = await failure(call);
    return [name, message];
  };

  it("take no more, and are as they were", async () => {
    await put("a", "1", 6000);
    expect(await outcome(put("a", "2", 6000))).to.deep.equal(FULL);
    const Key = { pk: { S: "a" }, sk: { S: "1" } };
    const grow = lab.db.updateItem({
      TableName,
      Key,
      UpdateExpression: "SET more = :m",
      ExpressionAttributeValues: { ":m": { S: "x".repeat(6000) } },
    });
    expect(await outcome(grow)).to.deep.equal(FULL);
    const { Items } = await lab.db.query({
      TableName,
      KeyConditionExpression: "pk = :a",
      ExpressionAttributeValues: { ":a": { S: "a" } },
    });
    expect(Items).to.deep.equal([item("a", "1", 6000)]);
  });

  it("count what lies in local indexes, too", async () => {
    await put("b", "1", 6000);
    await lab.db.deleteItem({ TableName, Key: { pk: { S: "b" }, sk: { S: "1" } } });
    expect(await outcome(put("b", "1", 6000, { size: { S: "large" } }))).to.deep.equal(FULL);
  });

  it("take what makes them smaller, and what belongs elsewhere", async () => {
    await put("c", "1", 6000);
    await put("c", "1", 5000);
    await put("c", "2", 4000);
    await put("d", "1", 6000);
    await lab.db.deleteItem({ TableName, Key: { pk: { S: "c" }, sk: { S: "1" } } });
    await put("c", "3", 5000);
  });

  it("cancel a transaction", async () => {
    const Put = (sk: string) => ({ Put: { TableName, Item: item("e", sk, 6000) } });
    const error = await failure(lab.db.transactWriteItems({ TransactItems: [Put("1"), Put("2")] }));
    expect(
      (error as { CancellationReasons?: { Code: string }[] }).CancellationReasons?.map(({ Code }) => Code),
    ).to.deep.equal(["None", "ItemCollectionSizeLimitExceeded"]);
    expect((await lab.db.scan({ TableName })).Items?.some(({ pk }) => pk?.S === "e")).to.equal(false);
  });

  it("are no concern of tables without local indexes", async () => {
    const plain = await lab.table({ ...keys("pk", "sk") });
    for (const sk of ["1", "2"]) await lab.db.putItem({ TableName: plain, Item: item("a", sk, 9000) });
  });
});

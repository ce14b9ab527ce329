import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { IAM } from "@aws-sdk/client-iam";
import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { keys, schema, useDynamoDb } from "../use-dynamodb.ts";

const pk = (S: string) => ({ pk: { S } });

describe("Permissions of items", () => {
  const lab = useDynamoDb();
  let TableName: string;
  let users = 0;
  before(async () => {
    TableName = await lab.table({
      ...keys("pk", undefined, "kind"),
      GlobalSecondaryIndexes: [
        { IndexName: "by-kind", KeySchema: schema("kind"), Projection: { ProjectionType: "ALL" } },
      ],
    });
    await lab.db.putItem({ TableName, Item: { ...pk("mine"), kind: { S: "k" }, open: { N: "1" } } });
  });

  /** A client of a user with these statements in a policy. */
  async function userWith(...statements: object[]): Promise<DynamoDB> {
    const UserName = `user-${++users}`;
    const iam = lab.client(IAM);
    await iam.createUser({ UserName });
    const Statement = statements.map((one) => ({ Effect: "Allow", Resource: arn(), ...one }));
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    await iam.putUserPolicy({ UserName, PolicyName: "own", PolicyDocument });
    const { AccessKey } = await iam.createAccessKey({ UserName });
    const { AccessKeyId: accessKeyId = "", SecretAccessKey: secretAccessKey = "" } = AccessKey ?? {};
    return lab.client(DynamoDB, { credentials: { accessKeyId, secretAccessKey } });
  }

  const arn = () => `arn:aws:dynamodb:us-east-1:000000000000:table/${TableName}`;
  async function denied(call: Promise<unknown>): Promise<string> {
    const error = await failure(call);
    expect(error.name).to.equal("AccessDeniedException");
    return /perform: (\S+) on resource: (\S+)/.exec(error.message)?.slice(1).join(" ") ?? error.message;
  }

  it("are asked of each item of a transaction, as of single writes", async () => {
    const db = await userWith({ Action: ["dynamodb:PutItem", "dynamodb:ConditionCheckItem"] });
    const check = { ConditionCheck: { TableName, Key: pk("x"), ConditionExpression: "attribute_not_exists(pk)" } };
    await db.transactWriteItems({ TransactItems: [{ Put: { TableName, Item: pk("1") } }, check] });
    const gone = db.transactWriteItems({ TransactItems: [check, { Delete: { TableName, Key: pk("1") } }] });
    expect(await denied(gone)).to.equal(`dynamodb:DeleteItem ${arn()}`);
    const read = db.transactGetItems({ TransactItems: [{ Get: { TableName, Key: pk("1") } }] });
    expect(await denied(read)).to.equal(`dynamodb:GetItem ${arn()}`);
  });

  it("are asked of each table of a batch", async () => {
    const db = await userWith({ Action: ["dynamodb:BatchWriteItem", "dynamodb:BatchGetItem"] });
    const requests = [{ PutRequest: { Item: pk("2") } }];
    await db.batchWriteItem({ RequestItems: { [TableName]: requests } });
    const both = db.batchWriteItem({ RequestItems: { [TableName]: requests, other: requests } });
    expect(await denied(both)).to.equal(`dynamodb:BatchWriteItem ${arn().replace(TableName, "other")}`);
  });

  it("are asked of an index by its own name", async () => {
    const db = await userWith({ Action: ["dynamodb:Query", "dynamodb:Scan"] });
    await db.scan({ TableName });
    expect(await denied(db.scan({ TableName, IndexName: "by-kind" }))).to.equal(`dynamodb:Scan ${arn()}/index/by-kind`);
  });

  it("depend on the partition keys of a request", async () => {
    const mine = { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["mine", "my-2"] } };
    const db = await userWith({ Action: "dynamodb:*", Resource: "*", Condition: mine });
    await db.getItem({ TableName, Key: pk("mine") });
    await db.batchGetItem({ RequestItems: { [TableName]: { Keys: [pk("mine"), pk("my-2")] } } });
    const values = (S: string) => ({ ":p": { S } });
    const KeyConditionExpression = "pk = :p";
    await db.query({ TableName, KeyConditionExpression, ExpressionAttributeValues: values("mine") });
    for (const call of [
      db.getItem({ TableName, Key: pk("yours") }),
      db.putItem({ TableName, Item: pk("yours") }),
      db.batchGetItem({ RequestItems: { [TableName]: { Keys: [pk("mine"), pk("yours")] } } }),
      db.batchWriteItem({ RequestItems: { [TableName]: [{ DeleteRequest: { Key: pk("yours") } }] } }),
      db.query({ TableName, KeyConditionExpression, ExpressionAttributeValues: values("yours") }),
      db.transactWriteItems({ TransactItems: [{ Put: { TableName, Item: pk("yours") } }] }),
    ])
      await denied(call);
  });

  it("depend on the attributes that a request names, and what it selects", async () => {
    const Condition = {
      "ForAllValues:StringEquals": { "dynamodb:Attributes": ["pk", "open", "kind"] },
      StringEqualsIfExists: {
        "dynamodb:Select": "SPECIFIC_ATTRIBUTES",
        "dynamodb:ReturnValues": ["NONE", "UPDATED_NEW"],
      },
    };
    const db = await userWith({ Action: "dynamodb:*", Resource: "*", Condition });
    const Key = pk("mine");
    await db.getItem({ TableName, Key, ProjectionExpression: "#o", ExpressionAttributeNames: { "#o": "open" } });
    const set = (name: string, more: object = {}) =>
      db.updateItem({
        TableName,
        Key,
        UpdateExpression: "ADD #n :one",
        ExpressionAttributeNames: { "#n": name },
        ExpressionAttributeValues: { ":one": { N: "1" } },
        ...more,
      });
    await set("open", { ReturnValues: "UPDATED_NEW" });
    await denied(db.getItem({ TableName, Key }));
    await denied(
      db.getItem({ TableName, Key, ProjectionExpression: "#o, unseen", ExpressionAttributeNames: { "#o": "open" } }),
    );
    await denied(set("unseen"));
    await denied(set("open", { ReturnValues: "ALL_NEW" }));
    await denied(set("open", { ConditionExpression: "attribute_exists(unseen)" }));
    await denied(db.putItem({ TableName, Item: { ...Key, unseen: { S: "1" } } }));
  });

  it("depend on whether it is a transaction", async () => {
    const Condition = { "ForAnyValue:StringEquals": { "dynamodb:EnclosingOperation": ["TransactWriteItems"] } };
    const db = await userWith({ Action: "dynamodb:PutItem", Condition });
    await db.transactWriteItems({ TransactItems: [{ Put: { TableName, Item: pk("3") } }] });
    await denied(db.putItem({ TableName, Item: pk("3") }));
  });
});

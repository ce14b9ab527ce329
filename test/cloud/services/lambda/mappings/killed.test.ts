import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { CreateEventSourceMappingCommand, GetEventSourceMappingCommand } from "@aws-sdk/client-lambda";
import { expect } from "chai";
import { until } from "../../../until.ts";
import { useKillableLab } from "../../../use-killable-lab.ts";
import { Functions } from "../functions.ts";

/** Counts in a table how often it was given each change, and does not end the first time that it is given a slow one. */
const worker = `
  import { DynamoDB } from "@aws-sdk/client-dynamodb";
  const db = new DynamoDB();
  export const handler = async ({ Records }) => {
    for (const { dynamodb: { Keys, NewImage } } of Records) {
      const { Attributes } = await db.updateItem({
        TableName: "seen",
        Key: Keys,
        UpdateExpression: "ADD times :one",
        ExpressionAttributeValues: { ":one": { N: "1" } },
        ReturnValues: "ALL_NEW",
      });
      if (NewImage.slow && Attributes.times.N === "1") await new Promise((resolve) => setTimeout(resolve, 100000));
    }
  };
`;

describe("Event source mappings when the lab is killed", function () {
  this.timeout(120_000);
  const lab = useKillableLab();

  it("hand over again the batch that was not done, and nothing that was", async () => {
    let functions = new Functions(lab.endpoint);
    let db = lab.client(DynamoDB);
    const table = async (TableName: string) =>
      db.createTable({
        TableName,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
        StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" },
      });
    const { TableDescription } = await table("source");
    await table("seen");
    await functions.makeRole();
    await functions.create("worker", worker, { Timeout: 200 });
    const { UUID } = await functions.lambda.send(
      new CreateEventSourceMappingCommand({
        FunctionName: "worker",
        EventSourceArn: TableDescription?.LatestStreamArn,
        StartingPosition: "TRIM_HORIZON",
      }),
    );
    const put = (pk: string, more: object = {}) =>
      db.putItem({ TableName: "source", Item: { pk: { S: pk }, ...more } });
    const timesOf = async (pk: string) =>
      (await db.getItem({ TableName: "seen", Key: { pk: { S: pk } } })).Item?.times?.N;
    const isDone = async () =>
      (await functions.lambda.send(new GetEventSourceMappingCommand({ UUID }))).LastProcessingResult === "OK";
    await put("first");
    await until(isDone);
    await put("slow", { slow: { BOOL: true } });
    await until(async () => (await timesOf("slow")) === "1");
    await put("behind");
    await lab.kill();
    functions.destroy();

    await lab.start();
    functions = new Functions(lab.endpoint);
    db = lab.client(DynamoDB);
    await until(async () => (await timesOf("behind")) === "1");
    expect(await timesOf("slow")).to.equal("2");
    expect(await timesOf("first")).to.equal("1");
    functions.destroy();
  });
});

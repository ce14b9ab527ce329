import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingCommandInput,
  GetEventSourceMappingCommand,
} from "@aws-sdk/client-lambda";
import type { DynamoDBStreamEvent } from "aws-lambda";
import { expect } from "chai";
import { startCloud } from "../../../../../lab/cloud/index.ts";
import { until } from "../../../until.ts";
import { failure, useCloud } from "../../../use-cloud.ts";
import { Functions } from "../functions.ts";

const worker = `
  export const handler = async (event) => {
    for (const record of event.Records) {
      console.log("got " + record.dynamodb.Keys.pk.S + ";" + JSON.stringify(record));
      if (record.dynamodb.NewImage?.crash) throw new Error("crash");
    }
  };
`;

const ACTIONS = ["GetRecords", "GetShardIterator", "DescribeStream", "ListStreams"];

describe("Event source mappings of tables", () => {
  const cloud = useCloud();
  let lab: Functions;
  let db: DynamoDB;
  let count = 0;
  before(async () => {
    lab = new Functions(cloud.endpoint);
    await lab.makeRole();
    db = cloud.client(DynamoDB);
  });
  after(() => lab.destroy());

  /** Makes a table with a stream. */
  const table = async (client = db) => {
    const TableName = `table-${++count}`;
    const { TableDescription } = await client.createTable({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
    });
    return { TableName, EventSourceArn: String(TableDescription?.LatestStreamArn) };
  };

  const map = async (more: Partial<CreateEventSourceMappingCommandInput> = {}, Role?: string) => {
    const FunctionName = `worker-${++count}`;
    await lab.create(FunctionName, worker, { ...(Role && { Role }) });
    const { TableName, EventSourceArn } = await table();
    const input = { FunctionName, EventSourceArn, StartingPosition: "LATEST" as const, ...more };
    const { UUID } = await lab.lambda.send(new CreateEventSourceMappingCommand(input));
    const put = (pk: string, more: object = {}) => db.putItem({ TableName, Item: { pk: { S: pk }, ...more } });
    return { FunctionName, EventSourceArn, TableName, UUID: String(UUID), put };
  };

  const role = async (RoleName: string, actions: readonly string[]) => {
    const iam = cloud.client(IAMClient);
    const Version = "2012-10-17";
    const Principal = { Service: "lambda.amazonaws.com" };
    const AssumeRolePolicyDocument = JSON.stringify({
      Version,
      Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }],
    });
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    const Action = ["logs:*", ...actions.map((name) => `dynamodb:${name}`)];
    const PolicyDocument = JSON.stringify({ Version, Statement: [{ Effect: "Allow", Action, Resource: "*" }] });
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "it", PolicyDocument }));
    return String(Role?.Arn);
  };

  it("hand what changes from now on to the function, as AWS does", async () => {
    const { put, FunctionName, EventSourceArn, TableName } = await map();
    await put("a", { n: { N: "1" }, b: { B: new Uint8Array([1, 2]) }, l: { L: [{ BS: [new Uint8Array([3])] }] } });
    await db.deleteItem({ TableName, Key: { pk: { S: "a" } } });
    const lines = await lab.logged(FunctionName, "got a;", 2);
    const records = lines.flatMap((line) => {
      const [, json] = /got a;(.*)/.exec(line) ?? [];
      return json ? [JSON.parse(json) as DynamoDBStreamEvent["Records"][number]] : [];
    });
    const [
      { eventID, dynamodb: { ApproximateCreationDateTime, SequenceNumber, ...change } = {}, ...rest } = {},
      removed,
    ] = records;
    expect(eventID).to.match(/^[0-9a-f]{32}$/);
    expect(rest).to.deep.equal({
      eventName: "INSERT",
      eventVersion: "1.1",
      eventSource: "aws:dynamodb",
      awsRegion: "us-east-1",
      eventSourceARN: EventSourceArn,
    });
    expect(ApproximateCreationDateTime).to.be.closeTo(cloud.clock.now() / 1000, 60);
    expect(SequenceNumber).to.match(/^\d{21}$/);
    expect(change).to.deep.equal({
      Keys: { pk: { S: "a" } },
      NewImage: { pk: { S: "a" }, n: { N: "1" }, b: { B: "AQI=" }, l: { L: [{ BS: ["Aw=="] }] } },
      SizeBytes: 18,
      StreamViewType: "NEW_AND_OLD_IMAGES",
    });
    expect(removed?.eventName).to.equal("REMOVE");
    expect(removed?.dynamodb?.OldImage?.b).to.deep.equal({ B: "AQI=" });
  });

  it("begin with the oldest change when they are told to, and see what the filters let through", async () => {
    const { TableName, EventSourceArn } = await table();
    const put = (pk: string, more: object = {}) => db.putItem({ TableName, Item: { pk: { S: pk }, ...more } });
    await put("order", { kind: { S: "order" } });
    await put("other");
    await put("order-2", { kind: { S: "order" } });
    await put("order", { kind: { S: "order" }, changed: { BOOL: true } });
    const Pattern = JSON.stringify({ eventName: ["INSERT"], dynamodb: { NewImage: { kind: { S: ["order"] } } } });
    const FunctionName = `worker-${++count}`;
    await lab.create(FunctionName, worker);
    const input = { FunctionName, EventSourceArn, StartingPosition: "TRIM_HORIZON" as const };
    await lab.lambda.send(
      new CreateEventSourceMappingCommand({ ...input, FilterCriteria: { Filters: [{ Pattern }] } }),
    );
    const lines = await lab.logged(FunctionName, "got ", 2);
    const got = lines.flatMap((line) => /got (.*?);/.exec(line)?.[1] ?? []);
    expect(got).to.deep.equal(["order", "order-2"]);
  });

  it("need a role that may read the stream", async () => {
    const allowed = await role("reader", ACTIONS);
    const { FunctionName, put } = await map({}, allowed);
    await put("a");
    await lab.logged(FunctionName, "got a;");
    for (const missing of ACTIONS) {
      const others = ACTIONS.filter((name) => name !== missing);
      const error = await failure(map({}, await role(`without-${missing}`, others)));
      expect(error.name).to.equal("InvalidParameterValueException");
      expect(error.message).to.match(
        /^Cannot access stream arn:.*\. Please ensure the role can perform the GetRecords, GetShardIterator, DescribeStream, and ListStreams Actions on your stream in IAM\.$/,
      );
    }
  });

  it("are refused where there is no such stream", async () => {
    const EventSourceArn = "arn:aws:dynamodb:us-east-1:000000000000:table/none/stream/2026-11-30T06:00:00.000";
    expect((await failure(map({ EventSourceArn }))).message).to.equal(`Stream not found: ${EventSourceArn}`);
    const ofTable = "arn:aws:dynamodb:us-east-1:000000000000:table/none";
    expect((await failure(map({ EventSourceArn: ofTable }))).message).to.match(/^Unrecognized event source/);
  });

  it("go on where they were when the lab is started again", async () => {
    const folder = mkdtempSync(join(tmpdir(), "lab-mappings-"));
    const first = await startCloud({ port: 0, state: folder });
    const functions = new Functions(first.endpoint);
    await functions.makeRole();
    const settings = { region: "us-east-1", credentials: { accessKeyId: "test", secretAccessKey: "test" } };
    const tables = new DynamoDB({ ...settings, endpoint: first.endpoint });
    const { TableName, EventSourceArn } = await table(tables);
    await functions.create("worker", worker);
    const input = { FunctionName: "worker", EventSourceArn, StartingPosition: "LATEST" as const };
    const { UUID } = await functions.lambda.send(new CreateEventSourceMappingCommand(input));
    const put = (client: DynamoDB, pk: string) => client.putItem({ TableName, Item: { pk: { S: pk } } });
    await put(tables, "before");
    await functions.logged("worker", "got before;");
    await until(
      async () =>
        (await functions.lambda.send(new GetEventSourceMappingCommand({ UUID }))).LastProcessingResult === "OK",
    );
    functions.destroy();
    tables.destroy();
    await first.close();

    const second = await startCloud({ port: 0, state: folder });
    const again = new Functions(second.endpoint);
    const client = new DynamoDB({ ...settings, endpoint: second.endpoint });
    const mapping = await again.lambda.send(new GetEventSourceMappingCommand({ UUID }));
    expect(mapping.LastProcessingResult).to.equal("OK");
    await put(client, "after");
    const lines = await again.logged("worker", "got after;");
    expect(lines.filter((line) => line.includes("got before;"))).to.have.length(1);
    again.destroy();
    client.destroy();
    await second.close();
    rmSync(folder, { recursive: true });
  });
});

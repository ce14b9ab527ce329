import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CloudFormation } from "@aws-sdk/client-cloudformation";
import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingCommandInput,
  GetEventSourceMappingCommand,
  ListTagsCommand,
} from "@aws-sdk/client-lambda";
import { S3 } from "@aws-sdk/client-s3";
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

  it("tell a bucket what the function failed, as its role, which may do that", async () => {
    const s3 = cloud.client(S3, { forcePathStyle: true } as object);
    await s3.createBucket({ Bucket: "failed-changes" });
    const settings = {
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination: "arn:aws:s3:::failed-changes" } },
    };
    const denied = await map(settings, await role("no-writer", ACTIONS));
    await denied.put("lost", { crash: { BOOL: true } });
    await denied.put("next");
    await lab.logged(denied.FunctionName, "got next;");
    const { put, FunctionName, EventSourceArn, UUID } = await map(settings);
    await put("bad", { crash: { BOOL: true } });
    await put("good");
    await lab.logged(FunctionName, "got good;");
    const objects = async () => (await s3.listObjectsV2({ Bucket: "failed-changes" })).Contents ?? [];
    await until(async () => (await objects()).length > 0);
    const [{ Key } = {}, ...more] = await objects();
    expect(more).to.deep.equal([]);
    expect(Key).to.match(new RegExp(`^aws/lambda/${UUID}/shardId-`));
    const { Body } = await s3.getObject({ Bucket: "failed-changes", Key });
    const { DDBStreamBatchInfo, requestContext, payload } = JSON.parse((await Body?.transformToString()) ?? "");
    expect(requestContext).to.include({ condition: "RetryAttemptsExhausted", approximateInvokeCount: 1 });
    expect(DDBStreamBatchInfo).to.deep.include({ streamArn: EventSourceArn });
    const { Records } = JSON.parse(payload) as DynamoDBStreamEvent;
    expect(Records).to.have.length(DDBStreamBatchInfo.batchSize);
    expect(Records[0]?.dynamodb?.Keys).to.deep.equal({ pk: { S: "bad" } });
  });

  it("show in the trace what made the changes that a function works on", async () => {
    const { put, FunctionName } = await map();
    await put("a");
    await lab.logged(FunctionName, "got a;");
    const { trace } = cloud.running.cloud;
    const worked = () => trace.spans.find(({ operation }) => operation === FunctionName);
    await until(() => worked() !== undefined);
    const cause = trace.spans.find(({ id }) => id === worked()?.parent);
    expect(cause?.operation).to.equal("PutItem");
    // What reads the stream is no part of what happens; only its first check is.
    const reads = trace.spans.filter(({ operation }) => operation === "GetRecords");
    expect(reads.filter(({ parent }) => parent === undefined)).to.deep.equal([]);
  });

  it("are made, changed and removed by CloudFormation", async () => {
    const { EventSourceArn, TableName } = await table();
    const FunctionName = `worker-${++count}`;
    await lab.create(FunctionName, worker);
    const stacks = cloud.client(CloudFormation);
    const deploy = async (properties: object, change: "createStack" | "updateStack") => {
      const TemplateBody = JSON.stringify({
        Resources: {
          Mapping: {
            Type: "AWS::Lambda::EventSourceMapping",
            Properties: { EventSourceArn, FunctionName, ...properties },
          },
        },
        Outputs: {
          Id: { Value: { Ref: "Mapping" } },
          Arn: { Value: { "Fn::GetAtt": ["Mapping", "EventSourceMappingArn"] } },
        },
      });
      await (change === "createStack"
        ? stacks.createStack({ StackName: "mapped", TemplateBody })
        : stacks.updateStack({ StackName: "mapped", TemplateBody }));
      let status = "";
      let outputs: Record<string, string> = {};
      await until(async () => {
        const { Stacks: [stack] = [] } = await stacks.describeStacks({ StackName: "mapped" });
        status = String(stack?.StackStatus);
        outputs = Object.fromEntries((stack?.Outputs ?? []).map((one) => [one.OutputKey, one.OutputValue]));
        return /_COMPLETE$/.test(status);
      });
      return { status, ...(outputs as { Id: string; Arn: string }) };
    };
    const settings = {
      StartingPosition: "TRIM_HORIZON",
      BatchSize: "7",
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 3,
      TumblingWindowInSeconds: 30,
      Tags: [{ Key: "team", Value: "a" }],
    };
    const { status, Id: UUID, Arn } = await deploy(settings, "createStack");
    expect(status).to.equal("CREATE_COMPLETE");
    const shown = () => lab.lambda.send(new GetEventSourceMappingCommand({ UUID }));
    const { Tags, ...plain } = settings;
    expect(await shown()).to.deep.include({ ...plain, BatchSize: 7, EventSourceMappingArn: Arn });
    expect((await lab.lambda.send(new ListTagsCommand({ Resource: Arn }))).Tags).to.include({ team: "a" });
    await deploy({ StartingPosition: "TRIM_HORIZON", Tags: [{ Key: "team", Value: "b" }] }, "updateStack");
    const changed = { BatchSize: 100, MaximumRetryAttempts: -1, TumblingWindowInSeconds: 0 };
    expect(await shown()).to.deep.include({ ...changed, BisectBatchOnFunctionError: false });
    expect((await lab.lambda.send(new ListTagsCommand({ Resource: Arn }))).Tags).to.include({ team: "b" });
    await db.putItem({ TableName, Item: { pk: { S: "a" } } });
    await lab.logged(FunctionName, "got a;");
    await stacks.deleteStack({ StackName: "mapped" });
    await until(async () => (await shown().catch(() => undefined)) === undefined);
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

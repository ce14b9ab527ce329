import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { IAMClient, ListOpenIDConnectProvidersCommand } from "@aws-sdk/client-iam";
import { Kinesis } from "@aws-sdk/client-kinesis";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { SQS } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { Namespace } from "../../lab/cloud/services/lambda/executor/namespace.ts";
import { packageFolder } from "../../lab/package.ts";
import { describeStack, outputOf } from "../../lab/targets/stack.ts";
import type { RunningTarget } from "../../lab/targets/target.ts";
import { until } from "../cloud/until.ts";
import { lab } from "../deployed.ts";

const app = join(packageFolder, "test/deploy/constructs");

describe("The CDK's higher constructs", function () {
  this.timeout(300_000);

  let target: RunningTarget;
  let endpoint: string;
  before(async function () {
    target = await lab();
    if (!target.endpoint) this.skip();
    endpoint = target.endpoint;
  });
  const cdk = (args: string, env: Record<string, string> = {}) => target.cdk(args.split(" "), { app, env });
  const output = async (key: string, stack = "Constructs", region = "us-east-1") => {
    const found = await describeStack(endpoint, stack, region);
    return found && outputOf(found, key);
  };
  const client = <C>(Client: new (configuration: object) => C) =>
    new Client({ endpoint, region: "us-east-1", credentials: { accessKeyId: "test", secretAccessKey: "test" } });

  it("are deployed, in two regions of which one refers to the other", async () => {
    await cdk("bootstrap aws://000000000000/us-east-1 aws://000000000000/eu-west-1");
    await cdk("deploy --all --require-approval never");
    expect((await describeStack(endpoint, "Constructs"))?.StackStatus).to.equal("CREATE_COMPLETE");
  });

  it("work: the provider framework, calls of AWS's API, a bundled function", async () => {
    expect(await output("Upper")).to.equal("NESTED");
    expect(await output("AskedValue")).to.equal("nested");
    const { Payload } = await client(LambdaClient).send(
      new InvokeCommand({ FunctionName: await output("BundledName") }),
    );
    expect(JSON.parse(Payload?.transformToString() ?? "")).to.equal(
      await output("SharedName", "ConstructsFar", "eu-west-1"),
    );
  });

  it("work: the retention of logs", async () => {
    const { logGroups = [] } = await client(CloudWatchLogsClient).send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: "/constructs/kept" }),
    );
    expect(logGroups.map(({ retentionInDays }) => retentionInDays)).to.deep.equal([7]);
  });

  it("work: both kinds of identity providers", async () => {
    const { OpenIDConnectProviderList = [] } = await client(IAMClient).send(new ListOpenIDConnectProvidersCommand());
    const made = [await output("IssuerArn"), await output("NativeArn")];
    expect(OpenIDConnectProviderList.map(({ Arn }) => Arn)).to.have.members(made);
  });

  it("are changed, nested stacks and custom resources alike", async () => {
    await cdk("deploy Constructs --exclusively --require-approval never", { WORD: "again" });
    expect(await output("Upper")).to.equal("AGAIN");
  });

  it("are destroyed with all that they made", async () => {
    await cdk("destroy --all --force");
    expect(await describeStack(endpoint, "Constructs")).to.equal(undefined);
    expect(await describeStack(endpoint, "ConstructsFar", "eu-west-1")).to.equal(undefined);
    const { OpenIDConnectProviderList } = await client(IAMClient).send(new ListOpenIDConnectProvidersCommand());
    expect(OpenIDConnectProviderList).to.deep.equal([]);
  });
});

describe("The CDK's constructs for what is in buckets", function () {
  this.timeout(300_000);

  let target: RunningTarget;
  let settings: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } };
  before(async function () {
    // Their functions are Python's, with boto3, and find the AWS CLI at /opt.
    const hasBoto3 = spawnSync("python3", ["-c", "import boto3"]).status === 0;
    const launch = { command: "/bin/true", args: [], variables: {} };
    const hasNamespaces =
      new Namespace(tmpdir()).showing(launch, { task: "/usr", opt: "/usr", packages: "/usr" }) !== launch;
    if (!hasBoto3 || !hasNamespaces) this.skip();
    target = await lab();
    if (!target.endpoint) this.skip();
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    settings = { endpoint: target.endpoint, region: "us-east-1", credentials };
    await target.bootstrap();
  });
  const output = async (key: string) => {
    const stack = await describeStack(settings.endpoint, "Buckets");
    return (stack && outputOf(stack, key)) ?? "";
  };

  it("fill a bucket, and tell a function what came", async () => {
    await target.cdk(["deploy", "--app", "node --import tsx buckets.ts", "--require-approval", "never"], { app });
    const s3 = new S3Client(settings);
    const Bucket = await output("BucketName");
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
    expect(Contents.map(({ Key }) => Key)).to.deep.equal(["data.json", "index.html"]);
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: "data.json" }));
    expect(JSON.parse((await Body?.transformToString()) ?? "")).to.deep.equal({ answer: 42 });
    const logs = new CloudWatchLogsClient(settings);
    const logGroupName = `/aws/lambda/${await output("ListenerName")}`;
    const came = async () =>
      (await logs.send(new FilterLogEventsCommand({ logGroupName, filterPattern: "came" }))).events ?? [];
    // The function is told, and its log is written, behind the deployment's back.
    await until(async () => (await came().catch(() => [])).length > 0);
    expect((await came()).map(({ message }) => message?.replace(/^.*INFO\t/, "").trim())).to.deep.equal([
      "came index.html",
    ]);
  });

  it("go away with what they brought", async () => {
    await target.cdk(["destroy", "--app", "node --import tsx buckets.ts", "--force"], { app });
    expect(await describeStack(settings.endpoint, "Buckets")).to.equal(undefined);
  });
});

describe("The CDK's tables", function () {
  this.timeout(300_000);

  let target: RunningTarget;
  let settings: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } };
  before(async function () {
    target = await lab();
    if (!target.endpoint) this.skip();
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    settings = { endpoint: target.endpoint, region: "us-east-1", credentials };
    await target.bootstrap();
  });
  const tables = ["--app", "node --import tsx tables.ts"];
  const cdk = (args: string[], env: Record<string, string> = {}) =>
    target.cdk([args[0] as string, ...tables, ...args.slice(1)], { app, env });
  const output = async (key: string) => {
    const stack = await describeStack(settings.endpoint, "Tables");
    return (stack && outputOf(stack, key)) ?? "";
  };
  const indexes = async () => {
    const { Table } = await new DynamoDB(settings).describeTable({ TableName: await output("NewerName") });
    return Table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName);
  };

  it("are deployed, and a function may do with them what it was granted", async () => {
    await cdk(["deploy", "--require-approval", "never"]);
    expect(await output("StreamArn")).to.match(/:table\/Tables-Table.*\/stream\//);
    const { Payload } = await new LambdaClient(settings).send(
      new InvokeCommand({ FunctionName: await output("WriterName") }),
    );
    expect(JSON.parse(Payload?.transformToString() ?? "")).to.deep.equal({
      Count: 1,
      refused: "AccessDeniedException",
    });
  });

  it("tell a function what changes in them, if its filter wants to know", async () => {
    const db = new DynamoDB(settings);
    const [TableName, newer] = await Promise.all([output("TableName"), output("NewerName")]);
    await db.putItem({ TableName: newer, Item: { id: { S: "a" }, at: { N: "1" }, kind: { S: "visit" } } });
    await db.putItem({ TableName: newer, Item: { id: { S: "a" }, at: { N: "2" }, kind: { S: "order" } } });
    const came = async () => {
      const ExpressionAttributeValues = { ":came": { S: "came" } };
      const KeyConditionExpression = "pk = :came";
      return (await db.query({ TableName, KeyConditionExpression, ExpressionAttributeValues })).Items ?? [];
    };
    await until(async () => (await came()).length > 0);
    expect(await came()).to.deep.equal([{ pk: { S: "came" }, at: { N: "2" }, what: { S: "MODIFY" } }]);
    db.destroy();
  });

  it("get another index while they are in use", async () => {
    expect(await indexes()).to.deep.equal(["by-kind"]);
    await cdk(["deploy", "--require-approval", "never"], { MORE: "yes" });
    expect(await indexes()).to.deep.equal(["by-kind", "by-owner"]);
  });

  it("are destroyed", async () => {
    await cdk(["destroy", "--force"]);
    expect(await describeStack(settings.endpoint, "Tables")).to.equal(undefined);
  });
});

describe("The CDK's queues", function () {
  this.timeout(300_000);

  let target: RunningTarget;
  let settings: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } };
  before(async function () {
    target = await lab();
    if (!target.endpoint) this.skip();
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    settings = { endpoint: target.endpoint, region: "us-east-1", credentials };
    await target.bootstrap();
  });
  const cdk = (...args: string[]) =>
    target.cdk([args[0] as string, "--app", "node --import tsx queues.ts", ...args.slice(1)], { app });

  it("are deployed, and move messages from function to function as they were granted", async () => {
    await cdk("deploy", "--require-approval", "never");
    const stack = await describeStack(settings.endpoint, "Queues");
    const output = (key: string) => (stack && outputOf(stack, key)) ?? "";
    const lambda = new LambdaClient(settings);
    const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: output("SenderName") }));
    expect(JSON.parse(Payload?.transformToString() ?? "")).to.deep.equal({ sent: 2, refused: "AccessDenied" });
    const sqs = new SQS(settings);
    const QueueUrl = output("DoneUrl");
    const { Messages } = await sqs.receiveMessage({ QueueUrl, WaitTimeSeconds: 20, MaxNumberOfMessages: 10 });
    expect(Messages?.map(({ Body }) => Body)).to.deep.equal(["done 1,2"]);
  });

  it("are destroyed", async () => {
    await cdk("destroy", "--force");
    expect(await describeStack(settings.endpoint, "Queues")).to.equal(undefined);
  });
});

describe("The CDK's data streams", function () {
  this.timeout(300_000);

  let target: RunningTarget;
  let settings: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } };
  before(async function () {
    target = await lab();
    if (!target.endpoint) this.skip();
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    settings = { endpoint: target.endpoint, region: "us-east-1", credentials };
    await target.bootstrap();
  });
  const cdk = (args: string[], env: Record<string, string> = {}) =>
    target.cdk([args[0] as string, "--app", "node --import tsx streams.ts", ...args.slice(1)], { app, env });
  const output = async (key: string) => {
    const stack = await describeStack(settings.endpoint, "Streams");
    return (stack && outputOf(stack, key)) ?? "";
  };
  const wasTold = async (name: string) => {
    const logGroupName = `/aws/lambda/${await output(name)}`;
    const asked = new FilterLogEventsCommand({ logGroupName, filterPattern: '"came a click"' });
    const { events = [] } = (await new CloudWatchLogsClient(settings).send(asked).catch(() => undefined)) ?? {};
    return events.length > 0;
  };

  it("are deployed, take what a function may write, and invoke those that read them", async () => {
    await cdk(["deploy", "--require-approval", "never"]);
    const { Payload } = await new LambdaClient(settings).send(
      new InvokeCommand({ FunctionName: await output("WriterName") }),
    );
    const { ShardId, refused } = JSON.parse(Payload?.transformToString() ?? "");
    expect(ShardId).to.match(/^shardId-00000000000[01]$/);
    expect(refused).to.equal("AccessDeniedException");
    await until(() => wasTold("ReaderName"));
    await until(() => wasTold("SubscriberName"));
  });

  it("are archived by delivery streams, as are direct puts", async () => {
    const s3 = new S3Client({ ...settings, forcePathStyle: true });
    const Bucket = await output("ArchiveName");
    const textsIn = async (Prefix: string) => {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
      const objects = await Promise.all(Contents.map(({ Key }) => s3.send(new GetObjectCommand({ Bucket, Key }))));
      return (await Promise.all(objects.map(({ Body }) => Body?.transformToString()))).join("");
    };
    await until(async () => (await textsIn("clicks/")).includes("A CLICK"));
    await until(async () => (await textsIn("puts/")) === "a put");
  });

  it("get more shards", async () => {
    await cdk(["deploy", "--require-approval", "never"], { MORE: "yes" });
    const StreamName = await output("StreamName");
    const { StreamDescriptionSummary } = await new Kinesis(settings).describeStreamSummary({ StreamName });
    expect(StreamDescriptionSummary?.OpenShardCount).to.equal(4);
  });

  it("are destroyed", async () => {
    await cdk(["destroy", "--force"]);
    expect(await describeStack(settings.endpoint, "Streams")).to.equal(undefined);
  });
});

import {
  APIGatewayClient,
  CreateRestApiCommand,
  GetRestApisCommand,
  PutIntegrationCommand,
  PutMethodCommand,
  TestInvokeMethodCommand,
} from "@aws-sdk/client-api-gateway";
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  GetTemplateSummaryCommand,
  ValidateTemplateCommand,
} from "@aws-sdk/client-cloudformation";
import { DynamoDB } from "@aws-sdk/client-dynamodb";
import {
  BatchCheckLayerAvailabilityCommand,
  CreateRepositoryCommand,
  ECRClient,
  GetDownloadUrlForLayerCommand,
  PutImageCommand,
} from "@aws-sdk/client-ecr";
import {
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
} from "@aws-sdk/client-iam";
import {
  AddPermissionCommand,
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  GetFunctionCommand,
  InvokeCommand,
  LambdaClient,
} from "@aws-sdk/client-lambda";
import {
  CopyObjectCommand,
  CreateBucketCommand,
  PutBucketNotificationConfigurationCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { zip } from "../services/lambda/functions.ts";
import { ask, useSharedLab } from "./class.ts";
import { fill } from "./world/fill.ts";
import { MARK, type Names, type World } from "./world/owner.ts";

const MINE = "of-the-student";

describe("What a student makes of a neighbour's things, in a class", function () {
  this.timeout(60_000);
  const lab = useSharedLab();
  let world: World;
  let of: Readonly<Record<string, string>>;
  const clients: { destroy(): void }[] = [];
  const client = <C extends { destroy(): void }>(Client: new (settings: object) => C): C => {
    const settings = {
      endpoint: lab.running.endpoint,
      region: "us-east-1",
      credentials: lab.student.keys,
      maxAttempts: 1,
      forcePathStyle: true,
    };
    const made = new Client(settings);
    clients.push(made);
    return made;
  };
  const named = (service: string) => [world[service] ?? {}].flat()[0] as Names & Readonly<Record<string, string>>;
  before(async () => {
    world = await fill(lab.running.cloud, lab.neighbour.account);
    of = { ...named("account"), ...named("urls") } as Record<string, string>;
    const Service = ["lambda.amazonaws.com", "apigateway.amazonaws.com"];
    const trust = { Effect: "Allow", Principal: { Service }, Action: "sts:AssumeRole" };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
    await client(IAMClient).send(new CreateRoleCommand({ RoleName: MINE, AssumeRolePolicyDocument }));
    const PolicyArn = "arn:aws:iam::aws:policy/AdministratorAccess";
    await client(IAMClient).send(new AttachRolePolicyCommand({ RoleName: MINE, PolicyArn }));
    await client(IAMClient).send(new CreateUserCommand({ UserName: MINE }));
    await client(S3Client).send(new CreateBucketCommand({ Bucket: MINE }));
    await client(ECRClient).send(new CreateRepositoryCommand({ repositoryName: MINE }));
  });
  after(() => {
    for (const one of clients) one.destroy();
  });

  const role = `arn:aws:iam::${lab.student.account}:role/${MINE}`;
  const create = async (changes: object) =>
    client(LambdaClient).send(
      new CreateFunctionCommand({
        FunctionName: `f${Math.random()}`.replace(".", ""),
        Role: role,
        Runtime: "nodejs22.x",
        Handler: "index.handler",
        Code: { ZipFile: await zip({ "index.mjs": "export const handler = async () => 1" }) },
        ...changes,
      }),
    );
  const template = (document: object) => JSON.stringify({ Resources: {}, ...document });
  const log = (value: unknown, more: object = {}) =>
    template({
      Resources: { Group: { Type: "AWS::Logs::LogGroup", Properties: { LogGroupName: value } } },
      ...more,
    });

  /** Creates a stack, and tells all that happened, or fails. */
  const stack = async (input: object) => {
    const cloudformation = client(CloudFormationClient);
    const StackName = `stack-${Math.random()}`.replace(".", "");
    await cloudformation.send(new CreateStackCommand({ StackName, Capabilities: ["CAPABILITY_IAM"], ...input }));
    for (;;) {
      const { Stacks: [one] = [] } = await cloudformation.send(new DescribeStacksCommand({ StackName }));
      if (one?.StackStatus?.endsWith("IN_PROGRESS")) continue;
      const events = await cloudformation.send(new DescribeStackEventsCommand({ StackName }));
      const told = JSON.stringify([one, events]);
      if (one?.StackStatus === "CREATE_COMPLETE") return told;
      throw Object.assign(new Error(told), { name: "StackFailed" });
    }
  };
  const http = async (answer: Response) => {
    const text = await answer.text();
    if (answer.ok) return text;
    throw Object.assign(new Error(text), { name: String(answer.status) });
  };
  const urlOfTemplate = () => `${lab.running.endpoint}/${of.of}/template.json`;
  const integrated = async (uri: string, more: object = {}) => {
    const api = client(APIGatewayClient);
    const { id: restApiId, rootResourceId: resourceId } = await api.send(new CreateRestApiCommand({ name: MINE }));
    const method = { restApiId, resourceId, httpMethod: "GET" };
    await api.send(new PutMethodCommand({ ...method, authorizationType: "NONE" }));
    await api.send(
      new PutIntegrationCommand({ ...method, type: "AWS_PROXY", integrationHttpMethod: "POST", uri, ...more }),
    );
    const { status, body } = await api.send(new TestInvokeMethodCommand(method));
    if (status === 200) return String(body);
    throw Object.assign(new Error(String(body)), { name: String(status) });
  };
  const invoke = (arn = "") => `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${arn}/invocations`;
  const asStudent = (path: string, service: string, method = "GET") =>
    ask(lab.running, lab.student.keys, path, { service, method }).then(http);

  const tableOf = (TableName: string) => ({
    TableName,
    BillingMode: "PAY_PER_REQUEST" as const,
    AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" as const }],
    KeySchema: [{ AttributeName: "pk", KeyType: "HASH" as const }],
  });

  const attempts: Readonly<Record<string, () => Promise<unknown>>> = {
    "assumes a role": () =>
      client(STSClient).send(new AssumeRoleCommand({ RoleArn: named("sts").RoleArn, RoleSessionName: "me" })),
    "assumes a role of a service": () =>
      client(STSClient).send(new AssumeRoleCommand({ RoleArn: named("iam").Arn, RoleSessionName: "me" })),
    "attaches a policy": () =>
      client(IAMClient).send(new AttachUserPolicyCommand({ UserName: MINE, PolicyArn: named("iam").PolicyArn })),
    "copies an object": () =>
      client(S3Client).send(new CopyObjectCommand({ Bucket: MINE, Key: "copy", CopySource: named("s3").CopySource })),
    "takes the name of a bucket": () => client(S3Client).send(new CreateBucketCommand({ Bucket: of.of })),
    "sends events to a function": () =>
      client(S3Client).send(
        new PutBucketNotificationConfigurationCommand({
          Bucket: MINE,
          NotificationConfiguration: {
            LambdaFunctionConfigurations: [{ LambdaFunctionArn: of.functionArn, Events: ["s3:ObjectCreated:*"] }],
          },
        }),
      ),
    "reads an object without a signature": () => fetch(`${lab.running.endpoint}/${of.of}/${of.of}`).then(http),
    "reads an object as of a website": () =>
      fetch(`${lab.running.endpoint}/_aws/s3-website/${of.of}/${of.of}`).then(http),
    "reads a parameter by its ARN": () =>
      client(SSMClient).send(new GetParameterCommand({ Name: named("ssm").Name, WithDecryption: true })),
    "restores a backup of a table": () =>
      client(DynamoDB).restoreTableFromBackup({ TargetTableName: MINE, BackupArn: named("dynamodb").BackupArn }),
    "restores a table": () =>
      client(DynamoDB).restoreTableToPointInTime({
        TargetTableName: MINE,
        SourceTableArn: named("dynamodb").TableArn,
        UseLatestRestorableTime: true,
      }),
    "imports a table from a bucket": async () => {
      const db = client(DynamoDB);
      const { ImportTableDescription } = await db.importTable({
        S3BucketSource: { S3Bucket: of.of },
        InputFormat: "DYNAMODB_JSON",
        TableCreationParameters: tableOf("imported"),
      });
      const ImportArn = ImportTableDescription?.ImportArn;
      for (;;) {
        const { ImportTableDescription: told } = await db.describeImport({ ImportArn });
        if (told?.ImportStatus === "IN_PROGRESS") continue;
        if (told?.ImportStatus === "COMPLETED") return told;
        throw Object.assign(new Error(told?.FailureMessage), { name: told?.FailureCode });
      }
    },
    "exports a table into a bucket": async () => {
      const db = client(DynamoDB);
      await db.createTable(tableOf("exported"));
      await db.updateContinuousBackups({
        TableName: "exported",
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      });
      const { Table } = await db.describeTable({ TableName: "exported" });
      const { ExportDescription } = await db.exportTableToPointInTime({ TableArn: Table?.TableArn, S3Bucket: of.of });
      const ExportArn = ExportDescription?.ExportArn;
      for (;;) {
        const { ExportDescription: told } = await db.describeExport({ ExportArn });
        if (told?.ExportStatus === "IN_PROGRESS") continue;
        if (told?.ExportStatus === "COMPLETED") return told;
        throw Object.assign(new Error(told?.FailureMessage), { name: told?.FailureCode });
      }
    },
    "reads a table through a function's mapping": async () => {
      const { FunctionName } = await create({});
      const EventSourceArn = named("dynamodbstreams").StreamArn;
      const mapping = { FunctionName, EventSourceArn, StartingPosition: "TRIM_HORIZON" as const };
      return await client(LambdaClient).send(new CreateEventSourceMappingCommand(mapping));
    },
    "runs a function with a role": () => create({ Role: named("iam").Arn }),
    "runs the code of a bucket": () => create({ Code: { S3Bucket: of.of, S3Key: "code.zip" } }),
    "runs an image": () =>
      create({ PackageType: "Image", Code: { ImageUri: of.imageUri }, Runtime: undefined, Handler: undefined }),
    "runs a function with a layer": () => create({ Layers: [named("lambda").Arn] }),
    "invokes a function": () => client(LambdaClient).send(new InvokeCommand({ FunctionName: of.functionArn })),
    "lets themselves in to a function": () =>
      client(LambdaClient).send(
        new AddPermissionCommand({
          FunctionName: of.functionArn,
          StatementId: "me",
          Action: "lambda:InvokeFunction",
          Principal: lab.student.account,
        }),
      ),
    "calls a function's URL": () => asStudent(new URL(of.url ?? "").pathname, "lambda"),
    "calls a function's URL without a signature": () => fetch(new URL(of.url ?? "")).then(http),
    "calls an API": () => asStudent(`/_aws/execute-api/${named("apigateway").restApiId}/prod/`, "execute-api"),
    "calls an API without a signature": () =>
      fetch(`${lab.running.endpoint}/_aws/execute-api/${named("apigateway").restApiId}/prod/`).then(http),
    "sends to a connection": () =>
      asStudent(`/_aws/execute-api/${named("apigatewayv2").SocketId}/prod/@connections/x`, "execute-api", "POST"),
    "integrates a function": () => integrated(invoke(of.functionArn)),
    "integrates what the lab tells its teacher": () =>
      integrated(`${lab.running.endpoint}/_lab/spans`, { type: "HTTP_PROXY", integrationHttpMethod: "GET" }),
    "describes the template of a bucket": () =>
      client(CloudFormationClient).send(new GetTemplateSummaryCommand({ TemplateURL: urlOfTemplate() })),
    "validates the template of a bucket": () =>
      client(CloudFormationClient).send(new ValidateTemplateCommand({ TemplateURL: urlOfTemplate() })),
    "makes a stack of the template of a bucket": () => stack({ TemplateURL: urlOfTemplate() }),
    "makes a stack with a stack of such a template": () =>
      stack({
        TemplateBody: template({
          Resources: { Nested: { Type: "AWS::CloudFormation::Stack", Properties: { TemplateURL: urlOfTemplate() } } },
        }),
      }),
    "includes a template": () =>
      stack({
        TemplateBody: template({
          Transform: { Name: "AWS::Include", Parameters: { Location: `s3://${of.of}/template.json` } },
        }),
      }),
    "imports an export": () => stack({ TemplateBody: log({ "Fn::ImportValue": of.of }) }),
    "takes a parameter for a stack's": () =>
      stack({
        TemplateBody: log(
          { Ref: "Parameter" },
          { Parameters: { Parameter: { Type: "AWS::SSM::Parameter::Value<String>", Default: named("ssm").Name } } },
        ),
      }),
    "has a parameter resolved": () => stack({ TemplateBody: log(`{{resolve:ssm:${named("ssm").Name}}}`) }),
    "has a stack made with a role": () => stack({ TemplateBody: log("g"), RoleARN: named("iam").Arn }),
    "has a stack call a function": () =>
      stack({
        TemplateBody: template({
          Resources: { Custom: { Type: "Custom::Thing", Properties: { ServiceToken: of.functionArn } } },
          Outputs: { Told: { Value: { Ref: "Custom" } } },
        }),
      }),
    "has a stack open a bucket": () =>
      stack({
        TemplateBody: template({
          Resources: {
            Policy: {
              Type: "AWS::S3::BucketPolicy",
              Properties: {
                Bucket: of.of,
                PolicyDocument: {
                  Statement: {
                    Effect: "Allow",
                    Principal: { AWS: lab.student.account },
                    Action: "s3:GetObject",
                    Resource: `arn:aws:s3:::${of.of}/*`,
                  },
                },
              },
            },
          },
        }),
      }),
    "puts an image of a layer": () =>
      client(ECRClient).send(
        new PutImageCommand({ repositoryName: MINE, imageManifest: String(named("ecr").imageManifest) }),
      ),
    "downloads a layer": () =>
      client(ECRClient).send(
        new GetDownloadUrlForLayerCommand({ repositoryName: MINE, layerDigest: named("ecr").layerDigest }),
      ),
  };

  for (const [what, attempt] of Object.entries(attempts))
    it(`is refused when a student ${what}`, async () => {
      const outcome = await attempt().then(
        (answer) => `succeeded: ${typeof answer === "string" ? answer : JSON.stringify(answer)}`,
        ({ name, message, $metadata }) => {
          if (($metadata?.httpStatusCode ?? 400) >= 500) return `succeeded in breaking the lab: ${name} ${message}`;
          return `${name}: ${message}`;
        },
      );
      expect(outcome).not.to.match(/^succeeded/);
      expect(outcome).not.to.contain(MARK);
    });

  it("does not tell a student that a layer of theirs is there", async () => {
    const layerDigests = [named("ecr").layerDigest ?? ""];
    const { layers = [] } = await client(ECRClient).send(
      new BatchCheckLayerAvailabilityCommand({ repositoryName: MINE, layerDigests }),
    );
    expect(layers.filter(({ layerAvailability }) => layerAvailability === "AVAILABLE")).to.deep.equal([]);
  });

  it("hands out code at an address that cannot be guessed", async () => {
    const own = lab.running.cloud.clients(
      { kind: "root", account: lab.neighbour.account, arn: `arn:aws:iam::${lab.neighbour.account}:root`, userId: "" },
      "us-east-1",
    );
    const { Code } = await own.lambda.GetFunction({ FunctionName: of.of ?? "" });
    const location = new URL(Code?.Location ?? "");
    expect(`${location.pathname}${location.search}`).to.match(/[0-9a-zA-Z_-]{20,}/);
    await client(LambdaClient)
      .send(new GetFunctionCommand({ FunctionName: of.functionArn }))
      .then(
        () => expect.fail("it is told"),
        () => undefined,
      );
    expect(
      (await client(APIGatewayClient).send(new GetRestApisCommand({}))).items?.every(({ name }) => name === MINE),
    ).to.equal(true);
  });
});

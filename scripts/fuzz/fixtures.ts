import { bytesOf } from "./case.ts";
import { functionZip } from "./documents.ts";
import { encode } from "./encode.ts";
import { Connection } from "./exchange.ts";
import type { Memory } from "./memory.ts";
import type { FuzzedService } from "./models.ts";
import { type Key, sign } from "./sign.ts";

type Input = Record<string, unknown>;
type Result = Record<string, unknown>;

const ROLE = "arn:aws:iam::000000000000:role/fuzz";
const FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:fuzz";
const INVOKE = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${FUNCTION}/invocations`;

/** What is deployed before the cases begin: they find resources to act on, and applications to speak to. */
export interface Deployed {
  /** Path of each application, with the slash at its end. */
  readonly planes: readonly string[];
  readonly webSockets: readonly string[];
  /** A key of a user whose policy is full of wildcards. */
  readonly user: Key;
}

/** Calls operations, one after the other, and notes what they answer. Throws when one fails. */
export class Caller {
  readonly #services: ReadonlyMap<string, FuzzedService>;
  readonly #endpoint: URL;
  readonly #memory: Memory;

  constructor(services: readonly FuzzedService[], endpoint: URL, memory: Memory) {
    this.#services = new Map(services.map((service) => [service.name, service]));
    this.#endpoint = endpoint;
    this.#memory = memory;
  }

  async call(name: string, operationName: string, input: Input): Promise<Result> {
    const service = this.#services.get(name);
    const operation = service?.model.operations.get(operationName);
    if (!service || !operation) throw new Error(`There is no ${name} ${operationName}`);
    const request = sign(encode(service.model, operation, input), service.signedAs, this.#endpoint.host);
    const connection = new Connection(this.#endpoint);
    const outcome = await connection.send(bytesOf(request), { patience: 60_000 });
    connection.close();
    const text = typeof outcome === "string" ? outcome : outcome.body.toString();
    if (typeof outcome === "string" || outcome.status >= 300)
      throw new Error(`${name} ${operationName} failed: ${text}`);
    this.#memory.noteCall(operationName, input, text);
    const elements = [...text.matchAll(/<(\w+)>([^<]*)<\//g)].map(([, name, value]) => [name, value]);
    return text.startsWith("{") ? JSON.parse(text) : Object.fromEntries(elements);
  }
}

/** Deploys one of each: buckets, a function with a URL, a REST API with VTL, an HTTP API, a WebSocket API, a website, a stack. */
export async function deploy(caller: Caller): Promise<Deployed> {
  const call = caller.call.bind(caller);
  const user = await identities(call);
  await storage(call);
  const functionPath = await lambda(call);
  const rest = await restApi(call);
  const http = await httpApi(call);
  const webSocket = await webSocketApi(call);
  await others(call);
  return {
    planes: [
      "/_aws/s3-website/fuzz-bucket-a/",
      "/fuzz-bucket-a/",
      functionPath,
      `/_aws/execute-api/${rest}/dev/`,
      `/_aws/execute-api/${http}/`,
    ],
    webSockets: [`/_aws/execute-api/${webSocket}/dev`],
    user,
  };
}

type Call = Caller["call"];

async function identities(call: Call): Promise<Key> {
  const services = ["lambda.amazonaws.com", "apigateway.amazonaws.com", "cloudformation.amazonaws.com"];
  const trust = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: services, AWS: "*" }, Action: "sts:AssumeRole" }],
  };
  const all = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };
  await call("iam", "CreateRole", { RoleName: "fuzz", AssumeRolePolicyDocument: JSON.stringify(trust) });
  await call("iam", "PutRolePolicy", { RoleName: "fuzz", PolicyName: "all", PolicyDocument: JSON.stringify(all) });
  await call("iam", "CreateUser", { UserName: "fuzz-a" });
  await call("iam", "CreateGroup", { GroupName: "fuzz-a" });
  await call("iam", "CreatePolicy", { PolicyName: "fuzz-a", PolicyDocument: JSON.stringify(all) });
  const like = { "aws:UserAgent": `${"*a".repeat(12)}b`, "s3:prefix": "a*" };
  const wild = [
    { Effect: "Deny", Action: "*", Resource: "*", Condition: { StringLike: like } },
    { Effect: "Allow", Action: ["*:*e*t*", "s3:*", "lambda:?*"], Resource: ["*", "arn:*:*:*:*:*a*b*"] },
  ];
  const PolicyDocument = JSON.stringify({ ...all, Statement: wild });
  await call("iam", "PutUserPolicy", { UserName: "fuzz-a", PolicyName: "wild", PolicyDocument });
  const { AccessKeyId, SecretAccessKey } = await call("iam", "CreateAccessKey", { UserName: "fuzz-a" });
  await call("sts", "GetCallerIdentity", {});
  return { accessKeyId: String(AccessKeyId), secret: String(SecretAccessKey) };
}

async function storage(call: Call): Promise<void> {
  // Whoever reads an object makes the lab match its name with this.
  const endless = `arn:aws:s3:::fuzz-bucket-a/${"a*".repeat(12)}b`;
  const all = { Effect: "Allow", Principal: "*", Action: "s3:GetObject" };
  const Statement = [
    { ...all, Resource: endless },
    { ...all, Resource: "arn:aws:s3:::fuzz-bucket-a/*" },
    { ...all, Action: "s3:PutObject", Resource: "arn:aws:s3:::fuzz-bucket-a/form*" },
  ];
  for (const Bucket of ["fuzz-bucket-a", "fuzz-bucket-b"]) {
    await call("s3", "CreateBucket", { Bucket });
    await call("s3", "PutObject", { Bucket, Key: "fuzz-a", Body: Buffer.from("hello") });
  }
  const bucket = { Bucket: "fuzz-bucket-a" };
  await call("s3", "DeletePublicAccessBlock", bucket);
  await call("s3", "PutBucketPolicy", { ...bucket, Policy: JSON.stringify({ Version: "2012-10-17", Statement }) });
  await call("s3", "PutBucketWebsite", {
    ...bucket,
    WebsiteConfiguration: { IndexDocument: { Suffix: "index.html" }, ErrorDocument: { Key: "fuzz-a" } },
  });
  const rule = { AllowedOrigins: ["http://*.example", "*"], AllowedMethods: ["GET", "PUT"], AllowedHeaders: ["*"] };
  await call("s3", "PutBucketCors", { ...bucket, CORSConfiguration: { CORSRules: [rule] } });
}

async function lambda(call: Call): Promise<string> {
  const FunctionName = "fuzz";
  await call("lambda", "CreateFunction", {
    FunctionName,
    Role: ROLE,
    Runtime: "nodejs20.x",
    Handler: "index.handler",
    Code: { ZipFile: functionZip },
  });
  await call("lambda", "AddPermission", {
    FunctionName,
    StatementId: "url",
    Action: "lambda:InvokeFunctionUrl",
    Principal: "*",
    FunctionUrlAuthType: "NONE",
  });
  await call("lambda", "AddPermission", {
    FunctionName,
    StatementId: "api",
    Action: "lambda:InvokeFunction",
    Principal: "apigateway.amazonaws.com",
  });
  const { FunctionUrl } = await call("lambda", "CreateFunctionUrlConfig", { FunctionName, AuthType: "NONE" });
  return new URL(String(FunctionUrl)).pathname;
}

async function restApi(call: Call): Promise<string> {
  const { id: restApiId } = await call("apigateway", "CreateRestApi", { name: "fuzz" });
  const { rootResourceId } = await call("apigateway", "GetRestApi", { restApiId });
  const resource = await call("apigateway", "CreateResource", {
    restApiId,
    parentId: rootResourceId,
    pathPart: "{p+}",
  });
  const template = `{"statusCode": 200, "p": "$util.escapeJavaScript($input.params('p'))", "body": $input.json('$')}`;
  const answer = `#set($q = $input.params().querystring){"q": "$util.escapeJavaScript($q)", "b": "$input.path('$.a')", "r": "$context.requestId"#if($input.params('q').matches("(a+)+b")), "m": 1#end}`;
  const patterns = [{ statusCode: "200" }, { statusCode: "400", selectionPattern: "4\\d+.*" }];
  for (const resourceId of [rootResourceId, resource.id]) {
    const method = { restApiId, resourceId, httpMethod: "ANY" };
    await call("apigateway", "PutMethod", {
      ...method,
      authorizationType: "NONE",
      requestParameters: { "method.request.querystring.q": false },
    });
    await call("apigateway", "PutIntegration", {
      ...method,
      type: "MOCK",
      requestTemplates: { "application/json": template },
    });
    for (const { statusCode, ...pattern } of patterns) {
      await call("apigateway", "PutMethodResponse", { ...method, statusCode });
      await call("apigateway", "PutIntegrationResponse", {
        ...method,
        statusCode,
        ...pattern,
        responseTemplates: { "application/json": answer },
      });
    }
  }
  await call("apigateway", "CreateDeployment", { restApiId, stageName: "dev" });
  return String(restApiId);
}

async function httpApi(call: Call): Promise<string> {
  const CorsConfiguration = { AllowOrigins: ["http://a.example"], AllowMethods: ["*"] };
  const { apiId } = await call("apigatewayv2", "CreateApi", {
    Name: "fuzz",
    ProtocolType: "HTTP",
    Target: FUNCTION,
    CorsConfiguration,
  });
  return String(apiId);
}

async function webSocketApi(call: Call): Promise<string> {
  const { apiId: ApiId } = await call("apigatewayv2", "CreateApi", {
    Name: "fuzz-socket",
    ProtocolType: "WEBSOCKET",
    RouteSelectionExpression: "$request.body.action",
  });
  const { integrationId } = await call("apigatewayv2", "CreateIntegration", {
    ApiId,
    IntegrationType: "AWS_PROXY",
    IntegrationUri: INVOKE,
  });
  for (const RouteKey of ["$default", "$connect"])
    await call("apigatewayv2", "CreateRoute", { ApiId, RouteKey, Target: `integrations/${integrationId}` });
  await call("apigatewayv2", "CreateStage", { ApiId, StageName: "dev", AutoDeploy: true });
  return String(ApiId);
}

async function queues(call: Call): Promise<void> {
  const QueueUrl = "http://localhost/000000000000/fuzz-a";
  const [deadLetterTargetArn, fifo] = ["arn:aws:sqs:us-east-1:000000000000:fuzz-letters", "fuzz-b.fifo"];
  await call("sqs", "CreateQueue", { QueueName: "fuzz-letters" });
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 2 });
  await call("sqs", "CreateQueue", { QueueName: "fuzz-a", Attributes: { RedrivePolicy, VisibilityTimeout: "0" } });
  await call("sqs", "CreateQueue", { QueueName: fifo, Attributes: { FifoQueue: "true" } });
  await call("sqs", "SendMessage", { QueueUrl, MessageBody: "hello" });
  await call("sqs", "ReceiveMessage", { QueueUrl });
  await call("sqs", "ListMessageMoveTasks", { SourceArn: deadLetterTargetArn });
}

async function others(call: Call): Promise<void> {
  const resource = { Type: "AWS::SSM::Parameter", Properties: { Name: "fuzz-stack", Type: "String", Value: "a" } };
  await call("ssm", "PutParameter", { Name: "fuzz-a", Type: "String", Value: "a" });
  await call("logs", "CreateLogGroup", { logGroupName: "fuzz-a" });
  await call("logs", "CreateLogStream", { logGroupName: "fuzz-a", logStreamName: "fuzz-a" });
  await call("logs", "PutLogEvents", {
    logGroupName: "fuzz-a",
    logStreamName: "fuzz-a",
    logEvents: [{ timestamp: Date.now(), message: "hello" }],
  });
  await call("ecr", "CreateRepository", { repositoryName: "fuzz-a" });
  const { TopicArn } = await call("sns", "CreateTopic", { Name: "fuzz-a" });
  await call("sns", "CreateTopic", { Name: "fuzz-a.fifo", Attributes: { FifoTopic: "true" } });
  await call("sns", "Subscribe", { TopicArn, Protocol: "sms", Endpoint: "+15550001111" });
  await call("dynamodb", "CreateTable", {
    TableName: "fuzz-a",
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [{ AttributeName: "a", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "a", KeyType: "HASH" }],
    StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
  });
  await call("dynamodb", "PutItem", { TableName: "fuzz-a", Item: { a: { S: "a" } } });
  await queues(call);
  await call("cloudformation", "CreateStack", {
    StackName: "fuzz-a",
    TemplateBody: JSON.stringify({ Resources: { A: resource } }),
  });
  await call("cloudformation", "DescribeStacks", { StackName: "fuzz-a" });
  await call("lambda", "Invoke", { FunctionName: "fuzz", Payload: Buffer.from("{}") });
}

import { createHash } from "node:crypto";
import { rootOf } from "../../../lab/cloud/auth/caller.ts";
import type { Cloud } from "../../../lab/cloud/cloud.ts";
import { zip } from "../services/lambda/functions.ts";

/** Stands in everything that only its owner may read. */
export const MARK = "only-its-owner-reads-this";

/** What members of inputs are called that name something, and what they are of somebody's resources. */
export type Names = Readonly<Record<string, unknown>>;

/** By service, the ways in which its operations can name somebody's resources. */
export type World = Readonly<Record<string, Names | readonly Names[]>>;

const REGION = "us-east-1";
const CODE = `export const handler = async () => ${JSON.stringify(MARK)};`;
const digestOf = (text: string) => `sha256:${createHash("sha256").update(text).digest("hex")}`;
const policy = (statement: object) => JSON.stringify({ Version: "2012-10-17", Statement: [statement] });

/** Fills an account with something of everything, each marked as its owner's own. @returns how it is named */
export async function fill(cloud: Cloud, account: string): Promise<World> {
  const own = cloud.clients(rootOf(account), REGION);
  const arn = (service: string, rest: string, region = REGION) => `arn:aws:${service}:${region}:${account}:${rest}`;
  const tag = { Key: MARK, Value: MARK };
  // No account's number: what a student makes under the same name is none of theirs.
  const of = account === "000000000000" ? "of-the-teacher" : "of-the-neighbour";

  const trust = (Principal: object) => policy({ Effect: "Allow", Principal, Action: "sts:AssumeRole" });
  const functionsTrust = trust({ Service: "lambda.amazonaws.com" });
  await own.iam.CreateRole({ RoleName: of, AssumeRolePolicyDocument: functionsTrust, Description: MARK });
  await own.iam.CreateRole({ RoleName: `own-${of}`, AssumeRolePolicyDocument: trust({ AWS: account }) });
  const allowed = policy({ Sid: MARK.replaceAll("-", ""), Effect: "Allow", Action: "s3:*", Resource: "*" });
  await own.iam.PutRolePolicy({ RoleName: of, PolicyName: of, PolicyDocument: allowed });
  await own.iam.CreateUser({ UserName: of, Tags: [tag] });
  await own.iam.PutUserPolicy({ UserName: of, PolicyName: of, PolicyDocument: allowed });
  const { AccessKey } = await own.iam.CreateAccessKey({ UserName: of });
  await own.iam.CreateGroup({ GroupName: of });
  await own.iam.PutGroupPolicy({ GroupName: of, PolicyName: of, PolicyDocument: allowed });
  await own.iam.AddUserToGroup({ GroupName: of, UserName: of });
  await own.iam.CreatePolicy({ PolicyName: of, PolicyDocument: allowed, Description: MARK });
  await own.iam.CreateInstanceProfile({ InstanceProfileName: of, Tags: [tag] });
  await own.iam.CreateOpenIDConnectProvider({ Url: `https://${of}.example.com`, ClientIDList: [MARK] });

  await own.s3.CreateBucket({ Bucket: of });
  await own.s3.PutObject({ Bucket: of, Key: of, Body: MARK, Metadata: { mark: MARK }, Tagging: `${MARK}=${MARK}` });
  await own.s3.PutObject({ Bucket: of, Key: "code.zip", Body: await zip({ "index.mjs": CODE }) });
  const template = { Resources: { Group: { Type: "AWS::Logs::LogGroup", Properties: { LogGroupName: MARK } } } };
  await own.s3.PutObject({ Bucket: of, Key: "template.json", Body: JSON.stringify(template) });
  await own.s3.PutBucketTagging({ Bucket: of, Tagging: { TagSet: [tag] } });
  const rule = { ID: MARK, Status: "Enabled", Filter: { Prefix: MARK }, Expiration: { Days: 1 } } as const;
  await own.s3.PutBucketLifecycleConfiguration({ Bucket: of, LifecycleConfiguration: { Rules: [rule] } });
  await own.s3.PutBucketCors({
    Bucket: of,
    CORSConfiguration: { CORSRules: [{ ID: MARK, AllowedMethods: ["GET"], AllowedOrigins: ["*"] }] },
  });
  const { UploadId } = await own.s3.CreateMultipartUpload({ Bucket: of, Key: `parts-${of}` });
  await own.s3.UploadPart({ Bucket: of, Key: `parts-${of}`, UploadId: UploadId ?? "", PartNumber: 1, Body: MARK });

  await own.ssm.PutParameter({ Name: `/${of}/value`, Value: MARK, Type: "String", Description: MARK, Tags: [tag] });
  await own.ssm.PutParameter({ Name: `/${of}/secret`, Value: MARK, Type: "SecureString" });

  await own.logs.CreateLogGroup({ logGroupName: of, tags: { mark: MARK } });
  await own.logs.CreateLogStream({ logGroupName: of, logStreamName: of });
  const logEvents = [{ timestamp: cloud.clock.now(), message: MARK }];
  await own.logs.PutLogEvents({ logGroupName: of, logStreamName: of, logEvents });

  await own.ecr.CreateRepository({ repositoryName: of, tags: [tag] });
  const layer = Buffer.from(MARK);
  const { uploadId = "" } = await own.ecr.InitiateLayerUpload({ repositoryName: of });
  const part = { partFirstByte: 0, partLastByte: layer.length - 1, layerPartBlob: layer };
  await own.ecr.UploadLayerPart({ repositoryName: of, uploadId, ...part });
  const [layerDigest, config] = [
    digestOf(MARK),
    { mediaType: "application/json", digest: digestOf(MARK), size: layer.length },
  ];
  await own.ecr.CompleteLayerUpload({ repositoryName: of, uploadId, layerDigests: [layerDigest] });
  const imageManifest = JSON.stringify({ schemaVersion: 2, config, layers: [], annotations: { mark: MARK } });
  await own.ecr.PutImage({ repositoryName: of, imageManifest, imageTag: of });
  const { uploadId: open = "" } = await own.ecr.InitiateLayerUpload({ repositoryName: of });
  const repositoryPolicy = policy({
    Sid: MARK.replaceAll("-", ""),
    Effect: "Allow",
    Principal: { AWS: account },
    Action: "ecr:*",
  });
  await own.ecr.SetRepositoryPolicy({ repositoryName: of, policyText: repositoryPolicy });

  const Role = arn("iam", `role/${of}`, "");
  const { LayerVersionArn } = await own.lambda.PublishLayerVersion({
    LayerName: of,
    Description: MARK,
    Content: { ZipFile: await zip({ "nodejs/mark.mjs": CODE }) },
  });
  await own.lambda.CreateFunction({
    FunctionName: of,
    Role,
    Runtime: "nodejs22.x",
    Handler: "index.handler",
    Description: MARK,
    Code: { ZipFile: await zip({ "index.mjs": CODE }) },
    Environment: { Variables: { MARK } },
    Tags: { mark: MARK },
    Layers: [LayerVersionArn ?? ""],
    Publish: true,
  });
  await own.lambda.CreateAlias({ FunctionName: of, Name: "live", FunctionVersion: "1", Description: MARK });
  const { LayerVersionArn: sharedLayer } = await own.lambda.PublishLayerVersion({
    LayerName: `shared-${of}`,
    Content: { ZipFile: await zip({ "nodejs/shared.mjs": "export {};" }) },
  });
  const permission = { StatementId: "shared", Action: "lambda:GetLayerVersion", Principal: "*" };
  await own.lambda.AddLayerVersionPermission({ LayerName: `shared-${of}`, VersionNumber: 1, ...permission });
  const url = await own.lambda.CreateFunctionUrlConfig({ FunctionName: of, AuthType: "AWS_IAM" });
  await own.lambda.PutFunctionConcurrency({ FunctionName: of, ReservedConcurrentExecutions: 5 });
  await own.lambda.PutFunctionEventInvokeConfig({ FunctionName: of, MaximumRetryAttempts: 1 });
  await own.lambda.AddPermission({
    FunctionName: of,
    StatementId: MARK,
    Action: "lambda:InvokeFunction",
    Principal: account,
  });

  const stack = {
    Resources: { Parameter: { Type: "AWS::SSM::Parameter", Properties: { Type: "String", Value: MARK } } },
    Outputs: { Exported: { Value: MARK, Export: { Name: of } } },
  };
  const { StackId = "" } = await own.cloudformation.CreateStack({
    StackName: of,
    TemplateBody: JSON.stringify(stack),
    Tags: [tag],
  });
  for (;;) {
    const { Stacks = [] } = await own.cloudformation.DescribeStacks({ StackName: of });
    if (Stacks[0]?.StackStatus === "CREATE_COMPLETE") break;
    if (Stacks[0]?.StackStatus !== "CREATE_IN_PROGRESS") throw new Error(Stacks[0]?.StackStatusReason);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }

  const change = { ...stack, Outputs: { Other: { Value: MARK } } };
  const { Id: changeSet } = await own.cloudformation.CreateChangeSet({
    StackName: of,
    ChangeSetName: of,
    Description: MARK,
    TemplateBody: JSON.stringify(change),
  });

  const rest = await own.apigateway.CreateRestApi({ name: of, description: MARK, tags: { mark: MARK } });
  const restApiId = rest.id ?? "";
  const resourceId = rest.rootResourceId ?? "";
  await own.apigateway.PutMethod({ restApiId, resourceId, httpMethod: "GET", authorizationType: "AWS_IAM" });
  await own.apigateway.PutIntegration({
    restApiId,
    resourceId,
    httpMethod: "GET",
    type: "MOCK",
    requestTemplates: { "application/json": JSON.stringify({ statusCode: 200, mark: MARK }) },
  });
  await own.apigateway.PutMethodResponse({ restApiId, resourceId, httpMethod: "GET", statusCode: "200" });
  await own.apigateway.PutIntegrationResponse({
    restApiId,
    resourceId,
    httpMethod: "GET",
    statusCode: "200",
    responseTemplates: { "application/json": JSON.stringify(MARK) },
  });
  const deployment = await own.apigateway.CreateDeployment({ restApiId, stageName: "prod", variables: { mark: MARK } });
  const key = await own.apigateway.CreateApiKey({ name: of, description: MARK, value: `${MARK}-${of}`, enabled: true });
  const plan = await own.apigateway.CreateUsagePlan({ name: of, description: MARK });
  await own.apigateway.CreateUsagePlanKey({ usagePlanId: plan.id ?? "", keyId: key.id ?? "", keyType: "API_KEY" });
  const model = { restApiId, name: "Marked", contentType: "application/json", description: MARK, schema: "{}" };
  await own.apigateway.CreateModel(model);
  const validator = await own.apigateway.CreateRequestValidator({ restApiId, name: MARK });

  const authorizer = await own.apigateway.CreateAuthorizer({
    restApiId,
    name: MARK,
    type: "TOKEN",
    identitySource: "method.request.header.Authorization",
    authorizerUri: `arn:aws:apigateway:${REGION}:lambda:path/2015-03-31/functions/${arn("lambda", `function:${of}`)}/invocations`,
  });
  await own.apigateway.CreateDocumentationPart({
    restApiId,
    location: { type: "API" },
    properties: `{"mark":"${MARK}"}`,
  });
  const documentation = await own.apigateway.CreateDocumentationVersion({
    restApiId,
    documentationVersion: "1",
    description: MARK,
  });
  const parts = await own.apigateway.GetDocumentationParts({ restApiId });
  const certificate = await own.apigateway.GenerateClientCertificate({ description: MARK });

  const http = await own.apigatewayv2.CreateApi({ Name: of, ProtocolType: "HTTP", Description: MARK });
  const ApiId = http.ApiId ?? "";
  const integration = await own.apigatewayv2.CreateIntegration({
    ApiId,
    IntegrationType: "HTTP_PROXY",
    IntegrationMethod: "GET",
    IntegrationUri: `https://example.com/${MARK}`,
    PayloadFormatVersion: "1.0",
  });
  const IntegrationId = integration.IntegrationId ?? "";
  const route = await own.apigatewayv2.CreateRoute({
    ApiId,
    RouteKey: "GET /",
    Target: `integrations/${IntegrationId}`,
  });
  await own.apigatewayv2.CreateStage({ ApiId, StageName: "prod", AutoDeploy: true, StageVariables: { mark: MARK } });
  const socket = await own.apigatewayv2.CreateApi({
    Name: `sockets-${of}`,
    ProtocolType: "WEBSOCKET",
    RouteSelectionExpression: "$request.body.action",
  });

  const functionArn = arn("lambda", `function:${of}`);
  const bucketOwner = { ExpectedBucketOwner: account };
  const registry = { registryId: account };
  const ofFunction = {
    FunctionName: functionArn,
    Resource: functionArn,
    LayerName: arn("lambda", `layer:${of}`),
    VersionNumber: 1,
    Arn: LayerVersionArn,
    EventSourceArn: arn("sqs", of),
    StatementId: MARK,
    Role,
  };
  return {
    account: { account, of },
    s3: { Bucket: of, Key: of, UploadId, CopySource: `${of}/${of}`, AccountId: account, ...bucketOwner },
    iam: {
      RoleName: of,
      UserName: of,
      GroupName: of,
      PolicyName: of,
      InstanceProfileName: of,
      AccessKeyId: AccessKey?.AccessKeyId,
      PolicyArn: arn("iam", `policy/${of}`, ""),
      PolicySourceArn: arn("iam", `user/${of}`, ""),
      Arn: arn("iam", `role/${of}`, ""),
      OpenIDConnectProviderArn: arn("iam", `oidc-provider/${of}.example.com`, ""),
      VersionId: "v1",
    },
    sts: { RoleArn: arn("iam", `role/own-${of}`, ""), AccessKeyId: AccessKey?.AccessKeyId },
    ssm: {
      Name: arn("ssm", `parameter/${of}/value`),
      Names: [arn("ssm", `parameter/${of}/value`), arn("ssm", `parameter/${of}/secret`)],
      Path: `/${of}`,
      ResourceId: arn("ssm", `parameter/${of}/value`),
      ResourceType: "Parameter",
      WithDecryption: true,
    },
    logs: {
      logGroupName: of,
      logStreamName: of,
      logGroupIdentifier: arn("logs", `log-group:${of}`),
      logGroupIdentifiers: [arn("logs", `log-group:${of}`)],
      resourceArn: arn("logs", `log-group:${of}`),
      accountIdentifiers: [account],
      includeLinkedAccounts: true,
    },
    ecr: {
      repositoryName: of,
      repositoryNames: [of],
      resourceArn: arn("ecr", `repository/${of}`),
      imageIds: [{ imageTag: of }],
      layerDigest,
      layerDigests: [layerDigest],
      uploadId: open,
      imageManifest,
      ...registry,
      registryIds: [account],
    },
    lambda: [
      { ...ofFunction, Qualifier: "live", Name: "live" },
      ofFunction,
      { LayerName: arn("lambda", `layer:shared-${of}`), VersionNumber: 1, Arn: sharedLayer, StatementId: "shared" },
    ],
    cloudformation: {
      StackName: StackId,
      StackId,
      LogicalResourceId: "Parameter",
      ExportName: of,
      ChangeSetName: changeSet,
      RoleARN: Role,
    },
    apigateway: {
      restApiId,
      resourceId,
      parentId: resourceId,
      httpMethod: "GET",
      statusCode: "200",
      deploymentId: deployment.id,
      stageName: "prod",
      apiKey: key.id,
      usagePlanId: plan.id,
      keyId: key.id,
      keyType: "API_KEY",
      modelName: "Marked",
      requestValidatorId: validator.id,
      includeValues: true,
      includeValue: true,
      resourceArn: `arn:aws:apigateway:${REGION}::/restapis/${restApiId}`,
      exportType: "oas30",
      authorizerId: authorizer.id,
      documentationVersion: documentation.version,
      documentationPartId: parts.items?.[0]?.id,
      clientCertificateId: certificate.clientCertificateId,
      startDate: "2026-01-01",
      endDate: "2026-01-02",
    },
    apigatewayv2: {
      ApiId,
      IntegrationId,
      RouteId: route.RouteId,
      StageName: "prod",
      ResourceArn: `arn:aws:apigateway:${REGION}::/apis/${ApiId}`,
      OutputType: "JSON",
      Specification: "OAS30",
      SocketId: socket.ApiId,
    },
    urls: { url: url.FunctionUrl, functionArn, imageUri: `${account}.dkr.ecr.${REGION}.amazonaws.com/${of}:${of}` },
  };
}

import {
  APIGatewayClient,
  CreateRestApiCommand,
  GetRestApiCommand,
  GetRestApisCommand,
} from "@aws-sdk/client-api-gateway";
import { GetTemplateSummaryCommand, ValidateTemplateCommand } from "@aws-sdk/client-cloudformation";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  FilterLogEventsCommand,
  ListTagsForResourceCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { CreateRepositoryCommand, DescribeRepositoriesCommand, ECRClient } from "@aws-sdk/client-ecr";
import {
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  GetPolicyCommand,
  GetRoleCommand,
  GetUserCommand,
  IAMClient,
} from "@aws-sdk/client-iam";
import { CreateFunctionCommand, GetFunctionCommand, LambdaClient, ListTagsCommand } from "@aws-sdk/client-lambda";
import { CreateBucketCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import {
  DescribeParametersCommand,
  GetParameterHistoryCommand,
  PutParameterCommand,
  SSMClient,
} from "@aws-sdk/client-ssm";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { useCloud } from "../use-cloud.ts";
import { Stacks } from "./cloudformation/stacks.ts";
import { zip } from "./lambda/functions.ts";

/** What an answer has of some members that may be empty. Which of them AWS leaves out no model says: it is as AWS was seen to answer. */
function shown(answer: object | undefined, ...members: string[]): object {
  const found = Object.entries(answer ?? {}).filter(([name, value]) => members.includes(name) && value !== undefined);
  return Object.fromEntries(found);
}

describe("What was given nothing but a name is described with what AWS describes it with", () => {
  const cloud = useCloud();
  const trust = {
    Effect: "Allow",
    Principal: { AWS: "000000000000", Service: "lambda.amazonaws.com" },
    Action: "sts:AssumeRole",
  };
  const RoleArn = "arn:aws:iam::000000000000:role/bare";
  const all = [
    "Tags",
    "tags",
    "Description",
    "Environment",
    "Layers",
    "VpcConfig",
    "RoleLastUsed",
    "PermissionsBoundary",
  ];

  before(async () => {
    const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
    const { Role } = await cloud
      .client(IAMClient)
      .send(new CreateRoleCommand({ RoleName: "bare", AssumeRolePolicyDocument }));
    expect(shown(Role, ...all, "MaxSessionDuration")).to.deep.equal({});
  });

  it("in API Gateway", async () => {
    const client = cloud.client(APIGatewayClient);
    const made = await client.send(new CreateRestApiCommand({ name: "bare" }));
    const found = await client.send(new GetRestApiCommand({ restApiId: made.id }));
    const { items = [] } = await client.send(new GetRestApisCommand({}));
    const members = ["tags", "binaryMediaTypes", "warnings", "version", "description"];
    for (const api of [made, items[0]]) expect(shown(api, ...members)).to.deep.equal({});
    expect(shown(found, ...members)).to.deep.equal({ tags: {} });
  });

  it("in CloudFormation", async () => {
    const { client } = new Stacks(cloud);
    const TemplateBody = JSON.stringify({ Resources: { P: { Type: "AWS::SSM::Parameter" } } });
    const members = [
      "Capabilities",
      "CapabilitiesReason",
      "DeclaredTransforms",
      "Description",
      "Metadata",
      "Parameters",
      "Version",
    ];
    for (const command of [
      new GetTemplateSummaryCommand({ TemplateBody }),
      new ValidateTemplateCommand({ TemplateBody }),
    ])
      expect(shown(await client.send(command as ValidateTemplateCommand), ...members)).to.deep.equal({
        Parameters: [],
      });
  });

  it("in ECR", async () => {
    const client = cloud.client(ECRClient);
    await client.send(new CreateRepositoryCommand({ repositoryName: "bare" }));
    const { repositories = [] } = await client.send(new DescribeRepositoriesCommand({}));
    expect(Object.keys(repositories[0] ?? {})).to.have.members([
      ...["createdAt", "encryptionConfiguration", "imageScanningConfiguration", "imageTagMutability"],
      ...["registryId", "repositoryArn", "repositoryName", "repositoryUri"],
    ]);
  });

  it("in IAM", async () => {
    const client = cloud.client(IAMClient);
    const { Role } = await client.send(new GetRoleCommand({ RoleName: "bare" }));
    expect(shown(Role, ...all)).to.deep.equal({ RoleLastUsed: {} });
    const made = await client.send(new CreateUserCommand({ UserName: "bare" }));
    const found = await client.send(new GetUserCommand({ UserName: "bare" }));
    for (const { User } of [made, found]) expect(shown(User, ...all)).to.deep.equal({});
    const statement = { Effect: "Allow", Action: "s3:*", Resource: "*" };
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    const { Policy } = await client.send(new CreatePolicyCommand({ PolicyName: "bare", PolicyDocument }));
    expect(shown(Policy, ...all)).to.deep.equal({});
    // This one operation has them when there are none.
    const again = await client.send(new GetPolicyCommand({ PolicyArn: Policy?.Arn }));
    expect(shown(again.Policy, ...all)).to.deep.equal({ Tags: [] });
  });

  it("in Lambda", async () => {
    const client = cloud.client(LambdaClient);
    const Code = { ZipFile: await zip({ "index.mjs": "" }) };
    const settings = { Runtime: "nodejs22.x", Handler: "index.handler", Role: RoleArn } as const;
    const made = await client.send(new CreateFunctionCommand({ FunctionName: "bare", ...settings, Code }));
    const { Configuration, ...more } = await client.send(new GetFunctionCommand({ FunctionName: "bare" }));
    for (const found of [made, Configuration])
      expect(shown(found, ...all, "DeadLetterConfig", "FileSystemConfigs", "ImageConfigResponse")).to.deep.equal({
        Description: "",
      });
    expect(shown(more, "Tags", "Concurrency")).to.deep.equal({});
    const { Tags } = await client.send(new ListTagsCommand({ Resource: made.FunctionArn }));
    expect(Tags).to.deep.equal({});
  });

  it("in CloudWatch Logs", async () => {
    const client = cloud.client(CloudWatchLogsClient);
    await client.send(new CreateLogGroupCommand({ logGroupName: "bare" }));
    const resourceArn = "arn:aws:logs:us-east-1:000000000000:log-group:bare";
    expect((await client.send(new ListTagsForResourceCommand({ resourceArn }))).tags).to.deep.equal({});
    const events = await client.send(new FilterLogEventsCommand({ logGroupName: "bare" }));
    expect(shown(events, "events", "searchedLogStreams", "nextToken")).to.deep.equal({
      events: [],
      searchedLogStreams: [],
    });
  });

  it("in S3", async () => {
    const client = cloud.client(S3Client, { endpoint: cloud.endpoint });
    await client.send(new CreateBucketCommand({ Bucket: "bare-bucket" }));
    const answer = await client.send(new ListObjectsV2Command({ Bucket: "bare-bucket" }));
    expect(shown(answer, "Contents", "CommonPrefixes", "KeyCount", "Prefix")).to.deep.equal({
      KeyCount: 0,
      Prefix: "",
    });
  });

  it("in Systems Manager", async () => {
    const client = cloud.client(SSMClient);
    await client.send(new PutParameterCommand({ Name: "bare", Value: "v", Type: "String" }));
    const { Parameters = [] } = await client.send(new DescribeParametersCommand({}));
    expect(shown(Parameters[0], ...all, "Policies", "Labels")).to.deep.equal({ Policies: [] });
    const history = await client.send(new GetParameterHistoryCommand({ Name: "bare" }));
    expect(shown(history.Parameters?.[0], ...all, "Policies", "Labels")).to.deep.equal({ Policies: [], Labels: [] });
  });

  it("in STS", async () => {
    const answer = await cloud.client(STSClient).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "bare" }));
    expect(shown(answer, "PackedPolicySize", "SourceIdentity")).to.deep.equal({});
  });
});

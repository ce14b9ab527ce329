import { expect } from "chai";
import { rootOf } from "../../../lab/cloud/auth/caller.ts";
import type { Clients } from "../../../lab/cloud/cloud.ts";
import { zip } from "../services/lambda/functions.ts";
import { failure, useCloud } from "../use-cloud.ts";

const ACCOUNT = "000000000000";
const TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: {
    Effect: "Allow",
    Principal: { AWS: ACCOUNT, Service: "lambda.amazonaws.com" },
    Action: "sts:AssumeRole",
  },
});
const document = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const only = (key: string, more: object = {}) =>
  document({ Effect: "Allow", Action: "*", Resource: "*", Condition: { StringEquals: { [key]: "red" } }, ...more });
const list = (team: string) => [{ Key: "team", Value: team }];
const code = async () => ({ ZipFile: await zip({ "index.mjs": "export const handler = () => 1;" }) });

/** Makes something with a tag, and does something with it as another caller. */
interface Case {
  readonly name: string;
  readonly key?: string;
  make(root: Clients, team: string): Promise<unknown>;
  use(caller: Clients, team: string, made: never): Promise<unknown>;
}

describe("Conditions on the tags of a resource", () => {
  const lab = useCloud();
  let count = 0;
  const clients = (caller: Parameters<typeof lab.running.cloud.clients>[0]) =>
    lab.running.cloud.clients(caller, "us-east-1");
  const root = () => clients(rootOf(ACCOUNT));

  /** A session of a role with a policy. */
  const allowed = async (PolicyDocument: string) => {
    const RoleName = `caller-${++count}`;
    const { Role } = await root().iam.CreateRole({ RoleName, AssumeRolePolicyDocument: TRUST });
    await root().iam.PutRolePolicy({ RoleName, PolicyName: "own", PolicyDocument });
    return clients({
      kind: "session",
      account: ACCOUNT,
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${RoleName}/s`,
      userId: `${Role?.RoleId}:s`,
      role: Role?.Arn ?? "",
    });
  };

  const role = async (call: Clients, team: string) =>
    (await call.iam.CreateRole({ RoleName: `r-${team}`, AssumeRolePolicyDocument: TRUST, Tags: list(team) })).Role?.Arn;
  const api = async (call: Clients, team: string) =>
    (await call.apigateway.CreateRestApi({ name: "n", tags: { team } })) as { id: string };
  const cases: readonly Case[] = [
    { name: "a role", make: role, use: ({ iam }, team) => iam.GetRole({ RoleName: `r-${team}` }) },
    {
      name: "a role, under IAM's own name",
      key: "iam:ResourceTag/team",
      make: async () => {},
      use: ({ iam }, team) => iam.GetRole({ RoleName: `r-${team}` }),
    },
    {
      name: "a user",
      make: ({ iam }, team) => iam.CreateUser({ UserName: `u-${team}`, Tags: list(team) }),
      use: ({ iam }, team) => iam.GetUser({ UserName: `u-${team}` }),
    },
    {
      name: "a policy",
      make: ({ iam }, team) =>
        iam.CreatePolicy({ PolicyName: `p-${team}`, PolicyDocument: only("aws:username"), Tags: list(team) }),
      use: ({ iam }, team) => iam.GetPolicy({ PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/p-${team}` }),
    },
    {
      name: "a parameter",
      make: ({ ssm }, team) => ssm.PutParameter({ Name: `/p/${team}`, Value: "v", Type: "String", Tags: list(team) }),
      use: ({ ssm }, team) => ssm.GetParameter({ Name: `/p/${team}` }),
    },
    {
      name: "a parameter, under SSM's own name",
      key: "ssm:resourceTag/team",
      make: ({ ssm }, team) => ssm.PutParameter({ Name: `q-${team}`, Value: "v", Type: "String", Tags: list(team) }),
      use: ({ ssm }, team) => ssm.GetParameter({ Name: `q-${team}` }),
    },
    {
      name: "a log group",
      make: ({ logs }, team) => logs.CreateLogGroup({ logGroupName: `g-${team}`, tags: { team } }),
      use: ({ logs }, team) => logs.PutRetentionPolicy({ logGroupName: `g-${team}`, retentionInDays: 1 }),
    },
    {
      name: "a repository of images",
      key: "ecr:ResourceTag/team",
      make: ({ ecr }, team) => ecr.CreateRepository({ repositoryName: `e-${team}`, tags: list(team) }),
      use: ({ ecr }, team) => ecr.ListImages({ repositoryName: `e-${team}` }),
    },
    {
      name: "a function, and its versions",
      make: async ({ lambda }, team) => {
        const Role = `arn:aws:iam::${ACCOUNT}:role/r-${team}`;
        const settings = { Handler: "i.h", Runtime: "nodejs22.x" as const, Code: await code(), Publish: true };
        return lambda.CreateFunction({ FunctionName: `f-${team}`, Role, ...settings, Tags: { team } });
      },
      use: ({ lambda }, team) => lambda.GetFunctionConfiguration({ FunctionName: `f-${team}`, Qualifier: "1" }),
    },
    {
      name: "a REST API, for what belongs to it",
      make: api,
      use: ({ apigateway }, _team, { id }: { id: string }) => apigateway.GetResources({ restApiId: id }),
    },
    {
      name: "an HTTP API",
      make: ({ apigatewayv2 }, team) => apigatewayv2.CreateApi({ Name: "n", ProtocolType: "HTTP", Tags: { team } }),
      use: ({ apigatewayv2 }, _team, { ApiId }: { ApiId: string }) => apigatewayv2.GetApi({ ApiId }),
    },
    {
      name: "a stack",
      make: ({ cloudformation }, team) =>
        cloudformation.CreateStack({
          StackName: `s-${team}`,
          TemplateBody: '{"Resources":{"H":{"Type":"AWS::CloudFormation::WaitConditionHandle"}}}',
          Tags: list(team),
        }),
      use: ({ cloudformation }, team) => cloudformation.DescribeStacks({ StackName: `s-${team}` }),
    },
    {
      name: "an object, under S3's own name",
      key: "s3:ExistingObjectTag/team",
      make: async ({ s3 }, team) => {
        await s3.CreateBucket({ Bucket: "photos" });
        await s3.PutObject({ Bucket: "photos", Key: team, Body: "text", Tagging: `team=${team}` });
      },
      use: ({ s3 }, team) => s3.GetObject({ Bucket: "photos", Key: team }),
    },
  ];
  for (const { name, key = "aws:ResourceTag/team", make, use } of cases) {
    it(`let pass who may: ${name}`, async () => {
      const made = { red: (await make(root(), "red")) as never, blue: (await make(root(), "blue")) as never };
      const caller = await allowed(only(key));
      await use(caller, "red", made.red);
      expect((await failure(use(caller, "blue", made.blue))).name).to.match(/^AccessDenied/);
    });
  }

  it("are about the role that is handed on", async () => {
    const pass = only("aws:ResourceTag/team", { Action: "iam:PassRole" });
    const statements = [...JSON.parse(pass).Statement, { Effect: "Allow", Action: "lambda:*", Resource: "*" }];
    const caller = await allowed(document(...statements));
    const create = async (team: string) => {
      const Role = `arn:aws:iam::${ACCOUNT}:role/r-${team}`;
      const settings = { Handler: "i.h", Runtime: "nodejs22.x" as const, Code: await code() };
      return caller.lambda.CreateFunction({ FunctionName: `handed-${team}`, Role, ...settings });
    };
    expect((await failure(create("blue"))).message).to.contain("iam:PassRole");
    expect((await create("red")).FunctionName).to.equal("handed-red");
  });

  it("of a request limit what is made, and need the right to tag", async () => {
    const make = { Effect: "Allow", Action: "ssm:PutParameter", Resource: "*" };
    const put = (call: Clients, team: string) =>
      call.ssm.PutParameter({ Name: `made-${team}`, Value: "v", Type: "String", Tags: list(team) });
    const untagging = await allowed(
      document({ ...make, Condition: { StringEquals: { "aws:RequestTag/team": "red" } } }),
    );
    expect((await failure(put(untagging, "red"))).message).to.contain("ssm:AddTagsToResource");
    const Action = ["ssm:PutParameter", "ssm:AddTagsToResource"];
    const Condition = {
      StringEquals: { "aws:RequestTag/team": "red" },
      "ForAllValues:StringEquals": { "aws:TagKeys": ["team"] },
    };
    const tagging = await allowed(document({ ...make, Action, Condition }));
    await put(tagging, "red");
    expect((await failure(put(tagging, "blue"))).message).to.contain("ssm:PutParameter");
  });

  it("of an object that is put need the right to tag it, and have the names that the request has", async () => {
    const put = { Effect: "Allow", Action: ["s3:PutObject"], Resource: "*" };
    const write = (call: Clients, Tagging: string) =>
      call.s3.PutObject({ Bucket: "photos", Key: "new", Body: "x", Tagging });
    expect((await failure(write(await allowed(document(put)), "team=red"))).message).to.contain("s3:PutObjectTagging");
    const Condition = { StringEquals: { "s3:RequestObjectTag/team": "red" } };
    const tagger = await allowed(document({ ...put, Action: ["s3:PutObject", "s3:PutObjectTagging"], Condition }));
    await write(tagger, "team=red");
    expect((await failure(write(tagger, "team=blue"))).name).to.equal("AccessDenied");
  });
});

describe("What CloudFormation does for who asks it", () => {
  const lab = useCloud();
  const TEMPLATE = JSON.stringify({
    Resources: { P: { Type: "AWS::SSM::Parameter", Properties: { Name: "made", Type: "String", Value: "v" } } },
  });

  for (const [who, via] of [
    ["the caller", false],
    ["its role", true],
  ] as const) {
    it(`says that it is by CloudFormation, as ${who}`, async () => {
      const { cloud } = lab.running;
      const root = cloud.clients(rootOf(ACCOUNT), "us-east-1");
      const RoleName = via ? "service" : "caller";
      const { Role } = await root.iam.CreateRole({
        RoleName,
        AssumeRolePolicyDocument: JSON.stringify({
          Version: "2012-10-17",
          Statement: {
            Effect: "Allow",
            Principal: { Service: "cloudformation.amazonaws.com" },
            Action: "sts:AssumeRole",
          },
        }),
      });
      await root.iam.PutRolePolicy({
        RoleName,
        PolicyName: "own",
        PolicyDocument: document(
          { Effect: "Allow", Action: ["cloudformation:*"], Resource: "*" },
          {
            Effect: "Allow",
            Action: "ssm:*",
            Resource: "*",
            Condition: {
              Bool: { "aws:ViaAWSService": "true" },
              StringEquals: { "aws:CalledViaFirst": "cloudformation.amazonaws.com" },
              "ForAnyValue:StringEquals": { "aws:CalledVia": ["cloudformation.amazonaws.com"] },
            },
          },
        ),
      });
      const caller = {
        kind: "session" as const,
        account: ACCOUNT,
        arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${RoleName}/s`,
        userId: "s",
        role: Role?.Arn ?? "",
      };
      const session = cloud.clients(caller, "us-east-1");
      const asking = via ? root : session;
      const RoleARN = via ? Role?.Arn : undefined;
      await asking.cloudformation.CreateStack({ StackName: `stack-${RoleName}`, TemplateBody: TEMPLATE, RoleARN });
      let status = "CREATE_IN_PROGRESS";
      while (status.endsWith("IN_PROGRESS")) {
        const { Stacks } = await root.cloudformation.DescribeStacks({ StackName: `stack-${RoleName}` });
        status = Stacks?.[0]?.StackStatus ?? "";
      }
      expect(status).to.equal("CREATE_COMPLETE");
      expect((await failure(session.ssm.GetParameter({ Name: "made" }))).name).to.equal("AccessDeniedException");
      await root.cloudformation.DeleteStack({ StackName: `stack-${RoleName}` });
      await root.ssm.DeleteParameter({ Name: "made" }).catch(() => undefined);
    });
  }
});

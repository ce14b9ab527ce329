import { CloudFormationClient, CreateChangeSetCommand } from "@aws-sdk/client-cloudformation";
import { CreateRepositoryCommand, DescribeRepositoriesCommand, ECRClient } from "@aws-sdk/client-ecr";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { DeleteParametersCommand, GetParametersCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { expect } from "chai";
import { type AccessTable, accessOf } from "../../../lab/cloud/auth/access-table.ts";
import { authorize } from "../../../lab/cloud/auth/authorize.ts";
import { anonymous, type Caller, rootOf, serviceIn } from "../../../lab/cloud/auth/caller.ts";
import type { Policy, PolicyDocument } from "../../../lab/cloud/auth/policy/document.ts";
import type { Context, Service } from "../../../lab/cloud/service/service.ts";
import type { OperationModel } from "../../../lab/cloud/wire/model.ts";
import { failure, useCloud } from "../use-cloud.ts";

const ACCOUNT = "000000000000";

describe("A call about several resources", () => {
  const lab = useCloud();
  let credentials: { accessKeyId: string; secretAccessKey: string };
  before(async () => {
    const iam = lab.client(IAMClient);
    const UserName = "reader";
    await iam.send(new CreateUserCommand({ UserName }));
    const Statement = [
      { Effect: "Allow", Action: ["ssm:*", "ecr:*"], Resource: ["*:parameter/open/*", "*:repository/open*"] },
      { Effect: "Allow", Action: "cloudformation:*", Resource: "*" },
    ];
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "own", PolicyDocument }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    credentials = { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" };
    const ssm = lab.client(SSMClient);
    for (const Name of ["/open/a", "/open/b", "/secret"])
      await ssm.send(new PutParameterCommand({ Name, Value: "value", Type: "String" }));
    const ecr = lab.client(ECRClient);
    for (const repositoryName of ["open", "secret"]) await ecr.send(new CreateRepositoryCommand({ repositoryName }));
  });
  const denied = (action: string, resource: string) =>
    `User: arn:aws:iam::${ACCOUNT}:user/reader is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`;
  const SECRET = `arn:aws:ssm:us-east-1:${ACCOUNT}:parameter/secret`;

  it("is allowed when each of them is", async () => {
    const ssm = lab.client(SSMClient, { credentials });
    const { Parameters } = await ssm.send(new GetParametersCommand({ Names: ["/open/a", "/open/b"] }));
    expect(Parameters?.map(({ Name }) => Name)).to.deep.equal(["/open/a", "/open/b"]);
  });

  it("reads no parameter when one of them is denied, and names that one", async () => {
    const ssm = lab.client(SSMClient, { credentials });
    const error = await failure(ssm.send(new GetParametersCommand({ Names: ["/open/a", "/secret"] })));
    expect([error.name, error.message]).to.deep.equal(["AccessDeniedException", denied("ssm:GetParameters", SECRET)]);
  });

  it("deletes no parameter when one of them is denied", async () => {
    const ssm = lab.client(SSMClient, { credentials });
    const Names = ["/open/a", "/secret"];
    const error = await failure(ssm.send(new DeleteParametersCommand({ Names })));
    expect(error.message).to.equal(denied("ssm:DeleteParameters", SECRET));
    const { Parameters } = await lab.client(SSMClient).send(new GetParametersCommand({ Names }));
    expect(Parameters).to.have.length(2);
  });

  it("describes no repository when one of them is denied", async () => {
    const ecr = lab.client(ECRClient, { credentials });
    const { repositories } = await ecr.send(new DescribeRepositoriesCommand({ repositoryNames: ["open"] }));
    expect(repositories).to.have.length(1);
    const error = await failure(ecr.send(new DescribeRepositoriesCommand({ repositoryNames: ["open", "secret"] })));
    expect(error.message).to.equal(
      denied("ecr:DescribeRepositories", `arn:aws:ecr:us-east-1:${ACCOUNT}:repository/secret`),
    );
  });

  it("is what CloudFormation makes for a template's parameters", async () => {
    const kind = { Type: "AWS::SSM::Parameter::Value<String>" };
    const Parameters = { A: { ...kind, Default: "/open/a" }, B: { ...kind, Default: "/secret" } };
    const Resources = { Handle: { Type: "AWS::CloudFormation::WaitConditionHandle" } };
    const input = { StackName: "reading", ChangeSetName: "first", ChangeSetType: "CREATE" } as const;
    const TemplateBody = JSON.stringify({ Parameters, Resources });
    const cloudformation = lab.client(CloudFormationClient, { credentials });
    const error = await failure(cloudformation.send(new CreateChangeSetCommand({ ...input, TemplateBody })));
    expect(error.message).to.contain("ssm:GetParameters").and.to.contain(SECRET);
  });
});

describe("What a service says of its operations", () => {
  const lab = useCloud();
  const QUEUE = `arn:aws:sqs:us-east-1:${ACCOUNT}:q`;
  const s3 = serviceIn(ACCOUNT, "s3.amazonaws.com", "arn:aws:s3:::photos");
  const letIn = (Principal: unknown): Policy => ({
    name: "the queue's policy",
    document: {
      Version: "2012-10-17",
      Statement: { Effect: "Allow", Principal, Action: "sqs:*", Resource: QUEUE },
    } as PolicyDocument,
  });
  const queue = (more: Partial<AccessTable<object>> = {}): Pick<Service, "access" | "unsigned"> => ({
    access: accessOf<object>({ prefix: "sqs", resource: () => QUEUE, policy: () => undefined, ...more }),
  });
  /** Decides on SendMessage to a toy queue. */
  const send = (caller: Caller, definition: Pick<Service, "access" | "unsigned">) => {
    const { cloud } = lab.running;
    const { account } = caller;
    const context: Context = { cloud, state: {}, caller, account, region: "us-east-1", requestId: "id" };
    authorize({
      definition: { name: "sqs", sdk: async () => ({}), operations: {}, ...definition },
      operation: { name: "SendMessage" } as OperationModel,
      input: {},
      context,
      protocol: "awsJson1_0",
    });
  };

  it("lets no service in to what has policies, unless its policy does", () => {
    expect(() => send(s3, queue())).to.throw("s3.amazonaws.com is not authorized to perform: sqs:SendMessage");
    const policy = () => letIn({ Service: "s3.amazonaws.com" });
    send(s3, queue({ policy }));
    expect(() => send(serviceIn(ACCOUNT, "sns.amazonaws.com"), queue({ policy }))).to.throw("not authorized");
  });

  it("lets services in to what has none, and to what is said to be open to them", () => {
    send(s3, { access: accessOf<object>({ prefix: "sqs", resource: () => QUEUE }) });
    send(s3, queue({ services: "allowed" }));
  });

  it("lets in nobody without credentials, unless the policy names everybody", () => {
    const unsigned = "all" as const;
    expect(() => send(anonymous, { ...queue(), unsigned })).to.throw("not authorized");
    send(anonymous, { ...queue({ policy: () => letIn("*") }), unsigned });
    expect(() => send(anonymous, { access: accessOf<object>({ prefix: "sqs", resource: () => QUEUE }), unsigned }))
      .to.throw()
      .with.property("name", "MissingAuthenticationToken");
  });

  it("lets another account's principals in by the policy alone, whoever the ARN belongs to", () => {
    const other = rootOf("111111111111");
    send(rootOf(ACCOUNT), queue());
    expect(() => send(other, queue())).to.throw("not authorized");
    send(other, queue({ policy: () => letIn({ AWS: "111111111111" }) }));
    // Names such as a bucket's tell no account: the service knows it.
    const owner = () => ACCOUNT;
    expect(() => send(other, queue({ resource: () => "arn:aws:s3:::b", owner }))).to.throw("not authorized");
  });

  it("decides on every resource, and on what else an operation does to them", () => {
    const user = { kind: "user", account: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:user/u`, userId: "u" } as const;
    const access = accessOf<object>({
      prefix: "sqs",
      resource: () => [QUEUE, `${QUEUE}2`],
      also: ({ resource }) => (resource === QUEUE ? [{ action: "kms:Decrypt", resource: "key" }] : []),
      tagging: () => "TagQueue",
      requestTags: () => ({ team: "red" }),
      passes: () => ["role"],
      passedTo: "sqs.amazonaws.com",
    });
    const { cloud } = lab.running;
    const context: Context = { cloud, state: {}, caller: user, account: ACCOUNT, region: "us-east-1", requestId: "id" };
    const asked = access("CreateQueue", {}, context, undefined)?.map(({ action, resource }) => [action, resource]);
    expect(asked).to.deep.equal([
      ["sqs:CreateQueue", QUEUE],
      ["sqs:CreateQueue", `${QUEUE}2`],
      ["sqs:TagQueue", QUEUE],
      ["sqs:TagQueue", `${QUEUE}2`],
      ["kms:Decrypt", "key"],
      ["iam:PassRole", "role"],
    ]);
  });

  it("asks nothing of the root of an account, except about what is somebody else's", () => {
    const theirs = "arn:aws:sqs:us-east-1:200000000001:theirs";
    const access = accessOf<{ copy?: string }>({
      prefix: "sqs",
      resource: () => QUEUE,
      also: ({ input: { copy } }) => (copy === undefined ? [] : [{ action: "sqs:ReceiveMessage", resource: copy }]),
    });
    const { cloud } = lab.running;
    const caller = rootOf(ACCOUNT);
    const context: Context = { cloud, state: {}, caller, account: ACCOUNT, region: "us-east-1", requestId: "id" };
    const asked = (copy?: string) =>
      access("SendMessage", copy === undefined ? {} : { copy }, context, undefined)?.map(({ resource }) => resource);
    expect(asked()).to.deep.equal([]);
    expect(asked(`${QUEUE}2`)).to.deep.equal([]);
    expect(asked(theirs)).to.deep.equal([theirs]);
  });
});

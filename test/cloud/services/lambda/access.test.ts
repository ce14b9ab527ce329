import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  AddPermissionCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  InvokeCommand,
  LambdaClient,
  ListTagsCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { expect } from "chai";
import { serviceIn } from "../../../../lab/cloud/auth/caller.ts";
import { failure, useCloud } from "../../use-cloud.ts";
import { Functions } from "./functions.ts";

const OTHER = "111111111111";
const FunctionName = "arn:aws:lambda:us-east-1:000000000000:function:shared";

describe("A function of another account", () => {
  const lab = useCloud();
  let functions: Functions;
  let other: LambdaClient;
  before(async () => {
    functions = new Functions(lab.endpoint);
    await functions.makeRole();
    await functions.create("shared", "export const handler = async (event) => event.word;");
    other = lab.client(LambdaClient, { credentials: { accessKeyId: OTHER, secretAccessKey: "test" } });
  });
  after(() => functions.destroy());
  const invoke = () => other.send(new InvokeCommand({ FunctionName, Payload: '{"word": "hello"}' }));

  it("may be invoked when its policy says so, and nothing else", async () => {
    expect((await failure(invoke())).name).to.match(/AccessDenied/);
    await functions.lambda.send(
      new AddPermissionCommand({
        FunctionName: "shared",
        StatementId: "other",
        Action: "lambda:InvokeFunction",
        Principal: OTHER,
      }),
    );
    expect(JSON.parse((await invoke()).Payload?.transformToString() ?? "")).to.equal("hello");
    const error = await failure(other.send(new GetFunctionCommand({ FunctionName })));
    expect(error.name).to.match(/AccessDenied/);
  });

  it("may be read and changed when its policy says so, where it is", async () => {
    const allow = (Action: string) => {
      const input = { FunctionName: "shared", StatementId: Action.slice("lambda:".length), Action, Principal: OTHER };
      return functions.lambda.send(new AddPermissionCommand(input));
    };
    for (const action of ["GetFunction", "PublishVersion", "PutFunctionConcurrency", "ListTags"])
      await allow(`lambda:${action}`);
    const { Configuration } = await other.send(new GetFunctionCommand({ FunctionName }));
    expect(Configuration?.FunctionArn).to.equal(FunctionName);
    const { FunctionArn } = await other.send(new PublishVersionCommand({ FunctionName }));
    expect(FunctionArn).to.equal(`${FunctionName}:1`);
    await other.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 3 }));
    const { Concurrency } = await functions.lambda.send(new GetFunctionCommand({ FunctionName }));
    expect(Concurrency?.ReservedConcurrentExecutions).to.equal(3);
    expect((await other.send(new ListTagsCommand({ Resource: FunctionName }))).Tags).to.deep.equal({});
    const denied = await failure(other.send(new DeleteFunctionCommand({ FunctionName })));
    expect(denied.name).to.match(/AccessDenied/);
    // A version has a policy of its own.
    const ofVersion = await failure(other.send(new GetFunctionCommand({ FunctionName, Qualifier: "1" })));
    expect(ofVersion.name).to.match(/AccessDenied/);
  });

  it("is not shared by a policy where AWS has none", async () => {
    const Action = "lambda:*";
    const permission = { FunctionName: "shared", StatementId: "all", Action, Principal: OTHER };
    await functions.lambda.send(new AddPermissionCommand(permission));
    const change = other.send(new UpdateFunctionConfigurationCommand({ FunctionName, Timeout: 9 }));
    expect((await failure(change)).name).to.match(/AccessDenied/);
  });
});

describe("What Lambda does as a function's role", () => {
  const lab = useCloud();
  let functions: Functions;
  before(() => {
    functions = new Functions(lab.endpoint);
  });
  after(() => functions.destroy());

  it("is done by temporary credentials, as conditions see them", async () => {
    const iam = lab.client(IAMClient);
    const RoleName = "temporary";
    const trust = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: trust });
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    const Condition = { Null: { "aws:TokenIssueTime": "false" } };
    const Statement = { Effect: "Allow", Action: "logs:*", Resource: "*", Condition };
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "own", PolicyDocument }));
    await functions.create("speaker", "export const handler = () => console.log('spoken');", { Role: Role?.Arn });
    await functions.invoke("speaker");
    expect(await functions.logged("speaker", "spoken")).to.be.an("array");
  });
});

describe("A service that calls a function", () => {
  const lab = useCloud();
  let functions: Functions;
  before(async () => {
    functions = new Functions(lab.endpoint);
    await functions.makeRole();
    await functions.create("closed", "export const handler = () => 1;");
  });
  after(() => functions.destroy());

  for (const service of ["s3.amazonaws.com", "apigateway.amazonaws.com"]) {
    it(`is refused without a permission: ${service}`, async () => {
      const caller = serviceIn("000000000000", service, "arn:aws:s3:::photos");
      const { lambda } = lab.running.cloud.clients(caller, "us-east-1");
      const error = await failure(lambda.Invoke({ FunctionName: "closed", InvocationType: "DryRun" }));
      expect(error.message).to.contain(`User: ${service} is not authorized to perform: lambda:InvokeFunction`);
    });
  }
});

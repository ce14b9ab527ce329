import { join } from "node:path";
import { CloudFormationClient, DescribeStacksCommand, ListStacksCommand } from "@aws-sdk/client-cloudformation";
import { InvokeCommand, LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { ListBucketsCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { expect } from "chai";
import { packageFolder } from "../../lab/package.ts";
import { CdkFailed } from "../../lab/targets/cdklocal.ts";
import { describeStack, outputOf } from "../../lab/targets/stack.ts";
import type { RunningTarget } from "../../lab/targets/target.ts";
import { lab } from "../deployed.ts";

describe("cdklocal", function () {
  // Each step starts Node.js three times and synthesizes an app.
  this.timeout(300_000);

  let target: RunningTarget;
  let endpoint: string;
  let client: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } };

  before(async function () {
    target = await lab();
    // On AWS itself, deploying is somebody's own decision.
    if (!target.endpoint) this.skip();
    endpoint = target.endpoint;
    client = {
      endpoint,
      region: "us-east-1",
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    };
  });
  const run = (args: string[], env: Record<string, string> = {}) =>
    target.cdk(args, { app: join(packageFolder, "test/deploy/greeter"), env });
  const deploy = (env?: Record<string, string>) => run(["deploy", "--require-approval", "never"], env);
  const output = async (key: string) => {
    const stack = await describeStack(endpoint, "Greeter");
    return stack && outputOf(stack, key);
  };
  const greeting = async () => {
    const lambda = new LambdaClient(client);
    const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: await output("FunctionName") }));
    return JSON.parse(Payload?.transformToString() ?? "null");
  };
  const parameter = async () => {
    const { Parameter } = await new SSMClient(client).send(
      new GetParameterCommand({ Name: await output("ParameterName") }),
    );
    return Parameter?.Value;
  };

  it("bootstraps the account", async () => {
    await run(["bootstrap"]);
    expect((await describeStack(endpoint, "CDKToolkit"))?.StackStatus).to.equal("CREATE_COMPLETE");
  });

  it("bootstraps again without a change", async () => {
    expect(await run(["bootstrap"])).to.match(/no changes|bootstrapped/);
    expect((await describeStack(endpoint, "CDKToolkit"))?.StackStatus).to.equal("CREATE_COMPLETE");
  });

  it("says what a first deployment would make, and leaves nothing behind", async () => {
    expect(await run(["diff"])).to.contain("AWS::Lambda::Function");
    expect(await describeStack(endpoint, "Greeter")).to.equal(undefined);
  });

  it("deploys a stack whose resources work", async () => {
    await deploy();
    expect((await describeStack(endpoint, "Greeter"))?.StackStatus).to.equal("CREATE_COMPLETE");
    expect(await greeting()).to.equal("hello");
    expect(await parameter()).to.equal("hello");
  });

  it("finds nothing to do when nothing changed", async () => {
    const before = await describeStack(endpoint, "Greeter");
    expect(await deploy()).to.contain("(no changes)");
    expect((await describeStack(endpoint, "Greeter"))?.LastUpdatedTime).to.deep.equal(before?.LastUpdatedTime);
  });

  it("updates what changed, in place", async () => {
    const name = await output("FunctionName");
    await deploy({ GREETING: "good morning" });
    expect((await describeStack(endpoint, "Greeter"))?.StackStatus).to.equal("UPDATE_COMPLETE");
    expect(await output("FunctionName")).to.equal(name);
    expect(await greeting()).to.equal("good morning");
    expect(await parameter()).to.equal("good morning");
  });

  it("rolls a failing update back, and says which resource failed and why", async () => {
    const failure = await deploy({ GREETING: "good night", BROKEN: "1" }).catch((error) => error);
    expect(failure).to.be.instanceOf(CdkFailed);
    expect(failure.output).to.match(/Broken.*The specified bucket is not valid/s);
    expect(await greeting()).to.equal("good morning");
    expect(await parameter()).to.equal("good morning");
  });

  it("deploys again after a rollback", async () => {
    await deploy({ GREETING: "good evening" });
    expect(await greeting()).to.equal("good evening");
  });

  it("destroys the stack with everything in it, objects in the bucket included", async () => {
    await new S3Client(client).send(
      new PutObjectCommand({ Bucket: await output("BucketName"), Key: "a/b", Body: "c" }),
    );
    await run(["destroy", "--force"]);

    const cloudformation = new CloudFormationClient(client);
    const gone = await cloudformation
      .send(new DescribeStacksCommand({ StackName: "Greeter" }))
      .catch((error) => error.message);
    expect(gone).to.contain("does not exist");
    const { StackSummaries } = await cloudformation.send(
      new ListStacksCommand({ StackStatusFilter: ["DELETE_COMPLETE"] }),
    );
    expect(StackSummaries?.map((stack) => stack.StackName)).to.include("Greeter");
    const { Functions } = await new LambdaClient(client).send(new ListFunctionsCommand());
    expect(Functions?.map(({ FunctionName }) => FunctionName).filter((name) => name?.startsWith("Greeter"))).to.be
      .empty;
    const { Buckets } = await new S3Client(client).send(new ListBucketsCommand());
    expect(Buckets?.map(({ Name }) => Name).filter((name) => name?.startsWith("greeter"))).to.be.empty;
  });
});

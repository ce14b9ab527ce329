import { join } from "node:path";
import { CloudFormationClient, DescribeStacksCommand, ListStacksCommand } from "@aws-sdk/client-cloudformation";
import { InvokeCommand, LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { ListBucketsCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { expect } from "chai";
import { type RunningCloud, startCloud } from "../../lab/cloud/index.ts";
import { packageFolder } from "../../lab/package.ts";
import { CdkFailed, cdklocal } from "../../lab/targets/cdklocal.ts";
import { describeStack, outputOf } from "../../lab/targets/stack.ts";

describe("cdklocal", function () {
  // Each step starts Node.js three times and synthesizes an app.
  this.timeout(180_000);

  let cloud: RunningCloud;
  let client: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } };

  before(async () => {
    cloud = await startCloud({ port: 0 });
    client = {
      endpoint: cloud.endpoint,
      region: "us-east-1",
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    };
  });
  after(() => cloud.close());

  const run = (args: string[], env: Record<string, string> = {}) =>
    cdklocal(args, {
      endpoint: cloud.endpoint,
      app: join(packageFolder, "test/deploy/greeter"),
      work: join(cloud.cloud.folder, "deploy"),
      env,
    });
  const deploy = (env?: Record<string, string>) => run(["deploy", "--require-approval", "never"], env);
  const output = async (key: string) => {
    const stack = await describeStack(cloud.endpoint, "Greeter");
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
    expect((await describeStack(cloud.endpoint, "CDKToolkit"))?.StackStatus).to.equal("CREATE_COMPLETE");
  });

  it("bootstraps again without a change", async () => {
    expect(await run(["bootstrap"])).to.match(/no changes|bootstrapped/);
    expect((await describeStack(cloud.endpoint, "CDKToolkit"))?.StackStatus).to.equal("CREATE_COMPLETE");
  });

  it("says what a first deployment would make, and leaves nothing behind", async () => {
    expect(await run(["diff"])).to.contain("AWS::Lambda::Function");
    expect(await describeStack(cloud.endpoint, "Greeter")).to.equal(undefined);
  });

  it("deploys a stack whose resources work", async () => {
    await deploy();
    expect((await describeStack(cloud.endpoint, "Greeter"))?.StackStatus).to.equal("CREATE_COMPLETE");
    expect(await greeting()).to.equal("hello");
    expect(await parameter()).to.equal("hello");
  });

  it("finds nothing to do when nothing changed", async () => {
    const before = await describeStack(cloud.endpoint, "Greeter");
    expect(await deploy()).to.contain("(no changes)");
    expect((await describeStack(cloud.endpoint, "Greeter"))?.LastUpdatedTime).to.deep.equal(before?.LastUpdatedTime);
  });

  it("updates what changed, in place", async () => {
    const name = await output("FunctionName");
    await deploy({ GREETING: "good morning" });
    expect((await describeStack(cloud.endpoint, "Greeter"))?.StackStatus).to.equal("UPDATE_COMPLETE");
    expect(await output("FunctionName")).to.equal(name);
    expect(await greeting()).to.equal("good morning");
    expect(await parameter()).to.equal("good morning");
  });

  it("rolls a failing update back, and says which resource failed and why", async () => {
    const failure = await deploy({ GREETING: "good night", BROKEN: "1" }).catch((error) => error);
    expect(failure).to.be.instanceOf(CdkFailed);
    expect(failure.output).to.contain("AWS::Nowhere::Thing");
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
    expect((await new LambdaClient(client).send(new ListFunctionsCommand())).Functions).to.deep.equal([]);
    const { Buckets } = await new S3Client(client).send(new ListBucketsCommand());
    expect(Buckets?.map((bucket) => bucket.Name)).to.satisfy((names: string[]) =>
      names.every((name) => name.startsWith("cdk-")),
    );
  });
});

import { join } from "node:path";
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { expect } from "chai";
import { packageFolder } from "../../lab/package.ts";
import { describeStack, outputOf } from "../../lab/targets/stack.ts";
import type { RunningTarget } from "../../lab/targets/target.ts";
import { lab } from "../deployed.ts";

const app = join(packageFolder, "test/deploy/constructs");

describe("The CDK's higher constructs", function () {
  this.timeout(120_000);

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

  it("are changed, nested stacks and custom resources alike", async () => {
    await cdk("deploy Constructs --exclusively --require-approval never", { WORD: "again" });
    expect(await output("Upper")).to.equal("AGAIN");
  });

  it("are destroyed with all that they made", async () => {
    await cdk("destroy --all --force");
    expect(await describeStack(endpoint, "Constructs")).to.equal(undefined);
    expect(await describeStack(endpoint, "ConstructsFar", "eu-west-1")).to.equal(undefined);
  });
});

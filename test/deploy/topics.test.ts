import { join } from "node:path";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { ListSubscriptionsByTopicCommand, SNSClient } from "@aws-sdk/client-sns";
import { expect } from "chai";
import { packageFolder } from "../../lab/package.ts";
import { describeStack, outputOf } from "../../lab/targets/stack.ts";
import type { RunningTarget } from "../../lab/targets/target.ts";
import { until } from "../cloud/until.ts";
import { lab } from "../deployed.ts";

const app = join(packageFolder, "test/deploy/constructs");

describe("The CDK's topics", function () {
  this.timeout(300_000);

  let target: RunningTarget;
  let settings: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } };
  before(async function () {
    target = await lab();
    if (!target.endpoint) this.skip();
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    settings = { endpoint: target.endpoint, region: "us-east-1", credentials };
    await target.bootstrap();
  });
  const cdk = (...args: string[]) =>
    target.cdk([args[0] as string, "--app", "node --import tsx topics.ts", ...args.slice(1)], { app });
  const output = async (key: string) => {
    const stack = await describeStack(settings.endpoint, "Topics");
    return (stack && outputOf(stack, key)) ?? "";
  };

  it("are deployed with their subscriptions, and a bucket that publishes", async () => {
    await cdk("deploy", "--require-approval", "never");
    const TopicArn = await output("TopicArn");
    const { Subscriptions = [] } = await new SNSClient(settings).send(
      new ListSubscriptionsByTopicCommand({ TopicArn }),
    );
    expect(Subscriptions.map(({ Protocol }) => Protocol).sort()).to.deep.equal(["email", "http", "lambda"]);
  });

  it("take what a granted function publishes, and give it to who wants it", async () => {
    const FunctionName = await output("PublisherName");
    const lambda = new LambdaClient(settings);
    for (const kind of ["other", "wanted"]) {
      const Payload = JSON.stringify({ kind, Message: `of kind ${kind}` });
      const { FunctionError } = await lambda.send(new InvokeCommand({ FunctionName, Payload }));
      expect(FunctionError).to.equal(undefined);
    }
    const logs = new CloudWatchLogsClient(settings);
    const logGroupName = `/aws/lambda/${await output("ListenerName")}`;
    const heard = async () => {
      const filter = new FilterLogEventsCommand({ logGroupName, filterPattern: "heard" });
      const { events = [] } = await logs.send(filter).catch(() => ({ events: [] }));
      return events.map(({ message }) => message?.replace(/^.*INFO\t/, "").trim());
    };
    await until(async () => (await heard()).length > 0);
    expect(await heard()).to.deep.equal(["heard of kind wanted"]);
  });

  it("are destroyed", async () => {
    await cdk("destroy", "--force");
    expect(await describeStack(settings.endpoint, "Topics")).to.equal(undefined);
  });
});

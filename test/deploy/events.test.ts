import { join } from "node:path";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { EventBridge } from "@aws-sdk/client-eventbridge";
import { SQS } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { packageFolder } from "../../lab/package.ts";
import { describeStack, outputOf } from "../../lab/targets/stack.ts";
import type { RunningTarget } from "../../lab/targets/target.ts";
import { until } from "../cloud/until.ts";
import { lab } from "../deployed.ts";

const app = join(packageFolder, "test/deploy/constructs");

describe("The CDK's event buses", function () {
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
    target.cdk([args[0] as string, "--app", "node --import tsx events.ts", ...args.slice(1)], { app });
  const output = async (key: string) => {
    const stack = await describeStack(settings.endpoint, "Events");
    return (stack && outputOf(stack, key)) ?? "";
  };

  it("are deployed with rules, targets and an archive", async () => {
    await cdk("deploy", "--require-approval", "never");
    const events = new EventBridge(settings);
    const { Archives = [] } = await events.listArchives({});
    expect(Archives.map(({ RetentionDays }) => RetentionDays)).to.deep.equal([1]);
  });

  it("bring an event to a function, a log group, and by another bus to a queue", async () => {
    const events = new EventBridge(settings);
    const Detail = JSON.stringify({ id: "o-1", state: "paid" });
    await events.putEvents({ Entries: [{ EventBusName: "orders", Source: "shop", DetailType: "Order", Detail }] });
    const logs = new CloudWatchLogsClient(settings);
    const logged = async (logGroupName: string, filterPattern: string) => {
      const filter = new FilterLogEventsCommand({ logGroupName, filterPattern });
      return ((await logs.send(filter).catch(() => undefined))?.events ?? []).map(({ message = "" }) => message);
    };
    const heard = () => output("ListenerName").then((name) => logged(`/aws/lambda/${name}`, "heard"));
    await until(async () => (await heard()).some((line) => line.includes("heard order o-1")));
    await until(async () => (await logged("/aws/events/orders", "")).length > 0);
    const [written = ""] = await logged("/aws/events/orders", "");
    expect(JSON.parse(written).detail.id).to.equal("o-1");
    const sqs = new SQS(settings);
    const QueueUrl = await output("QueueUrl");
    let body: string | undefined;
    await until(async () => {
      body = (await sqs.receiveMessage({ QueueUrl })).Messages?.[0]?.Body;
      return body !== undefined;
    });
    expect(body).to.equal('"o-1"');
  });

  it("are destroyed", async () => {
    await cdk("destroy", "--force");
    expect(await describeStack(settings.endpoint, "Events")).to.equal(undefined);
  });
});

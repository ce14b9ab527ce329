import { join } from "node:path";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { Scheduler } from "@aws-sdk/client-scheduler";
import { SQS } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { packageFolder } from "../../lab/package.ts";
import { describeStack, outputOf } from "../../lab/targets/stack.ts";
import type { RunningTarget } from "../../lab/targets/target.ts";
import { until } from "../cloud/until.ts";
import { lab } from "../deployed.ts";

const app = join(packageFolder, "test/deploy/constructs");

describe("The CDK's schedules", function () {
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
    target.cdk([args[0] as string, "--app", "node --import tsx schedules.ts", ...args.slice(1)], { app });
  const output = async (key: string) => {
    const stack = await describeStack(settings.endpoint, "Schedules");
    return (stack && outputOf(stack, key)) ?? "";
  };

  it("are deployed with roles of their own", async () => {
    await cdk("deploy", "--require-approval", "never");
    const scheduler = new Scheduler(settings);
    const { Schedules = [] } = await scheduler.listSchedules({ GroupName: await output("GroupName") });
    expect(Schedules).to.have.length(5);
    const [first] = Schedules;
    const found = await scheduler.getSchedule({ Name: first?.Name, GroupName: first?.GroupName });
    expect(found).to.include({
      ScheduleExpression: "cron(0 4 * * ? *)",
      ScheduleExpressionTimezone: "America/Los_Angeles",
    });
  });

  it("call what their roles were granted", async () => {
    const scheduler = new Scheduler(settings);
    const { Schedules = [] } = await scheduler.listSchedules({ GroupName: await output("GroupName") });
    for (const { Name, GroupName } of Schedules) {
      const { FlexibleTimeWindow, Target } = await scheduler.getSchedule({ Name, GroupName });
      // A rate begins at once: nobody has to wait for the night.
      const settings = { ScheduleExpression: "rate(1 day)", FlexibleTimeWindow, Target };
      await scheduler.updateSchedule({ Name, GroupName, ...settings });
    }
    const sqs = new SQS(settings);
    const waiting = async (key: string) => {
      const asked = { QueueUrl: await output(key), AttributeNames: ["All" as const] };
      return Number((await sqs.getQueueAttributes(asked)).Attributes?.ApproximateNumberOfMessages);
    };
    await until(async () => (await waiting("QueueUrl")) > 0 && (await waiting("PublishedUrl")) > 0);
    const logs = new CloudWatchLogsClient(settings);
    const logGroupName = `/aws/lambda/${await output("WorkerName")}`;
    await until(async () => {
      const filter = new FilterLogEventsCommand({ logGroupName, filterPattern: "came" });
      const { events = [] } = await logs.send(filter).catch(() => ({ events: [] }));
      return events.some(({ message }) => /"at":"\d{4}-/.test(message ?? ""));
    });
    const dynamodb = new DynamoDB(settings);
    const TableName = await output("TableName");
    await until(async () => ((await dynamodb.scan({ TableName })).Count ?? 0) > 0);
    expect(await waiting("DeadUrl")).to.equal(0);
  });

  it("are destroyed", async () => {
    await cdk("destroy", "--force");
    expect(await describeStack(settings.endpoint, "Schedules")).to.equal(undefined);
    expect((await new Scheduler(settings).listSchedules({})).Schedules).to.deep.equal([]);
  });
});

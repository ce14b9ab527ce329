import { IAM } from "@aws-sdk/client-iam";
import { Scheduler } from "@aws-sdk/client-scheduler";
import { SQS } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { until } from "../../../until.ts";
import { useKillableLab } from "../../../use-killable-lab.ts";

const COUNT = 60;

describe("Schedules when the lab is killed", function () {
  this.timeout(120_000);
  const lab = useKillableLab();
  const moveClock = async (by: number) => {
    const { token } = (await (await fetch(`${lab.endpoint}/_lab/token`)).json()) as { token: string };
    const headers = { "x-lab-token": token };
    return await fetch(`${lab.endpoint}/_lab/clock`, { method: "PUT", headers, body: JSON.stringify({ by }) });
  };

  it("fire what they had begun to, and what is due later; what was missed is not made up for", async () => {
    const iam = lab.client(IAM);
    const document = (Statement: object) => JSON.stringify({ Version: "2012-10-17", Statement });
    const trust = { Effect: "Allow", Principal: { Service: "scheduler.amazonaws.com" }, Action: "sts:AssumeRole" };
    const { Role } = await iam.createRole({ RoleName: "r", AssumeRolePolicyDocument: document(trust) });
    const all = { Effect: "Allow", Action: "*", Resource: "*" };
    await iam.putRolePolicy({ RoleName: "r", PolicyName: "p", PolicyDocument: document(all) });
    let sqs = lab.client(SQS);
    await sqs.createQueue({ QueueName: "q" });
    const Target = (Input: string) => ({
      Arn: "arn:aws:sqs:us-east-1:000000000000:q",
      RoleArn: Role?.Arn as string,
      Input,
    });
    let scheduler = lab.client(Scheduler);
    const FlexibleTimeWindow = { Mode: "OFF" } as const;
    const StartDate = new Date(Date.now() + 3_600_000);
    for (let i = 0; i < COUNT; i += 1)
      await scheduler.createSchedule({
        Name: `s-${i}`,
        ScheduleExpression: "rate(1 day)",
        StartDate,
        FlexibleTimeWindow,
        Target: Target(`s-${i}`),
      });
    const ScheduleExpression = "cron(0/1 * * * ? *)";
    await scheduler.createSchedule({ Name: "later", ScheduleExpression, FlexibleTimeWindow, Target: Target("later") });
    // It is killed in the middle of what the move does.
    const moving = moveClock(3700).catch(() => {});
    const QueueUrl = `${lab.endpoint}/000000000000/q`;
    await until(async () => {
      const { Attributes } = await sqs.getQueueAttributes({ QueueUrl, AttributeNames: ["All"] });
      return Number(Attributes?.ApproximateNumberOfMessages) > 0;
    });
    await lab.kill();
    await moving;
    await lab.start();
    sqs = lab.client(SQS);
    scheduler = lab.client(Scheduler);
    await moveClock(3700);
    const seen = new Set<string>();
    const isComplete = () => seen.has("later") && [...seen].filter((body) => body.startsWith("s-")).length === COUNT;
    await until(async () => {
      const queue = { QueueUrl: `${lab.endpoint}/000000000000/q`, MaxNumberOfMessages: 10 };
      for (;;) {
        const { Messages = [] } = await sqs.receiveMessage(queue);
        if (Messages.length === 0) return isComplete();
        for (const { Body = "" } of Messages) seen.add(Body);
      }
    });
    expect((await scheduler.listSchedules({})).Schedules).to.have.length(COUNT + 1);
  });
});

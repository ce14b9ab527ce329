import { expect } from "chai";
import { useScheduler } from "../use-scheduler.ts";

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
const TIME = "<aws.scheduler.scheduled-time>";

describe("Schedules whose moment comes", () => {
  const lab = useScheduler();

  it("run a nightly job once a day, and a five-minute one 288 times, in order, each at its own moment", async () => {
    const nightly = await lab.queue("nightly");
    const often = await lab.queue("often");
    const cron = { ScheduleExpression: "cron(0 4 * * ? *)", ScheduleExpressionTimezone: "America/Los_Angeles" };
    await lab.schedule("nightly", { Arn: nightly.arn, Input: TIME }, cron);
    await lab.schedule("often", { Arn: often.arn, Input: TIME }, { ScheduleExpression: "cron(0/5 * * * ? *)" });
    await lab.clock.advance(DAY);
    const [night, ...more] = await lab.bodies(nightly.url);
    expect(more).to.deep.equal([]);
    expect(night).to.match(/T1[12]:00:00Z$/);
    const { Messages = [] } = await lab.sqs.receiveMessage({
      QueueUrl: often.url,
      MessageSystemAttributeNames: ["SentTimestamp"],
    });
    const lateness = Number(Messages[0]?.Attributes?.SentTimestamp) - Date.parse(Messages[0]?.Body ?? "");
    expect(lateness).to.be.within(0, MINUTE);
    await lab.sqs.changeMessageVisibility({
      QueueUrl: often.url,
      ReceiptHandle: Messages[0]?.ReceiptHandle,
      VisibilityTimeout: 0,
    });
    const times = (await lab.bodies(often.url)).map((text) => Date.parse(text)).sort((a, b) => a - b);
    expect(times).to.have.length(288);
    expect(new Set(times.map((time, i) => time - (times[0] ?? 0) - i * 5 * MINUTE))).to.deep.equal(new Set([0]));
    await lab.scheduler.deleteSchedule({ Name: "often" });
    await lab.scheduler.deleteSchedule({ Name: "nightly" });
  }).timeout(60_000);

  it("begin a rate at once, or at its start, and end it at its end", async () => {
    const { url, arn } = await lab.queue("rate");
    await lab.schedule("at-once", { Arn: arn, Input: "at once" }, { ScheduleExpression: "rate(1 hour)" });
    expect(await lab.arrived(url)).to.deep.equal(["at once"]);
    await lab.scheduler.deleteSchedule({ Name: "at-once" });
    const begin = lab.clock.now();
    const dates = { StartDate: new Date(begin + HOUR), EndDate: new Date(begin + 3 * HOUR) };
    await lab.schedule("between", { Arn: arn, Input: "between" }, { ScheduleExpression: "rate(1 hour)", ...dates });
    await lab.clock.advance(HOUR - 2 * MINUTE);
    expect(await lab.bodies(url)).to.deep.equal([]);
    await lab.clock.advance(DAY);
    expect(await lab.bodies(url)).to.deep.equal(["between", "between", "between"]);
  });

  it("run once, and go then where they are told to", async () => {
    const { url, arn } = await lab.queue("once");
    const at = new Date(lab.clock.now() + HOUR).toISOString().slice(0, 19);
    const ScheduleExpression = `at(${at})`;
    await lab.schedule("stays", { Arn: arn, Input: "stays" }, { ScheduleExpression });
    await lab.schedule("goes", { Arn: arn, Input: "goes" }, { ScheduleExpression, ActionAfterCompletion: "DELETE" });
    await lab.clock.advance(2 * HOUR);
    expect((await lab.bodies(url)).sort()).to.deep.equal(["goes", "stays"]);
    const { Schedules = [] } = await lab.scheduler.listSchedules({});
    const names = Schedules.map(({ Name }) => Name);
    expect(names).to.include("stays").and.not.include("goes");
    await lab.clock.advance(DAY);
    expect(await lab.bodies(url)).to.deep.equal([]);
  });

  it("do nothing while they are disabled, or after they were deleted", async () => {
    const { url, arn } = await lab.queue("still");
    const target = { Arn: arn, Input: "x" };
    const settings = { ScheduleExpression: "cron(* * * * ? *)" };
    await lab.schedule("deleted", target, settings);
    await lab.schedule("disabled", target, settings);
    await lab.scheduler.deleteSchedule({ Name: "deleted" });
    await lab.scheduler.updateSchedule({
      Name: "disabled",
      ...settings,
      State: "DISABLED",
      FlexibleTimeWindow: { Mode: "OFF" },
      Target: { ...target, RoleArn: lab.role },
    });
    await lab.clock.advance(HOUR);
    expect(await lab.bodies(url)).to.deep.equal([]);
  });

  it("come sometime in their window, once for each moment", async () => {
    const { url, arn } = await lab.queue("window");
    const window = { Mode: "FLEXIBLE", MaximumWindowInMinutes: 30 } as const;
    await lab.schedule(
      "window",
      { Arn: arn, Input: TIME },
      {
        ScheduleExpression: "cron(0/10 * * * ? *)",
        FlexibleTimeWindow: window,
      },
    );
    await lab.clock.advance(6 * HOUR);
    const times = await lab.bodies(url);
    expect(times.length).to.be.within(32, 36);
    expect(new Set(times).size).to.equal(times.length);
    await lab.scheduler.deleteSchedule({ Name: "window" });
  });

  it("fill in what an input asks for", async () => {
    const { url, arn } = await lab.queue("context");
    const Input = JSON.stringify({
      schedule: "<aws.scheduler.schedule-arn>",
      time: TIME,
      id: "<aws.scheduler.execution-id>",
      attempt: "<aws.scheduler.attempt-number>",
    });
    const schedule = await lab.schedule("context", { Arn: arn, Input });
    const [body = ""] = await lab.arrived(url);
    const { id, time, ...rest } = JSON.parse(body);
    expect(rest).to.deep.equal({ schedule, attempt: "1" });
    expect(id).to.match(/^[0-9a-f]{16}$/);
    expect(time).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    await lab.scheduler.deleteSchedule({ Name: "context" });
  });

  it("send an event of their own where there is no input", async () => {
    const { url, arn } = await lab.queue("event");
    const schedule = await lab.schedule("event", { Arn: arn });
    const [body = ""] = await lab.arrived(url);
    expect(JSON.parse(body)).to.include({ source: "aws.scheduler", "detail-type": "Scheduled Event", detail: "{}" });
    expect(JSON.parse(body).resources).to.deep.equal([schedule]);
    await lab.scheduler.deleteSchedule({ Name: "event" });
  });
});

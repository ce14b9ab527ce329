import type { CreateScheduleCommandInput } from "@aws-sdk/client-scheduler";
import { Scheduler } from "@aws-sdk/client-scheduler";
import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { ACCOUNT, useScheduler } from "../use-scheduler.ts";

const NONE = `arn:aws:sqs:us-east-1:${ACCOUNT}:none`;

describe("Schedules of the EventBridge Scheduler", () => {
  const lab = useScheduler();

  const now = () => lab.clock.now();

  it("have AWS's defaults for what was not said", async () => {
    const arn = await lab.schedule("plain", {});
    expect(arn).to.equal(`arn:aws:scheduler:us-east-1:${ACCOUNT}:schedule/default/plain`);
    const { $metadata, CreationDate, LastModificationDate, ...found } = await lab.scheduler.getSchedule({
      Name: "plain",
    });
    expect(CreationDate).to.deep.equal(LastModificationDate);
    expect(found).to.deep.equal({
      Arn: arn,
      GroupName: "default",
      Name: "plain",
      ScheduleExpression: "rate(5 minutes)",
      ScheduleExpressionTimezone: "UTC",
      State: "ENABLED",
      ActionAfterCompletion: "NONE",
      FlexibleTimeWindow: { Mode: "OFF" },
      Target: {
        Arn: NONE,
        RoleArn: lab.role,
        RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
      },
    });
  });

  it("are replaced as a whole", async () => {
    const dates = { StartDate: new Date(now() + 3_600_000), EndDate: new Date(now() + 7_200_000) };
    await lab.schedule("whole", { Input: "a" }, { Description: "first", State: "DISABLED", ...dates });
    const before = await lab.scheduler.getSchedule({ Name: "whole" });
    expect(before).to.deep.include(dates);
    await lab.scheduler.updateSchedule({
      Name: "whole",
      ScheduleExpression: "cron(0 4 * * ? *)",
      ScheduleExpressionTimezone: "Europe/Berlin",
      FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: 15 },
      Target: { Arn: NONE, RoleArn: lab.role },
    });
    const after = await lab.scheduler.getSchedule({ Name: "whole" });
    expect(after).to.include({ State: "ENABLED", ScheduleExpressionTimezone: "Europe/Berlin" });
    expect(after).to.not.have.any.keys("Description", "StartDate", "EndDate");
    expect(after.Target).to.not.have.property("Input");
    expect(after.CreationDate).to.deep.equal(before.CreationDate);
  });

  it("are listed by group, state and the beginning of their name, page by page", async () => {
    await lab.scheduler.createScheduleGroup({ Name: "listed" });
    for (const name of ["b1", "a1", "a2"]) await lab.schedule(name, {}, { GroupName: "listed" });
    await lab.schedule("a3", {}, { GroupName: "listed", State: "DISABLED" });
    const names = async (input: object) =>
      (await lab.scheduler.listSchedules({ GroupName: "listed", ...input })).Schedules?.map(({ Name }) => Name);
    expect(await names({})).to.deep.equal(["a1", "a2", "a3", "b1"]);
    expect(await names({ NamePrefix: "a", State: "ENABLED" })).to.deep.equal(["a1", "a2"]);
    const first = await lab.scheduler.listSchedules({ GroupName: "listed", MaxResults: 2 });
    const second = await lab.scheduler.listSchedules({
      GroupName: "listed",
      MaxResults: 2,
      NextToken: first.NextToken,
    });
    expect(second.Schedules?.map(({ Name }) => Name)).to.deep.equal(["a3", "b1"]);
    expect(second.NextToken).to.equal(undefined);
    expect((await failure(lab.scheduler.listSchedules({ NextToken: "no" }))).name).to.equal("ValidationException");
    expect((await failure(lab.scheduler.listSchedules({ GroupName: "no" }))).name).to.equal(
      "ResourceNotFoundException",
    );
  });

  it("have names of their own in a group, and a repeated request is one", async () => {
    const ClientToken = "once";
    const first = await lab.schedule("twice", {}, { ClientToken });
    expect(await lab.schedule("twice", {}, { ClientToken })).to.equal(first);
    const refused = [lab.schedule("twice", {}), lab.schedule("twice", { Input: "other" }, { ClientToken })];
    for (const call of refused) {
      const error = await failure(call);
      expect(error).to.include({ name: "ConflictException", message: "Schedule twice already exists." });
      expect(error.$metadata?.httpStatusCode).to.equal(409);
    }
  });

  it("are made once when many ask for the same one at once", async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => lab.schedule("race", {})));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).to.have.length(1);
  });

  it("that do not exist are told", async () => {
    const calls = [
      lab.scheduler.getSchedule({ Name: "no" }),
      lab.scheduler.deleteSchedule({ Name: "no" }),
      lab.scheduler.getSchedule({ Name: "plain", GroupName: "listed" }),
    ];
    for (const call of calls) {
      const error = await failure(call);
      expect(error.name).to.equal("ResourceNotFoundException");
      expect(error.message).to.match(/^Schedule (no|plain) does not exist\.$/);
    }
    const error = await failure(lab.schedule("x", {}, { GroupName: "no" }));
    expect(error.message).to.equal("Schedule group no does not exist.");
  });

  const minutes = (count: number) => new Date(Date.now() + count * 60_000);
  const BAD: readonly [string, Partial<CreateScheduleCommandInput>, RegExp][] = [
    [
      "an expression",
      { ScheduleExpression: "cron(0 4 * * * *)" },
      /^Invalid Schedule Expression cron\(0 4 \* \* \* \*\)\.$/,
    ],
    ["a moment in the past", { ScheduleExpression: "at(2020-01-01T00:00:00)" }, /^Invalid Schedule Expression at/],
    ["a time zone", { ScheduleExpressionTimezone: "Mars/Olympus" }, /time zone/],
    ["a window without a size", { FlexibleTimeWindow: { Mode: "FLEXIBLE" } }, /MaximumWindowInMinutes/],
    [
      "a size without a window",
      { FlexibleTimeWindow: { Mode: "OFF", MaximumWindowInMinutes: 1 } },
      /MaximumWindowInMinutes/,
    ],
    [
      "a window of two days",
      { FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: 2880 } },
      /maximumWindowInMinutes|MaximumWindowInMinutes/,
    ],
    [
      "a start in the past",
      { StartDate: minutes(-10) },
      /^The StartDate you specify cannot be earlier than 5 minutes ago\.$/,
    ],
    ["an end in the past", { EndDate: minutes(-10) }, /EndDate/],
    ["an end before the start", { StartDate: minutes(10), EndDate: minutes(5) }, /EndDate/],
    ["a name", { Name: "no spaces" }, /name/i],
  ];
  for (const [what, input, message] of BAD)
    it(`are refused for ${what}`, async () => {
      const error = await failure(lab.schedule("bad", {}, input));
      expect(error.name).to.equal("ValidationException");
      expect(error.message).to.match(message);
      expect((await failure(lab.scheduler.getSchedule({ Name: "bad" }))).name).to.equal("ResourceNotFoundException");
    });

  it("are nothing that another account sees", async () => {
    const credentials = { accessKeyId: "111111111111", secretAccessKey: "test" };
    const other = lab.client(Scheduler, { credentials });
    expect((await other.listSchedules({})).Schedules).to.deep.equal([]);
    expect((await failure(other.getSchedule({ Name: "plain" }))).name).to.equal("ResourceNotFoundException");
  });
});

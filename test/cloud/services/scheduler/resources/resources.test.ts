import { expect } from "chai";
import { Stacks } from "../../cloudformation/stacks.ts";
import { useScheduler } from "../use-scheduler.ts";

describe("The Scheduler's CloudFormation resources", () => {
  const lab = useScheduler();
  const stacks = new Stacks(lab);
  const template = (expression: string, more: object = {}) => ({
    Resources: {
      Group: { Type: "AWS::Scheduler::ScheduleGroup", Properties: { Tags: [{ Key: "team", Value: "a" }] } },
      Schedule: {
        Type: "AWS::Scheduler::Schedule",
        Properties: {
          GroupName: { Ref: "Group" },
          ScheduleExpression: expression,
          FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: "5" },
          Target: {
            Arn: "arn:aws:sqs:us-east-1:000000000000:none",
            RoleArn: lab.role,
            RetryPolicy: { MaximumRetryAttempts: "3" },
          },
          ...more,
        },
      },
    },
    Outputs: {
      Arn: { Value: { "Fn::GetAtt": ["Schedule", "Arn"] } },
      State: { Value: { "Fn::GetAtt": ["Group", "State"] } },
    },
  });

  it("are groups, and schedules in them, which change and go", async () => {
    const stack = await stacks.create("nightly", template("rate(1 day)"));
    expect(stack.StackStatus, (await stacks.story("nightly")).join("\n")).to.equal("CREATE_COMPLETE");
    const { Schedule, Group } = await stacks.resources("nightly");
    const [Name, GroupName] = [Schedule?.id as string, Group?.id as string];
    const outputs = Object.fromEntries(
      (stack.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]),
    );
    expect(outputs.Arn).to.match(new RegExp(`:schedule/${GroupName}/${Name}$`));
    expect(outputs.State).to.equal("ACTIVE");
    const found = await lab.scheduler.getSchedule({ Name, GroupName });
    expect(found.FlexibleTimeWindow).to.deep.equal({ Mode: "FLEXIBLE", MaximumWindowInMinutes: 5 });
    expect(found.Target?.RetryPolicy).to.deep.equal({ MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 3 });
    const changed = await stacks.update("nightly", template("rate(2 days)", { State: "DISABLED" }));
    expect(changed.StackStatus, (await stacks.story("nightly")).join("\n")).to.equal("UPDATE_COMPLETE");
    const after = await lab.scheduler.getSchedule({ Name, GroupName });
    expect(after).to.include({ ScheduleExpression: "rate(2 days)", State: "DISABLED" });
    await stacks.delete(changed);
    expect((await lab.scheduler.listSchedules({})).Schedules).to.deep.equal([]);
    expect((await lab.scheduler.listScheduleGroups({})).ScheduleGroups).to.have.length(1);
  }).timeout(30_000);
});

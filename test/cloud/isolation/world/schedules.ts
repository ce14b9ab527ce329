import { MARK, type Owner, tag, type World } from "./owner.ts";

/** A schedule in a group. */
export async function fillScheduler({ own: { scheduler, iam }, of, arn }: Owner): Promise<World> {
  const trust = { Effect: "Allow", Principal: { Service: "scheduler.amazonaws.com" }, Action: "sts:AssumeRole" };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: trust });
  const { Role } = await iam.CreateRole({ RoleName: `${of}-schedules`, AssumeRolePolicyDocument });
  await scheduler.CreateScheduleGroup({ Name: of, Tags: [tag] });
  const Target = { Arn: arn("sqs", of), RoleArn: Role?.Arn, Input: MARK };
  const settings = { ScheduleExpression: "rate(365 days)", FlexibleTimeWindow: { Mode: "OFF" as const }, Target };
  await scheduler.CreateSchedule({ Name: of, GroupName: of, State: "DISABLED", Description: MARK, ...settings });
  return {
    scheduler: {
      Name: of,
      GroupName: of,
      ResourceArn: arn("scheduler", `schedule-group/${of}`),
      ...settings,
      Tags: [tag],
      TagKeys: [MARK],
    },
  };
}

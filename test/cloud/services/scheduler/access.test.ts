import { IAM } from "@aws-sdk/client-iam";
import { Scheduler } from "@aws-sdk/client-scheduler";
import { STS } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { failure } from "../../use-cloud.ts";
import { ACCOUNT, useScheduler } from "./use-scheduler.ts";

const REFUSED = "The execution role you provide must allow AWS EventBridge Scheduler to assume the role.";

describe("Who may use the Scheduler, and whom it may be", () => {
  const lab = useScheduler();

  /** A Scheduler for a role of a person's who may do this alone. */
  async function as(RoleName: string, Statement: object[]): Promise<Scheduler> {
    const iam = lab.client(IAM);
    const trust = { Effect: "Allow", Principal: { AWS: ACCOUNT }, Action: "sts:AssumeRole" };
    const document = (one: object) => JSON.stringify({ Version: "2012-10-17", Statement: one });
    const { Role } = await iam.createRole({ RoleName, AssumeRolePolicyDocument: document(trust) });
    await iam.putRolePolicy({ RoleName, PolicyName: "p", PolicyDocument: document(Statement) });
    const assumed = await lab.client(STS).assumeRole({ RoleArn: Role?.Arn, RoleSessionName: "session" });
    const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = assumed.Credentials ?? {};
    const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
    return lab.client(Scheduler, { credentials });
  }

  const input = (Name: string, GroupName = "default") => ({
    Name,
    GroupName,
    ScheduleExpression: "rate(1 day)",
    FlexibleTimeWindow: { Mode: "OFF" } as const,
    Target: { Arn: `arn:aws:sqs:us-east-1:${ACCOUNT}:none`, RoleArn: lab.role },
  });

  it("needs a permission for the schedule, and one to pass the role", async () => {
    const Resource = `arn:aws:scheduler:us-east-1:${ACCOUNT}:schedule/default/mine-*`;
    const create = { Effect: "Allow", Action: "scheduler:CreateSchedule", Resource };
    const without = await as("no-passing", [create]);
    expect((await failure(without.createSchedule(input("mine-1")))).message).to.match(/iam:PassRole/);
    const passing = {
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: lab.role,
      Condition: { StringEquals: { "iam:PassedToService": "scheduler.amazonaws.com" } },
    };
    const allowed = await as("passing", [create, passing]);
    await allowed.createSchedule(input("mine-1"));
    for (const call of [allowed.createSchedule(input("other")), allowed.getSchedule({ Name: "mine-1" })])
      expect((await failure(call)).name).to.equal("AccessDeniedException");
  });

  it("looks at the tags of groups", async () => {
    const Resource = "*";
    const tagged = { StringEquals: { "aws:ResourceTag/team": "a" } };
    const client = await as("team-a", [
      { Effect: "Allow", Action: "scheduler:GetScheduleGroup", Resource, Condition: tagged },
      { Effect: "Allow", Action: "scheduler:CreateScheduleGroup", Resource },
    ]);
    await lab.scheduler.createScheduleGroup({ Name: "of-a", Tags: [{ Key: "team", Value: "a" }] });
    await lab.scheduler.createScheduleGroup({ Name: "of-b", Tags: [{ Key: "team", Value: "b" }] });
    await client.getScheduleGroup({ Name: "of-a" });
    expect((await failure(client.getScheduleGroup({ Name: "of-b" }))).name).to.equal("AccessDeniedException");
    const Tags = [{ Key: "team", Value: "a" }];
    expect((await failure(client.createScheduleGroup({ Name: "new", Tags }))).message).to.match(
      /scheduler:TagResource/,
    );
  });

  it("assumes roles that trust it, for the group and the account that they say", async () => {
    const may = { Action: "*", Resource: "*" };
    const source = (group: string) => `arn:aws:scheduler:us-east-1:${ACCOUNT}:schedule-group/${group}`;
    const right = { StringEquals: { "aws:SourceArn": source("default"), "aws:SourceAccount": ACCOUNT } };
    const wrong = { StringEquals: { "aws:SourceArn": source("other") } };
    await lab.schedule("trusted", { RoleArn: await lab.newRole("right", may, right) });
    const error = await failure(lab.schedule("foreign", { RoleArn: await lab.newRole("wrong", may, wrong) }));
    expect(error).to.include({ name: "ValidationException", message: REFUSED });
    const nobody = `arn:aws:iam::${ACCOUNT}:role/nobody`;
    expect((await failure(lab.schedule("nobody", { RoleArn: nobody }))).message).to.equal(REFUSED);
    const { Schedules = [] } = await lab.scheduler.listSchedules({});
    expect(Schedules.map(({ Name }) => Name)).to.not.include.members(["foreign", "nobody"]);
  });
});

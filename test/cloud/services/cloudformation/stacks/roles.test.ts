import { DeleteStackCommand } from "@aws-sdk/client-cloudformation";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { expect } from "chai";
import { useCloud } from "../../../use-cloud.ts";
import { Stacks } from "../stacks.ts";

describe("The principal who executes a stack", () => {
  const cloud = useCloud();
  const stacks = new Stacks(cloud);
  const parameter = (Value: string) => ({
    Resources: { P: { Type: "AWS::SSM::Parameter", Properties: { Type: "String", Value } } },
  });
  const RoleARN = "arn:aws:iam::000000000000:role/executor";
  /** Who called the Parameter Store, in order, since the last time. */
  let seen = 0;
  const callers = () => {
    const all = cloud.running.cloud.trace.spans.filter(
      ({ service, operation }) => service === "ssm" && /^(Put|Delete)/.test(operation),
    );
    const fresh = all.slice(seen).map(({ caller }) => caller);
    seen = all.length;
    return [...new Set(fresh)];
  };

  before(async () => {
    const Statement = [
      { Effect: "Allow", Principal: { Service: "cloudformation.amazonaws.com" }, Action: "sts:AssumeRole" },
    ];
    const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    const iam = cloud.client(IAMClient);
    await iam.send(new CreateRoleCommand({ RoleName: "executor", AssumeRolePolicyDocument }));
    const allowed = { Effect: "Allow", Action: "ssm:*", Resource: "arn:aws:ssm:*:*:parameter/*" };
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: allowed });
    await iam.send(new PutRolePolicyCommand({ RoleName: "executor", PolicyName: "parameters", PolicyDocument }));
  });

  it("is the caller", async () => {
    await stacks.create("plain", parameter("1"));
    expect(callers()).to.deep.equal(["arn:aws:iam::000000000000:root"]);
  });

  it("is a session of the role that the stack was given, then and later", async () => {
    const session = "arn:aws:sts::000000000000:assumed-role/executor/AWSCloudFormation";
    const stack = await stacks.create("given", parameter("1"), { RoleARN });
    expect(stack.RoleARN).to.equal(RoleARN);
    expect(callers()).to.deep.equal([session]);
    await stacks.update("given", parameter("2"));
    expect(callers()).to.deep.equal([session]);
    await stacks.client.send(new DeleteStackCommand({ StackName: "given" }));
    expect((await stacks.settled(stack.StackId as string)).StackStatus).to.equal("DELETE_COMPLETE");
    expect(callers()).to.deep.equal([session]);
  });
});

import {
  AddUserToGroupCommand,
  CreateGroupCommand,
  CreateUserCommand,
  IAMClient,
  PutGroupPolicyCommand,
  SimulateCustomPolicyCommand,
  type SimulateCustomPolicyCommandInput,
  SimulatePrincipalPolicyCommand,
} from "@aws-sdk/client-iam";
import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";

const document = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const READ = document({ Effect: "Allow", Action: "s3:Get*", Resource: "arn:aws:s3:::photos/*" });

describe("The simulator of policies", () => {
  const lab = useCloud();
  let iam: IAMClient;
  before(() => {
    iam = lab.client(IAMClient);
  });
  const simulated = async (input: SimulateCustomPolicyCommandInput) => {
    const { EvaluationResults = [] } = await iam.send(new SimulateCustomPolicyCommand(input));
    return EvaluationResults.map(({ EvalActionName, EvalResourceName, EvalDecision }) => [
      EvalActionName,
      EvalResourceName,
      EvalDecision,
    ]);
  };

  it("decides on each action and resource by what it is given", async () => {
    const ResourceArns = ["arn:aws:s3:::photos/a", "arn:aws:s3:::other/a"];
    expect(
      await simulated({ PolicyInputList: [READ], ActionNames: ["s3:GetObject", "s3:PutObject"], ResourceArns }),
    ).to.deep.equal([
      ["s3:GetObject", "arn:aws:s3:::photos/a", "allowed"],
      ["s3:GetObject", "arn:aws:s3:::other/a", "implicitDeny"],
      ["s3:PutObject", "arn:aws:s3:::photos/a", "implicitDeny"],
      ["s3:PutObject", "arn:aws:s3:::other/a", "implicitDeny"],
    ]);
  });

  it("knows denials, boundaries and conditions", async () => {
    const deny = document({
      Effect: "Deny",
      Action: "*",
      Resource: "*",
      Condition: { StringEquals: { "aws:PrincipalTag/team": "red" } },
    });
    const entry = {
      ContextKeyName: "aws:PrincipalTag/team",
      ContextKeyValues: ["red"],
      ContextKeyType: "string" as const,
    };
    const base = {
      PolicyInputList: [READ, deny],
      ActionNames: ["s3:GetObject"],
      ResourceArns: ["arn:aws:s3:::photos/a"],
    };
    expect((await simulated(base))[0]?.[2]).to.equal("allowed");
    expect((await simulated({ ...base, ContextEntries: [entry] }))[0]?.[2]).to.equal("explicitDeny");
    const boundary = document({ Effect: "Allow", Action: "sqs:*", Resource: "*" });
    expect((await simulated({ ...base, PermissionsBoundaryPolicyInputList: [boundary] }))[0]?.[2]).to.equal(
      "implicitDeny",
    );
  });

  it("knows what a principal has", async () => {
    await iam.send(new CreateUserCommand({ UserName: "ann" }));
    await iam.send(new CreateGroupCommand({ GroupName: "readers" }));
    await iam.send(new PutGroupPolicyCommand({ GroupName: "readers", PolicyName: "read", PolicyDocument: READ }));
    const simulate = async (PolicySourceArn: string) => {
      const input = { PolicySourceArn, ActionNames: ["s3:GetObject"], ResourceArns: ["arn:aws:s3:::photos/a"] };
      const { EvaluationResults = [] } = await iam.send(new SimulatePrincipalPolicyCommand(input));
      return EvaluationResults[0]?.EvalDecision;
    };
    const arn = "arn:aws:iam::000000000000:user/ann";
    expect(await simulate(arn)).to.equal("implicitDeny");
    await iam.send(new AddUserToGroupCommand({ UserName: "ann", GroupName: "readers" }));
    expect(await simulate(arn)).to.equal("allowed");
    expect(await simulate("arn:aws:iam::000000000000:group/readers")).to.equal("allowed");
    expect((await failure(simulate("arn:aws:iam::000000000000:role/nobody"))).name).to.equal("NoSuchEntityException");
  });

  it("refuses what is no policy, or no action", async () => {
    const bad = (input: Partial<SimulateCustomPolicyCommandInput>) =>
      failure(simulated({ PolicyInputList: [READ], ActionNames: ["s3:GetObject"], ...input }));
    expect((await bad({ PolicyInputList: ["no policy"] })).name).to.equal("MalformedPolicyDocumentException");
    expect((await bad({ ActionNames: ["GetObject"] })).name).to.equal("ValidationError");
  });
});

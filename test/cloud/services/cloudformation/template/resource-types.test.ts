import {
  CreateChangeSetCommand,
  CreateStackCommand,
  UpdateStackCommand,
  ValidateTemplateCommand,
} from "@aws-sdk/client-cloudformation";
import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";
import { Stacks } from "../stacks.ts";
import { Things, thing } from "../things.ts";

describe("A resource type", () => {
  const cloud = useCloud();
  const stacks = new Stacks(cloud);
  const things = new Things(cloud);
  const typo = { Type: "AWS::S3::Buckett" };
  const nobody = { Type: "Nobody::Has::This" };
  // AWS has it since 2010, and nobody uses it any more.
  const absent = { Type: "AWS::SDB::Domain" };
  const UNRECOGNIZED = "Template format error: Unrecognized resource types: [AWS::S3::Buckett, Nobody::Has::This]";

  const requests = (Resources: object, StackName = "refused", more: object = {}) => {
    const TemplateBody = JSON.stringify({ Resources, ...more });
    return {
      CreateStack: new CreateStackCommand({ StackName, TemplateBody }),
      CreateChangeSet: new CreateChangeSetCommand({
        StackName,
        ChangeSetName: "c",
        ChangeSetType: "CREATE",
        TemplateBody,
      }),
      UpdateStack: new UpdateStackCommand({ StackName: "standing", TemplateBody }),
      ValidateTemplate: new ValidateTemplateCommand({ TemplateBody }),
    };
  };
  const refusal = (command: ReturnType<typeof requests>[keyof ReturnType<typeof requests>]) =>
    failure(stacks.client.send(command as CreateStackCommand));

  before(async () => {
    await stacks.create("standing", { Resources: { A: thing() } });
  });
  afterEach(async () => {
    expect((await failure(stacks.describe("refused"))).message).to.equal("Stack with id refused does not exist");
    expect((await stacks.describe("standing")).StackStatus).to.equal("CREATE_COMPLETE");
    expect(things.log).to.deep.equal([]);
  });

  for (const operation of ["CreateStack", "CreateChangeSet", "UpdateStack", "ValidateTemplate"] as const)
    it(`that AWS does not have is refused by ${operation}, whether or not its condition is true`, async () => {
      const Resources = { A: thing(), B: typo, C: { ...nobody, Condition: "No" }, D: typo };
      const Conditions = { No: { "Fn::Equals": ["a", "b"] } };
      const error = await refusal(requests(Resources, "refused", { Conditions })[operation]);
      expect(error).to.include({ name: "ValidationError", message: UNRECOGNIZED });
    });

  for (const operation of ["CreateStack", "CreateChangeSet", "UpdateStack"] as const)
    it(`that AWS has and the lab has not is named by ${operation} before anything is made`, async () => {
      const error = await refusal(requests({ A: thing(), B: absent })[operation]);
      expect(error.name).to.equal("NotImplemented");
      expect(error.message).to.equal("Skylab does not have these resource types yet: [AWS::SDB::Domain]");
    });

  it("that the lab has not is no matter where its condition is false", async () => {
    const template = {
      Conditions: { No: { "Fn::Equals": ["a", "b"] } },
      Resources: { A: thing(), B: { ...absent, Condition: "No" } },
    };
    await stacks.client.send(new ValidateTemplateCommand({ TemplateBody: JSON.stringify(template) }));
    const stack = await stacks.create("conditional", template);
    expect(stack.StackStatus).to.equal("CREATE_COMPLETE");
    things.log.length = 0;
  });
});

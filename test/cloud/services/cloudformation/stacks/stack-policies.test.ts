import { GetStackPolicyCommand, SetStackPolicyCommand, UpdateStackCommand } from "@aws-sdk/client-cloudformation";
import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";
import { Stacks } from "../stacks.ts";
import { Things, thing } from "../things.ts";

const statement = (Effect: string, Action: string, Resource: string) => ({ Effect, Action, Resource, Principal: "*" });
const policy = (...Statement: object[]) => JSON.stringify({ Statement });
const careful = policy(
  statement("Allow", "Update:*", "*"),
  statement("Deny", "Update:*", "LogicalResourceId/Precious"),
);
const free = policy(statement("Allow", "Update:*", "*"));

describe("Stack policies", () => {
  const cloud = useCloud();
  const things = new Things(cloud);
  const stacks = new Stacks(cloud);
  const template = (Value: string, more: object = {}) => ({
    Resources: { Precious: thing({ Value }), Other: thing({ Value }), ...more },
  });

  it("keep an update from changing, replacing and removing what they protect", async () => {
    await stacks.create("guarded", template("1"), { StackPolicyBody: careful });
    const after = await stacks.update("guarded", template("2"));
    expect(after.StackStatus).to.equal("UPDATE_ROLLBACK_COMPLETE");
    expect((await stacks.story("guarded")).join("\n")).to.contain(
      "Precious UPDATE_FAILED Action denied by stack policy: Statement [#2] does not allow [Update:Modify] for resource [LogicalResourceId/Precious]",
    );
    const removed = await stacks.update("guarded", { Resources: { Other: thing({ Value: "3" }) } });
    expect(removed.StackStatus).to.equal("UPDATE_ROLLBACK_COMPLETE");
    expect([...things.existing.values()]).to.deep.equal([{ Value: "1" }, { Value: "1" }]);
  });

  it("let everything else pass", async () => {
    await stacks.create("open", template("1"), { StackPolicyBody: careful });
    const other = { Resources: { Precious: thing({ Value: "1" }), Other: thing({ Value: "2" }) } };
    expect((await stacks.update("open", other)).StackStatus).to.equal("UPDATE_COMPLETE");
  });

  it("can be lifted for one update", async () => {
    await stacks.create("lifted", template("1"), { StackPolicyBody: careful });
    const lifted = await stacks.update("lifted", template("2"), { StackPolicyDuringUpdateBody: free });
    expect(lifted.StackStatus).to.equal("UPDATE_COMPLETE");
    expect((await stacks.update("lifted", template("3"))).StackStatus).to.equal("UPDATE_ROLLBACK_COMPLETE");
  });

  it("are set, read and replaced", async () => {
    await stacks.create("later", template("1"));
    const read = async () =>
      (await stacks.client.send(new GetStackPolicyCommand({ StackName: "later" }))).StackPolicyBody;
    expect(await read()).to.equal(undefined);
    await stacks.client.send(new SetStackPolicyCommand({ StackName: "later", StackPolicyBody: careful }));
    expect(await read()).to.equal(careful);
    expect((await stacks.update("later", template("2"))).StackStatus).to.equal("UPDATE_ROLLBACK_COMPLETE");
    expect((await stacks.update("later", template("2"), { StackPolicyBody: free })).StackStatus).to.equal(
      "UPDATE_COMPLETE",
    );
    expect(await read()).to.equal(free);
  });

  it("that are none are refused", async () => {
    await stacks.create("wrong", template("1"));
    const set = new SetStackPolicyCommand({ StackName: "wrong", StackPolicyBody: "{}" });
    expect((await failure(stacks.client.send(set))).message).to.contain("Invalid stack policy");
    const TemplateBody = JSON.stringify(template("2"));
    const update = new UpdateStackCommand({ StackName: "wrong", TemplateBody, StackPolicyBody: "[" });
    expect((await failure(stacks.client.send(update))).message).to.contain("Invalid stack policy");
  });
});

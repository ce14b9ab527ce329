// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is how Fn::Sub is written
import {
  CancelUpdateStackCommand,
  ContinueUpdateRollbackCommand,
  RollbackStackCommand,
  UpdateStackCommand,
} from "@aws-sdk/client-cloudformation";
import { ListTagsForResourceCommand, SSMClient } from "@aws-sdk/client-ssm";
import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";
import { Stacks } from "../stacks.ts";
import { Things, thing } from "../things.ts";

describe("Updating a stack", () => {
  const cloud = useCloud();
  const stacks = new Stacks(cloud);
  const things = new Things(cloud);
  const start = async (name: string, Resources: object, more: object = {}) => {
    await stacks.create(name, { Resources, ...more });
    things.log.length = 0;
  };

  it("changes, makes and removes what the template says, the removal last", async () => {
    await start("changes", { Same: thing({}), Changed: thing({ Value: "a" }), Gone: thing({}) });
    const stack = await stacks.update("changes", {
      Resources: { Same: thing({}), Changed: thing({ Value: "b" }), New: thing({}, { DependsOn: "Changed" }) },
    });
    expect(stack.StackStatus).to.equal("UPDATE_COMPLETE");
    expect(things.log).to.deep.equal(["update Changed to b", "create New", "delete Gone"]);
    const story = await stacks.story("changes");
    expect(story.slice(story.indexOf("changes UPDATE_IN_PROGRESS User Initiated") + 1)).to.deep.equal([
      "Changed UPDATE_IN_PROGRESS",
      "Changed UPDATE_COMPLETE",
      "New CREATE_IN_PROGRESS",
      "New CREATE_IN_PROGRESS Resource creation Initiated",
      "New CREATE_COMPLETE",
      "changes UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
      "Gone DELETE_IN_PROGRESS",
      "Gone DELETE_COMPLETE",
      "changes UPDATE_COMPLETE",
    ]);
    expect(Object.keys(await stacks.resources("changes"))).to.deep.equal(["Changed", "New", "Same"]);
  });

  it("makes a new resource where a change needs one, lets others follow, and removes the old one at the end", async () => {
    const Follower = thing({ Value: { Ref: "Replaced" } });
    await start("replaces", { Replaced: thing({ Name: "old" }), Follower });
    await stacks.update("replaces", { Resources: { Replaced: thing({ Name: "new" }), Follower } });
    expect(things.log).to.deep.equal(["create Replaced", "update Follower to new", "delete Replaced"]);
    expect([...things.existing.keys()])
      .to.include("new")
      .and.not.include("old");
    expect(await stacks.story("replaces")).to.include(
      "Replaced UPDATE_IN_PROGRESS Requested update requires the creation of a new physical resource; hence creating one.",
    );
  });

  it("keeps a replaced resource whose policy says so", async () => {
    const keep = { UpdateReplacePolicy: "Retain" };
    await start("keeps", { A: thing({ Name: "kept" }, keep) });
    await stacks.update("keeps", { Resources: { A: thing({ Name: "next" }, keep) } });
    expect([...things.existing.keys()]).to.deep.equal(["kept", "next"]);
    expect(await stacks.story("keeps")).to.include("A DELETE_SKIPPED");
  });

  it("keeps a removed resource whose policy says so", async () => {
    await start("leaves", { A: thing({ Name: "left" }, { DeletionPolicy: "Retain" }), B: thing({}) });
    await stacks.update("leaves", { Resources: { B: thing({}) } });
    expect([...things.existing.keys()]).to.include("left");
    expect(await stacks.resources("leaves")).to.have.keys("B");
  });

  it("heeds a policy that only just came", async () => {
    await start("late", { A: thing({ Name: "late" }) });
    await stacks.update("late", { Resources: { A: thing({ Name: "late" }, { DeletionPolicy: "Retain" }) } });
    expect(things.log).to.deep.equal([]);
    await stacks.delete(await stacks.describe("late"));
    expect([...things.existing.keys()]).to.deep.equal(["late"]);
  });

  const nothing: [what: string, more: object][] = [
    ["the same template", {}],
    ["another description", { Description: "other" }],
    ["an unused mapping", { Mappings: { M: { a: { b: "c" } } } }],
  ];
  for (const [i, [what, more]] of nothing.entries()) {
    it(`finds nothing to do for ${what}`, async () => {
      await start(`nothing${i}`, { A: thing({}) });
      const error = await failure(stacks.update(`nothing${i}`, { Resources: { A: thing({}) }, ...more }));
      expect(error).to.include({ name: "ValidationError", message: "No updates are to be performed." });
      expect((await stacks.describe(`nothing${i}`)).StackStatus).to.equal("CREATE_COMPLETE");
    });
  }

  it("happens for an output alone", async () => {
    await start("output", { A: thing({ Name: "a" }) });
    const Outputs = { O: { Value: { Ref: "A" } } };
    const stack = await stacks.update("output", { Resources: { A: thing({ Name: "a" }) }, Outputs });
    expect(stack).to.include({ StackStatus: "UPDATE_COMPLETE" });
    expect(stack.Outputs?.[0]?.OutputValue).to.equal("a");
    expect(things.log).to.deep.equal([]);
  });

  it("happens for tags alone, and brings them to resources that carry tags", async () => {
    const Resources = { P: { Type: "AWS::SSM::Parameter", Properties: { Type: "String", Value: "v" } }, A: thing({}) };
    await start("tags", Resources);
    const stack = await stacks.update("tags", { Resources }, { Tags: [{ Key: "team", Value: "blue" }] });
    expect(stack.Tags).to.deep.equal([{ Key: "team", Value: "blue" }]);
    expect(await stacks.story("tags"))
      .to.include("P UPDATE_COMPLETE")
      .and.not.include("A UPDATE_COMPLETE");
  });

  it("uses the previous template and previous values when told so", async () => {
    const Parameters = { P: { Type: "String" }, Q: { Type: "String", Default: "q" } };
    const Resources = { A: thing({ Value: { "Fn::Sub": "${P} ${Q}" } }) };
    const first = [{ ParameterKey: "P", ParameterValue: "1" }];
    await stacks.create("previous", { Parameters, Resources }, { Parameters: first });
    const Given = [
      { ParameterKey: "P", UsePreviousValue: true },
      { ParameterKey: "Q", ParameterValue: "2" },
    ];
    const input = { StackName: "previous", UsePreviousTemplate: true, Parameters: Given };
    await stacks.client.send(new UpdateStackCommand(input));
    await stacks.settled("previous");
    expect([...things.existing.values()]).to.deep.equal([{ Value: "1 2" }]);
  });

  it("is refused for a stack that is not there, or can't be updated", async () => {
    const missing = await failure(stacks.update("missing", { Resources: { A: thing({}) } }));
    expect(missing.message).to.equal("Stack [missing] does not exist");
    const { StackId } = await stacks.create("broken", { Resources: { A: thing({ Refuse: ["create"] }) } });
    const broken = await failure(stacks.update("broken", { Resources: { A: thing({}) } }));
    expect(broken.message).to.equal(`Stack:${StackId} is in ROLLBACK_COMPLETE state and can not be updated.`);
  });

  it("is refused while another is under way, and can be cancelled", async () => {
    await start("busy", { A: thing({ Value: "1" }) });
    const waiting = { Resources: { A: thing({ Value: "2" }), Waits: thing({ Hang: true }, { DependsOn: "A" }) } };
    const input = { StackName: "busy", TemplateBody: JSON.stringify(waiting) };
    await stacks.client.send(new UpdateStackCommand(input));
    const error = await failure(stacks.client.send(new UpdateStackCommand(input)));
    expect(error.message).to.contain("is in UPDATE_IN_PROGRESS state and can not be updated.");
    while (!things.hangs("Waits")) await new Promise(setImmediate);
    await stacks.client.send(new CancelUpdateStackCommand({ StackName: "busy" }));
    expect((await stacks.settled("busy")).StackStatus).to.equal("UPDATE_ROLLBACK_COMPLETE");
    expect([...things.existing.values()]).to.deep.equal([{ Value: "1" }]);
    expect(await stacks.story("busy")).to.include("busy UPDATE_ROLLBACK_IN_PROGRESS User Initiated");
  });
});

describe("An update that fails", () => {
  const cloud = useCloud();
  const stacks = new Stacks(cloud);
  const things = new Things(cloud);
  const bad = (DependsOn: string[]) => thing({ Refuse: ["create"] }, { DependsOn });

  it("is undone: what was changed is changed back, what was made goes, what was to go stays", async () => {
    const before = { Changed: thing({ Value: "a" }), Replaced: thing({ Name: "old" }), ToGo: thing({ Name: "to go" }) };
    await stacks.create(
      "undone",
      { Resources: before, Outputs: { O: { Value: "before" } } },
      { Tags: [{ Key: "t", Value: "1" }] },
    );
    const resources = await stacks.resources("undone");
    const stack = await stacks.update(
      "undone",
      {
        Resources: {
          Changed: thing({ Value: "b" }),
          Replaced: thing({ Name: "new" }),
          Made: thing({ Name: "made" }),
          Bad: bad(["Changed", "Replaced", "Made"]),
        },
        Outputs: { O: { Value: "after" } },
      },
      { Tags: [] },
    );
    expect(stack.StackStatus).to.equal("UPDATE_ROLLBACK_COMPLETE");
    expect(stack.Outputs?.[0]?.OutputValue).to.equal("before");
    expect(stack.Tags).to.deep.equal([{ Key: "t", Value: "1" }]);
    expect([...things.existing.keys()]).to.have.members(["thing-1", "old", "to go"]);
    expect(things.existing.get("thing-1")).to.deep.equal({ Value: "a" });
    const after = await stacks.resources("undone");
    expect(Object.keys(after)).to.deep.equal(["Changed", "Replaced", "ToGo"]);
    for (const id of Object.keys(after)) expect(after[id]?.id).to.equal(resources[id]?.id);

    const story = await stacks.story("undone");
    const rollback = story.indexOf(
      "undone UPDATE_ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [Bad].",
    );
    expect(story.slice(rollback + 1)).to.have.members([
      "Changed UPDATE_IN_PROGRESS",
      "Changed UPDATE_COMPLETE",
      "Replaced UPDATE_COMPLETE",
      "undone UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS",
      "Made DELETE_IN_PROGRESS",
      "Made DELETE_COMPLETE",
      "Replaced DELETE_IN_PROGRESS",
      "Replaced DELETE_COMPLETE",
      "undone UPDATE_ROLLBACK_COMPLETE",
    ]);
  });

  it("can be followed by one that succeeds", async () => {
    await stacks.create("again", { Resources: { A: thing({ Value: "1" }) } });
    await stacks.update("again", { Resources: { A: thing({ Value: "2" }), Bad: bad(["A"]) } });
    const stack = await stacks.update("again", { Resources: { A: thing({ Value: "3" }) } });
    expect(stack.StackStatus).to.equal("UPDATE_COMPLETE");
    expect([...things.existing.values()]).to.deep.equal([{ Value: "3" }]);
  });

  it("gives resources the tags back that the stack had", async () => {
    const parameter = { Type: "AWS::SSM::Parameter", Properties: { Type: "String", Value: "v" } };
    await stacks.create("retagged", { Resources: { P: parameter } }, { Tags: [{ Key: "t", Value: "1" }] });
    const Resources = { P: parameter, Bad: bad(["P"]) };
    await stacks.update("retagged", { Resources }, { Tags: [{ Key: "t", Value: "2" }] });
    const ResourceId = (await stacks.resources("retagged")).P?.id;
    const { TagList } = await cloud
      .client(SSMClient)
      .send(new ListTagsForResourceCommand({ ResourceType: "Parameter", ResourceId }));
    expect(TagList).to.deep.equal([{ Key: "t", Value: "1" }]);
  });

  it("removes a replacement that was made only in part", async () => {
    await stacks.create("part", { Resources: { A: thing({ Name: "whole" }) } });
    const stack = await stacks.update("part", { Resources: { A: thing({ Name: "half", Refuse: ["half-create"] }) } });
    expect(stack.StackStatus).to.equal("UPDATE_ROLLBACK_COMPLETE");
    expect([...things.existing.keys()]).to.deep.equal(["whole"]);
    expect((await stacks.resources("part")).A?.id).to.equal("whole");
  });

  it("leaves everything as it is when rollback is disabled, to be tried again or rolled back", async () => {
    await stacks.create("stays", { Resources: { A: thing({ Value: "1" }) } });
    const broken = { Resources: { A: thing({ Value: "2" }), Bad: bad(["A"]) } };
    expect((await stacks.update("stays", broken, { DisableRollback: true })).StackStatus).to.equal("UPDATE_FAILED");
    expect([...things.existing.values()]).to.deep.equal([{ Value: "2" }]);

    const mended = { Resources: { A: thing({ Value: "2" }), Bad: thing({ Name: "mended" }), Worse: bad(["Bad"]) } };
    expect((await stacks.update("stays", mended, { DisableRollback: true })).StackStatus).to.equal("UPDATE_FAILED");
    await stacks.client.send(new RollbackStackCommand({ StackName: "stays" }));
    expect((await stacks.settled("stays")).StackStatus).to.equal("UPDATE_ROLLBACK_COMPLETE");
    expect([...things.existing.values()]).to.deep.equal([{ Value: "1" }]);
  });

  it("is rolled back to the last state that was whole, however often it was tried", async () => {
    const step = (Value: string, Name: string) => ({
      Description: Value,
      Resources: { A: thing({ Value, Name }), Bad: bad(["A"]) },
    });
    const tags = (Value: string) => ({ Tags: [{ Key: "step", Value }], DisableRollback: true });
    await stacks.create(
      "steps",
      { Description: "1", Resources: { A: thing({ Value: "1", Name: "n1" }) } },
      { Tags: tags("1").Tags },
    );
    await stacks.update("steps", step("2", "n2"), tags("2"));
    await stacks.update("steps", step("3", "n3"), tags("3"));
    await stacks.client.send(new RollbackStackCommand({ StackName: "steps" }));
    expect(await stacks.settled("steps")).to.deep.include({ Description: "1", Tags: [{ Key: "step", Value: "1" }] });
    expect([...things.existing]).to.deep.equal([["n1", { Value: "1", Name: "n1" }]]);
  });

  it("leaves nothing behind when the stack is deleted, the resources that it replaced included", async () => {
    await stacks.create("gone", { Resources: { A: thing({ Name: "old" }) } });
    const Resources = { A: thing({ Name: "new" }), Bad: bad(["A"]) };
    const stack = await stacks.update("gone", { Resources }, { DisableRollback: true });
    expect([...things.existing.keys()]).to.deep.equal(["old", "new"]);
    expect((await stacks.delete(stack)).StackStatus).to.equal("DELETE_COMPLETE");
    expect([...things.existing.keys()]).to.deep.equal([]);
  });

  it("can be tried again, and makes anew what was made only in part", async () => {
    const half = { Resources: { A: thing({ Refuse: ["half-create"] }) } };
    expect((await stacks.create("retry", half, { DisableRollback: true })).StackStatus).to.equal("CREATE_FAILED");
    expect((await stacks.update("retry", { Resources: { A: thing({}) } })).StackStatus).to.equal("UPDATE_COMPLETE");
    expect(things.log).to.deep.equal(["create A", "create A", "delete A"]);
    expect([...things.existing.values()]).to.deep.equal([{}]);
  });

  it("keeps what it made only when that is declared to be retained whatever happens", async () => {
    await stacks.create("retains", { Resources: { A: thing({ Name: "a" }) } });
    const Resources = {
      A: thing({ Name: "a" }),
      Kept: thing({ Name: "kept" }, { DeletionPolicy: "Retain" }),
      Gone: thing({ Name: "gone" }, { DeletionPolicy: "RetainExceptOnCreate" }),
      Bad: bad(["Kept", "Gone"]),
    };
    await stacks.update("retains", { Resources });
    expect([...things.existing.keys()]).to.deep.equal(["a", "kept"]);
    const again = { ...Resources, Kept: thing({ Name: "other" }, { DeletionPolicy: "Retain" }) };
    await stacks.update("retains", { Resources: again }, { RetainExceptOnCreate: true });
    expect([...things.existing.keys()]).to.deep.equal(["a", "kept"]);
  });

  it("fails its rollback when a resource can't be changed back, and goes on without it when told so", async () => {
    const stubborn = { Value: "1", Refuse: ["update"] };
    await stacks.create("stubborn", { Resources: { A: thing(stubborn), B: thing({ Value: "1" }) } });
    const after = { A: thing({ Value: "2" }), B: thing({ Value: "2" }), Bad: bad(["A", "B"]) };
    const failed = await stacks.update("stubborn", { Resources: after });
    expect(failed).to.include({
      StackStatus: "UPDATE_ROLLBACK_FAILED",
      StackStatusReason: "The following resource(s) failed to update: [A]. ",
    });
    await stacks.client.send(new ContinueUpdateRollbackCommand({ StackName: "stubborn", ResourcesToSkip: ["A"] }));
    expect((await stacks.settled("stubborn")).StackStatus).to.equal("UPDATE_ROLLBACK_COMPLETE");
    expect([...things.existing.values()]).to.deep.equal([{ Value: "2" }, { Value: "1" }]);
  });

  it("forgets what can't be cleaned up", async () => {
    await stacks.create("dirty", { Resources: { A: thing({}), B: thing({ Refuse: ["delete"] }) } });
    expect((await stacks.update("dirty", { Resources: { A: thing({}) } })).StackStatus).to.equal("UPDATE_COMPLETE");
    expect((await stacks.story("dirty")).join("\n")).to.contain("B DELETE_FAILED");
    expect(await stacks.resources("dirty")).to.have.keys("A");
  });
});

import {
  type ChangeSetType,
  CreateChangeSetCommand,
  type CreateChangeSetCommandInput,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
  ListChangeSetsCommand,
} from "@aws-sdk/client-cloudformation";
import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";
import { Stacks } from "../stacks.ts";
import { Things, thing } from "../things.ts";

describe("A change set", () => {
  const cloud = useCloud();
  const stacks = new Stacks(cloud);
  const things = new Things(cloud);
  const make = (StackName: string, Resources: object, more: Partial<CreateChangeSetCommandInput> = {}) =>
    stacks.client.send(
      new CreateChangeSetCommand({
        StackName,
        ChangeSetName: "changes",
        ChangeSetType: "UPDATE" as ChangeSetType,
        TemplateBody: JSON.stringify({ Resources }),
        ...more,
      }),
    );
  const describeIt = (ChangeSetName = "changes", StackName?: string, IncludePropertyValues?: boolean) =>
    stacks.client.send(new DescribeChangeSetCommand({ ChangeSetName, StackName, IncludePropertyValues }));
  const execute = (ChangeSetName: string, StackName?: string) =>
    stacks.client.send(new ExecuteChangeSetCommand({ ChangeSetName, StackName }));

  it("of a new stack shows what it will make, and its execution makes it", async () => {
    const { Id, StackId } = await make(
      "new",
      { A: thing({ Name: "a" }) },
      { ChangeSetType: "CREATE", Description: "first" },
    );
    expect((await stacks.describe("new")).StackStatus).to.equal("REVIEW_IN_PROGRESS");
    expect(await stacks.story("new")).to.deep.equal(["new REVIEW_IN_PROGRESS User Initiated"]);
    const described = await describeIt(Id);
    expect(described).to.include({
      Status: "CREATE_COMPLETE",
      ExecutionStatus: "AVAILABLE",
      StackId,
      Description: "first",
      ChangeSetName: "changes",
    });
    expect(described.Changes?.map(({ ResourceChange }) => ResourceChange)).to.deep.equal([
      { Action: "Add", LogicalResourceId: "A", ResourceType: "AWS::CDK::Thing", Scope: [], Details: [] },
    ]);
    expect(things.log).to.deep.equal([]);

    await execute("changes", "new");
    expect(await stacks.settled("new")).to.include({ StackStatus: "CREATE_COMPLETE", ChangeSetId: Id, StackId });
    expect((await describeIt(Id)).ExecutionStatus).to.equal("EXECUTE_COMPLETE");
    expect(things.log).to.deep.equal(["create A"]);
  });

  it("of a stack that exists shows what will change, with the values when asked for", async () => {
    await stacks.create("old", { Resources: { A: thing({ Value: "1" }) } });
    const { Id } = await make("old", { A: thing({ Value: "2" }) });
    const target = async (values: boolean) =>
      (await describeIt(Id, undefined, values)).Changes?.[0]?.ResourceChange?.Details?.[0]?.Target;
    expect(await target(false)).to.deep.equal({ Attribute: "Properties", Name: "Value", RequiresRecreation: "Never" });
    expect(await target(true)).to.include({ BeforeValue: "1", AfterValue: "2", Path: "/Properties/Value" });
    await execute(Id as string);
    expect((await stacks.settled("old")).StackStatus).to.equal("UPDATE_COMPLETE");
    expect(things.log).to.deep.equal(["create A", "update A to 2"]);
  });

  it("is described as AWS does, without what it does not have", async () => {
    const members = (answer: object) => Object.keys(answer).filter((name) => name !== "$metadata");
    const { Id } = await make("sparse", { A: thing({}) }, { ChangeSetType: "CREATE" });
    const summary = [
      "ChangeSetId",
      "ChangeSetName",
      "CreationTime",
      "ExecutionStatus",
      "IncludeNestedStacks",
      "StackId",
    ];
    summary.push("StackName", "Status");
    const described = await describeIt(Id);
    const empty = { Capabilities: [], NotificationARNs: [], RollbackConfiguration: {} };
    expect(described).to.deep.include(empty);
    expect(members(described)).to.have.members([...summary, ...Object.keys(empty), "Changes"]);
    const { Summaries = [] } = await stacks.client.send(new ListChangeSetsCommand({ StackName: "sparse" }));
    expect(members(Summaries[0] ?? {})).to.have.members(summary);

    const stack = ["CreationTime", "DisableRollback", "DriftInformation", "EnableTerminationProtection", "StackId"];
    stack.push("NotificationARNs", "RollbackConfiguration", "StackName", "StackStatus", "Tags");
    const inReview = await stacks.describe("sparse");
    expect(members(inReview)).to.have.members([...stack, "StackStatusReason"]);
    cloud.clock.advance(60_000);
    await execute(Id as string);
    const made = await stacks.settled("sparse");
    expect(members(made)).to.have.members([...stack, "ChangeSetId", "LastUpdatedTime"]);
    expect(made.CreationTime).to.deep.equal(inReview.CreationTime);
    expect(Number(made.LastUpdatedTime) - Number(made.CreationTime)).to.be.at.least(60_000);
    expect(members(await stacks.delete(made))).not.to.include("EnableTerminationProtection");
  });

  it("shows what it was given", async () => {
    const Parameters = [{ ParameterKey: "P", ParameterValue: "v" }];
    const template = { Parameters: { P: { Type: "String" } }, Resources: { A: thing({ Value: { Ref: "P" } }) } };
    const Tags = [{ Key: "k", Value: "v" }];
    const given = { Parameters, Tags, ImportExistingResources: true, TemplateBody: JSON.stringify(template) };
    const { Id } = await make("full", {}, { ...given, ChangeSetType: "CREATE" });
    expect(await describeIt(Id)).to.deep.include({ Parameters, Tags, ImportExistingResources: true });
  });

  it("without changes has failed, says so at once, and can't be executed", async () => {
    await stacks.create("same", { Resources: { A: thing({}) } });
    const { Id } = await make("same", { A: thing({}) });
    expect(await describeIt(Id)).to.include({
      Status: "FAILED",
      ExecutionStatus: "UNAVAILABLE",
      StatusReason:
        "The submitted information didn't contain changes. Submit different information to create a change set.",
    });
    const error = await failure(execute(Id as string));
    expect(error).to.include({ name: "InvalidChangeSetStatusException" });
    expect(error.message).to.contain("cannot be executed in its current status of [FAILED]");
  });

  it("is gone when it is deleted, and deleting it again is no error", async () => {
    await stacks.create("drop", { Resources: { A: thing({}) } });
    await make("drop", { A: thing({}), B: thing({}) });
    const remove = () =>
      stacks.client.send(new DeleteChangeSetCommand({ StackName: "drop", ChangeSetName: "changes" }));
    await remove();
    const error = await failure(describeIt("changes", "drop"));
    // The CDK looks for this code.
    expect(error).to.include({ Code: "ChangeSetNotFound", message: "ChangeSet [changes] does not exist" });
    await remove();
    const ofNothing = new DeleteChangeSetCommand({ StackName: "no-such-stack", ChangeSetName: "changes" });
    for (const call of [stacks.client.send(ofNothing), describeIt("changes", "no-such-stack")])
      expect(await failure(call)).to.include({
        name: "ValidationError",
        message: "Stack [no-such-stack] does not exist",
      });
    await make("drop", { A: thing({}), C: thing({}) });
  });

  it("is outdated when the stack was changed without it, and gone when another was executed", async () => {
    await stacks.create("stale", { Resources: { A: thing({ Value: "1" }) } });
    const first = await make("stale", { A: thing({ Value: "2" }) }, { ChangeSetName: "first" });
    await stacks.update("stale", { Resources: { A: thing({ Value: "3" }) } });
    expect((await describeIt(first.Id)).ExecutionStatus).to.equal("OBSOLETE");
    expect((await failure(execute(first.Id as string))).name).to.equal("InvalidChangeSetStatusException");

    const second = await make("stale", { A: thing({ Value: "4" }) }, { ChangeSetName: "second" });
    await execute(second.Id as string);
    await stacks.settled("stale");
    expect((await failure(describeIt(first.Id))).name).to.equal("ChangeSetNotFoundException");
    const { Summaries } = await stacks.client.send(new ListChangeSetsCommand({ StackName: "stale" }));
    expect(Summaries).to.deep.equal([]);
    await make("stale", { A: thing({ Value: "5" }) }, { ChangeSetName: "second" });
  });

  it("is executed once", async () => {
    await stacks.create("once", { Resources: { A: thing({ Value: "1" }) } });
    const { Id } = await make("once", { A: thing({ Value: "2" }) });
    const outcomes = await Promise.allSettled([execute(Id as string), execute(Id as string)]);
    expect(outcomes.map(({ status }) => status)).to.have.members(["fulfilled", "rejected"]);
    await stacks.settled("once");
    expect((await failure(execute(Id as string))).name).to.equal("InvalidChangeSetStatusException");
    expect(things.log).to.deep.equal(["create A", "update A to 2"]);
  });

  it("that fails shows in the stack, which is rolled back", async () => {
    const { Id } = await make("fails", { Bad: thing({ Refuse: ["create"] }) }, { ChangeSetType: "CREATE" });
    await execute(Id as string);
    expect((await stacks.settled("fails")).StackStatus).to.equal("ROLLBACK_COMPLETE");
    expect((await describeIt(Id)).ExecutionStatus).to.equal("EXECUTE_FAILED");
  });

  it("deletes a new stack that fails, when told so", async () => {
    const Resources = { Bad: thing({ Refuse: ["create"] }) };
    const { Id, StackId } = await make("vanishes", Resources, { ChangeSetType: "CREATE", OnStackFailure: "DELETE" });
    await execute(Id as string);
    expect((await stacks.settled(StackId as string)).StackStatus).to.equal("DELETE_COMPLETE");
  });

  it("has a template of its own", async () => {
    await stacks.create("templates", { Resources: { A: thing({}) } });
    const { Id } = await make("templates", { B: thing({}) });
    const { TemplateBody } = await stacks.client.send(new GetTemplateCommand({ ChangeSetName: Id }));
    expect(TemplateBody).to.equal(JSON.stringify({ Resources: { B: thing({}) } }));
  });

  it("of a stack in review can be replaced by another, and the stack be deleted", async () => {
    const { Id } = await make("review", { A: thing({}) }, { ChangeSetType: "CREATE" });
    await stacks.client.send(new DeleteChangeSetCommand({ ChangeSetName: Id }));
    const { StackId } = await make("review", { B: thing({}) }, { ChangeSetType: "CREATE" });
    await stacks.client.send(new DeleteStackCommand({ StackName: "review" }));
    expect((await stacks.settled(StackId as string)).StackStatus).to.equal("DELETE_COMPLETE");
    expect(things.log).to.deep.equal([]);
  });

  const refused: [what: string, stack: string, more: object, name: string, message: string][] = [
    ["an update of nothing", "nothing", {}, "ValidationError", "Stack [nothing] does not exist"],
    [
      "the creation of what is there",
      "once",
      { ChangeSetType: "CREATE" },
      "ValidationError",
      "Stack [once] already exists and cannot be created again with the changeSet [changes].",
    ],
    [
      "a name that is no name",
      "once",
      { ChangeSetName: "1st" },
      "ValidationError",
      "at 'changeSetName' failed to satisfy constraint",
    ],
    ["a name that is taken", "templates", {}, "AlreadyExistsException", "already exists"],
    ["an import of nothing", "once", { ChangeSetType: "IMPORT" }, "ValidationError", "at least one resource"],
    ["a template that is none", "once", { TemplateBody: "[]" }, "ValidationError", "unsupported structure"],
  ];
  for (const [what, stack, more, name, message] of refused) {
    it(`is refused for ${what}`, async () => {
      const error = await failure(make(stack, { A: thing({ Value: "other" }) }, more));
      expect(error.name).to.equal(name);
      expect(error.message).to.contain(message);
    });
  }

  it("accepts what the CDK spells out although it is the default", async () => {
    await make(
      "cdk",
      { A: thing({}) },
      {
        ChangeSetType: "CREATE",
        Tags: [],
        Parameters: [],
        ImportExistingResources: false,
        IncludeNestedStacks: false,
        DeploymentConfig: { Mode: "STANDARD" },
      },
    );
  });
});

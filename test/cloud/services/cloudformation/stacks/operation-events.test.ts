import {
  CreateStackCommand,
  DeleteStackCommand,
  DescribeEventsCommand,
  UpdateStackCommand,
} from "@aws-sdk/client-cloudformation";
import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";
import { Stacks } from "../stacks.ts";
import { Things, thing } from "../things.ts";

describe("Operations on stacks", () => {
  const cloud = useCloud();
  const things = new Things(cloud);
  const stacks = new Stacks(cloud);
  const body = (Value: string, more: object = {}) => JSON.stringify({ Resources: { A: thing({ Value }), ...more } });

  it("are told apart by their events", async () => {
    const create = await stacks.client.send(new CreateStackCommand({ StackName: "told", TemplateBody: body("1") }));
    await stacks.settled("told");
    const TemplateBody = body("2", { Bad: thing({ Refuse: ["create"] }) });
    const update = await stacks.client.send(new UpdateStackCommand({ StackName: "told", TemplateBody }));
    await stacks.settled("told");
    const events = async (input: object) =>
      (await stacks.client.send(new DescribeEventsCommand(input))).OperationEvents ?? [];
    const first = await events({ OperationId: create.OperationId });
    expect(new Set(first.map(({ OperationType }) => OperationType))).to.deep.equal(new Set(["CREATE_STACK"]));
    const second = await events({ StackName: "told", OperationId: update.OperationId });
    expect(second.every(({ OperationType }) => OperationType === "UPDATE_STACK")).to.equal(true);
    expect(await events({ StackName: "told" })).to.have.length(first.length + second.length);
    const failed = await events({ StackName: "told", Filters: { FailedEvents: true } });
    expect(failed.map(({ LogicalResourceId }) => LogicalResourceId)).to.include("Bad");
    expect(failed.every(({ ResourceStatus }) => ResourceStatus?.endsWith("_FAILED"))).to.equal(true);
    expect((await failure(events({ OperationId: "none" }))).message).to.contain("does not exist");
  });

  it("that are asked for twice with one token are done once", async () => {
    const create = () =>
      stacks.client.send(
        new CreateStackCommand({ StackName: "once", TemplateBody: body("1"), ClientRequestToken: "create-1" }),
      );
    const [first, second] = [await create(), await create()];
    expect(second.StackId).to.equal(first.StackId);
    await stacks.settled("once");
    expect((await create()).StackId).to.equal(first.StackId);
    expect(things.log).to.deep.equal(["create A"]);
    const update = () =>
      stacks.client.send(
        new UpdateStackCommand({ StackName: "once", TemplateBody: body("2"), ClientRequestToken: "update-1" }),
      );
    await update();
    await stacks.settled("once");
    await update();
    expect((await stacks.settled("once")).StackStatus).to.equal("UPDATE_COMPLETE");
    expect(things.log).to.deep.equal(["create A", "update A to 2"]);
    const reused = new DeleteStackCommand({ StackName: "once", ClientRequestToken: "update-1" });
    expect((await failure(stacks.client.send(reused))).name).to.equal("TokenAlreadyExistsException");
  });
});

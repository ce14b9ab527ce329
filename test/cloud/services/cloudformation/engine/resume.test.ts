import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateStackCommand, DeleteStackCommand, UpdateStackCommand } from "@aws-sdk/client-cloudformation";
import { expect } from "chai";
import { type RunningCloud, startCloud } from "../../../../../lab/cloud/index.ts";
import type { SuiteCloud } from "../../../use-cloud.ts";
import { Stacks } from "../stacks.ts";
import { Things, thing } from "../things.ts";

describe("A stack in motion when the lab stops", () => {
  const state = mkdtempSync(join(tmpdir(), "skylab-resume-"));
  let running: RunningCloud;
  const cloud = {
    get running() {
      return running;
    },
    client: (Client: new (configuration: object) => object) =>
      new Client({
        endpoint: running.endpoint,
        region: "us-east-1",
        credentials: { accessKeyId: "test", secretAccessKey: "test" },
      }),
  } as unknown as SuiteCloud;
  before(async () => {
    running = await startCloud({ port: 0, state });
  });
  const things = new Things(cloud);
  const stacks = new Stacks(cloud);
  after(async () => {
    await running.close();
    rmSync(state, { recursive: true });
  });

  const restart = async (name: string) => {
    while (!things.hangs(name)) await new Promise(setImmediate);
    await running.close();
    running = await startCloud({ port: 0, state });
  };
  const body = (Resources: object) => JSON.stringify({ Resources });

  it("is rolled back at the next start, when it was being created", async () => {
    const Resources = { Done: thing({}), Begun: thing({ Hang: true }, { DependsOn: "Done" }) };
    await stacks.client.send(new CreateStackCommand({ StackName: "created", TemplateBody: body(Resources) }));
    await restart("Begun");
    // Nobody has to ask for the stack before the lab goes on with it.
    while (things.existing.size > 0) await new Promise(setImmediate);
    expect((await stacks.settled("created")).StackStatus).to.equal("ROLLBACK_COMPLETE");
    expect(things.existing.size).to.equal(0);
    expect((await stacks.story("created")).join("\n")).to.contain(
      "The lab was stopped in the middle of this operation.",
    );
  });

  it("is changed back at the next start, when it was being updated", async () => {
    await stacks.create("updated", { Resources: { A: thing({ Value: "1" }) }, Outputs: { O: { Value: "1" } } });
    const Resources = { A: thing({ Value: "2" }), Begun: thing({ Hang: true }, { DependsOn: "A" }) };
    await stacks.client.send(new UpdateStackCommand({ StackName: "updated", TemplateBody: body(Resources) }));
    await restart("Begun");
    expect((await stacks.settled("updated")).StackStatus).to.equal("UPDATE_ROLLBACK_COMPLETE");
    expect([...things.existing.values()]).to.deep.equal([{ Value: "1" }]);
    expect(Object.keys(await stacks.resources("updated"))).to.deep.equal(["A"]);
  });

  it("goes on to be deleted, and still keeps what it was told to keep", async () => {
    const stack = await stacks.create("deleted", {
      Resources: {
        Kept: thing({ Name: "kept" }),
        Slow: thing({ Name: "slow" }, { DependsOn: "Kept" }),
        Stuck: thing({ Name: "stuck", Refuse: ["delete"] }, { DependsOn: "Slow" }),
      },
    });
    expect((await stacks.delete(stack)).StackStatus).to.equal("DELETE_FAILED");
    things.slowToGo.add("Slow");
    const RetainResources = ["Stuck", "Kept"];
    await stacks.client.send(new DeleteStackCommand({ StackName: "deleted", RetainResources }));
    await restart("Slow");
    expect((await stacks.settled(stack.StackId as string)).StackStatus).to.equal("DELETE_COMPLETE");
    expect([...things.existing.keys()]).to.deep.equal(["kept", "stuck"]);
  });

  it("is found as it was when nothing was in motion, its addresses at the new port", async () => {
    const Outputs = { Url: { Value: "https://abc.execute-api.us-east-1.amazonaws.com/prod" } };
    await stacks.create("rests", { Resources: { A: thing({}) }, Outputs });
    await running.close();
    running = await startCloud({ port: 0, state });
    const stack = await stacks.describe("rests");
    expect(stack.StackStatus).to.equal("CREATE_COMPLETE");
    expect(stack.Outputs?.[0]?.OutputValue).to.equal(`${running.endpoint}/_aws/execute-api/abc/prod`);
  });
});

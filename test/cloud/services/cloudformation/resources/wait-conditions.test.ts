import { CreateStackCommand, SignalResourceCommand } from "@aws-sdk/client-cloudformation";
import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";
import { Stacks } from "../stacks.ts";

describe("A stack that waits", () => {
  const cloud = useCloud();
  const stacks = new Stacks(cloud);
  const waiting = (condition: object = {}) => ({
    Resources: {
      Handle: { Type: "AWS::CloudFormation::WaitConditionHandle" },
      Condition: {
        Type: "AWS::CloudFormation::WaitCondition",
        Properties: { Handle: { Ref: "Handle" }, Timeout: 60, Count: 2, ...condition },
      },
    },
    Outputs: { Data: { Value: { "Fn::GetAtt": ["Condition", "Data"] } } },
  });
  const begin = (StackName: string, template: object, more: object = {}) =>
    stacks.client.send(new CreateStackCommand({ StackName, TemplateBody: JSON.stringify(template), ...more }));
  /** Waits until the stack's story tells something. */
  const told = async (name: string, sentence: string) => {
    while (!(await stacks.story(name)).join("\n").includes(sentence)) await new Promise(setImmediate);
  };
  const handle = async (name: string) => (await stacks.resources(name)).Handle?.id as string;
  const put = async (url: string, signal: object | string) => {
    const body = typeof signal === "string" ? signal : JSON.stringify(signal);
    return (await fetch(url, { method: "PUT", body })).status;
  };

  describe("for a condition", () => {
    it("goes on when as many have signalled as it wants, each once", async () => {
      await begin("enough", waiting());
      await told("enough", "Condition CREATE_IN_PROGRESS Resource creation Initiated");
      const url = await handle("enough");
      expect(await put(url, { UniqueId: "a", Status: "SUCCESS", Data: "one" })).to.equal(200);
      expect(await put(url, { UniqueId: "a", Status: "SUCCESS", Data: "again" })).to.equal(200);
      expect((await stacks.resources("enough")).Condition?.status).to.equal("CREATE_IN_PROGRESS");
      await put(url, { UniqueId: "b", Status: "SUCCESS", Data: "two" });
      const stack = await stacks.settled("enough");
      expect(stack.StackStatus).to.equal("CREATE_COMPLETE");
      expect(JSON.parse(stack.Outputs?.[0]?.OutputValue ?? "")).to.deep.equal({ a: "one", b: "two" });
    });

    it("fails when one signals so", async () => {
      await begin("failing", waiting());
      await told("failing", "Condition CREATE_IN_PROGRESS Resource creation Initiated");
      await put(await handle("failing"), { UniqueId: "a", Status: "FAILURE", Reason: "broken" });
      expect((await stacks.settled("failing")).StackStatus).to.equal("ROLLBACK_COMPLETE");
      expect((await stacks.story("failing")).join("\n")).to.contain(
        "Condition CREATE_FAILED WaitCondition received failed message: 'broken' for uniqueId: a",
      );
    });

    it("fails when the time is over", async () => {
      await begin("late", waiting());
      await told("late", "Condition CREATE_IN_PROGRESS Resource creation Initiated");
      await put(await handle("late"), { UniqueId: "a", Status: "SUCCESS" });
      cloud.clock.advance(61_000);
      expect((await stacks.settled("late")).StackStatus).to.equal("ROLLBACK_COMPLETE");
      expect((await stacks.story("late")).join("\n")).to.contain(
        "WaitCondition timed out. Received 1 conditions when expecting 2",
      );
    });

    it("takes in nothing that is no signal", async () => {
      await begin("strict", waiting({ Count: 1 }));
      await told("strict", "Condition CREATE_IN_PROGRESS Resource creation Initiated");
      const url = await handle("strict");
      for (const wrong of ["", "{", "[]", { Status: "SUCCESS" }, { UniqueId: "a", Status: "MAYBE" }])
        expect(await put(url, wrong)).to.equal(403);
      await put(url, { UniqueId: "a", Status: "SUCCESS" });
      expect((await stacks.settled("strict")).StackStatus).to.equal("CREATE_COMPLETE");
    });
  });

  describe("for a resource's creation policy", () => {
    const policy = (ResourceSignal: object) => ({
      Resources: { Ready: { Type: "AWS::CloudFormation::WaitCondition", CreationPolicy: { ResourceSignal } } },
    });
    const signal = (StackName: string, UniqueId: string, Status: "SUCCESS" | "FAILURE" = "SUCCESS") =>
      stacks.client.send(new SignalResourceCommand({ StackName, LogicalResourceId: "Ready", UniqueId, Status }));

    it("goes on when as many have signalled as it wants", async () => {
      await begin("signalled", policy({ Count: 2, Timeout: "PT1H" }));
      await told("signalled", "Ready CREATE_IN_PROGRESS Resource creation Initiated");
      await signal("signalled", "1");
      await signal("signalled", "2");
      expect((await stacks.settled("signalled")).StackStatus).to.equal("CREATE_COMPLETE");
      expect((await stacks.story("signalled")).join("\n")).to.contain("Received SUCCESS signal with UniqueId 2");
      expect((await failure(signal("signalled", "3"))).message).to.contain("can not be signaled");
    });

    it("fails at the first failure, and when the time is over", async () => {
      await begin("refused", policy({}));
      await told("refused", "Ready CREATE_IN_PROGRESS Resource creation Initiated");
      await signal("refused", "1", "FAILURE");
      expect((await stacks.settled("refused")).StackStatus).to.equal("ROLLBACK_COMPLETE");
      await begin("silent", policy({ Timeout: "PT1M30S" }));
      await told("silent", "Ready CREATE_IN_PROGRESS Resource creation Initiated");
      cloud.clock.advance(91_000);
      await stacks.settled("silent");
      expect((await stacks.story("silent")).join("\n")).to.contain(
        "Failed to receive 1 resource signal(s) within the specified duration",
      );
    });
  });

  it("no longer than its timeout", async () => {
    await begin("short", waiting({ Timeout: 3600 }), { TimeoutInMinutes: 5 });
    await told("short", "Condition CREATE_IN_PROGRESS Resource creation Initiated");
    expect((await stacks.story("short")).join("\n")).not.to.contain("exceeded");
    cloud.clock.advance(5 * 60_000 + 1000);
    expect((await stacks.settled("short")).StackStatus).to.equal("ROLLBACK_COMPLETE");
    expect((await stacks.story("short")).join("\n")).to.contain("Stack creation time exceeded the specified timeout.");
  });
});

import { CreateStackCommand, DescribeStackEventsCommand } from "@aws-sdk/client-cloudformation";
import { expect } from "chai";
import type { Run } from "../../../../../lab/cloud/services/cloudformation/engine/run.ts";
import { untilSettled } from "../../../../../lab/cloud/services/cloudformation/stacks/waiting.ts";
import { useCloud } from "../../../use-cloud.ts";
import { Stacks } from "../stacks.ts";
import { Things, thing } from "../things.ts";

describe("Describing a stack that is in motion", () => {
  const cloud = useCloud();
  const stacks = new Stacks(cloud);
  const things = new Things(cloud);

  it("answers when it has settled, however many ask", async () => {
    const TemplateBody = JSON.stringify({ Resources: { A: thing({ Hang: true }) } });
    await stacks.client.send(new CreateStackCommand({ StackName: "slow", TemplateBody }));
    while (!things.hangs("A")) await new Promise(setImmediate);
    let answers = 0;
    const asking = [1, 2, 3].map(() => stacks.describe("slow").finally(() => answers++));
    const { StackEvents } = await stacks.client.send(new DescribeStackEventsCommand({ StackName: "slow" }));
    expect(StackEvents).to.have.lengthOf(2);
    expect(answers).to.equal(0);
    things.release("A");
    for (const { StackStatus } of await Promise.all(asking)) expect(StackStatus).to.equal("CREATE_COMPLETE");
  });

  it("answers after a while all the same", async () => {
    const runs = new Map([["stack", { finished: new Promise(() => {}) } as unknown as Run]]);
    await untilSettled({ runs }, "stack", 10);
  });

  it("tells of more than a hundred events page by page, newest first", async () => {
    const Resources = Object.fromEntries([...Array(50).keys()].map((i) => [`T${i}`, thing({})]));
    await stacks.create("many", { Resources });
    const pages: string[][] = [];
    const times: number[] = [];
    let NextToken: string | undefined;
    do {
      const page = await stacks.client.send(new DescribeStackEventsCommand({ StackName: "many", NextToken }));
      pages.push((page.StackEvents ?? []).map(({ EventId }) => EventId as string));
      times.push(...(page.StackEvents ?? []).map(({ Timestamp }) => Number(Timestamp)));
      NextToken = page.NextToken;
    } while (NextToken);
    expect(pages.map(({ length }) => length)).to.deep.equal([100, 52]);
    expect(new Set(pages.flat())).to.have.lengthOf(152);
    // No two at the same time: clients sort them.
    expect(times).to.deep.equal([...new Set(times)].sort((a, b) => b - a));
  });

  it("does not disturb others: twenty stacks are made at once", async () => {
    const names = [...Array(20).keys()].map((i) => `crowd${i}`);
    const made = await Promise.all(
      names.map((name) => stacks.create(name, { Resources: { A: thing({}), B: thing({ Value: { Ref: "A" } }) } })),
    );
    expect(new Set(made.map(({ StackStatus }) => StackStatus))).to.deep.equal(new Set(["CREATE_COMPLETE"]));
    expect(things.existing.size).to.equal(40);
  });
});

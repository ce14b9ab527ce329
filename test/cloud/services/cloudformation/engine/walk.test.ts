import { expect } from "chai";
import { walk } from "../../../../../lab/cloud/services/cloudformation/engine/walk.ts";
import { graphOf } from "../../../../../lab/cloud/services/cloudformation/template/graph.ts";

const graph = (edges: Record<string, string[]>) => graphOf(Object.entries(edges));

/** Work that notes its beginning and end, and takes as many turns of the event loop as it is told. */
function recorder(behaviour: Record<string, number | Error> = {}) {
  const log: string[] = [];
  const work = async (node: string) => {
    log.push(`+${node}`);
    const how = behaviour[node] ?? 1;
    for (let i = 0; i < Number(how); i++) await new Promise(setImmediate);
    if (how instanceof Error) throw how;
    log.push(`-${node}`);
  };
  return { log, work };
}

describe("Walking a graph", () => {
  it("does what needs nothing at the same time, and the rest as soon as it can", async () => {
    const { log, work } = recorder({ slow: 5 });
    await walk(graph({ slow: [], quick: [], next: ["quick"], last: ["slow", "next"] }), work, "stop");
    expect(log).to.deep.equal(["+slow", "+quick", "-quick", "+next", "-next", "-slow", "+last", "-last"]);
  });

  it("starts nothing after a failure, and waits for what is under way", async () => {
    const { log, work } = recorder({ bad: new Error("no"), slow: 5 });
    const failed = await walk(graph({ slow: [], bad: [], other: ["slow"], after: ["bad"] }), work, "stop");
    expect(log).to.deep.equal(["+slow", "+bad", "-slow"]);
    expect(failed).to.deep.equal(["bad"]);
  });

  it("goes on after a failure with what does not need it, when told so", async () => {
    const { log, work } = recorder({ bad: new Error("no") });
    await walk(graph({ slow: [], bad: [], other: ["slow"], after: ["bad"] }), work, "continue");
    expect(log).to.include("-other").and.not.include("+after");
  });

  it("visits a node once, however many need it or it needs", async () => {
    const { log, work } = recorder();
    await walk(graph({ a: [], b: [], c: ["a", "b"], d: ["a", "b", "c"] }), work, "stop");
    expect(log.filter((line) => line.startsWith("+")).sort()).to.deep.equal(["+a", "+b", "+c", "+d"]);
  });

  it("lets others have their turn between the nodes", async () => {
    const graph = new Map(Array.from({ length: 40 }, (_, i) => [`node${i}`, new Set<string>()]));
    let turns = 0;
    const others = setInterval(() => turns++, 1);
    await walk(
      graph,
      async () => {
        for (const end = performance.now() + 5; performance.now() < end; );
      },
      "stop",
    );
    clearInterval(others);
    expect(turns).to.be.greaterThan(3);
  });
});

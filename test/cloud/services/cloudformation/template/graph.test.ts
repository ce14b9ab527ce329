import { expect } from "chai";
import { graphOf, ordered, reversed } from "../../../../../lab/cloud/services/cloudformation/template/graph.ts";

const graph = (edges: Record<string, string[]>) => graphOf(Object.entries(edges));

describe("A dependency graph", () => {
  it("orders every node after those it needs", () => {
    const order = ordered(graph({ api: ["lambda"], lambda: ["role", "bucket"], role: [], bucket: [] }));
    expect(order).to.have.members(["api", "lambda", "role", "bucket"]);
    expect(order.indexOf("lambda")).to.be.greaterThan(order.indexOf("role")).and.greaterThan(order.indexOf("bucket"));
    expect(order.at(-1)).to.equal("api");
  });

  it("leaves edges to unknown nodes out", () => {
    expect(ordered(graph({ a: ["parameter"] }))).to.deep.equal(["a"]);
  });

  it("turns every edge round", () => {
    expect([...reversed(graph({ a: ["b"], b: [] }))]).to.deep.equal([
      ["a", new Set()],
      ["b", new Set(["a"])],
    ]);
  });

  const circles: [what: string, edges: Record<string, string[]>, named: string][] = [
    ["two nodes", { a: ["b"], b: ["a"], c: [] }, "[a, b]"],
    ["one node", { a: ["a"] }, "[a]"],
    ["a circle in the middle", { before: [], a: ["before", "c"], b: ["a"], c: ["b"], after: ["c"] }, "[a, b, c]"],
  ];
  for (const [what, edges, named] of circles) {
    it(`names ${what} that need each other, and no other`, () => {
      expect(() => ordered(graph(edges))).to.throw(`Circular dependency between resources: ${named}`);
    });
  }

  it("orders ten thousand nodes in a row in no time", () => {
    const chain = Object.fromEntries([...Array(10_000).keys()].map((i) => [`n${i}`, i ? [`n${i - 1}`] : []]));
    expect(ordered(graph(chain)).at(-1)).to.equal("n9999");
  });
});

import { expect } from "chai";
import { ruleDialect } from "../../../lab/cloud/delivery/pattern-dialects.ts";
import { PatternIndex } from "../../../lab/cloud/delivery/pattern-index.ts";
import { compilePattern } from "../../../lab/cloud/delivery/patterns.ts";

const PATTERNS = [
  { source: ["a"] },
  { source: ["a", "b"], detail: { n: [1] } },
  { source: [{ prefix: "a" }] },
  { detail: { list: { id: ["x"] } } },
  { $or: [{ source: ["a"] }, { detail: { n: [2] } }] },
  { detail: { n: [null, true] } },
  { resources: ["r"] },
  { source: ["a"], detail: { "n.m": ["deep"] } },
  { detail: { n: [{ exists: false }] } },
];

const EVENTS = [
  { source: "a", detail: {} },
  { source: "b", detail: { n: 1 } },
  { source: "c", detail: { list: [{ id: "y" }, { id: "x" }], n: 2 } },
  { source: "ab", resources: ["q", ["r"]], detail: { n: true } },
  { source: "a", detail: { n: { m: "deep" } } },
  { source: "z", detail: { n: null } },
  {},
];

describe("An index of patterns", () => {
  it("finds what comparing an event with every pattern finds", () => {
    const index: PatternIndex<number> = new PatternIndex(ruleDialect);
    for (const [i, pattern] of PATTERNS.entries()) index.put(String(i), JSON.stringify(pattern), i);
    for (const event of EVENTS) {
      const one = PATTERNS.flatMap((pattern, i) =>
        compilePattern(JSON.stringify(pattern), ruleDialect)(event) ? [i] : [],
      );
      expect(index.find(event).sort(), JSON.stringify(event)).to.deep.equal(one);
    }
  });

  it("forgets what was replaced or removed", () => {
    const index: PatternIndex<string> = new PatternIndex(ruleDialect);
    index.put("1", '{"source":["a"]}', "old");
    index.put("1", '{"source":["b"]}', "new");
    expect([index.find({ source: "a" }), index.find({ source: "b" })]).to.deep.equal([[], ["new"]]);
    index.delete("1");
    expect(index.find({ source: "b" })).to.deep.equal([]);
  });

  it("compares an event with few of many patterns that ask for the same source", () => {
    const index: PatternIndex<number> = new PatternIndex(ruleDialect);
    const most = 10_000;
    for (let n = 0; n < most; n++)
      index.put(
        String(n),
        JSON.stringify({ source: ["a"], detail: { id: [`id-${n}`], n: [{ numeric: [">", 0] }] } }),
        n,
      );
    const begun = process.cpuUsage();
    for (let n = 0; n < 1000; n++)
      expect(index.find({ source: "a", detail: { id: `id-${n}`, n: 1 } })).to.have.length(1);
    const { user } = process.cpuUsage(begun);
    // One by one, a thousand events take seconds.
    expect(user / 1000).to.be.lessThan(500);
  });
});

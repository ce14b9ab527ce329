import { expect } from "chai";
import { type KillSummary, runKills } from "../../scripts/fuzz/kills.ts";

describe("a lab that is killed under load", () => {
  let seen: KillSummary;
  before(async function () {
    this.timeout(300_000);
    seen = await runKills({ seed: 15, build: "sources", kills: 2 });
  });

  it("has been written to", () => {
    for (const kind of ["object", "parameter", "user"]) expect(seen.acknowledged[kind], kind).to.be.greaterThan(0);
  });

  it("has everything that it acknowledged, whole, and stacks that can be used; its functions are gone", () => {
    expect(seen.problems).to.deep.equal([]);
  });
});

import { expect } from "chai";
import { describe as described } from "../../scripts/fuzz/report.ts";
import { run, type Summary } from "../../scripts/fuzz/run.ts";

// The fuzz run in small, always with the same seed. `npm run fuzz` goes on for minutes, with another one each time.
const SEED = 15;

describe("a lab in front of broken requests and calls of every operation", () => {
  let seen: Summary;
  before(async function () {
    this.timeout(300_000);
    // Machines of CI are noisy: the bound on what a request may hold is the script's 200 ms only there.
    // It takes 10 s; a lab that hangs on many of them is given up earlier.
    seen = await run({ seed: SEED, build: "sources", cases: 2_000, milliseconds: 240_000, longestBlock: 1_000 });
  });

  it("sends requests of every kind, and reaches what exists", () => {
    expect(seen.kinds).to.include.all.keys("call", "http", "body", "mutation", "plane");
    expect(seen.accepted).to.be.greaterThan(100);
  });

  it("answers each in its protocol's shape, never fails, never dies, and leaves nothing running", () => {
    expect(seen.findings.map((finding) => described(finding, SEED))).to.deep.equal([]);
  });
});

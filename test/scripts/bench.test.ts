import { join } from "node:path";
import { expect } from "chai";
import { packageFolder } from "../../lab/package.ts";
import { against } from "../../scripts/bench/against.ts";
import { names, run } from "../../scripts/bench/run.ts";
import { tiny } from "../../scripts/bench/sizes.ts";

// Sizes are tiny: this is to see that all of them run, not how quick anything is.
const build = join(packageFolder, "dist");

describe("the benchmarks", () => {
  for (const name of names) {
    it(`${name} runs to its end and has figures`, async function () {
      this.timeout(300_000);
      const lines: string[] = [];
      const print = (line: string) => lines.push(line);
      const { rows, figures, failures } = await run({ names: [name], build, sizes: tiny, peers: false, print });
      expect(failures).to.deep.equal({});
      const numbers = [...rows.flatMap(({ cells }) => Object.values(cells)), ...figures.map(({ value }) => value)];
      expect(numbers).not.to.be.empty;
      expect(numbers.filter((number) => /NaN|undefined|Infinity/.test(number))).to.deep.equal([]);
      // Each is printed when it is known, between the load averages of the beginning and the end.
      expect(lines).to.have.length(rows.length + figures.length + 2);
    });
  }

  it("compare two builds, workload by workload", async function () {
    this.timeout(300_000);
    const lines: string[] = [];
    const print = (line: string) => lines.push(line);
    await against({ builds: [build, build], names: ["put", "invoke"], slices: 1, bytes: tiny.large, print });
    expect(lines.slice(2).map((line) => line.split("\n")[0])).to.deep.equal(["put 1 KiB, 16 callers", "warm invoke"]);
  });

  it("name one that fails", async () => {
    const lines: string[] = [];
    const print = (line: string) => lines.push(line);
    const { failures } = await run({ names: ["start"], build: "/nowhere", sizes: tiny, peers: false, print });
    expect(failures.start?.message).to.equal("Skylab did not start");
    expect(lines.join("\n")).to.include("FAILED: Error: Skylab did not start");
  });
});

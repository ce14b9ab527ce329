import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import { packageFolder } from "../../lab/package.ts";

describe("The lab's heap", function () {
  this.timeout(60_000);

  it("keeps its young generation as it is at the start, unless an option of Node.js says how it grows", () => {
    const [kept, grown] = [sizes(), sizes("--semi-space-growth-factor=2")];
    expect(kept.after).to.equal(kept.before);
    expect(grown.after).to.be.above(grown.before);
  });

  it("keeps its old generation near what is in use, unless an option of Node.js says how it grows", () => {
    expect(sizes().largest).to.be.below(sizes("--heap-growing-percent=300").largest * 0.8);
  });

  /** The size of the young generation before and after much work whose results live for a while, and the largest one of the old. */
  function sizes(...options: string[]): { before: number; after: number; largest: number } {
    const module = pathToFileURL(join(packageFolder, "lab/cli/memory.ts")).href;
    const script = `
      import { getHeapSpaceStatistics } from "node:v8";
      import { keepHeapSmall } from ${JSON.stringify(module)};
      const size = (name) => getHeapSpaceStatistics().find((space) => space.space_name === name).space_size;
      keepHeapSmall();
      const before = size("new_space");
      const ring = [];
      let largest = 0;
      for (let i = 0; i < 2_000_000; i++) {
        ring[i % 100_000] = { number: i, list: [i, i + 1], text: "x" + i };
        if (i % 10_000 === 0) largest = Math.max(largest, size("old_space"));
      }
      console.log(JSON.stringify({ before, after: size("new_space"), largest }));`;
    const args = [...options, "--import", "tsx", "--input-type=module", "-e", script];
    return JSON.parse(execFileSync(process.execPath, args, { cwd: packageFolder, encoding: "utf8" }));
  }
});

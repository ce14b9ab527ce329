import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import { packageFolder } from "../../lab/package.ts";

describe("The young generation of the lab's heap", function () {
  this.timeout(60_000);

  it("stays as it is at the start", () => {
    const { before, after } = sizes();
    expect(after).to.equal(before);
  });

  it("grows when an option of Node.js says how", () => {
    const { before, after } = sizes("--semi-space-growth-factor=2");
    expect(after).to.be.above(before);
  });

  /** Its size before and after much work whose results live for a while. */
  function sizes(...options: string[]): { before: number; after: number } {
    const module = pathToFileURL(join(packageFolder, "lab/cli/memory.ts")).href;
    const script = `
      import { getHeapSpaceStatistics } from "node:v8";
      import { keepYoungGenerationSmall } from ${JSON.stringify(module)};
      const size = () => getHeapSpaceStatistics().find((space) => space.space_name === "new_space").space_size;
      keepYoungGenerationSmall();
      const before = size();
      const ring = [];
      for (let i = 0; i < 500_000; i++) ring[i % 20_000] = { number: i, list: [i, i + 1], text: "x" + i };
      console.log(JSON.stringify({ before, after: size() }));`;
    const args = [...options, "--import", "tsx", "--input-type=module", "-e", script];
    return JSON.parse(execFileSync(process.execPath, args, { cwd: packageFolder, encoding: "utf8" }));
  }
});

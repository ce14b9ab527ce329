import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect } from "chai";
import { packageFolder } from "../../lab/package.ts";

/** Runs a script in a process that survives errors, and returns what was logged. */
function logOf(script: string): string[] {
  const net = JSON.stringify(join(packageFolder, "lab/cli/unhandled.ts"));
  const begin = `import { surviveErrors } from ${net}; const lines = []; surviveErrors((line) => lines.push(line));`;
  const end = "setTimeout(() => console.log(JSON.stringify(lines)), 200);";
  const args = ["--import", "tsx", "--input-type=module", "-e", begin + script + end];
  return JSON.parse(String(spawnSync(process.execPath, args).stdout) || "[]");
}

describe("Errors that nobody caught in the lab's own process", () => {
  it("are logged with their stack, and the lab goes on", () => {
    const lines = logOf(`
      setTimeout(function timer() { throw new TypeError("of a timer"); });
      Promise.reject(new Error("of a promise"));
      setImmediate(() => { throw null; });
    `);
    expect(lines).to.have.length(3);
    expect(lines.find((line) => line.includes("TypeError: of a timer"))).to.match(/\n +at .*timer/);
    expect(lines.join()).to.include("Error: of a promise");
    expect(lines.join()).to.include("Thrown: null");
  });

  it("are no flood when they are of one place", () => {
    const lines = logOf("for (let i = 0; i < 150; i++) setTimeout(() => { throw new Error('number ' + i); });");
    expect(lines.map((line) => line.split("\n")[0])).to.deep.equal([
      "Internal error (the lab keeps running): Error: number 0",
      "10 times so far: Error: number 9",
      "100 times so far: Error: number 99",
    ]);
  });

  it("say nothing of an output that nobody reads any more", () => {
    expect(logOf('setTimeout(() => { throw Object.assign(new Error(), { code: "EPIPE" }); });')).to.deep.equal([]);
  });
});

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { Namespace } from "../../../../../lab/cloud/services/lambda/executor/namespace.ts";
import { Bench } from "../bench.ts";

const look = { command: "/bin/ls", args: ["/"], variables: {} };

describe("A function's file system", () => {
  let bench: Bench;
  let hidden: string;
  before(function () {
    hidden = mkdtempSync(join(tmpdir(), "skylab-test-"));
    writeFileSync(join(hidden, "secret"), "state");
    // Not every host lets everybody have one.
    if (new Namespace(hidden).hiding(look) === look) this.skip();
    bench = new Bench({ hidden });
  });
  after(async () => {
    await bench?.close();
    rmSync(hidden, { recursive: true });
  });

  it("does not hold the lab's state", async () => {
    const code = `import { readdirSync } from "node:fs"; export const handler = async () => readdirSync(${JSON.stringify(hidden)});`;
    expect((await bench.invoke(bench.function(code))).answer).to.deep.equal([]);
  });

  it("shows a custom runtime its code and its layers where AWS has them", () => {
    const [task, opt] = ["task", "opt"].map((name) => {
      const folder = mkdtempSync(join(tmpdir(), "skylab-test-"));
      writeFileSync(join(folder, name), "");
      return folder;
    }) as [string, string];
    const folders = ["/opt", "/var/task", "/var/lang/bin", hidden];
    const shown = new Namespace(hidden).showing({ ...look, args: folders }, { task, opt });
    expect(String(spawnSync(shown.command, shown.args).stdout).split("\n")).to.include.members([
      "opt",
      "task",
      "python",
    ]);
    expect(String(spawnSync(shown.command, shown.args).stdout)).not.to.contain("secret");
    for (const folder of [task, opt]) rmSync(folder, { recursive: true });
  });

  it("keeps a program that is not there from starting as nothing else", () => {
    const missing = { ...look, command: "/no/such/program" };
    expect(new Namespace(hidden).showing(missing, { task: "/", opt: "/" })).to.equal(missing);
  });
});

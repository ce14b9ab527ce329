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
    const [task, opt, packages] = ["task", "opt", "package"].map((name) => {
      const folder = mkdtempSync(join(tmpdir(), "skylab-test-"));
      writeFileSync(join(folder, name), "");
      return folder;
    }) as [string, string, string];
    const folders = ["/opt", "/var/task", "/var/node_modules", "/var/lang/bin", hidden];
    const shown = new Namespace(hidden).showing({ ...look, args: folders }, { task, opt, packages });
    expect(String(spawnSync(shown.command, shown.args).stdout).split("\n")).to.include.members([
      "opt",
      "task",
      "package",
      "python",
    ]);
    expect(String(spawnSync(shown.command, shown.args).stdout)).not.to.contain("secret");
    for (const folder of [task, opt, packages]) rmSync(folder, { recursive: true });
  });

  const own = { "own.txt": "own" };

  it("shows a Node.js function its code where AWS has it, in its stack traces too", async () => {
    const code = `
      const { readFileSync, readdirSync } = require("node:fs");
      exports.handler = async () => {
        const { stack } = new Error();
        return [__filename, process.cwd(), process.env.LAMBDA_TASK_ROOT, readFileSync("/var/task/own.txt", "utf8"), readdirSync("/opt"), stack];
      };`;
    const { answer } = await bench.invoke(bench.function({ ...own, "index.js": code }));
    expect(answer.slice(0, 5)).to.deep.equal(["/var/task/index.js", "/var/task", "/var/task", "own", []]);
    expect(answer[5]).to.match(/at exports\.handler \(\/var\/task\/index\.js:/);
  });

  it("is no other's: what one that failed to start leaves behind ends, and none that starts after it", async () => {
    for (let count = 0; count < 6; count++) {
      const fn = bench.function({ "index.py": "import no_such_module\n" }, { runtime: "python3.12" });
      const { answer } = await bench.invoke(fn);
      expect(answer.errorMessage).to.equal("Unable to import module 'index': No module named 'no_such_module'");
      expect(answer.errorType).to.equal("Runtime.ImportModuleError");
    }
  });

  it("shows a Python function its code where AWS has it, in its tracebacks too", async () => {
    const code = "import os\ndef handler(event, context):\n    raise ValueError(os.getcwd() + ' ' + __file__)\n";
    const fn = bench.function({ "index.py": code }, { runtime: "python3.12" });
    const { answer } = await bench.invoke(fn);
    expect(answer.errorMessage).to.equal("/var/task /var/task/index.py");
    expect(answer.stackTrace[0]).to.match(/^ {2}File "\/var\/task\/index\.py", line 3, in handler/);
  });

  it("keeps a program that is not there from starting as nothing else", () => {
    const missing = { ...look, command: "/no/such/program" };
    expect(new Namespace(hidden).showing(missing, { task: "/", opt: "/", packages: "/" })).to.equal(missing);
  });
});

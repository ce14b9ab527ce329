import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { packageFolder } from "../../lab/package.ts";
import { until } from "../cloud/until.ts";

/** The processes below one, by `ps`. */
function below(pid: number): number[] {
  const all = execFileSync("ps", ["-eo", "pid=,ppid="], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  const of = (parent: number): number[] =>
    all.filter(([, ppid]) => ppid === parent).flatMap(([child = 0]) => [child, ...of(child)]);
  return of(pid);
}

describe("Ctrl-C while lab up deploys", function () {
  this.timeout(120_000);
  let folder: string;
  let child: ChildProcess;
  before(function () {
    if (process.platform === "win32") this.skip();
    folder = mkdtempSync(join(tmpdir(), "skylab-stop-"));
  });
  after(() => {
    child?.kill("SIGKILL");
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  it("ends the CDK and the lab, with the exit code of an interrupted command", async () => {
    child = spawn(process.execPath, [join(packageFolder, "dist/lab/cli/main.js"), "up", "--port", "0"], {
      cwd: folder,
      stdio: ["ignore", "ignore", "pipe"],
    });
    let stderr = "";
    child.stderr?.on("data", (text) => {
      stderr += text;
    });
    const ended = new Promise((resolve) => child.once("close", (code, signal) => resolve([code, signal])));
    const cdks = () =>
      below(child.pid ?? 0).filter((pid) =>
        execFileSync("ps", ["-o", "args=", "-p", String(pid)], { encoding: "utf8" }).includes("cdklocal"),
      );
    await until(() => cdks().length > 0, 60_000);
    const started = cdks();
    child.kill("SIGINT");
    expect(await ended, stderr).to.deep.equal([130, null]);
    expect(stderr).not.to.match(/\n +at /);
    const running = () => below(1).filter((pid) => started.includes(pid));
    await until(() => running().length === 0, 20_000);
  });
});

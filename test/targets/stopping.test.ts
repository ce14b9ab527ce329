import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { packageFolder } from "../../lab/package.ts";
import { until } from "../cloud/until.ts";

describe("A deployment that is stopped", function () {
  this.timeout(120_000);
  before(function () {
    if (process.platform === "win32") this.skip();
  });

  let folder: string;
  let child: ChildProcess | undefined;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "skylab-stopping-"));
    // An app that never ends: it says that it runs, and stays.
    writeFileSync(
      join(folder, "app.cjs"),
      `require("fs").writeFileSync("pid", String(process.pid)); setTimeout(() => {}, 1e6)`,
    );
    writeFileSync(join(folder, "cdk.json"), JSON.stringify({ app: "node app.cjs" }));
  });
  afterEach(() => {
    child?.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  });

  /** Starts a script that deploys the app, and waits until the app runs; resolves to its pid. */
  async function deploying(script: string): Promise<number> {
    const index = JSON.stringify(join(packageFolder, "dist/lab/index.js"));
    const text = `import { startLab } from ${index}; const app = ${JSON.stringify(folder)}; ${script}`;
    child = spawn(process.execPath, ["--input-type=module", "-e", text], { stdio: "ignore" });
    const file = join(folder, "pid");
    await until(() => existsSync(file) && readFileSync(file, "utf8") !== "", 60_000);
    return Number(readFileSync(file, "utf8"));
  }

  /** How the script ends. */
  const ended = () =>
    new Promise<[number | null, NodeJS.Signals | null]>((resolve) =>
      child?.once("exit", (code, signal) => resolve([code, signal])),
    );

  const isRunning = (pid: number) => {
    try {
      return !execFileSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" }).startsWith("Z");
    } catch {
      return false;
    }
  };

  const deploy = `const lab = await startLab({ port: 0 }); await lab.cdk(["synth"], { app });`;

  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    it(`by ${signal} ends the CDK and the app with the script, which ends as it would have without`, async () => {
      const app = await deploying(deploy);
      const end = ended();
      child?.kill(signal);
      expect(await end).to.deep.equal([null, signal]);
      await until(() => !isRunning(app), 20_000);
    });
  }

  it("by the script itself leaves nothing behind", async () => {
    const app = await deploying(`setInterval(async () => {
      const { existsSync } = await import("node:fs");
      if (existsSync(app + "/pid")) process.exit(3);
    }, 100); ${deploy}`);
    await until(() => child?.exitCode !== null, 20_000);
    expect(child?.exitCode).to.equal(3);
    await until(() => !isRunning(app), 20_000);
  });
});

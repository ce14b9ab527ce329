import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect } from "chai";
import { Namespace } from "../../../../../lab/cloud/services/lambda/executor/namespace.ts";
import { packageFolder } from "../../../../../lab/package.ts";
import { Bench, ended, lives } from "../bench.ts";
import { Functions, zip } from "../functions.ts";

/** Starts a child that stays, one that leaves the group, and one that leaves it without its variables; writes their numbers. */
const NODE = (then: string) => `
  import { spawn } from "node:child_process";
  import { appendFileSync } from "node:fs";
  const start = (options) => spawn("/bin/sleep", ["1000"], { stdio: "ignore", ...options }).pid;
  const begin = ({ pids, bare }) => {
    const all = [process.pid, start({}), start({ detached: true })];
    if (bare) all.push(start({ detached: true, env: {} }));
    appendFileSync(pids, all.join("\\n") + "\\n");
  };
  export const handler = async (event) => { begin(event); ${then} };
`;

const PYTHON = `
import os, subprocess
def handler(event, context):
    start = lambda **options: subprocess.Popen(["/bin/sleep", "1000"], **options).pid
    all = [os.getpid(), start(), start(start_new_session=True)]
    if event["bare"]:
        all.append(start(start_new_session=True, env={}))
    with open(event["pids"], "a") as file:
        file.write("\\n".join(map(str, all)) + "\\n")
`;

/** It never asks for an event, and starts what daemons do. */
const BOOTSTRAP = `#!/bin/bash
sleep 1000 & first=$!
setsid bash -c 'echo $$ >> '"$PIDS"'; exec sleep 1000' &
(setsid bash -c 'setsid sleep 1000 & echo $! >> '"$PIDS"'; sleep 1' &)
echo "$$
$first" >> "$PIDS"
while :; do sleep 0.1; done
`;

describe("What functions start", () => {
  let folder: string;
  let pids: string;
  let bare: boolean;
  beforeEach(function () {
    if (process.platform !== "linux") this.skip();
    folder = mkdtempSync(join(tmpdir(), "skylab-test-"));
    pids = join(folder, "pids");
    mkdirSync(join(folder, "state"));
    const look = { command: "/bin/ls", args: ["/"], variables: {} };
    // Without a file system of its own, a process without its variables is nobody's.
    bare = new Namespace(folder).hiding(look) !== look;
  });
  afterEach(() => {
    for (const pid of started()) if (lives(pid)) process.kill(pid, "SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  });

  const started = () => {
    try {
      return readFileSync(pids, "utf8").trim().split("\n").map(Number);
    } catch {
      return [];
    }
  };
  const until = async (count: number) => {
    while (started().length < count) await pause(20);
    return started();
  };
  const all = () => (bare ? 4 : 3);

  describe("in a lab that is killed", () => {
    let lab: ChildProcess;
    let functions: Functions;
    beforeEach(async () => {
      const main = join(packageFolder, "lab/cli/main.ts");
      const args = ["--import", "tsx", main, "cloud", "--port", "0", "--state", join(folder, "state")];
      lab = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "ignore"], cwd: packageFolder });
      const [endpoint] = await once(lab.stdout as NodeJS.ReadableStream, "data");
      functions = new Functions(String(endpoint).trim());
      await functions.makeRole();
    });
    afterEach(() => {
      functions.destroy();
      lab.kill("SIGKILL");
    });

    for (const [name, count, code, settings] of [
      ["Node.js that never rests", all, { "index.mjs": NODE("for (;;) {}") }, {}],
      ["Node.js that waits for its next event", all, { "index.mjs": NODE("") }, {}],
      ["Python", all, { "index.py": PYTHON }, { Runtime: "python3.12" }],
      ["a custom runtime", () => 4, { bootstrap: BOOTSTRAP }, { Runtime: "provided.al2023" }],
    ] as const) {
      it(`ends with it: ${name}`, async () => {
        await functions.create("fn", "", {
          Code: { ZipFile: await zip(code, { mode: 0o100755 }) },
          Environment: { Variables: { PIDS: pids } },
          Timeout: 60,
          ...settings,
        });
        const invoked = functions.invoke("fn", { pids, bare }).catch(() => undefined);
        const processes = await until(count());
        if (!name.includes("never") && !name.startsWith("a custom")) await invoked;
        expect(processes.map(lives)).not.to.include(false);
        lab.kill("SIGKILL");
        await Promise.all([invoked, ...processes.map(ended)]);
      });
    }
  });

  describe("ends", () => {
    let bench: Bench;
    beforeEach(() => {
      bench = new Bench({ hidden: join(folder, "state") });
    });
    afterEach(() => bench?.close());

    it("with its function", async () => {
      const fn = bench.function(NODE(""));
      await bench.invoke(fn, { pids, bare });
      bench.executor.retire(fn.id);
      await Promise.all((await until(all())).map(ended));
    });

    it("with its event's time", async () => {
      const fn = bench.function(NODE("for (;;) {}"), { timeout: 3 });
      const invoked = bench.invoke(fn, { pids, bare });
      const processes = await until(all());
      bench.clock.advance(3000);
      expect((await invoked).errorType).to.equal("Sandbox.Timedout");
      await Promise.all(processes.map(ended));
    });

    it("when its process crashes", async () => {
      const fn = bench.function(NODE("process.exit(1);"));
      await bench.invoke(fn, { pids, bare });
      await Promise.all((await until(all())).map(ended));
    });

    it("when the executor is closed, before that is done", async () => {
      await bench.invoke(bench.function(NODE("")), { pids, bare });
      await bench.executor.close();
      expect((await until(all())).map(lives)).not.to.include(true);
    });

    it("although its reaper was killed", async () => {
      await bench.invoke(bench.function(NODE("")), { pids, bare });
      const [reaper = 0] = readFileSync(`/proc/self/task/${process.pid}/children`, "utf8")
        .split(" ")
        .map(Number)
        .filter((pid) => pid && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("namespaces="));
      process.kill(reaper, "SIGKILL");
      await ended(reaper);
      const fn = bench.function(NODE(""));
      await bench.invoke(fn, { pids, bare });
      const processes = await until(2 * all());
      await bench.executor.close();
      expect(processes.map(lives)).not.to.include(true);
    });
  });
});

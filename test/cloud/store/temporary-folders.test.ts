import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { expect } from "chai";
import { packageFolder } from "../../../lab/package.ts";

const MODULE = JSON.stringify(join(packageFolder, "lab/cloud/store/temporary-folders.ts"));

describe("Temporary folders of a lab", () => {
  let folder: string;
  const running: ChildProcess[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "skylab-test-"));
  });
  afterEach(() => {
    for (const child of running.splice(0)) child.kill("SIGKILL");
    rmSync(folder, { recursive: true });
  });

  /** Runs a script in a process of its own; answers what it prints. */
  const run = async (script: string) => {
    const code = `import { makeTemporaryFolder, removeOrphans } from ${MODULE}; ${script}`;
    const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", code], {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, TMPDIR: folder },
    });
    running.push(child);
    const [line] = await once(child.stdout as NodeJS.ReadableStream, "data");
    return { child, printed: String(line).trim() };
  };
  const left = () => readdirSync(folder).filter((name) => name.startsWith("skylab-"));
  const start = () => run(`console.log(makeTemporaryFolder("x")); setInterval(() => {}, 1000);`);
  const startNext = () => run("await removeOrphans(); console.log('removed');");
  const kill = async (child: ChildProcess) => {
    child.kill("SIGKILL");
    await once(child, "exit");
  };

  it("are removed at the next start when it was killed, and stay while it lives", async () => {
    const [dead, living] = await Promise.all([start(), start()]);
    writeFileSync(join(dead.printed, "file"), "");
    await kill(dead.child);
    await startNext();
    expect(existsSync(dirname(dead.printed))).to.equal(false);
    expect(existsSync(living.printed)).to.equal(true);
  });

  it("are removed when the number of its process is another's by now", async function () {
    if (process.platform !== "linux") this.skip();
    const { printed, child } = await start();
    const name = basename(dirname(printed)).replace(/^skylab-\d+/, `skylab-${process.pid}`);
    mkdirSync(join(folder, name));
    await kill(child);
    await startNext();
    expect(left()).to.deep.equal([]);
  });

  it("are left alone when they are none, or lead elsewhere", async () => {
    const { printed, child } = await start();
    await kill(child);
    const name = basename(dirname(printed));
    const other = mkdtempSync(join(tmpdir(), "skylab-test-"));
    writeFileSync(join(other, "file"), "");
    symlinkSync(other, join(folder, name.replace(/.{6}$/, "linked")));
    symlinkSync(other, join(printed, "inside"));
    mkdirSync(join(folder, "skylab-notes"));
    mkdirSync(join(folder, name.replace(/\d+-\w{6}$/, "1-aaaaaa")));
    await startNext();
    expect(existsSync(join(folder, name))).to.equal(false);
    expect(left()).to.have.members([
      "skylab-notes",
      name.replace(/.{6}$/, "linked"),
      name.replace(/\d+-\w{6}$/, "1-aaaaaa"),
    ]);
    expect(readdirSync(other)).to.deep.equal(["file"]);
    rmSync(other, { recursive: true });
  });

  it("are gone when it ends by itself", async () => {
    const { child } = await run(`import { rmdirSync } from "node:fs";
      const made = makeTemporaryFolder("x"); rmdirSync(made); console.log(made);`);
    await once(child, "exit");
    expect(left()).to.deep.equal([]);
  });
});

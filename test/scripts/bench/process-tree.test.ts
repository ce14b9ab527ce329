import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect } from "chai";
import { cpuOf, descendants, measured, memoryOf } from "../../../scripts/bench/process-tree.ts";

/** The microseconds that the child works. */
const WORK = 300_000;

/** A process with a child that stays. On a line of input it starts another one, which works and ends. */
const PARENT = `
  const { spawn, spawnSync } = require("node:child_process");
  const child = spawn(process.execPath, ["-e", "console.log(); setTimeout(() => {}, 60_000)"]);
  const work = "const begun = process.cpuUsage().user; while (process.cpuUsage().user - begun < ${WORK});";
  process.stdin.once("data", () => {
    spawnSync(process.execPath, ["-e", work]);
    console.log("done");
  });
  child.stdout.once("data", () => console.log("ready"));`;

describe("what a process tree uses", () => {
  it("counts processor time and memory of children, ended ones included", async function () {
    if (!measured) this.skip();
    this.timeout(60_000);
    const child = spawn(process.execPath, ["-e", PARENT], { stdio: ["pipe", "pipe", "inherit"] });
    const pid = child.pid as number;
    try {
      await once(child.stdout, "data");
      expect(descendants(pid)).to.have.length(2);
      const before = cpuOf(pid) as number;
      child.stdin.write("\n");
      await once(child.stdout, "data");
      expect((cpuOf(pid) as number) - before).to.be.at.least(WORK);
      const memory = memoryOf(pid);
      expect(memory?.pss).to.be.greaterThan(1);
      expect(memory?.rss).to.be.greaterThan(memory?.pss as number);
    } finally {
      for (const one of descendants(pid)) process.kill(one, "SIGKILL");
      await once(child, "close");
    }
  });
});

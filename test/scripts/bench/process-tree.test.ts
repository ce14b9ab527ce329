import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect } from "chai";
import { cpuOf, descendants, measured, memoryOf } from "../../../scripts/bench/process-tree.ts";

/** A process with a child that works for 100 ms and ends, and with one that stays; prints when that is done. */
const PARENT = `
  const { spawn, spawnSync } = require("node:child_process");
  spawn(process.execPath, ["-e", "setTimeout(() => {}, 60_000)"], { stdio: "ignore" });
  const work = "const begun = process.cpuUsage().user; while (process.cpuUsage().user - begun < 100_000);";
  spawnSync(process.execPath, ["-e", work]);
  console.log("done");
  setTimeout(() => {}, 60_000);`;

describe("what a process tree uses", () => {
  it("counts processor time and memory of children, ended ones included", async function () {
    if (!measured) this.skip();
    this.timeout(60_000);
    const child = spawn(process.execPath, ["-e", PARENT], { stdio: ["ignore", "pipe", "inherit"] });
    const pid = child.pid as number;
    const all = () => descendants(pid);
    try {
      await once(child.stdout, "data");
      expect(all()).to.have.length(2);
      expect(cpuOf(pid)).to.be.at.least(100_000);
      const memory = memoryOf(pid);
      expect(memory?.pss).to.be.greaterThan(1);
      expect(memory?.rss).to.be.greaterThan(memory?.pss as number);
    } finally {
      for (const one of all()) process.kill(one, "SIGKILL");
      await once(child, "close");
    }
  });
});

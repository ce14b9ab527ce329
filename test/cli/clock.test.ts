import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { moveOf } from "../../lab/cli/clock.ts";
import { packageFolder } from "../../lab/package.ts";
import { useCloud } from "../cloud/use-cloud.ts";

const run = promisify(execFile);
const DAY = 86_400_000;

describe("lab clock", function () {
  this.timeout(60_000);
  const lab = useCloud();
  const command = async (...args: string[]) => {
    const main = join(packageFolder, "dist/lab/cli/main.js");
    const { stdout, stderr } = await run(process.execPath, [main, ...args, "--endpoint", lab.endpoint]).catch(
      (error) => error,
    );
    return `${stdout}${stderr}`.trim();
  };

  it("prints the lab's time, moves it, and leaves a lab that every command still reaches", async () => {
    expect(await command("clock")).to.match(/^\d{4}-\S+Z {2}as this machine$/);
    lab.clock.after(DAY, () => {});
    expect(await command("clock", "+2d")).to.match(/^\S+Z {2}2 days ahead of this machine, 1 timer fired$/);
    expect(Math.round(lab.clock.offset / DAY)).to.equal(2);
    expect(await command("clock")).to.match(/2 days ahead of this machine$/);
    expect(await command("account", "set", "111111111111", "--iam", "audit")).to.contain("iam audit");
    expect(await command("functions")).to.contain("no functions");
    expect(await command("clock", "2020-01-01")).to.match(/^The lab's time only moves forward, and is \d{4}-/);
    expect(await command("clock", "tomorrow")).to.contain("Use a length such as +1h, +90m or +2d, or a date");
  });

  for (const [text, move] of [
    ["+30s", { by: 30 }],
    ["+90m", { by: 5400 }],
    ["+1h", { by: 3600 }],
    ["+2d", { by: 172_800 }],
    ["2027-01-01", { to: "2027-01-01T00:00:00.000Z" }],
    ["2027-01-01T00:00Z", { to: "2027-01-01T00:00:00.000Z" }],
    ["2027-01-01T00:00+01:00", { to: "2026-12-31T23:00:00.000Z" }],
  ] as const) {
    it(`reads ${text}`, () => {
      expect(moveOf(text)).to.deep.equal(move);
    });
  }

  for (const text of ["-1h", "1h", "+1w", "+", "+1.5h", "2027", "2027-13-01", "2027-01-01x", "constructor"]) {
    it(`does not read ${text}`, () => {
      expect(() => moveOf(text)).to.throw("is no move of the clock");
    });
  }
});

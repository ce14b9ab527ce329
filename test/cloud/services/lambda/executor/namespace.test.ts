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
    if (new Namespace(hidden).around(look) === look) this.skip();
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

  it("shows a custom runtime its layers at /opt", () => {
    const { command, args } = new Namespace(hidden).around({ ...look, args: ["/opt"] }, hidden);
    // The hidden folder is empty by the time that it is shown: what counts is that it is what is shown.
    expect(String(spawnSync(command, args).stdout)).to.equal("");
    const folder = mkdtempSync(join(tmpdir(), "skylab-test-"));
    writeFileSync(join(folder, "tool"), "");
    const shown = new Namespace(hidden).around({ ...look, args: ["/opt"] }, folder);
    expect(String(spawnSync(shown.command, shown.args).stdout)).to.equal("tool\n");
    rmSync(folder, { recursive: true });
  });

  it("keeps a program that is not there from starting as nothing else", () => {
    const missing = { ...look, command: "/no/such/program" };
    expect(new Namespace(hidden).around(missing)).to.equal(missing);
  });
});

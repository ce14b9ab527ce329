import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect } from "chai";
import { packageFolder } from "../../lab/package.ts";

describe("The compiled code of the build", function () {
  this.timeout(60_000);
  let folder: string;
  const parts = () => join(folder, "dist/lab/parts");
  const code = () => readdirSync(parts()).filter((name) => name.startsWith("code-"));

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "skylab-build-"));
    const filter = (name: string) => !/\.map$|[\\/]code-[^\\/]+$/.test(name);
    cpSync(join(packageFolder, "dist/lab"), join(folder, "dist/lab"), { recursive: true, filter });
    cpSync(join(packageFolder, "package.json"), join(folder, "package.json"));
    symlinkSync(join(packageFolder, "node_modules"), join(folder, "node_modules"), "junction");
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("is left by a lab that found none, not by a command that loads little", async () => {
    await once(spawn(process.execPath, [join(folder, "dist/lab/cli/main.js"), "--help"], { stdio: "ignore" }), "exit");
    expect(code()).to.deep.equal([]);
    await runOnce();
    expect(code()).to.have.length(1);
    expect(readdirSync(join(parts(), code()[0] ?? ""))).to.include("cloud-index.cjs");
  });

  it("is left once", async () => {
    const before = code();
    await runOnce();
    expect(code()).to.deep.equal(before);
  });

  it("is left beside it by a lab that runs with other options of V8", async () => {
    await runOnce("--no-opt");
    expect(code()).to.have.length(2);
  });

  it("is of no use when it is damaged, and does no harm", async () => {
    for (const name of code()) {
      for (const file of readdirSync(join(parts(), name))) {
        const path = join(parts(), name, file);
        writeFileSync(path, readFileSync(path).fill(7, 0, 64));
      }
    }
    await runOnce();
    expect(code()).to.have.length(2);
  });

  /** Starts a lab, lets it answer something of S3, and ends it. */
  async function runOnce(...options: string[]): Promise<void> {
    const args = [...options, join(folder, "dist/lab/cli/main.js"), "cloud", "--port", "0", "--ephemeral"];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    const [endpoint] = await once(createInterface({ input: child.stdout }), "line");
    expect((await fetch(`${endpoint}/no-such-bucket/key`)).status).to.equal(404);
    child.kill("SIGTERM");
    expect(await once(child, "exit")).to.deep.equal([0, null]);
  }
});

import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, uptime } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect } from "chai";
import { Store } from "../../../lab/cloud/store/store.ts";
import { packageFolder } from "../../../lab/package.ts";

const main = join(packageFolder, "dist/lab/cli/main.js");
const PAGE = 4096;

describe("The state of a lab that is not running", () => {
  let folder: string;
  let state: string;
  let file: string;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "skylab-state-"));
    state = join(folder, "state");
    file = join(state, "data.mdb");
    const store = Store.open(state);
    const things = store.collection<object>("things");
    store.write(() => {
      for (let n = 0; n < 300; n++) things.put([n], { n, text: "x".repeat(200) });
    });
    const staged = await store.blobs.stage(Buffer.alloc(50_000));
    store.write(() => store.blobs.keep(staged));
    await store.close();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Runs `lab`; it is stopped as soon as it has printed a line that is the endpoint. */
  const lab = async (...args: string[]) => {
    const child = spawn(process.execPath, [main, ...args], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.once("data", (line) => String(line).startsWith("http") && child.kill("SIGTERM"));
    const ended = new Promise<[number | null, string | null]>((resolve) =>
      child.once("close", (...end) => resolve(end as [number | null, string | null])),
    );
    const [stdout, stderr, [code, signal]] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    return { stdout, stderr, code, signal };
  };
  const start = (...args: string[]) => lab("cloud", "--port", "0", ...args);
  /** Zeroes a page that has records: the one that was written last is no free one. */
  const loseAPage = () => {
    const bytes = readFileSync(file);
    let lost = { at: 0, transaction: -1n };
    for (let at = 2 * PAGE; at < bytes.length; at += PAGE) {
      const isLeaf = bytes.readUInt16LE(at + 18) === 2 && bytes.subarray(at, at + PAGE).includes("things");
      const transaction = bytes.readBigUInt64LE(at + 8);
      if (isLeaf && transaction > lost.transaction) lost = { at, transaction };
    }
    bytes.fill(0, lost.at, lost.at + PAGE);
    writeFileSync(file, bytes);
  };

  it("is told, collection by collection", async () => {
    const { stdout, code } = await lab("state", "check", "--state", state);
    expect(stdout).to.contain("301 records, 1 files");
    expect(stdout).to.match(/things +300\n/);
    expect(stdout).to.contain("Nothing is damaged");
    expect(code).to.equal(0);
  });

  it("is told and rescued when a part of it is lost, and is not changed by that", async () => {
    loseAPage();
    const before = readFileSync(file);
    const started = await start("--state", state);
    expect(started).to.include({ code: 1, stdout: "" });
    expect(started.stderr).to.match(/^The state in \S+ can't be read: data\.mdb is damaged .*`lab state check.*\n$/);
    const checked = await lab("state", "check", "--state", state);
    expect(checked.code).to.equal(1);
    expect(checked.stdout).to.match(/things +2\d\d\n.*Damaged: page \d+/s);
    const to = join(folder, "rescued");
    const rescued = await lab("state", "rescue", "--state", state, "--to", to);
    expect(rescued).to.include({ code: 0, stderr: "" });
    expect(readFileSync(file).equals(before)).to.equal(true);
    expect(await lab("state", "check", "--state", to)).to.include({ code: 0 });
    expect(await start("--state", to)).to.include({ code: 0, stderr: "" });
    const store = Store.open(to);
    const things = [...store.collection<{ n: number; text: string }>("things").values()];
    expect(things).to.have.length.within(250, 299);
    for (const thing of things) expect(thing.text).to.have.length(200);
    await store.close();
  });

  it("tells of files that are missing", async () => {
    for (const name of readdirSync(join(state, "blobs"))) rmSync(join(state, "blobs", name));
    const { stdout, code } = await lab("state", "check", "--state", state);
    expect(stdout).to.contain("Missing or cut off: 1 files");
    expect(code).to.equal(1);
  });

  it("is not rescued to a folder that exists, nor from one that has none", async () => {
    const { stderr, code } = await lab("state", "rescue", "--state", state, "--to", state);
    expect(stderr).to.match(/exists\. Choose a new folder/);
    expect(code).to.equal(1);
    expect((await lab("state", "check", "--state", folder)).stderr).to.match(/^There is no lab state in .*\n$/);
  });

  const wrecks: Record<string, () => void> = {
    "a file that is cut off": () => writeFileSync(file, readFileSync(file).subarray(0, 5 * PAGE)),
    "a file of zeros": () => writeFileSync(file, Buffer.alloc(readFileSync(file).length)),
    "half a head": () => writeFileSync(file, readFileSync(file).fill(0, PAGE, PAGE + 200)),
    "another format": () => writeFileSync(file, "SQLite format 3\0".repeat(1000)),
    "a folder": () => {
      rmSync(file);
      mkdirSync(file);
    },
  };
  for (const [what, wreck] of Object.entries(wrecks)) {
    it(`with ${what} in place of its database is refused in one line`, async () => {
      wreck();
      const { code, stdout, stderr } = await start("--state", state);
      expect(stderr).to.match(/^The state in .* can't be read.*\n$/);
      expect({ code, stdout }).to.deep.equal({ code: 1, stdout: "" });
    });
  }

  it("may not be in a file, nor below one, nor where there are no folders", async () => {
    writeFileSync(join(folder, "file"), "");
    for (const place of ["file", "file/below", "/proc/below/folder"]) {
      const { code, stderr } = await start("--state", place);
      expect(stderr, place).to.match(/^The state in \S+ can't be opened: .*choose another with --state\.\n$/);
      expect(code).to.equal(1);
    }
  });

  it("may not be in a folder that its user can't write", async function () {
    // Root may write everywhere.
    if (process.getuid?.() === 0) this.skip();
    chmodSync(state, 0o500);
    const { code, stderr } = await start("--state", state);
    chmodSync(state, 0o700);
    expect(stderr).to.match(/^The state in .* can't be opened: .*\n$/);
    expect(code).to.equal(1);
  });

  it("is taken over from a lab that ended, though its number is another program's now", async () => {
    // A lab of this number began an hour ago, and this process did not.
    const boot = Math.round(Date.now() / 1000 - uptime());
    writeFileSync(join(state, "lab.pid"), `${process.pid} ${boot} ${Math.round(Date.now() / 1000) - 3600}`);
    expect(await start("--state", state)).to.include({ code: 0, stderr: "" });
  });

  it("is refused to a second lab", async () => {
    const store = Store.open(state);
    const { code, stderr } = await start("--state", state);
    expect(stderr).to.match(new RegExp(`^The state in .* is in use by another lab \\(process ${process.pid}\\).*\\n$`));
    expect(code).to.equal(1);
    expect((await lab("state", "check", "--state", state)).stderr).to.contain("is in use by another lab");
    await store.close();
  });
});

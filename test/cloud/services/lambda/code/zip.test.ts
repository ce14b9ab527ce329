import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { InvalidZip, unzip, unzippedSize } from "../../../../../lab/cloud/services/lambda/code/zip.ts";
import { zip } from "../functions.ts";

const LINK = 0o120777;

describe("A zip archive of code", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "skylab-test-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** An archive whose file names are not checked when it is made: same length, other name. */
  const renamed = async (from: string, to: string) => {
    const bytes = await zip({ [from]: "evil" });
    return Buffer.from(bytes.toString("latin1").replaceAll(from, to), "latin1");
  };

  it("is unpacked with its folders, and its modes", async () => {
    const archive = await zip({ "a/b/c.txt": "text", bootstrap: "#!/bin/sh" }, { mode: 0o100755 });
    expect(await unzippedSize(archive)).to.equal(13);
    await unzip(archive, join(folder, "code"));
    expect(readFileSync(join(folder, "code/a/b/c.txt"), "utf8")).to.equal("text");
    if (process.platform !== "win32") expect(statSync(join(folder, "code/bootstrap")).mode & 0o777).to.equal(0o755);
  });

  for (const [name, from, to] of [
    ["leads upwards", "xx/evil", "../evil"],
    ["leads upwards in the middle", "a/xx/xx/evil", "a/../../evil"],
    ["is absolute", "xevil", "/evil"],
  ] as const) {
    it(`is refused when the name of a file ${name}`, async () => {
      const archive = await renamed(from, to);
      for (const use of [unzippedSize(archive), unzip(archive, join(folder, "code"))]) {
        expect(await use.catch((error) => error)).to.be.instanceOf(InvalidZip);
      }
      expect(existsSync(join(folder, "evil"))).to.equal(false);
    });
  }

  it("may hold links to its own files", async function () {
    if (process.platform === "win32") this.skip();
    const archive = await zip({ "bin/link": "../lib/file" }, { mode: LINK });
    await unzip(archive, join(folder, "code"));
    await unzip(await zip({ "lib/file": "linked" }), join(folder, "code"));
    expect(readFileSync(join(folder, "code/bin/link"), "utf8")).to.equal("linked");
  });

  for (const target of ["../outside", "/etc/passwd", "a/../../outside", "..", "C:\\windows"]) {
    it(`is refused when a link leads to ${target}`, async () => {
      const archive = await zip({ link: target }, { mode: LINK });
      for (const use of [unzippedSize(archive), unzip(archive, join(folder, "code"))]) {
        expect(await use.catch((error) => error)).to.be.instanceOf(InvalidZip);
      }
    });
  }

  it("is refused when a file turns out to be larger than it says", async () => {
    const archive = await zip({ "zeroes.bin": Buffer.alloc(100_000) });
    // The size is in the central directory, 24 bytes after its signature.
    const directory = archive.indexOf(Buffer.from("PK\x01\x02", "latin1"));
    archive.writeUInt32LE(10, directory + 24);
    expect(await unzip(archive, join(folder, "code")).catch((error) => error)).to.be.instanceOf(InvalidZip);
  });

  it("is refused when it is cut off, or empty", async () => {
    const archive = await zip({ "index.js": "text" });
    for (const bytes of [archive.subarray(0, -10), Buffer.alloc(0), Buffer.from("PK")]) {
      expect(await unzippedSize(bytes).catch((error) => error)).to.be.instanceOf(InvalidZip);
    }
  });
});

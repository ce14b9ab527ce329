import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
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

  it("is refused when a file's content is damaged behind good headers", async () => {
    const name = "a.txt";
    const archive = await zip({ [name]: "some text ".repeat(100) });
    expect(await unzippedSize(archive)).to.equal(1000);
    // The content follows its name.
    const at = archive.indexOf(name) + name.length + 4;
    archive.writeUInt8(archive.readUInt8(at) ^ 0x10, at);
    expect(await unzippedSize(archive).catch((error) => error)).to.be.instanceOf(InvalidZip);
  });

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

  for (const [problem, names] of [
    ["a file is a folder as well", ["a", "a/b"]],
    ["a folder is a file as well", ["a/b", "a"]],
    ["a folder is a file as well, by its own entry", ["a/b/c", "./a//b"]],
    ["a name is too long", ["x".repeat(256)]],
    ["a path is too long", ["long/".repeat(500)]],
  ] as const) {
    it(`is refused when ${problem}`, async () => {
      // Its maker refuses some of them, so they are made by replacing names of the same length.
      const codes = names.map((name, index) => String(index).padStart(Buffer.byteLength(name), "_"));
      let archive = await zip(Object.fromEntries(codes.map((code) => [code, ""])));
      for (const [index, code] of codes.entries()) {
        archive = Buffer.from(archive.toString("latin1").replaceAll(code, names[index] as string), "latin1");
      }
      expect(await unzippedSize(archive).catch((error) => error)).to.be.instanceOf(InvalidZip);
    });
  }

  it("is refused when a name holds NUL", async () => {
    const archive = await renamed("x_x", "x\0x");
    expect(await unzippedSize(archive).catch((error) => error)).to.be.instanceOf(InvalidZip);
  });

  it("is refused with more entries than the format counts, and with a link of megabytes", async () => {
    // The last records of an archive that counts a million entries, of which none is there.
    const many = Buffer.alloc(98);
    many.write("PK\x06\x06", "latin1");
    many.writeUInt32LE(44, 4);
    many.writeUInt32LE(1_000_000, 24);
    many.writeUInt32LE(1_000_000, 32);
    many.write("PK\x06\x07", 56, "latin1");
    many.writeUInt32LE(1, 72);
    many.write("PK\x05\x06", 76, "latin1");
    many.fill(0xff, 84, 96);
    const link = await zip({ link: "a/".repeat(1_000_000) }, { mode: LINK });
    for (const bytes of [many, link]) {
      const error = await unzippedSize(bytes).catch((error) => error);
      expect(error).to.be.instanceOf(InvalidZip);
      expect(error.message).to.match(/more than 65535 entries|too long/);
    }
  });

  it("is read no further than to a limit", async () => {
    const bomb = await zip(Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`${i}`, Buffer.alloc(1_000_000)])));
    expect(bomb.length).to.be.below(50_000);
    expect(await unzippedSize(bomb, 5_000_000)).to.equal(5_000_000);
  });

  describe("over another", () => {
    beforeEach(function () {
      if (process.platform === "win32") this.skip();
      mkdirSync(join(folder, "outside"));
    });
    const content = (path: string) => readFileSync(join(folder, path), "utf8");

    it("writes nothing through a link that leads out", async () => {
      symlinkSync(join(folder, "outside"), join(folder, "link"));
      mkdirSync(join(folder, "opt"));
      symlinkSync(join(folder, "outside"), join(folder, "opt/folder"));
      symlinkSync(join(folder, "outside/file"), join(folder, "opt/file"));
      symlinkSync(join(folder, "nowhere"), join(folder, "opt/dangling"));
      await unzip(await zip({ "folder/evil": "a", file: "b", "dangling/evil": "c" }), join(folder, "opt"));
      expect(readdirSync(join(folder, "outside"))).to.deep.equal([]);
      expect(existsSync(join(folder, "nowhere"))).to.equal(false);
      expect(["opt/folder/evil", "opt/file", "opt/dangling/evil"].map(content)).to.deep.equal(["a", "b", "c"]);
    });

    it("writes nothing through links that lead out together", async () => {
      // Each leads into the archive by its letters; `out` is a sibling of the archive's folder in truth.
      await unzip(await zip({ "x/y/up": "../..", out: "x/y/up/../outside" }, { mode: LINK }), join(folder, "opt"));
      await unzip(await zip({ "out/evil": "evil" }), join(folder, "opt"));
      expect(readdirSync(join(folder, "outside"))).to.deep.equal([]);
      expect(content("opt/out/evil")).to.equal("evil");
    });

    it("follows a link that stays inside", async () => {
      await unzip(await zip({ "lib/one": "1" }), join(folder, "opt"));
      await unzip(await zip({ lib64: "lib" }, { mode: LINK }), join(folder, "opt"));
      await unzip(await zip({ "lib64/two": "2" }), join(folder, "opt"));
      expect(content("opt/lib/two")).to.equal("2");
    });

    it("takes the place of files and folders alike", async () => {
      await unzip(await zip({ a: "file", "b/c/d": "deep" }), join(folder, "opt"));
      await unzip(await zip({ "a/b": "inside", b: "file" }), join(folder, "opt"));
      expect(["opt/a/b", "opt/b"].map(content)).to.deep.equal(["inside", "file"]);
    });
  });

  it("is refused when it is cut off, or empty", async () => {
    const archive = await zip({ "index.js": "text" });
    for (const bytes of [archive.subarray(0, -10), Buffer.alloc(0), Buffer.from("PK")]) {
      expect(await unzippedSize(bytes).catch((error) => error)).to.be.instanceOf(InvalidZip);
    }
  });
});

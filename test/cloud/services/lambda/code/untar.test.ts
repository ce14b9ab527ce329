import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect } from "chai";
import { untar } from "../../../../../lab/cloud/services/lambda/code/untar.ts";

interface Entry {
  readonly name: string;
  /** `0` is a file, `1` a hard link, `2` a symbolic link, `3` a device, `5` a folder, `x` attributes of the next entry. */
  readonly type?: string;
  readonly link?: string;
  readonly content?: string;
  readonly mode?: string;
}

/** An archive whose maker checks nothing. */
function archive(...entries: Entry[]): Buffer {
  const blocks = entries.flatMap(({ name, type = "0", link = "", content = "", mode = "0000777" }) => {
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write(mode, 100);
    header.write("0000000", 108);
    header.write("0000000", 116);
    header.write(content.length.toString(8).padStart(11, "0"), 124);
    header.write("00000000000", 136);
    header.write("        ", 148);
    header.write(type, 156);
    header.write(link, 157);
    header.write("ustar\0" + "00", 257);
    const sum = header.reduce((all, byte) => all + byte, 0);
    header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
    return [header, Buffer.from(content.padEnd(Math.ceil(content.length / 512) * 512, "\0"))];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

describe("A layer of an image", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "skylab-test-"));
    mkdirSync(join(folder, "outside"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const unpack = (...entries: Entry[]) =>
    untar(archive(...entries), join(folder, "layer")).then(
      () => undefined,
      (error: Error) => error,
    );

  for (const [name, entries] of [
    ["paths that lead upwards", [{ name: "../outside/evil", content: "x" }]],
    ["absolute paths", [{ name: "/outside/evil", content: "x" }]],
    [
      "links that lead out",
      [
        { name: "link", type: "2", link: "../outside" },
        { name: "link/evil", content: "x" },
      ],
    ],
    [
      "links that lead out together",
      [
        { name: "a/b/", type: "5" },
        { name: "a/b/up", type: "2", link: "../.." },
        { name: "out", type: "2", link: "a/b/up/../outside" },
        { name: "out/evil", content: "x" },
      ],
    ],
    ["hard links to what is outside", [{ name: "hard", type: "1", link: "../outside" }]],
    ["devices", [{ name: "device", type: "3" }]],
    [
      "names with NUL",
      [
        { name: "attributes", type: "x", content: "15 path=a\0b/c\n" },
        { name: "short", content: "x" },
      ],
    ],
  ] as const) {
    it(`writes nothing outside with ${name}`, async () => {
      await unpack(...(entries as readonly Entry[]));
      expect(readdirSync(join(folder, "outside"))).to.deep.equal([]);
      expect(readdirSync(folder)).to.have.members(["layer", "outside"]);
    });
  }

  it("leaves no device, and no file with somebody else's rights", async () => {
    expect(await unpack({ name: "null", type: "3" })).to.be.instanceOf(Error);
    expect(existsSync(join(folder, "layer/null"))).to.equal(false);
    await unpack({ name: "root", content: "x", mode: "0004755" });
    expect(statSync(join(folder, "layer/root")).mode & 0o7777).to.equal(0o755);
  });

  it("is refused when it is larger than an image may be", async () => {
    const bomb = archive({ name: "zeroes", content: "\0".repeat(5_000_000) });
    const error = await untar(bomb, join(folder, "layer"), 1_000_000).catch((error) => error);
    expect(error).to.have.property("message", "The image is larger than 1000000 bytes");
  });
});

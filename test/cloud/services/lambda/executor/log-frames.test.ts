import { PassThrough } from "node:stream";
import { expect } from "chai";
import { readFrames, readLines } from "../../../../../lab/cloud/services/lambda/executor/log-frames.ts";

function frame(message: string): Buffer {
  const header = Buffer.alloc(16);
  header.writeUInt32BE(0xa55a000f, 0);
  header.writeUInt32BE(Buffer.byteLength(message), 4);
  return Buffer.concat([header, Buffer.from(message)]);
}

async function read(reader: typeof readFrames, chunks: Buffer[]): Promise<string[]> {
  const stream = new PassThrough();
  const messages: string[] = [];
  reader(stream, (message) => messages.push(message));
  for (const chunk of chunks) stream.write(chunk);
  stream.end();
  await new Promise((resolve) => stream.once("close", resolve));
  return messages;
}

const bytes = (buffer: Buffer) => [...buffer].map((byte) => Buffer.from([byte]));

describe("The log of a function", () => {
  it("is read from frames, wherever they are cut", async () => {
    const all = Buffer.concat([frame("one\ntwo\n"), frame(""), frame("Zoë")]);
    expect(await read(readFrames, [all])).to.deep.equal(["one\ntwo\n", "", "Zoë"]);
    expect(await read(readFrames, bytes(all))).to.deep.equal(["one\ntwo\n", "", "Zoë"]);
  });

  it("is not read on when a frame pretends to be endless", async () => {
    const endless = Buffer.alloc(16, 0xff);
    expect(await read(readFrames, [frame("before"), endless, frame("after")])).to.deep.equal(["before"]);
  });

  it("is read from lines, wherever they are cut", async () => {
    const all = Buffer.from("one\n\nZoë\nlast");
    expect(await read(readLines, [all])).to.deep.equal(["one\n", "\n", "Zoë\n", "last"]);
    expect(await read(readLines, bytes(all))).to.deep.equal(["one\n", "\n", "Zoë\n", "last"]);
  });

  it("is cut where a line does not end", async () => {
    const lines = await read(
      readLines,
      bytes(Buffer.from("xx")).concat(Buffer.alloc(300 * 1024, "x"), Buffer.from("\nend")),
    );
    expect(lines.map((line) => line.length)).to.deep.equal([300 * 1024 + 2, 1, 3]);
  });

  it("is read in time that grows with its length, a byte at a time too", async () => {
    const time = async (size: number) => {
      const begun = performance.now();
      await read(readLines, bytes(Buffer.alloc(size, "x")));
      await read(readFrames, bytes(frame("x".repeat(size))));
      return performance.now() - begun;
    };
    await time(20_000);
    const short = await time(20_000);
    expect(await time(160_000)).to.be.below(40 * short + 200);
  });

  it("keeps of a message what CloudWatch Logs takes, and reads on after it", async () => {
    const [long = "", after] = await read(readFrames, [frame("x".repeat(1_000_000)), frame("after")]);
    expect([long.length, after]).to.deep.equal([256 * 1024, "after"]);
  });

  it("is not read on when something else is among the frames", async () => {
    const other = Buffer.from("no frame at all, but text");
    expect(await read(readFrames, [frame("before"), other, frame("after")])).to.deep.equal(["before"]);
  });

  it("is read a part at a time, so that others get on", async () => {
    const stream = new PassThrough();
    let lines = 0;
    readLines(stream, () => lines++);
    stream.end("\n".repeat(60_000));
    let turns = 0;
    while (lines < 60_000) {
      const before = lines;
      await new Promise((resolve) => setTimeout(resolve, 1));
      expect(lines - before).to.be.below(5_000);
      turns += 1;
    }
    expect(turns).to.be.above(20);
  });
});

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
    expect(await read(readFrames, [all])).to.deep.equal(["one\ntwo", "", "Zoë"]);
    expect(await read(readFrames, bytes(all))).to.deep.equal(["one\ntwo", "", "Zoë"]);
  });

  it("is not read on when a frame pretends to be endless", async () => {
    const endless = Buffer.alloc(16, 0xff);
    expect(await read(readFrames, [frame("before"), endless, frame("after")])).to.deep.equal(["before"]);
  });

  it("is read from lines, wherever they are cut", async () => {
    const all = Buffer.from("one\n\nZoë\nlast");
    expect(await read(readLines, [all])).to.deep.equal(["one", "", "Zoë", "last"]);
    expect(await read(readLines, bytes(all))).to.deep.equal(["one", "", "Zoë", "last"]);
  });

  it("is cut where a line does not end", async () => {
    const lines = await read(
      readLines,
      bytes(Buffer.from("xx")).concat(Buffer.alloc(300 * 1024, "x"), Buffer.from("\nend")),
    );
    expect(lines.map((line) => line.length)).to.deep.equal([300 * 1024 + 2, 0, 3]);
  });
});

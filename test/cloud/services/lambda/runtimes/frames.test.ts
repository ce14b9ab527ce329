import { once } from "node:events";
import type { Socket } from "node:net";
import { PassThrough } from "node:stream";
import { buffer } from "node:stream/consumers";
import { expect } from "chai";
import { FrameReader, writeFrame } from "../../../../../lab/cloud/services/lambda/runtimes/nodejs/frames.mjs";

const FRAMES: [head: object, body: string][] = [
  [{}, ""],
  [{ is: "ünïcode ✓" }, '{"a":"✓"}'],
  [{ is: "large" }, "x".repeat(70_000)],
  [{ is: "last" }, "end"],
];

describe("Frames between the lab and the Node.js runtime", () => {
  const written = async (frames: readonly (readonly [head: object, body: string | Uint8Array])[]) => {
    const pipe = new PassThrough();
    for (const [head, body] of frames) writeFrame(pipe as unknown as Socket, head, body);
    pipe.end();
    return await buffer(pipe);
  };
  const read = (bytes: Buffer, size: number, ...limits: number[]) => {
    const frames: [object, string | undefined][] = [];
    const reader = new FrameReader<object>((head, body) => void frames.push([head, body?.toString()]), ...limits);
    for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size));
    return frames;
  };

  for (const size of [1, 7, 8, 65_536, 1_000_000]) {
    it(`are put together when they come ${size} bytes at a time`, async () => {
      expect(read(await written(FRAMES), size)).to.deep.equal(FRAMES);
    });
  }

  it("hold bytes as well as text", async () => {
    const bytes = Buffer.from([0, 255, 10]);
    for (const body of [bytes, Buffer.alloc(100_000, bytes)]) {
      const whole = await written([[{}, body]]);
      const bodies: (Buffer | undefined)[] = [];
      new FrameReader((_head, one) => void bodies.push(one)).push(whole);
      expect(bodies).to.deep.equal([body]);
    }
  });

  for (const size of [1, 1000, 1_000_000]) {
    it(`leave out a body that is too long, and nothing after it, ${size} bytes at a time`, async () => {
      const expected = FRAMES.map(([head, body]) => [head, body.length > 1000 ? undefined : body]);
      expect(read(await written(FRAMES), size, 1000, 1000)).to.deep.equal(expected);
    });
  }

  it("are refused with a head that is too long, before that is read", () => {
    const lengths = Buffer.alloc(8, 255);
    expect(() => read(lengths, 8, 1000, 1000)).to.throw(RangeError);
  });

  it("say when they are on their way", async () => {
    for (const body of ["small", "x".repeat(100_000)]) {
      const pipe = new PassThrough().resume();
      const sent = new Promise<void>((resolve) => writeFrame(pipe as unknown as Socket, {}, body, resolve));
      await sent;
      pipe.end();
      await once(pipe, "end");
    }
  });
});

import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { expect } from "chai";
import { FileBody, type Run } from "../../lab/cloud/file-body.ts";

describe("A body of files", () => {
  const [first, few, second] = [randomBytes(5 * 2 ** 20 + 1), randomBytes(1000), randomBytes(300_000)];
  let folder: string;
  let runs: readonly Run[];
  let whole: Buffer;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "skylab-file-body-"));
    const file = (name: string, bytes: Buffer) => {
      writeFileSync(join(folder, name), bytes);
      return join(folder, name);
    };
    runs = [
      { of: file("first", first), start: 7, end: first.length - 1 },
      { of: few, start: 10, end: 989 },
      { of: file("second", second), start: 0, end: 250_000 },
    ];
    whole = Buffer.concat([first.subarray(7), few.subarray(10, 990), second.subarray(0, 250_001)]);
  });
  after(() => rmSync(folder, { recursive: true }));

  /** Copies what it is given when it has taken it in, which may be later: a buffer that was reused meanwhile would show. */
  const receiver = (received: Buffer[], delay?: () => Promise<unknown>) =>
    new Writable({
      highWaterMark: 1,
      write(chunk: Buffer, _encoding, done) {
        void (delay?.() ?? Promise.resolve()).then(() => {
          received.push(Buffer.from(chunk));
          done();
        });
      },
    });

  for (const [who, delay] of [
    ["a quick receiver", undefined],
    ["a slow one", () => new Promise((resolve) => setTimeout(resolve, 5))],
  ] as const) {
    it(`is sent whole to ${who}, and closed once`, async () => {
      const received: Buffer[] = [];
      let closed = 0;
      await new FileBody(runs, () => closed++).sendTo(receiver(received, delay));
      expect(Buffer.concat(received).equals(whole)).to.equal(true);
      expect(closed).to.equal(1);
    });
  }

  it("is the same as a stream", async () => {
    const read = await new FileBody(runs, () => undefined).toArray();
    expect(Buffer.concat(read).equals(whole)).to.equal(true);
  });

  it("lets others have their turn while it is sent to who takes all at once", async () => {
    const size = 20 * 2 ** 20;
    writeFileSync(join(folder, "large"), Buffer.alloc(size));
    let turns = 0;
    let isSent = false;
    const count = () => {
      turns += 1;
      if (!isSent) setImmediate(count);
    };
    setImmediate(count);
    const large = { of: join(folder, "large"), start: 0, end: size - 1 };
    await new FileBody([large], () => undefined).sendTo(receiver([]));
    isSent = true;
    // One for each mebibyte.
    expect(turns).to.be.greaterThan(15);
  });

  it("fails when a file is shorter than it was, and is closed", async () => {
    let isClosed = false;
    const longer = [{ of: join(folder, "second"), start: 0, end: second.length }];
    const sent = new FileBody(longer, () => {
      isClosed = true;
    }).sendTo(receiver([]));
    const error = await sent.then(
      () => undefined,
      (failed: Error) => failed,
    );
    expect(error?.message).to.equal("A file is shorter than it was");
    expect(isClosed).to.equal(true);
  });
});

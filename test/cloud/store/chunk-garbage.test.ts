import { runInNewContext } from "node:vm";
import { expect } from "chai";
import { noteChunk } from "../../../lab/cloud/store/chunk-garbage.ts";

describe("The garbage that chunks of large bodies become", () => {
  const CHUNK = 64 * 1024;

  it("is collected while more of them come", () => {
    const { arrayBuffers } = process.memoryUsage();
    let most = 0;
    for (let i = 0; i < 1024; i++) {
      noteChunk(Buffer.allocUnsafeSlow(CHUNK).length);
      most = Math.max(most, process.memoryUsage().arrayBuffers - arrayBuffers);
    }
    expect(most).to.be.lessThan(12 * 2 ** 20);
  });

  it("is nothing that others can have collected", () => {
    noteChunk(4 * 2 ** 20);
    expect(runInNewContext("typeof gc")).to.equal("undefined");
  });
});

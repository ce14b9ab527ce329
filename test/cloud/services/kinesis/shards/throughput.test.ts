import { expect } from "chai";
import { Throughput } from "../../../../../lab/cloud/services/kinesis/shards/throughput.ts";

describe("The throughput of a shard", () => {
  let now = 0;
  const throughput = () => new Throughput({ now: () => now });

  it("is a thousand records in a second", () => {
    const one = throughput();
    expect(Array.from({ length: 1000 }, () => one.takes("a", 1)).every(Boolean)).to.equal(true);
    expect([one.takes("a", 1), one.takes("b", 1)]).to.deep.equal([false, true]);
    now += 1000;
    expect(one.takes("a", 1)).to.equal(true);
  });

  it("is a MiB in a second, and what is larger alone", () => {
    const one = throughput();
    expect([one.takes("a", 2 ** 20), one.takes("a", 1)]).to.deep.equal([true, false]);
    expect(one.takes("b", 5 * 2 ** 20)).to.equal(true);
  });

  it("is five reads in a second, of two MiB", () => {
    const one = throughput();
    expect([1, 2, 3, 4, 5, 6].map(() => one.gives("a"))).to.deep.equal([true, true, true, true, true, false]);
    one.gave("b", 2 * 2 ** 20);
    expect(one.gives("b")).to.equal(false);
  });
});

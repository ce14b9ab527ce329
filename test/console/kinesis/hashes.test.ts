import { expect } from "chai";
import { dataText } from "../../../lab/console/kinesis/records/data.ts";
import { areAdjacent, middleOf, shareOf } from "../../../lab/console/kinesis/shards/hashes.ts";

const LAST = 2n ** 128n - 1n;
const shard = (from: bigint, to: bigint) => ({
  ShardId: "shardId-000000000000",
  HashKeyRange: { StartingHashKey: String(from), EndingHashKey: String(to) },
  SequenceNumberRange: { StartingSequenceNumber: "1" },
});
const all = shard(0n, LAST);
const lower = shard(0n, 2n ** 127n - 1n);
const upper = shard(2n ** 127n, LAST);

describe("The console's hashes of shards", () => {
  it("have their share of all hashes", () => {
    expect(shareOf(all)).to.deep.equal({ from: 0, size: 1 });
    expect(shareOf(upper)).to.deep.equal({ from: 0.5, size: 0.5 });
  });

  it("are split in the middle", () => {
    expect(middleOf(all)).to.equal(String(2n ** 127n));
    expect(middleOf(upper)).to.equal(String(2n ** 127n + 2n ** 126n));
  });

  it("are merged with those next to them alone", () => {
    expect(areAdjacent(lower, upper)).to.equal(true);
    expect(areAdjacent(upper, lower)).to.equal(true);
    expect(areAdjacent(lower, shard(2n ** 127n + 1n, LAST))).to.equal(false);
  });
});

describe("The console's data of a Kinesis record", () => {
  it("is text where it is, and Base64 where it is not", () => {
    expect(dataText(new TextEncoder().encode("größer"))).to.deep.equal({ text: "größer", isBase64: false });
    expect(dataText(Uint8Array.of(255, 0))).to.deep.equal({ text: "/wA=", isBase64: true });
    expect(dataText(undefined)).to.deep.equal({ text: "", isBase64: false });
  });
});

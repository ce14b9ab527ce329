import { randomBytes } from "node:crypto";
import { expect } from "chai";
import { digestAlgorithms, hasher } from "../../../../lab/cloud/store/digests/hashers.ts";
import { largeHasher } from "../../../../lab/cloud/store/digests/large-hashers.ts";

describe("Digests of many bytes", () => {
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
  const bytes = randomBytes(300_001);

  for (const algorithm of digestAlgorithms) {
    for (const cuts of [[], [0, 1, 17, 300_000], [128 * 1024, 128 * 1024 + 16, 200_000]]) {
      it(`in ${algorithm} are those of few bytes, cut at ${cuts.join(", ") || "nothing"}`, async () => {
        const few = hasher(algorithm);
        few.update(bytes);
        // Two at once, and one after them: none of them disturbs another.
        const [one, other] = [await largeHasher(algorithm), await largeHasher(algorithm)];
        const edges = [0, ...cuts, bytes.length];
        for (const [i, edge] of edges.slice(1).entries()) {
          one.update(bytes.subarray(edges[i], edge));
          other.update(randomBytes(100));
        }
        const expected = hex(await few.digest());
        expect(hex(await one.digest())).to.equal(expected);
        await other.digest();
        const later = await largeHasher(algorithm);
        later.update(bytes);
        expect(hex(await later.digest())).to.equal(expected);
      });
    }
  }

  it("of nothing are those of nothing", async () => {
    for (const algorithm of digestAlgorithms) {
      const large = await largeHasher(algorithm);
      expect(hex(await large.digest()), algorithm).to.equal(hex(await hasher(algorithm).digest()));
    }
  });
});

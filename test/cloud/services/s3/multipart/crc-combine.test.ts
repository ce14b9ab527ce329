import { randomBytes } from "node:crypto";
import { expect } from "chai";
import { combineCrcs, combines } from "../../../../../lab/cloud/services/s3/multipart/crc-combine.ts";
import { base64 } from "../../../../../lab/cloud/services/s3/objects/checksums.ts";
import { hasher } from "../../../../../lab/cloud/store/digests/hashers.ts";

describe("s3 checksums of parts", () => {
  const checksumOf = async (algorithm: "CRC32", bytes: Uint8Array) => {
    const hash = hasher(algorithm);
    hash.update(bytes);
    return base64(await hash.digest());
  };

  for (const algorithm of ["CRC32", "CRC32C", "CRC64NVME"] as unknown as "CRC32"[]) {
    for (const sizes of [[9], [1, 2, 3], [0, 5, 0], [5_000_000, 5_000_001, 17], Array(40).fill(100)]) {
      it(`in ${algorithm} give the checksum of the whole, for ${sizes.length} parts of ${sizes[0]}… bytes`, async () => {
        const pieces = sizes.map((size) => randomBytes(size));
        const parts = await Promise.all(
          pieces.map(async (piece) => ({ size: piece.length, checksum: await checksumOf(algorithm, piece) })),
        );
        expect(combineCrcs(algorithm, parts)).to.equal(await checksumOf(algorithm, Buffer.concat(pieces)));
      });
    }
  }

  it("combine for cyclic redundancy checks only", () => {
    expect(combines("CRC32C")).to.equal(true);
    expect(combines("SHA256")).to.equal(false);
  });
});

import { createHash } from "node:crypto";
import { Xxh3_64, Xxh3_128, Xxh64 } from "@aws-sdk/checksums/xxh";
import { hashAtOnce } from "../../hash.ts";
import { crcs } from "./crcs.ts";

/** Takes in bytes and gives their digest. */
export interface Hasher {
  update(data: Uint8Array): unknown;
  digest(): Uint8Array | Promise<Uint8Array>;
}

const hashers = {
  ...crcs,
  MD5: () => createHash("md5"),
  SHA1: () => createHash("sha1"),
  SHA256: () => createHash("sha256"),
  SHA512: () => createHash("sha512"),
  XXHASH64: () => new Xxh64(),
  XXHASH3: () => new Xxh3_64(),
  XXHASH128: () => new Xxh3_128(),
} satisfies Record<string, () => Hasher>;

export type DigestAlgorithm = keyof typeof hashers;

export const digestAlgorithms = Object.keys(hashers) as DigestAlgorithm[];

/** Digests of the same bytes. */
export type Digests = ReadonlyMap<DigestAlgorithm, Uint8Array>;

/** Starts a digest that costs nothing to start. Of many bytes, `large-hashers.ts` computes it several times as fast. */
export function hasher(algorithm: DigestAlgorithm): Hasher {
  return hashers[algorithm]();
}

/** The digests of bytes that are all here: most algorithms have them at once. */
export function digestsOf(bytes: Uint8Array, algorithms: readonly DigestAlgorithm[]): Promise<Digests> | Digests {
  const digests = new Map<DigestAlgorithm, Uint8Array>();
  let late: Promise<unknown> | undefined;
  for (const algorithm of algorithms) {
    // Every object has this one.
    const digest = algorithm === "MD5" ? Buffer.from(hashAtOnce("md5", bytes), "hex") : digestOf(bytes, algorithm);
    if (digest instanceof Uint8Array) digests.set(algorithm, digest);
    else late = Promise.all([late, digest.then((found) => digests.set(algorithm, found))]);
  }
  return late ? late.then(() => digests) : digests;
}

function digestOf(bytes: Uint8Array, algorithm: DigestAlgorithm): Uint8Array | Promise<Uint8Array> {
  const hash = hasher(algorithm);
  hash.update(bytes);
  return hash.digest();
}

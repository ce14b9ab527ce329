import { createHash } from "node:crypto";
import wasm, { type IHasher } from "hash-wasm";
import { crcs } from "./crcs.ts";
import type { DigestAlgorithm, Hasher } from "./hashers.ts";

/** The fastest there is for many bytes: of Node.js itself, else in WebAssembly, which takes a moment to start. */
const hashers: Record<DigestAlgorithm, () => Hasher | Promise<Hasher>> = {
  ...crcs,
  MD5: () => createHash("md5"),
  SHA1: () => createHash("sha1"),
  SHA256: () => createHash("sha256"),
  SHA512: () => createHash("sha512"),
  XXHASH64: () => reused("XXHASH64", () => wasm.createXXHash64()),
  XXHASH3: () => reused("XXHASH3", () => wasm.createXXHash3()),
  XXHASH128: () => reused("XXHASH128", () => wasm.createXXHash128()),
};

/** Starts a digest of many bytes. */
export async function largeHasher(algorithm: DigestAlgorithm): Promise<Hasher> {
  return await hashers[algorithm]();
}

/** Instances that are not in use. Each reserves address space, which only a garbage collection gives back. */
const idle = new Map<DigestAlgorithm, IHasher[]>();

async function reused(algorithm: DigestAlgorithm, create: () => Promise<IHasher>): Promise<Hasher> {
  const hash = (idle.get(algorithm)?.pop() ?? (await create())).init();
  return {
    update: (data) => hash.update(data),
    digest() {
      const digest = hash.digest("binary");
      idle.set(algorithm, [...(idle.get(algorithm) ?? []), hash]);
      return digest;
    },
  };
}

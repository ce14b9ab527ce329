import { createHash } from "node:crypto";
import * as zlib from "node:zlib";
import wasm, { type IHasher } from "hash-wasm";
import type { DigestAlgorithm, Hasher } from "./hashers.ts";

type Start = () => Hasher | Promise<Hasher>;

/** The fastest there is for many bytes: of Node.js itself, else WebAssembly, which takes a moment to start. */
const hashers: Record<DigestAlgorithm, Start> = {
  // Node.js has it since 20.15.
  CRC32: () => ("crc32" in zlib ? new ZlibCrc32() : reused("CRC32", () => wasm.createCRC32())),
  CRC32C: () => reused("CRC32C", () => wasm.createCRC32(0x82f63b78)),
  CRC64NVME: () => reused("CRC64NVME", () => wasm.createCRC64("9a6c9329ac4bc9b5")),
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

/** Instances of WebAssembly that are not in use. Each reserves address space, which only a garbage collection gives back. */
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

const { crc32 } = zlib as { readonly crc32?: (data: Uint8Array, before: number) => number };

class ZlibCrc32 implements Hasher {
  #value = 0;

  update(data: Uint8Array): void {
    this.#value = (crc32 as NonNullable<typeof crc32>)(data, this.#value);
  }

  digest(): Uint8Array {
    const digest = Buffer.alloc(4);
    digest.writeUInt32BE(this.#value);
    return digest;
  }
}

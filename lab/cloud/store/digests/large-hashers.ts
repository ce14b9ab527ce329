import { createHash } from "node:crypto";
import * as zlib from "node:zlib";
import wasm, { type IHasher } from "hash-wasm";
import { crcOf } from "./crc.ts";
import type { DigestAlgorithm, Hasher } from "./hashers.ts";

const crc32 = crcOf({ bits: 32, polynomial: 0xedb88320n });

/** The fastest there is for many bytes: of Node.js itself, else in WebAssembly, which takes a moment to start. */
const hashers: Record<DigestAlgorithm, () => Hasher | Promise<Hasher>> = {
  // Node.js has it since 20.15.
  CRC32: () => ("crc32" in zlib ? new ZlibCrc32() : crc32()),
  CRC32C: crcOf({ bits: 32, polynomial: 0x82f63b78n }),
  CRC64NVME: crcOf({ bits: 64, polynomial: 0x9a6c9329ac4bc9b5n }),
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

class ZlibCrc32 implements Hasher {
  #value = 0;

  update(data: Uint8Array): void {
    this.#value = (zlib as unknown as { crc32(data: Uint8Array, before: number): number }).crc32(data, this.#value);
  }

  digest(): Uint8Array {
    const digest = Buffer.alloc(4);
    digest.writeUInt32BE(this.#value);
    return digest;
  }
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

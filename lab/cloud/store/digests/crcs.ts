import * as zlib from "node:zlib";
import { crcOf } from "./crc.ts";
import type { Hasher } from "./hashers.ts";

const crc32 = crcOf({ bits: 32, polynomial: 0xedb88320n });

/** The cyclic redundancy checks of S3, of few bytes as of many: unlike the SDK's, they have their digest at once. */
export const crcs = {
  // Node.js has it since 20.15.
  CRC32: () => ("crc32" in zlib ? new ZlibCrc32() : crc32()),
  CRC32C: crcOf({ bits: 32, polynomial: 0x82f63b78n }),
  CRC64NVME: crcOf({ bits: 64, polynomial: 0x9a6c9329ac4bc9b5n }),
} satisfies Record<string, () => Hasher>;

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

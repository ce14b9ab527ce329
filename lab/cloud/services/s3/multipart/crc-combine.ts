import type { ChecksumAlgorithm } from "../records.ts";

/** A cyclic redundancy check that can be joined: its width and polynomial, both as the bits travel (reflected). */
interface Crc {
  readonly bits: bigint;
  readonly polynomial: bigint;
}

const CRCS: Partial<Record<ChecksumAlgorithm, Crc>> = {
  CRC32: { bits: 32n, polynomial: 0xedb88320n },
  CRC32C: { bits: 32n, polynomial: 0x82f63b78n },
  CRC64NVME: { bits: 64n, polynomial: 0x9a6c9329ac4bc9b5n },
};

/** Whether the checksum of a whole follows from those of its parts. */
export function combines(algorithm: ChecksumAlgorithm): boolean {
  return Object.hasOwn(CRCS, algorithm);
}

/**
 * The checksum of a whole from the checksums of its parts, in order, without reading a byte of it.
 *
 * A CRC is a remainder of polynomials, and appending n bits multiplies what was before by x^n: so the whole's is each
 * part's times x to the number of bits after it, all added up (which is xor).
 * @param parts checksums in base64 and sizes in bytes
 */
export function combineCrcs(
  algorithm: ChecksumAlgorithm,
  parts: readonly { readonly checksum?: string | undefined; readonly size: number }[],
): string {
  const crc = CRCS[algorithm] as Crc;
  let whole = 0n;
  for (const { checksum = "", size } of parts) {
    const value = BigInt(`0x${Buffer.from(checksum, "base64").toString("hex")}`);
    whole = multiply(whole, powerOfX(BigInt(size) * 8n, crc), crc) ^ value;
  }
  return Buffer.from(whole.toString(16).padStart(Number(crc.bits / 4n), "0"), "hex").toString("base64");
}

/** The product of two polynomials modulo the CRC's. The highest bit is the coefficient of x^0. */
function multiply(a: bigint, b: bigint, { bits, polynomial }: Crc): bigint {
  let product = 0n;
  let factor = b;
  for (let bit = bits - 1n; bit >= 0n; bit--) {
    if ((a >> bit) & 1n) product ^= factor;
    factor = factor & 1n ? (factor >> 1n) ^ polynomial : factor >> 1n;
  }
  return product;
}

/** x to a power, modulo the CRC's polynomial, by squaring. */
function powerOfX(exponent: bigint, crc: Crc): bigint {
  const one = 1n << (crc.bits - 1n);
  let result = one;
  let square = one >> 1n;
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = multiply(result, square, crc);
    square = multiply(square, square, crc);
  }
  return result;
}

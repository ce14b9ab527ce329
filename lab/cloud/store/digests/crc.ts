import { crcModule } from "./crc-module.ts";
import type { Hasher } from "./hashers.ts";

/** A cyclic redundancy check whose bits travel in reverse (reflected), that begins with all bits set, and ends with all inverted. */
export interface Crc {
  readonly bits: 32 | 64;
  /** Reversed. */
  readonly polynomial: bigint;
}

/** So many bytes are looked up at once, each in a table of its own. */
const SLICES = 16;
const TABLE = 256;

/** Where the bytes lie in the module's memory, behind the tables, and how many fit. */
const BYTES = SLICES * TABLE * 8;
const ROOM = 128 * 1024;

interface Instance {
  readonly memory: Uint8Array;
  readonly tables: BigUint64Array;
  update(crc: bigint, from: number, to: number): bigint;
}

/** Starts checks, all of which share an instance of the module: what one has seen so far is a number that it keeps. */
export function crcOf({ bits, polynomial }: Crc): () => Hasher {
  let instance: Instance | undefined;
  return () => {
    instance ??= instantiate(polynomial);
    return new WasmCrc(instance, bits);
  };
}

class WasmCrc implements Hasher {
  readonly #instance: Instance;
  readonly #bits: 32 | 64;
  readonly #ones: bigint;
  #crc: bigint;

  constructor(instance: Instance, bits: 32 | 64) {
    this.#instance = instance;
    this.#bits = bits;
    this.#ones = (1n << BigInt(bits)) - 1n;
    this.#crc = this.#ones;
  }

  update(data: Uint8Array): void {
    for (let at = 0; at < data.length; at += ROOM) this.#take(data.subarray(at, at + ROOM));
  }

  #take(bytes: Uint8Array): void {
    const { memory, update, tables } = this.#instance;
    const sliced = bytes.length - (bytes.length % SLICES);
    memory.set(bytes, BYTES);
    if (sliced > 0) this.#crc = BigInt.asUintN(64, update(this.#crc, BYTES, BYTES + sliced));
    for (const byte of bytes.subarray(sliced)) this.#crc = appended(this.#crc, byte, tables);
  }

  digest(): Uint8Array {
    const digest = Buffer.alloc(8);
    digest.writeBigUInt64BE(this.#crc ^ this.#ones);
    return digest.subarray(8 - this.#bits / 8);
  }
}

function instantiate(polynomial: bigint): Instance {
  const { exports } = new WebAssembly.Instance(crcModule({ slices: SLICES, bytes: BYTES + ROOM }));
  const { memory, update } = exports as unknown as { memory: WebAssembly.Memory; update: Instance["update"] };
  const tables = new BigUint64Array(memory.buffer, 0, SLICES * TABLE);
  fill(tables, polynomial);
  return { memory: new Uint8Array(memory.buffer), tables, update };
}

/** The first table says what a byte at the end adds to a check, each further one what it adds with one more byte behind it. */
function fill(tables: BigUint64Array, polynomial: bigint): void {
  for (let byte = 0; byte < TABLE; byte++) {
    let crc = BigInt(byte);
    for (let bit = 0; bit < 8; bit++) crc = crc & 1n ? (crc >> 1n) ^ polynomial : crc >> 1n;
    tables[byte] = crc;
  }
  for (let at = TABLE; at < tables.length; at++) tables[at] = appended(tables[at - TABLE] as bigint, 0, tables);
}

function appended(crc: bigint, byte: number, tables: BigUint64Array): bigint {
  return (crc >> 8n) ^ (tables[Number(crc & 0xffn) ^ byte] as bigint);
}

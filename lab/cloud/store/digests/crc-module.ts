// A WebAssembly module that computes cyclic redundancy checks of up to 64 bits by tables, sixteen bytes at a step ("slicing"). No
// package has one as fast. JavaScript has no integers of 64 bits to do it with, and takes eight times as long.

/** Instructions, by the names of WebAssembly's text format. https://webassembly.github.io/spec/core/binary/instructions.html */
const loop = 0x03;
const end = 0x0b;
const br_if = 0x0d;
const local_get = 0x20;
const local_set = 0x21;
const local_tee = 0x22;
const i64_load = 0x29;
const i32_const = 0x41;
const i64_const = 0x42;
const i32_lt_u = 0x49;
const i32_add = 0x6a;
const i32_and = 0x71;
const i32_shl = 0x74;
const i64_xor = 0x85;
const i64_shr_u = 0x88;
const i32_wrap_i64 = 0xa7;

const i32 = 0x7f;
const i64 = 0x7e;
const NO_RESULT = 0x40;
/** Of a load: the address is a multiple of 2³. */
const ALIGNED = 3;

// The function's parameters and variables.
const crc = 0;
const from = 1;
const to = 2;
const word = (number: number) => 3 + number;

/**
 * Exports a `memory`, which begins with a table of 256 numbers for each slice, and `update(crc, from, to)`, which takes in the
 * bytes between two addresses, a multiple of the slices and not none.
 * @param bytes that the memory has at least
 */
export function crcModule({ slices, bytes }: { readonly slices: number; readonly bytes: number }): WebAssembly.Module {
  const words = slices / 8;
  const pages = Math.ceil(bytes / 65_536);
  const update = [...vector([[...unsigned(words), i64]]), ...body(words), end];
  const signature = [0x60, ...vector([[i64], [i32], [i32]]), ...vector([[i64]])];
  const exported = [
    [...name("memory"), 0x02, 0],
    [...name("update"), 0x00, 0],
  ];
  return new WebAssembly.Module(
    Uint8Array.from([
      ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      ...section(1, [signature]),
      ...section(3, [[0]]),
      ...section(5, [[0x00, ...unsigned(pages)]]),
      ...section(7, exported),
      ...section(10, [[...unsigned(update.length), ...update]]),
    ]),
  );
}

/** Until `from` is `to`: loads words, the first of which meets the check, and looks all their bytes up. */
function body(words: number): number[] {
  const loads: number[] = [];
  const lookups: number[][] = [];
  for (let i = 0; i < words; i++) {
    const meets = i === 0 ? [local_get, crc, i64_xor] : [];
    loads.push(local_get, from, i64_load, ALIGNED, ...unsigned(8 * i), ...meets, local_set, word(i));
    for (let byte = 0; byte < 8; byte++) lookups.push(lookup(word(i), byte, 8 * words - 1 - 8 * i - byte));
  }
  const next = [local_get, from, i32_const, ...signed(8 * words), i32_add, local_tee, from];
  const step = [...loads, ...sum(lookups), local_set, crc, ...next, local_get, to, i32_lt_u, br_if, 0];
  return [loop, NO_RESULT, ...step, end, local_get, crc];
}

/** Adds up by pairs: one after the other, each would wait for all before it, which takes as long as everything else. */
function sum(terms: readonly (readonly number[])[]): readonly number[] {
  const half = terms.length / 2;
  return half < 1
    ? (terms[0] as readonly number[])
    : [...sum(terms.slice(0, half)), ...sum(terms.slice(half)), i64_xor];
}

/** The number that a table has for a byte of a word: at eight times the byte, behind the tables before it. */
function lookup(local: number, byte: number, table: number): number[] {
  const eightfold =
    byte === 0
      ? [i32_wrap_i64, i32_const, ...signed(3), i32_shl]
      : [i64_const, ...signed(8 * byte - 3), i64_shr_u, i32_wrap_i64];
  const address = [local_get, local, ...eightfold, i32_const, ...signed(0x7f8), i32_and];
  return [...address, i64_load, ALIGNED, ...unsigned(table * 256 * 8)];
}

function section(id: number, items: readonly (readonly number[])[]): number[] {
  const content = vector(items);
  return [id, ...unsigned(content.length), ...content];
}

function vector(items: readonly (readonly number[])[]): number[] {
  return [...unsigned(items.length), ...items.flat()];
}

function name(text: string): number[] {
  return vector([...Buffer.from(text)].map((byte) => [byte]));
}

/** An integer in LEB128: seven bits a byte, the lowest first. */
function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

/** The same with a sign, which is the highest bit of the last byte; for values that are not negative. */
function signed(value: number): number[] {
  return value < 0x40 ? [value] : [(value & 0x7f) | 0x80, ...signed(value >>> 7)];
}

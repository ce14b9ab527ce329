import { hashAtOnce } from "../../../hash.ts";
import type { KeyPart } from "../../../store/collection.ts";
import type { KeySchema } from "../records.ts";
import type { AttributeValue, Item } from "./attribute-value.ts";
import { sortableNumber } from "./numbers.ts";

/** In the order of their codes: base 64 that orders as the bytes do. */
const ORDERED_64 = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

/** The parts of a store's key that tell items of a table or an index apart: the partition's hash, then the sort key's attributes. */
export type StoredKey = readonly [partition: string, ...sort: KeyPart[]];

/**
 * The store's key of an item. Partitions lie in the order of their hashes, as a scan walks them; items of one in the order of
 * their sort keys. Nothing where the item lacks an attribute of the key, so that a sparse index leaves it out.
 */
export function storedKey(item: Item, { partition, sort }: KeySchema): StoredKey | undefined {
  const values = partition.map((name) => (Object.hasOwn(item, name) ? item[name] : undefined));
  const sorted = sort.map((name) => (Object.hasOwn(item, name) ? item[name] : undefined));
  if (![...values, ...sorted].every((value) => value && isKeyType(value))) return undefined;
  return [partitionHash(values as AttributeValue[]), ...sorted.map((value) => sortPart(value as AttributeValue))];
}

/** 32 hexadecimal digits that stand for the values of a partition key. */
export function partitionHash(values: readonly AttributeValue[]): string {
  const parts = values.map(hashedPart);
  const [first] = parts;
  // The usual case: one attribute, which is a text or a number.
  const all =
    parts.length === 1 && typeof first === "string" ? first : Buffer.concat(parts.map((part) => Buffer.from(part)));
  return hashAtOnce("sha256", all).slice(0, 32);
}

function hashedPart({ S, N, B }: AttributeValue): string | Uint8Array {
  if (S !== undefined) return `S${Buffer.byteLength(S)}:${S}`;
  if (N !== undefined) return `N${N.length}:${N}`;
  const bytes = B as Uint8Array;
  return Buffer.concat([Buffer.from(`B${bytes.length}:`), bytes]);
}

/** A value of a sort key as a text that orders as the value does. */
export function sortPart({ S, N, B }: AttributeValue): KeyPart {
  if (S !== undefined) return S;
  return N !== undefined ? sortableNumber(N) : sortableBytes(B as Uint8Array);
}

/** What a sort key's part is before when it begins with a prefix, and not any more; nothing when all after it begin with it. */
export function endOfPrefix({ S, B }: AttributeValue): KeyPart | undefined {
  if (S !== undefined) return afterText(S);
  const bytes = Buffer.from(B as Uint8Array);
  let length = bytes.length;
  while (length > 0 && bytes[length - 1] === 0xff) length -= 1;
  if (length === 0) return undefined;
  const end = bytes.subarray(0, length);
  end[length - 1] = (end[length - 1] as number) + 1;
  return sortableBytes(end);
}

const LAST_CHARACTER = 0x10ffff;

/** The text after all that begin with a prefix: its last character is the next one. */
function afterText(prefix: string): string | undefined {
  const codes = Array.from(prefix, (character) => character.codePointAt(0) as number);
  while (codes.at(-1) === LAST_CHARACTER) codes.pop();
  const last = codes.pop();
  if (last === undefined) return undefined;
  // Surrogates are no characters.
  return String.fromCodePoint(...codes, last >= 0xd7ff && last < 0xe000 ? 0xe000 : last + 1);
}

function isKeyType({ S, N, B }: AttributeValue): boolean {
  return S !== undefined || N !== undefined || B !== undefined;
}

/** Six bits a character, so that the longest sort key is still one that the store takes. */
function sortableBytes(bytes: Uint8Array): string {
  let text = "";
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xffff;
    bits += 8;
    while (bits >= 6) {
      bits -= 6;
      text += ORDERED_64[(held >> bits) & 63];
    }
  }
  return bits > 0 ? text + ORDERED_64[(held << (6 - bits)) & 63] : text;
}

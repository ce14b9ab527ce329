import type { EncodingType } from "@aws-sdk/client-s3";
import { checkKeyLength } from "../access/buckets.ts";
import { invalidArgument } from "../errors.ts";

/** What a listing asks for. */
export interface PageRequest {
  readonly prefix: string;
  readonly delimiter: string;
  /** Where the page before ended: a key, or a common prefix. Empty at the beginning. */
  readonly after: string;
  readonly most: number;
}

/** A page of a listing: how many items are in it, what is rolled up under a delimiter, and where it ends. */
export interface Page {
  readonly count: number;
  readonly prefixes: readonly string[];
  /** The last key or common prefix of the page, when there is more after it. */
  readonly next: string | undefined;
}

/** Checks what the inputs of all listings have in common. */
export function pageRequest(
  input: { readonly Prefix?: string; readonly Delimiter?: string; readonly MaxKeys?: number },
  after: string,
): PageRequest {
  const { Prefix: prefix = "", Delimiter: delimiter = "", MaxKeys = 1000 } = input;
  checkKeyLength(prefix);
  checkKeyLength(after);
  if (!(MaxKeys >= 0 && MaxKeys <= 2_147_483_647)) {
    throw invalidArgument("Argument maxKeys must be an integer between 0 and 2147483647", "maxKeys", String(MaxKeys));
  }
  return { prefix, delimiter, after, most: Math.min(MaxKeys, 1000) };
}

/**
 * Takes a page out of keys in order.
 * @param scan reads what there is from a key on, in order
 * @param take is given each item of the page as soon as it is read: to hold a thousand records until all are there costs more
 *   than to read them
 * @param rest what is left of the key in whose middle the page before ended
 */
export function pageOf<T extends Keyed>(
  scan: (from: string) => Iterable<T>,
  request: PageRequest,
  take: (item: T) => void,
  rest: Iterable<T> = [],
): Page {
  const prefixes: string[] = [];
  let count = 0;
  if (request.most === 0) return { count, prefixes, next: undefined };
  let last = "";
  for (const { at, item } of rolledUp(scan, request, rest)) {
    if (count + prefixes.length === request.most) return { count, prefixes, next: last };
    if (item) {
      take(item);
      count += 1;
    } else prefixes.push(at);
    last = at;
  }
  return { count, prefixes, next: undefined };
}

interface Keyed {
  readonly key: string;
}

/** What is on a page, one by one: an item, or the common prefix that stands for all keys under it, which are jumped over. */
function* rolledUp<T extends Keyed>(
  scan: (from: string) => Iterable<T>,
  request: PageRequest,
  rest: Iterable<T>,
): Generator<{ readonly at: string; readonly item?: T }> {
  const { prefix, delimiter, after } = request;
  const inside = after.startsWith(prefix) && commonPrefix(after, prefix, delimiter) === undefined;
  if (inside) for (const item of rest) yield { at: item.key, item };
  for (let from = beginning(request); from !== undefined; ) {
    let common: string | undefined;
    for (const item of scan(from)) {
      if (!item.key.startsWith(prefix)) return;
      common = commonPrefix(item.key, prefix, delimiter);
      if (common !== undefined) break;
      yield { at: item.key, item };
    }
    if (common === undefined) return;
    yield { at: common };
    from = endOf(common);
  }
}

/** What the answers of all listings have in common. */
export function pageMembers(
  { prefixes, next }: Page,
  { prefix, delimiter }: PageRequest,
  EncodingType: EncodingType | undefined,
) {
  const encode = encoder(EncodingType);
  return {
    Prefix: encode(prefix),
    Delimiter: delimiter === "" ? undefined : encode(delimiter),
    EncodingType,
    CommonPrefixes: prefixes.map((common) => ({ Prefix: encode(common) })),
    IsTruncated: next !== undefined,
  };
}

/** Compares as S3 orders: by the bytes of UTF-8, which is not how JavaScript compares characters beyond U+FFFF. */
export function compareKeys(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** `encoding-type=url` percent-encodes what XML can't hold. S3 leaves slashes, and writes a space as a plus. */
export function encoder(type: string | undefined): (text: string) => string {
  if (type === undefined) return (text) => text;
  if (type !== "url") throw invalidArgument("Invalid Encoding Method specified in Request", "encoding-type", type);
  return (text) =>
    encodeURIComponent(text)
      .replaceAll("%2F", "/")
      .replaceAll("%20", "+")
      .replace(/[!'()]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** The first key that can be on the page; nothing when none can. */
function beginning({ prefix, delimiter, after }: PageRequest): string | undefined {
  if (after === "") return prefix;
  const rolledUp = after.startsWith(prefix) ? commonPrefix(after, prefix, delimiter) : undefined;
  // What the marker is rolled up into is on an earlier page, and with it all keys under it.
  if (rolledUp !== undefined) return endOf(rolledUp);
  const next = `${after}\0`;
  return compareKeys(next, prefix) > 0 ? next : prefix;
}

function commonPrefix(key: string, prefix: string, delimiter: string): string | undefined {
  const cut = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
  return cut < 0 ? undefined : key.slice(0, cut + delimiter.length);
}

/** The smallest key after all those that begin with `prefix`; nothing when there is no such key. */
function endOf(prefix: string): string | undefined {
  const characters = [...prefix];
  for (let last = characters.pop(); last !== undefined; last = characters.pop()) {
    const code = last.codePointAt(0) as number;
    if (code === 0x10ffff) continue;
    // Surrogates are no characters: after U+D7FF comes U+E000.
    return characters.join("") + String.fromCodePoint(code === 0xd7ff ? 0xe000 : code + 1);
  }
  return undefined;
}

import { MalformedRequest } from "./errors.ts";

/** How deep items may be nested, how many there may be, and the longest big number, in bytes. */
const DEEPEST = 100;
const MOST = 200_000;
const LONGEST_NUMBER = 64;

const [BYTES, TEXT, LIST, MAP, TAG, SIMPLE] = [2, 3, 4, 5, 6, 7];
const INDEFINITE = 31;
/** Tags whose decoding costs more than their bytes: big numbers, and decimal fractions, which no AWS operation takes. */
const BIG_NUMBERS = new Set([2, 3]);
const DECIMAL_FRACTION = 4;
const PROTO = Buffer.from("__proto__");

/**
 * Looks through a CBOR item before the SDK's codec builds anything of it, in one pass. Throws a MalformedRequest when it is not
 * well-formed (RFC 8949, appendix C): lengths and counts that the bytes can't hold, or when it goes beyond all bounds.
 */
export function checkCbor(bytes: Uint8Array): void {
  const end = new Scan(bytes).item(0, 0);
  if (end !== bytes.length) throw new MalformedRequest("Something follows the CBOR item");
}

class Scan {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #count = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Where the item that begins at `at` ends. */
  item(at: number, depth: number): number {
    if (depth > DEEPEST || ++this.#count > MOST || at >= this.#bytes.length) throw malformed();
    const initial = this.#bytes[at] as number;
    const major = initial >> 5;
    const minor = initial & 31;
    if (minor === INDEFINITE && major >= BYTES && major <= MAP) return this.#pieces(major, at + 1, depth);
    const argument = this.#argument(at, minor);
    const next = at + 1 + sizeOf(minor);
    switch (major) {
      case BYTES:
      case TEXT:
        return this.#within(next + argument);
      case LIST:
        return this.#items(argument, next, depth);
      case MAP:
        return this.#entries(argument, next, depth);
      case TAG:
        return this.#tagged(argument, next, depth);
      default:
        if (major === SIMPLE && minor === INDEFINITE) throw malformed();
        return next;
    }
  }

  #items(count: number, begin: number, depth: number): number {
    this.#within(begin + count);
    let at = begin;
    for (let i = 0; i < count; i++) at = this.item(at, depth + 1);
    return at;
  }

  #entries(count: number, begin: number, depth: number): number {
    this.#within(begin + 2 * count);
    let at = begin;
    for (let i = 0; i < count; i++) at = this.item(this.#key(at, depth), depth + 1);
    return at;
  }

  /** The parts of an item that ends with a break. */
  #pieces(major: number, begin: number, depth: number): number {
    let at = begin;
    while (this.#bytes[at] !== 0xff) {
      if (major === BYTES || major === TEXT) at = this.#piece(major, at);
      else at = this.item(major === MAP ? this.#key(at, depth) : at, depth + 1);
    }
    return at + 1;
  }

  /** A key must be a text, since the codec takes anything for one, and none that stands for something else in JavaScript. */
  #key(at: number, depth: number): number {
    if ((this.#bytes[at] as number) >> 5 !== TEXT) throw malformed();
    const end = this.item(at, depth + 1);
    const isLikely = this.#bytes[end - 1] === PROTO[0] && end - at > PROTO.length;
    if (isLikely && PROTO.equals(this.#bytes.subarray(end - PROTO.length, end))) throw malformed();
    return end;
  }

  #piece(major: number, at: number): number {
    const initial = this.#bytes[at] as number;
    if (initial >> 5 !== major || (initial & 31) === INDEFINITE) throw malformed();
    return this.item(at, 0);
  }

  #tagged(tag: number, at: number, depth: number): number {
    if (tag === DECIMAL_FRACTION) throw malformed();
    const end = this.item(at, depth + 1);
    if (BIG_NUMBERS.has(tag) && ((this.#bytes[at] as number) >> 5 !== BYTES || end - at > LONGEST_NUMBER))
      throw malformed();
    return end;
  }

  /** The number that follows an initial byte: a length, a count, a tag or a value. */
  #argument(at: number, minor: number): number {
    if (minor < 24) return minor;
    this.#within(at + 1 + sizeOf(minor));
    switch (minor) {
      case 24:
        return this.#view.getUint8(at + 1);
      case 25:
        return this.#view.getUint16(at + 1);
      case 26:
        return this.#view.getUint32(at + 1);
      case 27:
        return Number(this.#view.getBigUint64(at + 1));
      default:
        throw malformed();
    }
  }

  #within(end: number): number {
    if (end > this.#bytes.length) throw malformed();
    return end;
  }
}

/** How many bytes follow an initial byte. */
function sizeOf(minor: number): number {
  return minor < 24 || minor > 27 ? 0 : 1 << (minor - 24);
}

function malformed(): MalformedRequest {
  return new MalformedRequest("The CBOR is not well-formed");
}

import { escapeXml, referenceOf } from "./escape-xml.ts";

/** Longer texts are left to Node.js: a call costs as much as some hundred characters do here. */
const SHORT = 200;

const SLASH = 0x2f;
const LAST_OF_ASCII = 0x7f;

/** The longest reference to an ASCII character: `&quot;`. */
const LONGEST_REFERENCE = 6;

/** A buffer that no writer uses: most documents fit in it. One that grew larger than `MOST_SPARE` bytes is not kept. */
let spare: Buffer | undefined;
const FIRST_SIZE = 16 * 1024;
const MOST_SPARE = 1024 * 1024;

/**
 * A document on its way: its bytes are written one after the other. A listing is some ten thousand short texts; to join those
 * to one, and that to bytes, takes five times as long, most of it for collecting the garbage.
 */
export class XmlWriter {
  #bytes: Buffer;
  #length = 0;

  constructor() {
    this.#bytes = spare ?? Buffer.allocUnsafeSlow(FIRST_SIZE);
    spare = undefined;
  }

  /** Writes markup, or what is escaped already. */
  raw(text: string): void {
    if (text.length > SHORT || !this.#writeShort(text)) this.#write(text);
  }

  /** Writes text, escaped. */
  text(text: string): void {
    if (text.length > SHORT || !this.#escapeShort(text)) this.#write(escapeXml(text));
  }

  /** Begins an element that has no attributes. Its name is one of ASCII. */
  begin(name: string): void {
    this.#tag(name, 0);
  }

  /** Ends an element. */
  end(name: string): void {
    this.#tag(name, SLASH);
  }

  /** Writes an element that holds text. */
  element(name: string, text: string): void {
    this.begin(name);
    this.text(text);
    this.end(name);
  }

  /** The bytes of the document, in UTF-8. Nothing is written after them. */
  finish(): Buffer {
    const document = Buffer.from(this.#bytes.subarray(0, this.#length));
    if (this.#bytes.length <= MOST_SPARE) spare = this.#bytes;
    return document;
  }

  #tag(name: string, slash: number): void {
    const { length } = name;
    this.#makeRoom(length + 3);
    const bytes = this.#bytes;
    let at = this.#length;
    bytes[at++] = 0x3c;
    if (slash !== 0) bytes[at++] = slash;
    for (let i = 0; i < length; i++) bytes[at++] = name.charCodeAt(i);
    bytes[at++] = 0x3e;
    this.#length = at;
  }

  #write(text: string): void {
    this.#makeRoom(Buffer.byteLength(text));
    this.#length += this.#bytes.write(text, this.#length);
  }

  /** Writes a short text. False, and nothing is written, when it has other characters than ASCII's. */
  #writeShort(text: string): boolean {
    const { length } = text;
    this.#makeRoom(length);
    const bytes = this.#bytes;
    const begin = this.#length;
    for (let i = 0; i < length; i++) {
      const code = text.charCodeAt(i);
      if (code > LAST_OF_ASCII) return false;
      bytes[begin + i] = code;
    }
    this.#length = begin + length;
    return true;
  }

  /** The same, escaped. */
  #escapeShort(text: string): boolean {
    const { length } = text;
    this.#makeRoom(length * LONGEST_REFERENCE);
    const bytes = this.#bytes;
    let at = this.#length;
    for (let i = 0; i < length; i++) {
      const code = text.charCodeAt(i);
      if (code > LAST_OF_ASCII) return false;
      const reference = referenceOf(code);
      if (reference === undefined) bytes[at++] = code;
      else for (let k = 0; k < reference.length; k++) bytes[at++] = reference.charCodeAt(k);
    }
    this.#length = at;
    return true;
  }

  #makeRoom(size: number): void {
    const needed = this.#length + size;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.#bytes.length));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}

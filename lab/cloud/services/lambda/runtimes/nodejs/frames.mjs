/**
 * How the lab and the Node.js runtime tell each other something: 4 bytes with the length of a head, 4 bytes with that of a
 * body, the head as JSON, the body as it is. Both ends use this file.
 */

const LENGTHS = 8;

/** A body of up to so many bytes is copied to its head, so that one write takes both. */
const COPIED = 64 * 1024;

/**
 * @param {import("node:net").Socket} pipe
 * @param {object} head
 * @param {string | Uint8Array} [body]
 * @param {() => void} [done] Called when the frame is on its way
 */
export function writeFrame(pipe, head, body = "", done) {
  const text = JSON.stringify(head);
  const headLength = Buffer.byteLength(text);
  const bodyLength = Buffer.byteLength(body);
  const isCopied = bodyLength <= COPIED;
  const start = Buffer.allocUnsafe(LENGTHS + headLength + (isCopied ? bodyLength : 0));
  start.writeUInt32BE(headLength, 0);
  start.writeUInt32BE(bodyLength, 4);
  start.write(text, LENGTHS);
  if (!isCopied) {
    pipe.write(start);
    pipe.write(body, done);
    return;
  }
  if (typeof body === "string") start.write(body, LENGTHS + headLength);
  else start.set(body, LENGTHS + headLength);
  pipe.write(start, done);
}

/**
 * @template Head
 * @callback OnFrame
 * @param {Head} head
 * @param {Buffer | undefined} body Undefined when it is longer than the limit
 * @returns {void}
 */

/**
 * Puts frames together again, wherever they were cut.
 * @template {object} Head
 */
export class FrameReader {
  #onFrame;
  #longestHead;
  #longestBody;
  /** @type {Buffer[]} What belongs to the frame that is not whole yet. */
  #parts = [];
  #size = 0;
  /** How many bytes are needed to go on: for the lengths, then for the whole frame. */
  #needed = LENGTHS;
  /** How many bytes of a body that is too long are still to come. */
  #skipped = 0;

  /**
   * @param {OnFrame<Head>} onFrame
   * @param {number} [longestHead] In bytes; `push` throws for what says that it is longer
   * @param {number} [longestBody] In bytes; a longer one is left out
   */
  constructor(onFrame, longestHead = Number.POSITIVE_INFINITY, longestBody = Number.POSITIVE_INFINITY) {
    this.#onFrame = onFrame;
    this.#longestHead = longestHead;
    this.#longestBody = longestBody;
  }

  /**
   * Takes what was read. Throws for what is no frame.
   * @param {Buffer} chunk
   */
  push(chunk) {
    let rest = chunk;
    while (rest.length > 0) {
      const skipped = Math.min(this.#skipped, rest.length);
      this.#skipped -= skipped;
      rest = this.#add(rest.subarray(skipped));
    }
  }

  /**
   * Takes the bytes of one frame from the front.
   * @param {Buffer} chunk
   * @returns {Buffer} What is left
   */
  #add(chunk) {
    if (this.#size + chunk.length < this.#needed) {
      this.#parts.push(chunk);
      this.#size += chunk.length;
      return chunk.subarray(chunk.length);
    }
    const whole = this.#size === 0 ? chunk : Buffer.concat([...this.#parts, chunk]);
    this.#parts = [];
    this.#size = 0;
    const headLength = whole.readUInt32BE(0);
    const bodyLength = whole.readUInt32BE(4);
    if (headLength > this.#longestHead) throw new RangeError("A frame's head is too long");
    const isTooLong = bodyLength > this.#longestBody;
    const headEnd = LENGTHS + headLength;
    const end = isTooLong ? headEnd : headEnd + bodyLength;
    if (whole.length < end) {
      this.#needed = end;
      return this.#add(whole);
    }
    this.#needed = LENGTHS;
    if (isTooLong) this.#skipped = bodyLength;
    const head = JSON.parse(whole.toString("utf8", LENGTHS, headEnd));
    this.#onFrame(head, isTooLong ? undefined : whole.subarray(headEnd, end));
    return whole.subarray(end);
  }
}

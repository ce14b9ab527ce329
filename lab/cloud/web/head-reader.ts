import { Transform } from "node:stream";

const DELIMITER = Buffer.alloc(8);

/** A longer head is not valid. */
const MAX_HEAD = 64 * 1024;

/**
 * Takes the head from the front of a function's stream, and hands on the rest. A head is JSON with eight zero bytes behind it; it
 * goes to `begin`, whose error is the stream's.
 *
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html
 */
export class HeadReader extends Transform {
  readonly #begin: (head: unknown) => void;
  #head: Buffer | undefined = Buffer.alloc(0);

  constructor(begin: (head: unknown) => void) {
    super();
    this.#begin = begin;
  }

  override _transform(
    chunk: Buffer,
    _encoding: BufferEncoding,
    done: (error?: Error | null, data?: Buffer) => void,
  ): void {
    if (!this.#head) return void done(null, chunk);
    this.#head = Buffer.concat([this.#head, chunk]);
    const end = this.#head.indexOf(DELIMITER);
    if (end < 0) return void done(this.#head.length > MAX_HEAD ? noEnd() : null);
    const head = this.#head.subarray(0, end);
    const rest = this.#head.subarray(end + DELIMITER.length);
    this.#head = undefined;
    try {
      this.#begin(JSON.parse(head.toString()));
      done(null, rest);
    } catch (error) {
      done(error as Error);
    }
  }

  override _flush(done: (error?: Error | null) => void): void {
    done(this.#head ? noEnd() : null);
  }
}

const noEnd = () => new Error("A response's head has no end");

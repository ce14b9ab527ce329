import { Writable } from "node:stream";

/** What a handler marked by `awslambda.streamifyResponse` is known by. */
const STREAMING = Symbol.for("aws.lambda.runtime.handler.streaming");

const HTTP_RESPONSE = "application/vnd.awslambda.http-integration-response";

/** What stands between the head of an HTTP response and its body. */
const DELIMITER = "\0".repeat(8);

/**
 * The second argument of a handler that streams its answer. Nothing is sent before the first write.
 *
 * https://docs.aws.amazon.com/lambda/latest/dg/config-rs-write-functions.html
 */
export class ResponseStream extends Writable {
  #open;
  /** @type {import("./runtime-client.mjs").AnswerStream | undefined} */
  #answer;
  /** @type {[errorType: string, report: string] | undefined} */
  #failure;
  #contentType = "application/octet-stream";
  /** @type {Buffer | undefined} */
  #head;

  /** @param {(contentType: string) => import("./runtime-client.mjs").AnswerStream} open Begins the answer to the lab */
  constructor(open) {
    super();
    this.#open = open;
  }

  /** Whether a part of the answer is on its way. */
  get begun() {
    return this.#answer !== undefined;
  }

  /** @param {string} contentType */
  setContentType(contentType) {
    this.#contentType = contentType;
  }

  /**
   * Puts the status and headers of an HTTP response before what is written.
   * @param {object} metadata
   */
  setHead(metadata) {
    this.setContentType(HTTP_RESPONSE);
    this.#head = Buffer.from(JSON.stringify(metadata) + DELIMITER);
  }

  /**
   * Anything but text and bytes is written as JSON.
   * @override
   * @param {any} chunk
   * @param {any[]} rest
   */
  write(chunk, ...rest) {
    const plain = typeof chunk === "string" || chunk instanceof Uint8Array;
    return super.write(plain ? chunk : JSON.stringify(chunk), ...rest);
  }

  /**
   * @override
   * @param {Buffer} chunk
   * @param {BufferEncoding} _encoding
   * @param {(error?: Error | null) => void} done
   */
  _write(chunk, _encoding, done) {
    this.#begin().write(chunk, done);
  }

  /**
   * @override
   * @param {() => void} done
   */
  _final(done) {
    this.#begin().end(done, ...(this.#failure ?? []));
  }

  /**
   * Ends an answer that has begun with an error.
   * @param {string} type
   * @param {string} report JSON
   */
  abort(type, report) {
    this.#failure = [type, report];
    this.end();
  }

  #begin() {
    if (!this.#answer) {
      this.#answer = this.#open(this.#contentType);
      if (this.#head) this.#answer.write(this.#head, () => {});
    }
    return this.#answer;
  }
}

/**
 * Whether a handler takes a stream for its answer.
 * @param {object} handler
 */
export function isStreaming(handler) {
  return Reflect.get(handler, STREAMING) === "response";
}

/** Gives functions the global with which they stream. */
export function provideAwslambda() {
  const awslambda = {
    streamifyResponse: (/** @type {Function} */ handler) => Object.assign(handler, { [STREAMING]: "response" }),
    HttpResponseStream: {
      from(/** @type {ResponseStream} */ stream, /** @type {object} */ metadata) {
        stream.setHead(metadata);
        return stream;
      },
    },
  };
  Object.assign(globalThis, { awslambda });
}

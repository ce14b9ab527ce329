import { validateHeaderValue } from "node:http";
import process from "node:process";
import { reportOf } from "./errors.mjs";

/**
 * An event with what the lab says about it.
 * @typedef {object} Delivery
 * @property {string} id
 * @property {number} deadline In milliseconds since the epoch
 * @property {string} arn The function's, as the invoker named it
 * @property {string} traceId X-Ray's header
 * @property {string} [clientContext] JSON
 * @property {string} body JSON
 */

/** The longest type of an error that is told beside its report. */
const TYPE = /^[\x20-\x7e]{1,1024}$/;

/** A streamed answer goes in pieces of so many bytes. */
const PIECE = 256 * 1024;

/**
 * Speaks with the lab, which serves the Lambda Runtime API to other runtimes. An answer waits for the moment when the next
 * event can be taken, and asks for it: so an event takes one message each way.
 */
export class RuntimeClient {
  #channel;
  #initialised = false;
  /** The event that is not answered yet. */
  #current = false;
  /** @type {{ head: object, body: string } | undefined} The answer that is not on its way yet. */
  #answer;

  /** @param {import("./channel.mjs").Channel} channel */
  constructor(channel) {
    this.#channel = channel;
    // A function may end its process as soon as it has answered.
    process.on("exit", () => this.#flush({}));
  }

  /**
   * Sends the answer, and asks for the next event.
   * @param {(delivery: Delivery) => void} onEvent
   */
  next(onEvent) {
    this.#initialised = true;
    this.#channel.onFrame = (head, body) => {
      this.#channel.keepAlive(false);
      this.#current = true;
      onEvent({ ...head, body: String(body) });
    };
    this.#channel.keepAlive(true);
    this.#answer ??= { head: {}, body: "" };
    this.#flush({ next: true });
  }

  /**
   * Answers the current event.
   * @param {string} body JSON
   * @param {boolean} computed Whether the handler did nothing but compute: it waited for nothing
   */
  respond(body, computed) {
    this.#current = false;
    this.#answer = { head: { is: "answer", computed }, body };
  }

  /**
   * Begins to answer the current event with a stream. The next event may be asked for when it is ended.
   * @param {string} contentType
   * @returns {AnswerStream}
   */
  stream(contentType) {
    // It becomes a header for those who invoke the function by its URL.
    validateHeaderValue("Content-Type", contentType);
    this.#current = false;
    this.#channel.send({ is: "stream", contentType });
    return {
      write: (chunk, done) => {
        for (let at = 0; at < chunk.length; at += PIECE) {
          const isLast = at + PIECE >= chunk.length;
          this.#channel.send({ is: "piece" }, chunk.subarray(at, at + PIECE), isLast ? done : undefined);
        }
        if (chunk.length === 0) done();
      },
      end: (done, errorType, report) => this.#channel.send({ is: "end", errorType }, report, done),
    };
  }

  /**
   * Says that the current event, or the initialisation, failed. What fails between two events is nobody's to hear.
   * @param {unknown} error
   */
  fail(error) {
    if (this.#initialised && !this.#current) return;
    const report = reportOf(error);
    // A type of other characters still arrives in the report.
    const errorType = TYPE.test(report.errorType) ? report.errorType : "Error";
    this.#answer = { head: { is: this.#current ? "answer" : "init-error", errorType }, body: JSON.stringify(report) };
    this.#current = false;
  }

  /**
   * Ends the process when the answer is on its way.
   * @param {number} code
   */
  exit(code) {
    if (this.#answer) this.#flush({}, () => process.exit(code));
    else process.exit(code);
  }

  /**
   * @param {object} more What is said with the answer
   * @param {() => void} [done]
   */
  #flush(more, done) {
    if (!this.#answer) return;
    const { head, body } = this.#answer;
    this.#answer = undefined;
    this.#channel.send({ ...head, ...more }, body, done);
  }
}

/**
 * @typedef {object} AnswerStream
 * @property {(chunk: Buffer, done: () => void) => void} write
 * @property {(done: () => void, errorType?: string, report?: string) => void} end
 */

import { logError } from "./console.mjs";
import { baseContextOf } from "./context.mjs";
import { NodeJsExit, reportOf } from "./errors.mjs";
import { onEmptyLoop } from "./event-loop.mjs";
import { ResponseStream } from "./response-stream.mjs";

/** @typedef {import("./handler.mjs").Handler} Handler */
/** @typedef {import("./runtime-client.mjs").RuntimeClient} RuntimeClient */
/** @typedef {import("./runtime-client.mjs").Delivery} Delivery */

/** One event of a handler that streams its answer: it is over when the handler's promise is settled and the stream is ended. */
export class StreamingInvocation {
  #client;
  #handler;
  #serveNext;
  #stream;
  #ended = false;

  /**
   * @param {RuntimeClient} client
   * @param {Handler} handler
   * @param {() => void} next
   */
  constructor(client, handler, next) {
    this.#client = client;
    this.#handler = handler;
    this.#serveNext = next;
    this.#stream = new ResponseStream((contentType) => client.stream(contentType));
  }

  /** @param {Delivery} delivery */
  async run(delivery) {
    onEmptyLoop(() => this.#fail(new NodeJsExit()));
    const finished = new Promise((resolve, reject) => this.#stream.once("finish", resolve).once("error", reject));
    try {
      // The stream may fail while the handler still works.
      await Promise.all([this.#handler(JSON.parse(delivery.body), this.#stream, baseContextOf(delivery)), finished]);
    } catch (error) {
      return this.#fail(error);
    }
    this.#end();
  }

  /** @param {unknown} error */
  #fail(error) {
    if (this.#ended) return;
    logError("Invoke Error", error);
    if (!this.#stream.begun) {
      this.#client.fail(error);
      return this.#end();
    }
    const report = reportOf(error);
    this.#stream.once("finish", () => this.#end()).abort(report.errorType, JSON.stringify(report));
  }

  #end() {
    if (this.#ended) return;
    this.#ended = true;
    onEmptyLoop(() => {});
    this.#serveNext();
  }
}

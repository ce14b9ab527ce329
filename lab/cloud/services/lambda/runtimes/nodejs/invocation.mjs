import process from "node:process";
import { logError, logFor } from "./console.mjs";
import { contextOf } from "./context.mjs";
import { NodeJsExit } from "./errors.mjs";
import { onEmptyLoop } from "./event-loop.mjs";
import { isStreaming } from "./response-stream.mjs";
import { StreamingInvocation } from "./streaming-invocation.mjs";

/** @typedef {import("./handler.mjs").Handler} Handler */
/** @typedef {import("./runtime-client.mjs").RuntimeClient} RuntimeClient */
/** @typedef {import("./runtime-client.mjs").Delivery} Delivery */

/**
 * Serves the next event, and after it the one after that, for as long as the process lives.
 * @param {RuntimeClient} client
 * @param {Handler} handler
 */
export function serveNext(client, handler) {
  onEmptyLoop(() => {});
  const Kind = isStreaming(handler) ? StreamingInvocation : Invocation;
  client.next((delivery) => {
    logFor(delivery.id);
    forwardTrace(delivery);
    void new Kind(client, handler, () => setImmediate(serveNext, client, handler)).run(delivery);
  });
}

/** One event: the handler may end it by its promise, by the callback, or by a method of the context; the first one counts. */
class Invocation {
  #client;
  #handler;
  #serveNext;
  #ended = false;
  /** Whether the handler waited for anything, so that the event loop went on. */
  #waited = false;
  /** The context's `callbackWaitsForEmptyEventLoop`. */
  waitsForEmptyEventLoop = true;

  /**
   * @param {RuntimeClient} client
   * @param {Handler} handler
   * @param {() => void} next
   */
  constructor(client, handler, next) {
    this.#client = client;
    this.#handler = handler;
    this.#serveNext = next;
  }

  /** @param {Delivery} delivery */
  run(delivery) {
    onEmptyLoop(() => this.#forgotten());
    setImmediate(() => {
      this.#waited = true;
    });
    try {
      const result = this.#handler(JSON.parse(delivery.body), contextOf(delivery, this), this.callback);
      if (isThenable(result)) result.then(this.succeed, this.fail);
    } catch (error) {
      this.#end(error, undefined);
    }
  }

  /** The third argument of a handler: unless told not to, it waits until nothing else is left to do. */
  callback = (/** @type {unknown} */ error, /** @type {unknown} */ result) => {
    if (isAbsent(error) && this.waitsForEmptyEventLoop) {
      onEmptyLoop(() => setImmediate(() => this.#end(undefined, result)));
    } else {
      this.#end(error, result);
    }
  };

  done = (/** @type {unknown} */ error, /** @type {unknown} */ result) => this.#end(error, result);
  succeed = (/** @type {unknown} */ result) => this.#end(undefined, result);
  fail = (/** @type {unknown} */ error) => this.#end(isAbsent(error) ? "handled" : error, undefined);

  /**
   * @param {unknown} error
   * @param {unknown} result
   */
  #end(error, result) {
    if (this.#ended) return;
    this.#ended = true;
    onEmptyLoop(() => {});
    if (!isAbsent(error)) return this.#failWith(error);
    let body;
    try {
      body = JSON.stringify(result === undefined ? null : result) ?? "null";
    } catch {
      return this.#failWith(new Error("Unable to stringify response body"));
    }
    this.#client.respond(body, !this.#waited);
    this.#serveNext();
  }

  /** @param {unknown} error */
  #failWith(error) {
    logError("Invoke Error", error);
    this.#client.fail(error);
    this.#serveNext();
  }

  /** Nothing is left that could end this event: its promise never settles, or nobody called the callback. */
  #forgotten() {
    if (this.#handler.constructor.name === "AsyncFunction") this.#end(new NodeJsExit(), undefined);
    else this.#end(undefined, null);
  }
}

/**
 * @param {any} value
 * @returns {value is PromiseLike<unknown>}
 */
function isThenable(value) {
  return typeof value?.then === "function";
}

/** @param {unknown} value */
function isAbsent(value) {
  return value === undefined || value === null;
}

/**
 * The X-Ray SDK reads the trace of the current event from the environment.
 * @param {Delivery} delivery
 */
function forwardTrace({ traceId }) {
  process.env._X_AMZN_TRACE_ID = traceId;
}

import { Agent, request } from "node:http";
import process from "node:process";
import { reportOf } from "./errors.mjs";

/**
 * An event with what the lab says about it.
 * @typedef {object} Delivery
 * @property {string} id
 * @property {string} body JSON
 * @property {import("node:http").IncomingHttpHeaders} headers
 */

/** Speaks the Lambda Runtime API, over connections that stay open: one waits for events while the other sends answers. */
export class RuntimeClient {
  #agent = new Agent({ keepAlive: true, maxSockets: 2 });
  #host;
  #port;
  #token;
  #initialised = false;
  /** @type {string | undefined} The event that is not answered yet. */
  #current;

  /**
   * @param {string} address `host:port`
   * @param {string} token What tells this runtime from other environments' processes
   */
  constructor(address, token) {
    this.#token = token;
    [this.#host, this.#port] = address.split(":");
  }

  /**
   * Asks for the next event.
   * @param {(delivery: Delivery) => void} onEvent
   */
  next(onEvent) {
    this.#initialised = true;
    this.#call("GET", "invocation/next", {}, undefined, (headers, body) => {
      this.#current = String(headers["lambda-runtime-aws-request-id"]);
      onEvent({ id: this.#current, body, headers });
    });
  }

  /**
   * Answers the current event. The next one may be asked for at once.
   * @param {string} body JSON
   */
  respond(body) {
    const id = this.#current;
    this.#current = undefined;
    this.#call("POST", `invocation/${id}/response`, {}, body, () => {});
  }

  /**
   * Begins to answer the current event with a stream. The next event may be asked for when it is ended.
   * @param {string} contentType
   */
  stream(contentType) {
    const id = this.#current;
    this.#current = undefined;
    const headers = {
      "Content-Type": contentType,
      "Lambda-Runtime-Function-Response-Mode": "streaming",
      "Transfer-Encoding": "chunked",
      Trailer: "Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body",
    };
    return this.#request("POST", `invocation/${id}/response`, headers, () => {});
  }

  /**
   * Says that the current event, or the initialisation, failed. What fails between two events is nobody's to hear.
   * @param {unknown} error
   * @param {() => void} done
   */
  fail(error, done) {
    if (this.#initialised && !this.#current) return done();
    const path = this.#current ? `invocation/${this.#current}/error` : "init/error";
    this.#current = undefined;
    const report = reportOf(error);
    // A type with characters that a header can't hold still arrives in the body.
    const type = /^[\x20-\x7e]+$/.test(report.errorType) ? report.errorType : "Error";
    this.#call("POST", path, { "Lambda-Runtime-Function-Error-Type": type }, JSON.stringify(report), done);
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {Record<string, string>} headers
   * @param {string | undefined} body
   * @param {(headers: import("node:http").IncomingHttpHeaders, body: string) => void} done
   */
  #call(method, path, headers, body, done) {
    /** @type {Record<string, number>} */
    const length = body === undefined ? {} : { "Content-Length": Buffer.byteLength(body) };
    this.#request(method, path, { "Content-Type": "application/json", ...length, ...headers }, done).end(body);
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {Record<string, string | number>} headers
   * @param {(headers: import("node:http").IncomingHttpHeaders, body: string) => void} done
   */
  #request(method, path, headers, done) {
    const address = { host: this.#host, port: this.#port, path: `/2018-06-01/runtime/${path}`, agent: this.#agent };
    const call = request({ ...address, method, headers: { "Lambda-Runtime-Skylab-Token": this.#token, ...headers } });
    // The lab is gone, so is the function.
    call.on("error", () => process.exit(1));
    call.on("response", (response) => {
      /** @type {Buffer[]} */
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () => done(response.headers, Buffer.concat(chunks).toString()));
    });
    return call;
  }
}

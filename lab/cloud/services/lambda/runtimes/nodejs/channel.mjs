import { Socket } from "node:net";
import process from "node:process";
import { FrameReader, writeFrame } from "./frames.mjs";

/** The lab's end of this pipe is nobody else's. */
const FD = 3;

/** The pipe between this process and the lab, in frames. The process ends when the lab does. */
export class Channel {
  #pipe = new Socket({ fd: FD, readable: true, writable: true });
  /** @type {import("./frames.mjs").OnFrame<any>} Takes what the lab says. */
  onFrame = () => {};

  constructor() {
    const reader = new FrameReader((head, body) => this.onFrame(head, body));
    const exit = () => process.exit(1);
    this.#pipe
      .on("data", (chunk) => reader.push(chunk))
      .on("error", exit)
      .on("close", exit);
  }

  /**
   * @param {object} head
   * @param {string | Uint8Array} [body]
   * @param {() => void} [done] Called when it is on its way
   */
  send(head, body, done) {
    writeFrame(this.#pipe, head, body, done);
  }

  /** Keeps the process alive to hear what the lab says, or no longer. */
  keepAlive(/** @type {boolean} */ isKept) {
    if (isKept) this.#pipe.ref();
    else this.#pipe.unref();
  }
}

import type { Socket } from "node:net";
import type { Writable } from "node:stream";
import { FrameReader, writeFrame } from "../runtimes/nodejs/frames.mjs";
import { MAX_ANSWER, MAX_STREAM, tooLarge } from "./answer.ts";
import type { Invocation } from "./function.ts";
import type { Runtime, RuntimeListener } from "./runtime.ts";

/** The longest head of a frame that the lab reads, in bytes. */
const MAX_HEAD = 64 * 1024;

/** What the Node.js runtime says: about an event, or nothing but that it can take the next one. */
interface Message {
  readonly is?: "answer" | "init-error" | "stream" | "piece" | "end";
  readonly next?: boolean;
  readonly errorType?: string;
  readonly computed?: boolean;
  readonly contentType?: string;
}

/**
 * The pipe to a Node.js runtime, over which it speaks in frames: an event takes one message each way, where the HTTP of the
 * Runtime API takes three exchanges. It is the process's own, so nobody has to show a token.
 */
export class RuntimeChannel implements Runtime {
  readonly #pipe: Socket;
  readonly #listener: RuntimeListener;
  #asking = false;
  #current: Invocation | undefined;
  #stream: StreamedAnswer | undefined;

  constructor(pipe: Socket, listener: RuntimeListener) {
    this.#pipe = pipe;
    this.#listener = listener;
    const reader = new FrameReader<Message>((message, body) => this.#take(message, body), MAX_HEAD, MAX_ANSWER);
    pipe.on("data", (chunk: Buffer) => {
      try {
        reader.push(chunk);
      } catch {
        // What writes such here is no runtime of the lab: it ends without its pipe, and nobody else suffers.
        pipe.destroy();
      }
    });
    pipe.once("close", () => {
      this.#asking = false;
    });
  }

  get asking(): boolean {
    return this.#asking;
  }

  send(invocation: Invocation, deadline: number): void {
    const { requestId: id, arn, traceId, clientContext, payload } = invocation;
    this.#asking = false;
    this.#current = invocation;
    writeFrame(this.#pipe, { id, deadline, arn, traceId, clientContext }, payload);
  }

  #take(message: Message, body: Buffer | undefined): void {
    const { is, errorType, computed } = message;
    const answer = body ? { payload: body, errorType, computed } : tooLarge;
    if (is === "answer" && this.#current) {
      this.#current = undefined;
      this.#listener.onAnswer(answer);
    } else if (is === "init-error") {
      this.#listener.onInitError(answer);
    } else if (is !== undefined) {
      this.#takeStreamed(message, body);
    }
    if (message.next && !this.#asking) {
      this.#asking = true;
      this.#listener.onNext();
    }
  }

  #takeStreamed({ is, contentType, errorType }: Message, body: Buffer = Buffer.alloc(0)): void {
    if (is === "stream" && this.#current) {
      this.#stream = new StreamedAnswer(this.#pipe, this.#current.stream?.(String(contentType)));
      this.#current = undefined;
    } else if (is === "piece") {
      this.#stream?.take(body);
    } else if (is === "end" && this.#stream) {
      const payload = this.#stream.rest();
      this.#stream = undefined;
      this.#listener.onAnswer(errorType ? { errorType, payload: body } : payload ? { payload } : tooLarge);
    }
  }
}

/** An answer that comes in pieces. They are handed on when the invoker takes pieces, and otherwise make one answer. */
class StreamedAnswer {
  readonly #pipe: Socket;
  readonly #out: Writable | undefined;
  readonly #pieces: Buffer[] = [];
  #size = 0;

  constructor(pipe: Socket, out: Writable | undefined) {
    this.#pipe = pipe;
    this.#out = out;
    // The function goes on when whoever reads its answer went away.
    out?.once("close", () => pipe.resume());
  }

  take(piece: Buffer): void {
    this.#size += piece.length;
    if (!this.#out) {
      if (this.#size <= MAX_ANSWER) this.#pieces.push(piece);
    } else if (this.#size > MAX_STREAM) {
      // More than that ends the function.
      this.#pipe.destroy();
    } else if (!this.#out.destroyed && !this.#out.write(piece)) {
      this.#pipe.pause();
      this.#out.once("drain", () => this.#pipe.resume());
    }
  }

  /** What was not handed on; undefined when that was too much. */
  rest(): Buffer | undefined {
    return this.#size <= MAX_ANSWER || this.#out ? Buffer.concat(this.#pieces) : undefined;
  }
}

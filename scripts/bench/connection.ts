import { connect, type Socket } from "node:net";

/** A request that is ready to be sent: signing is not part of what is measured. */
export interface ReadyRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body?: Buffer;
}

interface Waiting {
  readonly request: ReadyRequest;
  /** Whether it was sent on a connection that had been used before: the server may have closed it meanwhile. */
  readonly reused: boolean;
  /** Whether the answer's body is wanted. */
  readonly isRead: boolean;
  readonly resolve: (body: string) => void;
  readonly reject: (error: Error) => void;
}

const END_OF_HEAD = "\r\n\r\n";
const BUFFER = 256 * 1024;
const NOTHING: Buffer = Buffer.alloc(0);

/** How much of an answer that is no success is shown. */
const EXCERPT = 400;

/**
 * One keep-alive connection that sends one request after the other: a client on a bare socket, so that the client is not what
 * limits the fastest server. An answer is read to its end, and thrown away by `send`; what is no success rejects. Where the server ends the
 * connection between two answers, as some do after so many, the next request opens it again.
 */
export class Connection {
  readonly #host: string;
  readonly #port: number;
  #socket: Socket | undefined;
  #waiting: Waiting | undefined;
  /** What has been read of a head that is not complete. */
  #head: Buffer = NOTHING;
  #body: Body | undefined;
  #failed: number | undefined;
  /** What was read of a body that is wanted, or says why there was no success. */
  #text = "";
  /** Whether the open connection has brought an answer. */
  #used = false;
  /** The server said that this answer is the connection's last. */
  #last = false;

  constructor(endpoint: string) {
    const { hostname, port } = new URL(endpoint);
    this.#host = hostname;
    this.#port = Number(port);
  }

  /** Connects, unless the connection is open: servers close those that were idle for seconds. */
  async open(): Promise<void> {
    if (this.#isOpen) return;
    const callback = (length: number, buffer: Uint8Array) => this.#read(buffer as Buffer, length);
    const socket = connect({
      host: this.#host,
      port: this.#port,
      noDelay: true,
      // One buffer for the connection's life: a large answer leaves no garbage behind.
      onread: { buffer: Buffer.alloc(BUFFER), callback: (length, buffer) => callback(length, buffer) ?? true },
    });
    this.#socket = socket;
    this.#used = false;
    this.#head = NOTHING;
    await new Promise<void>((resolve, reject) => socket.once("connect", resolve).once("error", reject));
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.#socket === socket && this.#closed());
  }

  close(): void {
    this.#socket?.destroy();
  }

  async send(request: ReadyRequest): Promise<void> {
    await this.#exchange(request, false);
  }

  /** The same, for who wants to know what the answer says. */
  ask(request: ReadyRequest): Promise<string> {
    return this.#exchange(request, true);
  }

  async #exchange(request: ReadyRequest, isRead: boolean): Promise<string> {
    if (!this.#isOpen) await this.open();
    return new Promise((resolve, reject) => {
      this.#waiting = { request, reused: this.#used, isRead, resolve, reject };
      const socket = this.#socket as Socket;
      const head = headOf(request);
      if (!request.body?.length) socket.write(head, "latin1");
      else {
        socket.cork();
        socket.write(head, "latin1");
        socket.write(request.body);
        socket.uncork();
      }
    });
  }

  get #isOpen(): boolean {
    return this.#socket !== undefined && !this.#socket.destroyed && this.#socket.writable;
  }

  /** A request that met the end of a connection in use is sent once more, as clients do: https://www.rfc-editor.org/rfc/rfc9112#section-9.3.1 */
  #closed(): void {
    const waiting = this.#waiting;
    const answered = this.#body !== undefined || this.#head.length > 0;
    if (!waiting?.reused || answered) {
      this.#end(new Error("The server closed the connection"));
      return;
    }
    this.#waiting = undefined;
    this.#exchange(waiting.request, waiting.isRead).then(waiting.resolve, waiting.reject);
  }

  #read(buffer: Buffer, length: number): void {
    let at = 0;
    while (at < length) {
      if (!this.#body) {
        const rest = this.#readHead(buffer.subarray(at, length));
        if (rest === undefined) return;
        at = length - rest;
      }
      if (!this.#body) continue;
      const used = this.#body.take(buffer, at, length);
      if (this.#failed) this.#text += buffer.toString("utf8", at, at + used).slice(0, EXCERPT);
      else if (this.#waiting?.isRead) this.#text += buffer.toString("utf8", at, at + used);
      at += used;
      if (this.#body.done) this.#end();
    }
  }

  /** @returns how many bytes follow the head, or undefined when it is not complete */
  #readHead(part: Buffer): number | undefined {
    const all = this.#head.length > 0 ? Buffer.concat([this.#head, part]) : part;
    const end = all.indexOf(END_OF_HEAD);
    if (end < 0) {
      this.#head = Buffer.from(all);
      return undefined;
    }
    const head = all.toString("latin1", 0, end);
    this.#head = NOTHING;
    const rest = all.length - end - END_OF_HEAD.length;
    const status = Number(head.slice(9, 12));
    if (!head.startsWith("HTTP/1.1 ") || !this.#waiting) {
      this.#socket?.destroy(new Error("The server sent what nobody asked for"));
      return undefined;
    }
    // 100 Continue: the answer is still to come.
    if (status < 200) return rest;
    if (status >= 300 || /^x-amz-function-error:/im.test(head)) this.#failed = status;
    this.#last = /^connection: *close/im.test(head);
    this.#body = bodyOf(head, status === 204 || this.#waiting.request.method === "HEAD");
    if (this.#body.done) this.#end();
    return rest;
  }

  /** The answer has ended, or the connection has. */
  #end(error?: Error): void {
    const [waiting, failed, text] = [this.#waiting, this.#failed, this.#text];
    this.#waiting = undefined;
    this.#failed = undefined;
    this.#text = "";
    this.#body = undefined;
    this.#used = true;
    if (this.#last) this.#socket?.destroy();
    this.#last = false;
    if (!waiting) return;
    if (error) waiting.reject(error);
    else if (failed) waiting.reject(new Error(`The answer was ${failed}: ${text.slice(0, EXCERPT)}`));
    else waiting.resolve(text);
  }
}

/** The heads of requests that are sent again and again. */
const heads = new WeakMap<ReadyRequest, string>();

function headOf(request: ReadyRequest): string {
  const known = heads.get(request);
  if (known !== undefined) return known;
  const { method, path, headers, body } = request;
  const length =
    headers["transfer-encoding"] || (!body && method !== "PUT" && method !== "POST")
      ? {}
      : { "content-length": body?.length ?? 0 };
  const lines = Object.entries({ ...headers, ...length }).map(([name, value]) => `${name}: ${value}`);
  const head = `${[`${method} ${path} HTTP/1.1`, ...lines].join("\r\n")}${END_OF_HEAD}`;
  heads.set(request, head);
  return head;
}

/** Where an answer's body ends. */
interface Body {
  readonly done: boolean;
  /** @returns how many of the bytes belong to the body */
  take(buffer: Buffer, from: number, to: number): number;
}

function bodyOf(head: string, empty: boolean): Body {
  if (empty) return new Sized(0);
  if (/^transfer-encoding: *chunked/im.test(head)) return new Chunked();
  return new Sized(Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0));
}

class Sized implements Body {
  #left: number;
  constructor(length: number) {
    this.#left = length;
  }
  get done(): boolean {
    return this.#left === 0;
  }
  take(_buffer: Buffer, from: number, to: number): number {
    const taken = Math.min(this.#left, to - from);
    this.#left -= taken;
    return taken;
  }
}

/** Chunks, each after a line with its size; a chunk of no bytes ends them. No server here sends trailers. */
class Chunked implements Body {
  done = false;
  #line = "";
  /** What is left of a chunk and of the line break behind it. */
  #left = 0;
  #last = false;
  take(buffer: Buffer, from: number, to: number): number {
    let at = from;
    while (at < to && !this.done) {
      if (this.#left > 0) {
        const taken = Math.min(this.#left, to - at);
        this.#left -= taken;
        at += taken;
        if (this.#left === 0 && this.#last) this.done = true;
        continue;
      }
      const end = buffer.indexOf(10, at);
      const stop = end < 0 || end >= to ? to : end + 1;
      this.#line += buffer.toString("latin1", at, stop);
      at = stop;
      if (!this.#line.endsWith("\n")) continue;
      const size = Number.parseInt(this.#line, 16);
      this.#line = "";
      this.#last = size === 0;
      this.#left = size + 2;
    }
    return at - from;
  }
}

import { connect, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

/** What came back over a connection. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** How a case ended: with an answer, or without one. */
export type Outcome = Answer | "closed" | "silent";

/** How bytes are sent. */
export interface Sending {
  /** Pieces that are sent apart, in milliseconds. */
  readonly drip?: { readonly pieces: number; readonly pause: number };
  /** Close after so many bytes, without waiting for an answer. */
  readonly cut?: number;
  /** How long to wait for an answer, in milliseconds. */
  readonly patience: number;
}

/** One connection to the lab. It sends bytes as they are, whatever HTTP says of them, and reads one answer. */
export class Connection {
  readonly #socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  #closed = false;
  #wake: () => void = () => {};

  constructor({ hostname, port }: URL) {
    this.#socket = connect(Number(port), hostname);
    this.#socket.on("data", (data: Buffer) => {
      this.#received = this.#received.length === 0 ? data : Buffer.concat([this.#received, data]);
      this.#wake();
    });
    this.#socket.on("error", () => {});
    this.#socket.on("close", () => {
      this.#closed = true;
      this.#wake();
    });
  }

  get isOpen(): boolean {
    return !this.#closed && this.#socket.writable;
  }

  async send(bytes: Buffer, { drip, cut, patience }: Sending, isHead = false): Promise<Outcome> {
    this.#received = Buffer.alloc(0);
    const sent = cut === undefined ? bytes : bytes.subarray(0, cut);
    const pieces = drip?.pieces ?? 1;
    for (let index = 0; index < pieces && this.isOpen; index++) {
      if (index > 0) await delay(drip?.pause);
      const part = (at: number) => Math.floor((at * sent.length) / pieces);
      this.#socket.write(sent.subarray(part(index), part(index + 1)));
    }
    if (cut !== undefined) {
      this.#socket.end();
      await delay(2);
      this.#socket.destroy();
      return "closed";
    }
    return await this.#answer(Date.now() + patience, isHead);
  }

  close(): void {
    this.#socket.destroy();
  }

  async #answer(until: number, isHead: boolean): Promise<Outcome> {
    for (;;) {
      const found = parseAnswer(this.#received, this.#closed, isHead);
      if (found) return found;
      if (this.#closed) return "closed";
      const left = until - Date.now();
      if (left <= 0) return "silent";
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        timer = setTimeout(resolve, left);
      });
      clearTimeout(timer);
    }
  }
}

/** The first whole answer in what was received, after any that only says to go on. */
function parseAnswer(bytes: Buffer, closed: boolean, isHead: boolean): Answer | undefined {
  const end = bytes.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const [first = "", ...lines] = bytes.subarray(0, end).toString("latin1").split("\r\n");
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(first)?.[1] ?? Number.NaN);
  const rest = bytes.subarray(end + 4);
  if (status >= 100 && status < 200 && status !== 101) return parseAnswer(rest, closed, isHead);
  const headers: Record<string, string> = {};
  for (const line of lines)
    headers[line.slice(0, line.indexOf(":")).toLowerCase()] = line.slice(line.indexOf(":") + 1).trim();
  if (isHead || status === 101 || status === 204 || status === 304) return { status, headers, body: Buffer.alloc(0) };
  const length = headers["content-length"];
  if (headers["transfer-encoding"] === "chunked") {
    const body = dechunk(rest);
    return body && { status, headers, body };
  }
  if (length !== undefined)
    return rest.length >= Number(length) ? { status, headers, body: rest.subarray(0, Number(length)) } : undefined;
  return closed ? { status, headers, body: rest } : undefined;
}

function dechunk(bytes: Buffer): Buffer | undefined {
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const line = bytes.indexOf("\r\n", at);
    if (line < 0) return undefined;
    const size = Number.parseInt(bytes.subarray(at, line).toString("latin1"), 16);
    if (bytes.length < line + 2 + size + 2) return undefined;
    if (size === 0) return Buffer.concat(chunks);
    chunks.push(bytes.subarray(line + 2, line + 2 + size));
    at = line + 2 + size + 2;
  }
}

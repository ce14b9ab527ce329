import type { ServerResponse } from "node:http";
import { PassThrough, Transform, type Writable } from "node:stream";
import { headV2 } from "../../../web/payload-v2.ts";

/** The type of a stream that begins with status and headers as JSON, and eight zero bytes. */
const WITH_HEAD = "application/vnd.awslambda.http-integration-response";

const DELIMITER = Buffer.alloc(8);

/** A longer head is not valid. */
const MAX_HEAD = 64 * 1024;

/**
 * Where a function's stream goes so that it becomes an HTTP response: its head is taken from the stream when it has one.
 * The response is begun with the first byte, and carries `headers` besides.
 */
export function intoResponse(
  contentType: string,
  response: ServerResponse,
  headers: Readonly<Record<string, string>>,
): Writable {
  const begin = (status: number, own: Record<string, string | string[]>) =>
    response.writeHead(status, { ...own, ...headers });
  const body = contentType === WITH_HEAD ? new HeadReader(begin) : new PassThrough();
  if (contentType !== WITH_HEAD) begin(200, { "content-type": contentType });
  body.on("error", () => response.destroy());
  response.once("close", () => body.destroy());
  body.pipe(response);
  return body;
}

/** Takes the head from the front of a stream, and hands on the rest. */
class HeadReader extends Transform {
  readonly #begin: (status: number, headers: Record<string, string | string[]>) => void;
  #head: Buffer | undefined = Buffer.alloc(0);

  constructor(begin: (status: number, headers: Record<string, string | string[]>) => void) {
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
    if (end < 0) return void done(this.#head.length > MAX_HEAD ? new Error("A response's head has no end") : null);
    const head = this.#head.subarray(0, end);
    const rest = this.#head.subarray(end + DELIMITER.length);
    this.#head = undefined;
    try {
      const { status, headers } = headV2(JSON.parse(head.toString())) ?? { status: 502, headers: {} };
      this.#begin(status, { "content-type": "application/octet-stream", ...headers });
      done(null, rest);
    } catch (error) {
      done(error as Error);
    }
  }
}

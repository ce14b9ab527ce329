import { Readable } from "node:stream";

/** A body whose bytes are all here already: a stream like any other, or `bytes` at once for who need not stream. */
export class Bytes extends Readable {
  readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    super();
    this.bytes = bytes;
  }

  override _read(): void {
    if (this.bytes.length > 0) this.push(this.bytes);
    this.push(null);
  }
}

import { type FileHandle, open } from "node:fs/promises";
import { noteChunk } from "./chunk-garbage.ts";

/** Bodies are written in pieces of so many bytes: fewer of them cost less, and two wait for each other in turn. */
export const PIECE = 512 * 1024;

/** Buffers for pieces that nobody uses, not more than a few: a fresh one for each body would keep the garbage collector busy. */
const spare: Buffer[] = [];
const MOST_SPARE = 4;

/** Runs `use` with a buffer for a piece, which is another's as soon as it settles. */
export async function withPiece<R>(use: (buffer: Buffer) => Promise<R>): Promise<R> {
  const buffer = spare.pop() ?? Buffer.allocUnsafeSlow(PIECE);
  try {
    return await use(buffer);
  } finally {
    if (spare.length < MOST_SPARE) spare.push(buffer);
  }
}

/** Fills buffers with the bytes of a body, whose chunks may be of any size. */
export class Filler {
  readonly #chunks: AsyncIterator<Uint8Array>;
  /** What did not fit in the last buffer. */
  #rest: Uint8Array = new Uint8Array();

  constructor(body: AsyncIterable<Uint8Array>) {
    this.#chunks = body[Symbol.asyncIterator]();
  }

  /** Resolves with the number of bytes that are in the buffer: fewer than it takes when the body has ended. */
  async fill(buffer: Uint8Array): Promise<number> {
    let size = 0;
    for (;;) {
      const fitting = this.#rest.subarray(0, buffer.length - size);
      buffer.set(fitting, size);
      size += fitting.length;
      this.#rest = this.#rest.subarray(fitting.length);
      if (size === buffer.length) return size;
      const { done, value } = await this.#chunks.next();
      if (done) return size;
      this.#rest = value;
      noteChunk(value.length);
    }
  }

  /** Reads no more of the body. */
  async abandon(): Promise<void> {
    await this.#chunks.return?.();
  }
}

/**
 * Writes a new file: a first piece, as long as a buffer unless it is all, and what follows it, each while the next one comes in.
 * Rejects with what failed first, when nothing is written any more.
 * @param others absent when the first piece is all
 * @param written is told how long the file is
 * @returns the size of the file
 */
export async function writeBlobFile(
  path: string,
  first: Uint8Array,
  others: Filler | undefined,
  written: (size: number) => void,
): Promise<number> {
  const file = await open(path, "wx");
  let size = 0;
  const write = async (piece: Uint8Array) => {
    await writeAll(file, piece);
    size += piece.length;
    written(size);
  };
  try {
    await (others ? withPiece((buffer) => writeInTurns(first, others, buffer, write)) : write(first));
    return size;
  } finally {
    await file.close();
  }
}

/** Two buffers in turn: one is written while the other is filled. None is in use any more when this settles. */
async function writeInTurns(
  first: Uint8Array,
  others: Filler,
  buffer: Uint8Array,
  write: (piece: Uint8Array) => Promise<void>,
): Promise<void> {
  let [filling, other] = [buffer, first];
  let writing = write(first);
  try {
    for (let isWhole = false; !isWhole; [filling, other] = [other, filling]) {
      // It may fail while the next piece comes in, and is heard then.
      writing.catch(() => undefined);
      const filled = await others.fill(filling);
      await writing;
      isWhole = filled < filling.length;
      writing = write(filling.subarray(0, filled));
    }
    await writing;
  } finally {
    await writing.catch(() => undefined);
  }
}

/** A system may take in less than it was given. */
async function writeAll(file: FileHandle, piece: Uint8Array): Promise<void> {
  for (let done = 0; done < piece.length; ) done += (await file.write(piece, done)).bytesWritten;
}

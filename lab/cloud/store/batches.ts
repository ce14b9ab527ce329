import { type FileHandle, open } from "node:fs/promises";

/** Pieces of a body that are worth one write. */
export interface Batch {
  readonly pieces: readonly Uint8Array[];
  readonly size: number;
  /** The body has ended. */
  readonly isLast: boolean;
}

/** A batch has at least so many bytes, or so many pieces, unless it is the last one. */
const ENOUGH = { bytes: 512 * 1024, pieces: 512 };

/** A body in batches: at least one, the last of which says so. */
export async function* batchesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<Batch> {
  let pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of body) {
    pieces.push(piece);
    size += piece.length;
    if (size <= ENOUGH.bytes && pieces.length < ENOUGH.pieces) continue;
    yield { pieces, size, isLast: false };
    pieces = [];
    size = 0;
  }
  yield { pieces, size, isLast: true };
}

/** Bytes that are all here, as the only batch. */
export function whole(bytes: Uint8Array): Batch {
  return { pieces: [bytes], size: bytes.length, isLast: true };
}

export function joined({ pieces, size }: Batch): Buffer {
  const [only] = pieces;
  if (only && pieces.length === 1) return Buffer.from(only.buffer, only.byteOffset, only.length);
  return Buffer.concat(pieces, size);
}

/**
 * Writes batches to a new file, each while the next one comes in. Rejects with what failed first, when nothing is written any more.
 * @param written is told how long the file is
 * @returns the size of the file
 */
export async function writeBatches(
  path: string,
  first: Batch,
  others: AsyncIterable<Batch> | undefined,
  written: (size: number) => void,
): Promise<number> {
  const file = await open(path, "wx");
  let size = 0;
  const write = async (batch: Batch) => {
    await writeAll(file, batch);
    size += batch.size;
    written(size);
  };
  let writing = write(first);
  try {
    for await (const batch of others ?? []) {
      await writing;
      writing = write(batch);
      // Heard when the next batch is here.
      writing.catch(() => undefined);
    }
    await writing;
    return size;
  } finally {
    await writing.catch(() => undefined);
    await file.close();
  }
}

async function writeAll(file: FileHandle, batch: Batch): Promise<void> {
  if (batch.size === 0) return;
  const { bytesWritten } = await file.writev(batch.pieces);
  // A system may take in less than it was given.
  if (bytesWritten < batch.size) await file.writeFile(joined(batch).subarray(bytesWritten));
}

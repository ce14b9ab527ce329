import { closeSync, openSync, readSync } from "node:fs";
import { parentPort } from "node:worker_threads";
import type { DigestAlgorithm, Digests, Hasher } from "./hashers.ts";
import { largeHasher } from "./large-hashers.ts";

/** What the thread is told of a file, in this order. */
export type Order =
  | { readonly id: number; readonly begin: { readonly path: string; readonly algorithms: readonly DigestAlgorithm[] } }
  | { readonly id: number; readonly upTo: number }
  | { readonly id: number; readonly isEnd: true };

/** What the thread tells. */
export type Outcome = { readonly id: number } & ({ readonly digests: Digests } | { readonly problem: string });

/** So many bytes are read at once: few enough to be in the processor's cache still when they are hashed. */
const PIECE = Buffer.allocUnsafeSlow(128 * 1024);

/** A file, and the digests of what was read of it so far. */
class FileDigests {
  readonly #path: string;
  readonly #hashers: ReadonlyMap<DigestAlgorithm, Hasher>;
  #file: number | undefined;
  #read = 0;

  constructor(path: string, hashers: ReadonlyMap<DigestAlgorithm, Hasher>) {
    this.#path = path;
    this.#hashers = hashers;
  }

  readUpTo(end: number): void {
    this.#file ??= openSync(this.#path, "r");
    while (this.#read < end) {
      const size = readSync(this.#file, PIECE, 0, Math.min(PIECE.length, end - this.#read), this.#read);
      if (size === 0) throw new Error("A file is shorter than what was written to it");
      const piece = PIECE.subarray(0, size);
      for (const hasher of this.#hashers.values()) hasher.update(piece);
      this.#read += size;
    }
  }

  async end(): Promise<Digests> {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
    const digests = [...this.#hashers].map(async ([name, hasher]) => [name, await hasher.digest()] as const);
    return new Map(await Promise.all(digests));
  }
}

const files = new Map<number, Promise<FileDigests>>();

parentPort?.on("message", async (order: Order) => {
  const { id } = order;
  try {
    const digests = await obey(order);
    if (digests) tell({ id, digests });
  } catch (error) {
    await end(id).catch(() => undefined);
    tell({ id, problem: (error as Error).message });
  }
});

async function obey(order: Order): Promise<Digests | undefined> {
  const { id } = order;
  if ("begin" in order) files.set(id, begin(order.begin.path, order.begin.algorithms));
  if ("isEnd" in order) return await end(id);
  const file = await files.get(id);
  if ("upTo" in order) file?.readUpTo(order.upTo);
  return undefined;
}

function tell(outcome: Outcome): void {
  parentPort?.postMessage(outcome);
}

async function begin(path: string, algorithms: readonly DigestAlgorithm[]): Promise<FileDigests> {
  const hashers = new Map<DigestAlgorithm, Hasher>();
  for (const algorithm of algorithms) hashers.set(algorithm, await largeHasher(algorithm));
  return new FileDigests(path, hashers);
}

async function end(id: number): Promise<Digests | undefined> {
  const file = files.get(id);
  files.delete(id);
  return await (await file)?.end();
}

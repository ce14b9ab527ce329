import { closeSync, openSync, readSync } from "node:fs";
import { parentPort } from "node:worker_threads";
import type { DigestAlgorithm, Hasher } from "./hashers.ts";
import { largeHasher } from "./large-hashers.ts";

/** What the thread is told of one digest, in this order. */
export type Order =
  | { readonly id: number; readonly begin: { readonly path: string; readonly algorithm: DigestAlgorithm } }
  | { readonly id: number; readonly upTo: number }
  | { readonly id: number; readonly end: "digest" | "abandon" };

/** What the thread tells. */
export type Outcome = { readonly id: number } & ({ readonly digest: Uint8Array } | { readonly problem: string });

/** So many bytes are read at once: few enough to be in the processor's cache still when they are hashed. */
const PIECE = Buffer.allocUnsafeSlow(128 * 1024);

/** A file and the digest of what was read of it so far. */
class FileDigest {
  readonly #path: string;
  readonly #hash: Hasher;
  #file: number | undefined;
  #read = 0;

  constructor(path: string, hash: Hasher) {
    this.#path = path;
    this.#hash = hash;
  }

  readUpTo(end: number): void {
    this.#file ??= openSync(this.#path, "r");
    while (this.#read < end) {
      const size = readSync(this.#file, PIECE, 0, Math.min(PIECE.length, end - this.#read), this.#read);
      if (size === 0) throw new Error("A file is shorter than what was written to it");
      this.#hash.update(PIECE.subarray(0, size));
      this.#read += size;
    }
  }

  digest(): Uint8Array | Promise<Uint8Array> {
    return this.#hash.digest();
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
  }
}

const digests = new Map<number, Promise<FileDigest>>();

parentPort?.on("message", async (order: Order) => {
  const { id } = order;
  try {
    await obey(order);
  } catch (error) {
    tell({ id, problem: (error as Error).message });
    await forget(id);
  }
});

async function obey(order: Order): Promise<void> {
  const { id } = order;
  if ("begin" in order) digests.set(id, begin(order.begin));
  const digest = await digests.get(id);
  if (!digest || "begin" in order) return;
  if ("upTo" in order) return digest.readUpTo(order.upTo);
  // The state of an abandoned one is as good for the next: it ends likewise.
  const value = await digest.digest();
  if (order.end === "digest") tell({ id, digest: value });
  await forget(id);
}

async function begin({ path, algorithm }: { path: string; algorithm: DigestAlgorithm }): Promise<FileDigest> {
  return new FileDigest(path, await largeHasher(algorithm));
}

async function forget(id: number): Promise<void> {
  const digest = await digests.get(id)?.catch(() => undefined);
  digests.delete(id);
  digest?.close();
}

function tell(outcome: Outcome): void {
  parentPort?.postMessage(outcome);
}

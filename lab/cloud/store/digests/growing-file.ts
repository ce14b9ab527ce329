import { startDigest, type ThreadDigest } from "./digest-threads.ts";
import type { DigestAlgorithm, Digests } from "./hashers.ts";

/** So many bytes more are worth telling the threads. */
const STEP = 256 * 1024;

/** The digests of a file while it is written: each is computed by a thread, of what it reads back. Nothing piles up here. */
export class GrowingFileDigests {
  readonly #digests: ReadonlyMap<DigestAlgorithm, ThreadDigest>;
  #told = 0;
  #size = 0;

  constructor(path: string, algorithms: readonly DigestAlgorithm[]) {
    this.#digests = new Map(algorithms.map((algorithm) => [algorithm, startDigest(path, algorithm)]));
  }

  grown(size: number): void {
    this.#size = size;
    if (size - this.#told >= STEP) this.#tell();
  }

  #tell(): void {
    this.#told = this.#size;
    for (const digest of this.#digests.values()) digest.grown(this.#size);
  }

  /** The file is whole. */
  async all(): Promise<Digests> {
    if (this.#size > this.#told) this.#tell();
    const all = [...this.#digests].map(async ([name, digest]) => [name, await digest.digest()] as const);
    return new Map(await Promise.all(all));
  }

  abandon(): void {
    for (const digest of this.#digests.values()) digest.abandon();
  }
}

import { availableParallelism } from "node:os";
import type { Worker } from "node:worker_threads";
import { startThread } from "../../thread.ts";
import type { Order, Outcome } from "./digest-worker.ts";
import type { DigestAlgorithm, Digests } from "./hashers.ts";

/** As many threads as help: the one that serves requests needs a processor, too. A file is one thread's. */
const MOST_THREADS = Math.min(Math.max(availableParallelism() - 1, 1), 4);

/** How long a thread without work is kept, in milliseconds of this machine: it has megabytes of memory. */
const IDLE = 10_000;

/** So many bytes more are worth telling a thread. */
const STEP = 1024 * 1024;

/** The digests of a file that a thread computes while the file is written, of what it reads back: nothing piles up here. */
export interface FollowedFile {
  /** The file has so many bytes now. */
  grown(size: number): void;
  /** The file is whole, or will never be. Nothing reads it any more when this settles. */
  end(): Promise<Digests>;
}

const threads = new Set<DigestThread>();
let files = 0;

/** Begins to compute digests of a file beside everything else. It is read as far as it is said to have grown. */
export function follow(path: string, algorithms: readonly DigestAlgorithm[]): FollowedFile {
  const [freest] = [...threads].sort((a, b) => a.busy - b.busy);
  const thread = freest && (freest.busy === 0 || threads.size >= MOST_THREADS) ? freest : new DigestThread();
  return thread.follow(path, algorithms);
}

interface Waiting {
  resolve(digests: Digests): void;
  reject(error: Error): void;
}

/** A thread that computes digests. It lives as long as it is needed, and keeps no process alive that waits for none. */
class DigestThread {
  readonly #worker: Worker = startThread("cloud/store/digests/digest-worker");
  readonly #waiting = new Map<number, Waiting>();
  #idle: NodeJS.Timeout | undefined;

  constructor() {
    threads.add(this);
    this.#worker.on("message", (outcome: Outcome) => this.#hear(outcome));
    this.#worker.on("error", (error) => this.#end(error));
    this.#worker.on("exit", () => this.#end(new Error("A thread that computes digests has ended")));
  }

  /** How many files it is at. */
  get busy(): number {
    return this.#waiting.size;
  }

  follow(path: string, algorithms: readonly DigestAlgorithm[]): FollowedFile {
    const id = files++;
    const digests = new Promise<Digests>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    // It may fail long before somebody asks for it.
    digests.catch(() => undefined);
    clearTimeout(this.#idle);
    this.#worker.ref();
    this.#tell({ id, begin: { path, algorithms } });
    let [size, told] = [0, 0];
    const tell = () => {
      if (size > told) this.#tell({ id, upTo: size });
      told = size;
    };
    return {
      grown(now) {
        size = now;
        if (size - told >= STEP) tell();
      },
      end: () => {
        tell();
        this.#tell({ id, isEnd: true });
        return digests;
      },
    };
  }

  #tell(order: Order): void {
    if (this.#waiting.has(order.id)) this.#worker.postMessage(order);
  }

  #hear(outcome: Outcome): void {
    const waiting = this.#settle(outcome.id);
    if ("digests" in outcome) waiting?.resolve(outcome.digests);
    else waiting?.reject(new Error(outcome.problem));
  }

  /** A file is done with. */
  #settle(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (this.#waiting.size === 0) {
      this.#worker.unref();
      clearTimeout(this.#idle);
      this.#idle = setTimeout(() => this.#retire(), IDLE).unref();
    }
    return waiting;
  }

  #retire(): void {
    threads.delete(this);
    void this.#worker.terminate();
  }

  #end(error: Error): void {
    threads.delete(this);
    clearTimeout(this.#idle);
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

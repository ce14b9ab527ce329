import { availableParallelism } from "node:os";
import { startThread } from "../../thread.ts";
import type { Order, Outcome } from "./digest-worker.ts";
import type { DigestAlgorithm } from "./hashers.ts";

/** As many threads as help: the one that serves requests needs a processor, too. Two digests of a file are two threads' work. */
const MOST_THREADS = Math.min(Math.max(availableParallelism() - 1, 2), 4);

/** How long a thread without work is kept, in milliseconds of this machine: it has megabytes of memory. */
const IDLE = 10_000;

interface Waiting {
  resolve(digest: Uint8Array): void;
  reject(error: Error): void;
}

/** A digest of a file that a thread computes while the file grows. */
export interface ThreadDigest {
  /** The file has so many bytes now. */
  grown(size: number): void;
  /** The file is whole. */
  digest(): Promise<Uint8Array>;
  abandon(): void;
}

const threads = new Set<DigestThread>();
let digests = 0;

/** Computes a digest of a file beside everything else. The file is read as far as it is said to have grown. */
export function startDigest(path: string, algorithm: DigestAlgorithm): ThreadDigest {
  const [freest] = [...threads].sort((a, b) => a.busy - b.busy);
  const thread = freest && (freest.busy === 0 || threads.size >= MOST_THREADS) ? freest : new DigestThread();
  return thread.start(path, algorithm);
}

/** A thread that computes digests. It lives as long as it is needed, and keeps no process alive that waits for none. */
class DigestThread {
  readonly #worker = startThread("cloud/store/digests/digest-worker");
  readonly #waiting = new Map<number, Waiting>();
  #idle: NodeJS.Timeout | undefined;

  constructor() {
    threads.add(this);
    this.#worker.on("message", (outcome: Outcome) => this.#hear(outcome));
    this.#worker.on("error", (error) => this.#end(error));
    this.#worker.on("exit", () => this.#end(new Error("A thread that computes digests has ended")));
  }

  /** How many digests it is at. */
  get busy(): number {
    return this.#waiting.size;
  }

  start(path: string, algorithm: DigestAlgorithm): ThreadDigest {
    const id = digests++;
    const digest = new Promise<Uint8Array>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    // It may fail long before somebody asks for it.
    digest.catch(() => undefined);
    clearTimeout(this.#idle);
    this.#worker.ref();
    this.#tell({ id, begin: { path, algorithm } });
    return {
      grown: (upTo) => this.#tell({ id, upTo }),
      digest: () => {
        this.#tell({ id, end: "digest" });
        return digest;
      },
      abandon: () => {
        this.#tell({ id, end: "abandon" });
        this.#settle(id);
      },
    };
  }

  #tell(order: Order): void {
    if (this.#waiting.has(order.id)) this.#worker.postMessage(order);
  }

  #hear(outcome: Outcome): void {
    const waiting = this.#settle(outcome.id);
    if ("digest" in outcome) waiting?.resolve(outcome.digest);
    else waiting?.reject(new Error(outcome.problem));
  }

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

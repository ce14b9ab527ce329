import { AsyncLocalStorage } from "node:async_hooks";

/** One thing that happened in the cloud: a request from outside, or a call from service to service under it. */
export interface Span {
  readonly id: string;
  /** The span in which this one happened. */
  readonly parent: string | undefined;
  readonly service: string;
  /** Empty until it is known. */
  operation: string;
  /** ARN of the principal; empty until it is known. */
  caller: string;
  /** Lab time, in milliseconds since the epoch. */
  readonly at: number;
  /** Milliseconds it took; absent while it runs. */
  took?: number;
  /** AWS's error code, when it failed. */
  error?: string;
}

const KEPT = 2000;

/** What happened, newest last: the last 2,000 spans, and whoever listens. */
export class Trace {
  readonly #spans: Span[] = [];
  readonly #listeners = new Set<(span: Span) => void>();
  readonly #current = new AsyncLocalStorage<Span>();

  /** The finished spans that are still remembered. */
  get spans(): readonly Span[] {
    return this.#spans;
  }

  /** Calls `listener` with each span as it ends. Returns a function that stops it. */
  listen(listener: (span: Span) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Runs `work` as a span; what it calls becomes its children. */
  async record<R>(span: Omit<Span, "parent">, work: (span: Span) => Promise<R>): Promise<R> {
    const whole: Span = { ...span, parent: this.#current.getStore()?.id };
    const start = performance.now();
    try {
      return await this.#current.run(whole, work, whole);
    } catch (error) {
      whole.error ??= (error as Error).name;
      throw error;
    } finally {
      whole.took = performance.now() - start;
      this.#keep(whole);
    }
  }

  #keep(span: Span): void {
    this.#spans.push(span);
    // Dropped in halves, so that keeping a span costs the same however many there are.
    if (this.#spans.length > 2 * KEPT) this.#spans.splice(0, KEPT);
    for (const listener of this.#listeners) listener(span);
  }
}

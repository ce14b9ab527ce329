import { AsyncLocalStorage } from "node:async_hooks";
import { reasonOf } from "./auth/denials.ts";
import type { Decision, Decisive, PolicyKind } from "./auth/policy/evaluate.ts";
import type { Access } from "./service.ts";

/** One thing that happened in the cloud: a request from outside, or a call from service to service under it. */
export interface Span {
  readonly id: string;
  /** The span in which this one happened. */
  parent: string | undefined;
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
  region?: string;
  /** The HTTP status of the answer to a request from outside. */
  status?: number;
  /** What IAM decided, for each access. */
  decisions?: TracedDecision[];
  /** Parts that follow one another, such as a function's cold start and its handler. */
  phases?: readonly Phase[];
  /** The HTTP request from outside. */
  http?: { readonly method: string; readonly path: string; readonly query: string; readonly headers: unknown };
  /** What was asked and what was answered, as far as the trace keeps it (see `excerpt`). */
  input?: unknown;
  output?: unknown;
  /** Whoever only looks at the cloud, such as the console: not kept. */
  isLook?: boolean;
}

/** A part of a span. */
export interface Phase {
  readonly name: string;
  /** Milliseconds from the span's begin, and how many it took. */
  readonly from: number;
  readonly took: number;
}

/** A decision of IAM, as the trace tells it. */
export interface TracedDecision {
  readonly action: string;
  readonly resource: string;
  readonly allowed: boolean;
  /** The policy that decided, and of which kind it is; nothing when none had to. */
  readonly policy?: string;
  readonly kind?: PolicyKind;
  /** Why not, in AWS's words. */
  readonly reason?: string;
}

const KEPT = 2000;
const MOST_DECISIONS = 20;

/** What happened, newest last: the last 2,000 spans, and whoever listens. */
export class Trace {
  readonly #spans: Span[] = [];
  readonly #listeners = new Set<(span: Span) => void>();
  readonly #current = new AsyncLocalStorage<Span>();
  /** Spans under way whose work happens in another process, by the parent id that its requests will name. */
  readonly #elsewhere = new Map<string, Span>();

  /** The finished spans that are still remembered. */
  get spans(): readonly Span[] {
    return this.#spans;
  }

  /** The span under way. */
  get current(): Span | undefined {
    return this.#current.getStore();
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
      this.#elsewhere.delete(parentId(whole.id));
      if (!whole.isLook || whole.error) this.#keep(whole);
    }
  }

  /**
   * Tells a span whose work goes on in another process from all others. Requests of that process that carry the result in
   * X-Ray's header (`Root=…;Parent=<this>`), as AWS's SDKs send it from functions, become the span's children.
   */
  continuedElsewhere(span: Span): string {
    const id = parentId(span.id);
    this.#elsewhere.set(id, span);
    return id;
  }

  /** The span that a request from outside belongs to, by X-Ray's header. */
  spanOf(header: string | readonly string[] | undefined): Span | undefined {
    if (typeof header !== "string" || this.#elsewhere.size === 0) return undefined;
    return this.#elsewhere.get(/(?:^|;)\s*Parent=([0-9a-f]{16})/.exec(header)?.[1] ?? "");
  }

  /** Notes what IAM decided in the span under way. */
  decided({ action, resource }: Pick<Access, "action" | "resource">, decision: Decision): void {
    const span = this.current;
    if (!span) return;
    const { by } = decision as { readonly by?: Decisive };
    span.decisions ??= [];
    // A batch of a thousand decisions is told by its first ones, and by those that are no.
    if (decision.allowed && span.decisions.length >= MOST_DECISIONS) return;
    span.decisions.push({
      action,
      resource,
      allowed: decision.allowed,
      ...(by && { policy: by.policy.name, kind: by.kind }),
      ...(!decision.allowed && { reason: reasonOf(decision, action) }),
    });
  }

  #keep(span: Span): void {
    this.#spans.push(span);
    // Dropped in halves, so that keeping a span costs the same however many there are.
    if (this.#spans.length > 2 * KEPT) this.#spans.splice(0, KEPT);
    for (const listener of this.#listeners) listener(span);
  }
}

/** X-Ray's ids of segments are 16 hexadecimal digits; a span's id is a UUID. */
function parentId(id: string): string {
  return id.replaceAll("-", "").slice(0, 16);
}

import { AsyncLocalStorage } from "node:async_hooks";
import type { Caller } from "../auth/caller.ts";
import { reasonOf } from "../auth/denials.ts";
import type { Decision, Decisive } from "../auth/policy/evaluate.ts";
import type { Access } from "../service/service.ts";
import type { Span } from "./span.ts";

const KEPT = 2000;
const MOST_DECISIONS = 20;
const QUIET: Span = {
  id: "",
  parent: undefined,
  service: "",
  operation: "",
  caller: "",
  account: "",
  at: 0,
  isQuiet: true,
};

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
  async record<R>(begun: Omit<Span, "parent">, work: (span: Span) => Promise<R>): Promise<R> {
    const span = this.begin(begun);
    try {
      return await this.run(span, work);
    } catch (error) {
      span.error ??= (error as Error).name;
      throw error;
    } finally {
      this.end(span);
    }
  }

  /** Begins a span, as a child of the one under way, for who ends it by himself. `record` does all three. */
  begin(begun: Omit<Span, "parent">): Span {
    const parent = this.#current.getStore();
    // Every member at once, though most are filled later: objects of one shape cost a request far less than those that grow.
    return {
      id: begun.id,
      parent: parent?.id,
      service: begun.service,
      operation: begun.operation,
      caller: begun.caller,
      account: begun.account,
      at: begun.at,
      start: performance.now(),
      took: undefined,
      error: begun.error,
      region: begun.region,
      status: begun.status,
      decisions: begun.decisions,
      phases: begun.phases,
      http: begun.http,
      input: begun.input,
      output: begun.output,
      isQuiet: begun.isQuiet || parent?.isQuiet,
    };
  }

  /** Runs `work` in a span that has begun: what it calls becomes the span's children. */
  run<R>(span: Span, work: (span: Span) => R): R {
    return this.#current.run(span, work, span);
  }

  /** Ends a span: it is kept, and told to those who listen. */
  end(span: Span): void {
    span.took = performance.now() - (span.start ?? 0);
    if (this.#elsewhere.size > 0) this.#elsewhere.delete(parentId(span.id));
    if (!span.isQuiet) this.#keep(span);
  }

  /** Does something that is no part of what happens in the cloud, such as writing functions' logs. */
  quietly<R>(work: () => R): R {
    return this.#current.run(QUIET, work);
  }

  /**
   * Runs `work` as a part of a span that may have ended long ago; of none when it is absent. The span of quiet work has no name,
   * and what comes of it is quiet, too.
   */
  within<R>(span: string | undefined, work: () => R): R {
    if (span === undefined) return this.#current.exit(work);
    return this.#current.run(span === QUIET.id ? QUIET : { ...QUIET, id: span, isQuiet: false }, work);
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
  decided(
    { action, resource, account }: Pick<Access, "action" | "resource" | "account">,
    decision: Decision,
    caller: Pick<Caller, "account">,
    denied?: { readonly denial: string; readonly enforced: boolean },
  ): void {
    const span = this.current;
    if (!span || span === QUIET) return;
    const { by } = decision as { readonly by?: Decisive };
    span.account ||= account;
    const owner = by?.kind === "resource-based policy" ? account : caller.account;
    span.decisions ??= [];
    // A batch of a thousand decisions is told by its first ones, and by those that are no.
    if (decision.allowed && span.decisions.length >= MOST_DECISIONS) return;
    span.decisions.push({
      action,
      resource,
      allowed: denied?.enforced !== true,
      ...(by && { policy: by.policy.name, kind: by.kind, statement: by.statement }),
      ...(by && owner !== span.account && { owner }),
      ...(account !== span.account && { of: account }),
      ...(denied && { reason: reasonOf(decision, action), denial: denied.denial }),
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

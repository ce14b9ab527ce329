import type { Clock } from "../../../time/clock.ts";

const MOST_KEPT = 10_000;

/** What authorizers answered, by API, stage, authorizer and who asked, as long as it holds by the lab's clock. */
export class Authorizations {
  readonly #clock: Clock;
  readonly #kept = new Map<string, { readonly answer: unknown; readonly until: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  find<T>(key: string): T | undefined {
    const found = this.#kept.get(key);
    return found && found.until > this.#clock.now() ? (found.answer as T) : undefined;
  }

  keep(key: string, answer: unknown, seconds: number): void {
    if (seconds <= 0) return;
    if (this.#kept.size >= MOST_KEPT) this.#kept.clear();
    this.#kept.set(key, { answer, until: this.#clock.now() + seconds * 1000 });
  }

  /** Forgets all whose key begins so. */
  flush(prefix: string): void {
    for (const key of this.#kept.keys()) if (key.startsWith(prefix)) this.#kept.delete(key);
  }
}

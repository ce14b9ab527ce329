/** Those who wait for something to happen to a stream. They hear of it once the transaction in which it happens is over. */
export class Waiters {
  readonly #listeners = new Map<string, Set<() => void>>();
  readonly #woken = new Set<string>();

  /** Calls a listener whenever something happens to a stream, until the function that it returns is called. */
  add(stream: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(stream) ?? new Set();
    listeners.add(listener);
    this.#listeners.set(stream, listeners);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(stream) === listeners) this.#listeners.delete(stream);
    };
  }

  wake(stream: string): void {
    if (!this.#listeners.has(stream)) return;
    if (this.#woken.size === 0) setImmediate(() => this.#tell());
    this.#woken.add(stream);
  }

  #tell(): void {
    const woken = [...this.#woken];
    this.#woken.clear();
    for (const stream of woken) for (const listener of [...(this.#listeners.get(stream) ?? [])]) listener();
  }
}

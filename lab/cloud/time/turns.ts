/** Milliseconds of work after which others get their turn. */
const SLICE = 10;

/** Lets the event loop serve others between the steps of long work, which would otherwise be one block. */
export class Turns {
  #since = performance.now();
  #last: Promise<void> = Promise.resolve();

  /** Resolves when the next step may begin. Steps that ask at once get their turns one after the other. */
  next(): Promise<void> {
    this.#last = this.#last.then(() => this.#pause());
    return this.#last;
  }

  #pause(): Promise<void> | undefined {
    if (performance.now() - this.#since < SLICE) return undefined;
    return new Promise((resolve) => {
      setImmediate(() => {
        this.#since = performance.now();
        resolve();
      });
    });
  }
}

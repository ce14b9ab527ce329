/** Ends a turn: somebody else may start. */
export type Release = () => void;

/**
 * Lets so many environments start at a time that others get their share of the machine: to start is the one thing of a
 * function that takes all that a core has. Who waits, waits with its account, and the accounts take turns.
 */
export class StartQueue {
  #free: number;
  readonly #hold: number;
  /** Those who wait, by account; the first account has the next turn. */
  readonly #waiting = new Map<string, (() => void)[]>();

  /**
   * @param size How many start at a time
   * @param hold How long a turn lasts at most, in milliseconds: an initialisation that waits for something needs no core, and
   * may wait for another function that waits for its turn
   */
  constructor(size: number, hold = 1000) {
    this.#free = size;
    this.#hold = hold;
  }

  /** Waits for a turn. */
  async enter(account: string): Promise<Release> {
    if (this.#free > 0) this.#free -= 1;
    else await this.#wait(account);
    let isOver = false;
    const release = () => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      this.#next();
    };
    const timer = setTimeout(release, this.#hold).unref();
    return release;
  }

  #wait(account: string): Promise<void> {
    return new Promise((resolve) => {
      const others = this.#waiting.get(account);
      if (others) others.push(resolve);
      else this.#waiting.set(account, [resolve]);
    });
  }

  #next(): void {
    const [first] = this.#waiting;
    if (!first) {
      this.#free += 1;
      return;
    }
    const [account, [resolve, ...others]] = first;
    this.#waiting.delete(account);
    if (others.length > 0) this.#waiting.set(account, others);
    resolve?.();
  }
}

/** A timer as a heap holds it. */
export interface HeapTimer {
  /** In milliseconds since the epoch. */
  readonly due: number;
  /** Where the heap has it; -1 when it is in none. Only the heap sets it. */
  place: number;
}

interface Held<T> {
  readonly timer: T;
  /** Of several that are due at the same moment, the one that was added first comes first. */
  readonly number: number;
}

/**
 * Timers, of which the first is found at once, however many there are: a binary heap. A timer knows its place in it, so one that
 * is cancelled leaves nothing behind.
 */
export class TimerHeap<T extends HeapTimer> implements Iterable<T> {
  readonly #held: Held<T>[] = [];
  #number = 0;

  /** The timer that falls due first. */
  get first(): T | undefined {
    return this.#held[0]?.timer;
  }

  has(timer: T): boolean {
    return this.#held[timer.place]?.timer === timer;
  }

  /** Adds a timer that is not in it yet. */
  add(timer: T): void {
    this.#number += 1;
    this.#rise({ timer, number: this.#number }, this.#held.length);
  }

  /** Removes a timer, if it is there. */
  delete(timer: T): void {
    if (!this.has(timer)) return;
    const { place } = timer;
    timer.place = -1;
    const last = this.#held.pop();
    // The last one takes the free place, and moves from there to where it belongs.
    if (last && last.timer !== timer) this.#rise(last, this.#sink(last, place));
  }

  /** In no order, as they are now: what is done meanwhile may add and delete. */
  [Symbol.iterator](): Iterator<T> {
    return this.#held.map(({ timer }) => timer).values();
  }

  /** Puts one at a place, or above it. */
  #rise(one: Held<T>, place: number): void {
    let at = place;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = this.#held[above];
      if (!parent || isBefore(parent, one)) break;
      this.#put(parent, at);
      at = above;
    }
    this.#put(one, at);
  }

  /** Moves those up that come before one. @returns the place that is free for it then */
  #sink(one: Held<T>, place: number): number {
    let at = place;
    for (;;) {
      const left = this.#held[2 * at + 1];
      const right = this.#held[2 * at + 2];
      const child = left && right && isBefore(right, left) ? right : left;
      if (!child || isBefore(one, child)) return at;
      const below = child.timer.place;
      this.#put(child, at);
      at = below;
    }
  }

  #put(one: Held<T>, place: number): void {
    this.#held[place] = one;
    one.timer.place = place;
  }
}

function isBefore<T extends HeapTimer>(one: Held<T>, other: Held<T>): boolean {
  return one.timer.due < other.timer.due || (one.timer.due === other.timer.due && one.number < other.number);
}

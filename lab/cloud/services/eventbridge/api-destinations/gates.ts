import type { Clock } from "../../../time/clock.ts";

/** Lets so many requests through in a second of the lab's clock; the others wait for their turn. */
export class Gates {
  readonly #clock: Clock;
  /** When the next request of a destination may go, by its id; in milliseconds since the epoch. */
  readonly #next = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves when a request may go. */
  async turn(id: string, rate: number): Promise<void> {
    const now = this.#clock.now();
    const at = Math.max(this.#next.get(id) ?? 0, now);
    this.#next.set(id, at + 1000 / rate);
    this.#forgetPast(now);
    if (at > now) await new Promise<void>((resolve) => this.#clock.after(at - now, resolve));
  }

  /** Lets none through before a moment: the endpoint asked for that. */
  hold(id: string, until: number): void {
    this.#next.set(id, Math.max(this.#next.get(id) ?? 0, until));
  }

  #forgetPast(now: number): void {
    if (this.#next.size < 1000) return;
    for (const [id, at] of this.#next) if (at < now) this.#next.delete(id);
  }
}

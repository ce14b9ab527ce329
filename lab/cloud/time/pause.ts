import type { Clock } from "./clock.ts";

/** A wait that ends by the lab's clock, or when it is told to. */
export class Pause {
  readonly #clock: Clock;
  #end = () => {};

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Waits, at most so many milliseconds when that is given. */
  async until(ms?: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const cancel = ms === undefined ? () => {} : this.#clock.after(ms, resolve);
      this.#end = () => {
        cancel();
        resolve();
      };
    });
  }

  /** Ends the wait that is under way. */
  end(): void {
    this.#end();
  }
}
